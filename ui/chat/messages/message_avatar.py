"""The circle beside a message: a picture of its author, or initials on a colour of their own.

The colour belongs to the identity, so that two people are told apart even where their initials are
the same, and one person looks the same in every conversation.
"""

import zlib
from typing import NamedTuple, Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from ui.chat.messages.message_style import MessageStyle


class Pictures(Protocol):
    """Where pictures come from."""

    def pixmap(self, avatar: str, size: QSize) -> QPixmap | None:
        """Return what *avatar* names in so many device pixels, or None: not yet, or never."""


class Face(NamedTuple):
    """Whose circle it is.

    Attributes:
        identity: Decides the colour.
        name: Decides the initials.
        avatar: Names the picture; None for initials.
        pictures: Where it comes from.
    """

    identity: str
    name: str
    avatar: str | None = None
    pictures: Pictures | None = None


def paint_face(painter: QPainter, circle: QRectF, face: Face, style: MessageStyle) -> None:
    """Draw a face into a circle: its picture if that is there by now, else its initials."""
    picture = _picture(face, circle, painter)
    painter.setPen(Qt.PenStyle.NoPen)
    if picture is None:
        ground = style.faces[zlib.crc32(face.identity.encode()) % len(style.faces)]
        painter.setBrush(ground)
        painter.drawEllipse(circle)
        painter.setPen(style.initials)
        painter.setFont(style.initials_font)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(face.name))
        return
    painter.setBrush(style.face)  # under a picture that lets it shine through
    painter.drawEllipse(circle)
    shape = QPainterPath()
    shape.addEllipse(circle)
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(circle, picture, QRectF(picture.rect()))
    painter.restore()


def _picture(face: Face, circle: QRectF, painter: QPainter) -> QPixmap | None:
    if not face.avatar or face.pictures is None:
        return None
    ratio = painter.device().devicePixelRatioF()
    return face.pictures.pixmap(face.avatar, (circle.size() * ratio).toSize())


def initials(name: str) -> str:
    """Return one or two letters that stand for *name*."""
    words = ["".join(c for c in word if c.isalnum()) for word in name.split()]
    words = [word for word in words if word]
    if not words:
        return name.strip()[:1]
    first, last = words[0][0], words[-1][0] if len(words) > 1 else ""
    return (first + last).upper()
