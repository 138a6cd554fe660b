"""How a file is told to a person: its name on one line, its size, and a picture for its kind.

A name is what somebody else wrote. It is shown, never used as a path, and what could make it
read as another one (line ends, marks that turn the direction of writing) is left out.
"""

import unicodedata
from math import ceil
from pathlib import PurePosixPath

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFontMetricsF

from webchat.model import Attachment
from webchat.side.strings import Strings

PICTURES = {
    "image/png": "png",
    "image/jpeg": "jpeg",
    "image/jpg": "jpeg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/bmp": "bmp",
}
"""The types of pictures that are shown, and what Qt's reader calls each."""

_LONGEST_SUFFIX = 10
_KB = 1024
_ICONS = {
    "text": "file-text",
    "application/pdf": "file-text",
    "application/json": "file-text",
    "application/zip": "file-archive",
    "application/gzip": "file-archive",
    "audio": "file-music",
    "video": "file-play",
    "image": "image",
}


def is_picture(attachment: Attachment) -> bool:
    """Whether an attachment says that it is a picture of a kind that is shown."""
    return attachment.content_type in PICTURES


def icon_of(attachment: Attachment) -> str:
    """Return the icon in ``assets/icons`` for a kind of file."""
    kind = attachment.content_type
    return _ICONS.get(kind) or _ICONS.get(kind.partition("/")[0], "file")


def shown_name(attachment: Attachment) -> str:
    """Return a file's name on one line, without what cannot be seen."""
    line = " ".join(attachment.filename.split())
    return "".join(one for one in line if unicodedata.category(one)[0] != "C") or "?"


def elided_name(name: str, metrics: QFontMetricsF, room: float) -> str:
    """Return a name that fits, with an ellipsis before its extension where it is too long.

    Args:
        name: On one line.
        metrics: Of the font it is drawn in.
        room: In pixels.
    """
    if metrics.horizontalAdvance(name) <= room:
        return name
    suffix = PurePosixPath(name.replace("/", "_")).suffix
    right = Qt.TextElideMode.ElideRight
    if not 1 < len(suffix) <= _LONGEST_SUFFIX:
        return metrics.elidedText(name, right, room)
    beside = metrics.horizontalAdvance(suffix)
    stem = metrics.elidedText(name.removesuffix(suffix), right, max(room - beside, 0.0))
    if not stem or stem == "…":
        return metrics.elidedText(name, right, room)
    return stem + suffix


def size_text(size: int, strings: Strings) -> str:
    """Return a size in kilobytes, rounded up, or in megabytes from one on.

    Args:
        size: In bytes.
        strings: Have the words for both units.
    """
    kilobytes = ceil(size / _KB)
    if kilobytes < _KB:
        return strings.render("FileSizeKilobytes", size=QLocale().toString(kilobytes))
    tenths = ceil(size * 10 / _KB**2)
    figures = QLocale().toString(tenths / 10, "f", 1 if tenths % 10 else 0)
    return strings.render("FileSizeMegabytes", size=figures)


def described(attachment: Attachment, strings: Strings) -> str:
    """Return a file's name and size, as it is read out."""
    return f"{shown_name(attachment)}, {size_text(attachment.size, strings)}"
