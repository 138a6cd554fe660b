"""Reading pictures that somebody sent: in a thread, by their content, and no larger than wanted.

What is read may be anything, whatever its name says. So the kind is taken from the content and
has to be the one that was promised, the size is checked before any memory is asked for, and only
plain raster kinds are read at all.
"""

from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from ui.chat.media.attachment_names import PICTURES

MOST_PIXELS = 120_000_000
"""The largest picture that is shown; 100 megapixels is what large cameras make."""

MOST_BYTES = 512 * 1024**2
"""The most memory that reading one may take for a while."""

THUMBNAIL_BYTES = 160 * 1024**2
"""The same for a picture that nobody has asked to see yet."""

_SHRINKS_WHILE_READING = frozenset({"jpeg"})


class PictureError(Exception):
    """The file is no picture of the kind it was said to be, is damaged, or is too large."""


class CostlyPictureError(PictureError):
    """The picture takes more to read than it may, but could be read."""


def prepare() -> None:
    """Set Qt's own limit, and keep what it says about damaged pictures out of the log."""
    QImageReader.setAllocationLimit(MOST_BYTES // 1024**2)
    QLoggingCategory.setFilterRules("qt.gui.imageio*=false")


def read_extent(path: Path, content_type: str) -> QSize:
    """Return the size of a picture, standing upright, from the beginning of its file.

    Args:
        path: Where its content is.
        content_type: What it was said to be.

    Raises:
        PictureError: It cannot be shown.
    """
    return _upright(_opened(path, content_type))


def read_picture(path: Path, content_type: str, box: QSize, most: int = MOST_BYTES) -> QImage:
    """Return a picture, standing upright, as large as fits; of a moving one its first frame.

    Args:
        path: Where its content is.
        content_type: What it was said to be.
        box: In device pixels; a picture that is smaller stays as it is.
        most: How many bytes reading it may take.

    Raises:
        CostlyPictureError: It takes more than *most*.
        PictureError: It cannot be shown.
    """
    reader = _opened(path, content_type)
    extent = reader.size()
    wanted = fitted(_upright(reader), box)
    if _is_turned(reader):
        wanted.transpose()
    if _cost(reader, wanted) > most:
        raise CostlyPictureError(f"{path.name} is too large to be shown in passing.")
    if wanted != extent:
        reader.setScaledSize(wanted)
    image = reader.read()
    if image.isNull():
        raise PictureError(f"{path.name} is damaged: {reader.errorString()}.")
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def fitted(extent: QSize, box: QSize) -> QSize:
    """Return the size at which a picture fits into a box, never larger than it is."""
    if extent.width() <= box.width() and extent.height() <= box.height():
        return QSize(extent)
    size = extent.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
    return size.expandedTo(QSize(1, 1))


def _opened(path: Path, content_type: str) -> QImageReader:
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    expected = PICTURES.get(content_type)
    found = bytes(reader.format().data()).decode() if reader.canRead() else "nothing"
    if expected is None or found != expected:
        raise PictureError(f"{path.name} was said to be {content_type}, but holds {found}.")
    size = reader.size()
    if size.isEmpty() or size.width() * size.height() > MOST_PIXELS:
        raise PictureError(f"{path.name} is too large to be shown.")
    return reader


def _cost(reader: QImageReader, wanted: QSize) -> int:
    """Return how many bytes are needed to read a picture at a size."""
    kind = bytes(reader.format().data()).decode()
    size = wanted if kind in _SHRINKS_WHILE_READING else reader.size()
    wide = (QImage.Format.Format_RGBA64, QImage.Format.Format_RGBX64)
    depth = 8 if reader.imageFormat() in wide else 4
    return size.width() * size.height() * depth


def _upright(reader: QImageReader) -> QSize:
    size = reader.size()
    return size.transposed() if _is_turned(reader) else size


def _is_turned(reader: QImageReader) -> bool:
    quarter = QImageIOHandler.Transformation.TransformationRotate90
    return bool(reader.transformation() & quarter)
