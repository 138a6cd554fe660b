"""Pictures of authors: read and decoded off the loop, once for each of them.

What a member's ``avatar`` may be: the name of one of the program's icons (``icon:NAME``), a
``data:`` address, or the path of a picture file. Everything else, and whatever turns out to be no
picture, leaves the initials where they are. An address on the network is not fetched: looking at a
conversation must not tell anybody that it was looked at.
"""

import base64
import binascii
import logging
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QImageReader, QPainter, QPixmap

from ui.bridge import owned_tasks
from ui.theme import WidgetTheme
from webchat.tasks import in_thread

_MOST_BYTES = 4 * 1024**2
_MOST_PIXELS = 40_000_000
_ICON = re.compile(r"icon:([a-z0-9-]{1,64})")
_INSET = 5  # of the size, on each side of an icon in its circle: one part in so many
_log = logging.getLogger(__name__)


class AvatarPictures(QObject):
    """The pictures of the authors in one list.

    Signals:
        ready: A picture that was asked for is there now.
    """

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = owned_tasks(self)
        self._pictures: dict[tuple[str, int, int], QPixmap | None] = {}
        WidgetTheme.instance().changed.connect(self._on_look)

    def pixmap(self, avatar: str, size: QSize) -> QPixmap | None:
        """Return what *avatar* names in so many device pixels, or None: not yet, or never."""
        key = (avatar, size.width(), size.height())
        if key not in self._pictures:
            self._pictures[key] = None
            if icon := _ICON.fullmatch(avatar):
                self._pictures[key] = _icon(icon[1], size)
            else:
                self._tasks.spawn(self._load(key), name="decode a picture of an author")
        return self._pictures[key]

    async def _load(self, key: tuple[str, int, int]) -> None:
        image = await in_thread(_decode, key[0], QSize(key[1], key[2]))
        if image is not None:
            self._pictures[key] = QPixmap.fromImage(image)
            self.ready.emit()

    def _on_look(self) -> None:
        """Draw icons in the colour that holds now."""
        self._pictures = {
            key: kept for key, kept in self._pictures.items() if not key[0].startswith("icon:")
        }
        self.ready.emit()


def _icon(name: str, size: QSize) -> QPixmap | None:
    inside = max(1, size.width() - 2 * size.width() // _INSET)
    try:
        icon: QIcon = WidgetTheme.instance().icon(name, inside, "avatar_other_text")
    except FileNotFoundError:
        _log.info("There is no icon %r for an author", name)
        return None
    picture = QPixmap(size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    corner = (size.width() - inside) // 2
    icon.paint(painter, corner, corner, inside, inside)
    painter.end()
    return picture


def _decode(avatar: str, size: QSize) -> QImage | None:
    """Return a picture that fills *size*, cut to it in the middle; None when it is none."""
    data = _bytes(avatar)
    if not data:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    extent = reader.size()
    if not extent.isValid() or extent.width() * extent.height() > _MOST_PIXELS:
        return None
    reader.setScaledSize(extent.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        return None
    left, top = (image.width() - size.width()) // 2, (image.height() - size.height()) // 2
    return image.copy(left, top, size.width(), size.height())


def _bytes(avatar: str) -> bytes | None:
    if avatar.startswith("data:"):
        return _from_address(avatar)
    try:
        path = Path(avatar)
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        return path.read_bytes()
    except (OSError, ValueError):  # a name too long, or with a NUL in it
        return None


def _from_address(address: str) -> bytes | None:
    kind, comma, data = address[5:].partition(",")
    if not comma or not kind.startswith("image/") or len(data) > 2 * _MOST_BYTES:
        return None
    try:
        raw = unquote_to_bytes(data)
        return base64.b64decode(raw, validate=True) if kind.endswith(";base64") else raw
    except (ValueError, binascii.Error):
        return None
