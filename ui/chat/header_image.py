"""The picture in the header: a file on this computer, or one written into the configuration.

An address of the web is not fetched: a chat that is being tried out should tell nobody. What the
picture holds is checked by its decoder, never by its name.
"""

from base64 import b64decode
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QImageReader

WIDEST = QSize(120, 36)
"""The documented room for a logo, in logical pixels."""

_LARGEST = 2 * 1024 * 1024
_SHARPEST = 3  # device pixels per logical one that are kept
_SHOWN = 60


class HeaderImageError(ValueError):
    """A picture cannot be shown; the text is a sentence that says which and why."""


def load_image(address: str) -> QImage:
    """Return a picture, no larger than a sharp screen shows it; blocks while it is read.

    Args:
        address: A path, a ``file:`` or a ``data:`` address.

    Raises:
        HeaderImageError: It cannot be read, is too large, or is no picture.
    """
    data = _contents(address)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size, most = reader.size(), WIDEST * _SHARPEST
    if size.isValid() and (size.width() > most.width() or size.height() > most.height()):
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise HeaderImageError(_sentence(address, "it is no picture that can be read"))
    return image


def shown_size(image: QImage) -> QSize:
    """Return how large a picture is shown, in logical pixels: within :data:`WIDEST`."""
    size = image.size()
    if size.width() > WIDEST.width() or size.height() > WIDEST.height():
        size = size.scaled(WIDEST, Qt.AspectRatioMode.KeepAspectRatio)
    return size.expandedTo(QSize(1, 1))


def _contents(address: str) -> bytes:
    url = QUrl(address)
    scheme = url.scheme().lower()
    if scheme in {"http", "https"}:
        raise HeaderImageError(
            _sentence(address, "nothing is fetched from the web; give the path of a file")
        )
    if scheme == "data":
        data = _from_data(address)
    else:
        data = _from_file(address, Path(url.toLocalFile() if url.isLocalFile() else address))
    if len(data) > _LARGEST:
        raise HeaderImageError(_sentence(address, "it is larger than 2 MB"))
    return data


def _from_data(address: str) -> bytes:
    head, comma, body = address.partition(",")
    try:
        raw = unquote_to_bytes(body)
        data = b64decode(raw, validate=True) if head.lower().endswith(";base64") else raw
    except ValueError as error:
        raise HeaderImageError(_sentence(address, f"its data is damaged ({error})")) from error
    if not comma or not data:
        raise HeaderImageError(_sentence(address, "its data is missing"))
    return data


def _from_file(address: str, path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise HeaderImageError(_sentence(address, f"the file cannot be read ({reason})")) from error


def _sentence(address: str, reason: str) -> str:
    shown = address if len(address) <= _SHOWN else f"{address[:_SHOWN]}…"
    return f"MainHeader.imageUrl: {shown} is not shown: {reason}."
