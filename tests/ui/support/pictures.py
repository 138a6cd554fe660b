"""Real files to send: pictures, and what only says that it is one."""

import struct
import zlib

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from webchat.model import Attachment

TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "txt": "text/plain"}

# Two pixels of a moving picture: one frame red, the next one blue.
_GIF = (
    b"GIF89a\x02\x00\x01\x00\x91\x00\x00\xff\x00\x00\x00\x00\xff\x00\x00\x00\x00\x00\x00"
    b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    b"!\xf9\x04\x00\x05\x00\x00\x00,\x00\x00\x00\x00\x02\x00\x01\x00\x00\x02\x02\x04\x0a\x00"
    b"!\xf9\x04\x00\x05\x00\x00\x00,\x00\x00\x00\x00\x02\x00\x01\x00\x00\x02\x02\x4c\x0a\x00;"
)


def picture(folder, name="photo.png", width=320, height=240, colour="#c96f3a"):
    """Write a picture that shades from a colour to a darker one."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    shade = QLinearGradient(0, 0, width, height)
    shade.setColorAt(0, QColor(colour))
    shade.setColorAt(1, QColor(colour).darker(300))
    painter = QPainter(image)
    painter.fillRect(image.rect(), shade)
    painter.setPen(QColor(Qt.GlobalColor.white))
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, name)
    painter.end()
    path = folder / name
    assert image.save(str(path))
    return path


def moving_picture(folder, name="moving.gif"):
    path = folder / name
    path.write_bytes(_GIF)
    return path


def bomb(folder, edge=60_000, name="bomb.png"):
    """Write a small file that says it holds a picture of *edge* times *edge* pixels."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", edge, edge, 8, 6, 0, 0, 0)
    path = folder / name
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )
    return path


def text_file(folder, name="notes.txt", text="Hello"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def attachment(source, **more):
    """Return the record of a file that is about to be sent."""
    kind = TYPES.get(source.suffix[1:].lower(), "application/octet-stream")
    size = source.stat().st_size if source.exists() else 0
    return Attachment(
        **{
            "sid": "",
            "filename": source.name,
            "content_type": kind,
            "size": size,
            "path": source,
            **more,
        }
    )
