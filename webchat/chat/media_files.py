"""Looking at files that a person chose; everything here blocks and belongs in a thread."""

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from webchat.centre.source import NotAFileError, open_regular, reason_of
from webchat.chat.media_checks import (
    HEAD_LENGTH,
    Fault,
    Occasion,
    content_fault,
    content_type,
    file_fault,
)
from webchat.config import FileAttachment
from webchat.model import Attachment, display_name


class Examined(NamedTuple):
    """A file that was looked at.

    Attributes:
        file: What there is to know of it; its size is 0 where it cannot be looked at.
        fault: Why it is refused, or None.
    """

    file: Attachment
    fault: Fault | None


def unexamined(path: Path, size: int = 0) -> Attachment:
    """Return what a path alone says of a file."""
    name = display_name(path.name)
    return Attachment("", name, content_type(name), size, path=path)


def examine(path: Path, rules: FileAttachment, occasion: Occasion) -> Examined:
    """Look at a file without reading more of it than its beginning.

    Args:
        path: Of a regular file or a link to one; what is something else is never waited for.
        rules: The config's.
        occasion: What it is looked at for.
    """
    file = unexamined(path)
    values = {"fileName": file.filename}
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            return Examined(file, Fault("AttachFileFolder", values))
        if not stat.S_ISREG(found.st_mode):
            return Examined(file, Fault("FileNotRegular", values))
        file = unexamined(path, found.st_size)
        fault = file_fault(file, rules, occasion)
        if fault is None:
            with open_regular(path) as opened:
                fault = content_fault(file, opened.read(HEAD_LENGTH))
        return Examined(file, fault)
    except NotAFileError:
        return Examined(file, Fault("FileNotRegular", values))
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the path
        return Examined(file, Fault("FileMissing", values))
    except OSError as error:
        return Examined(file, Fault("FileUnreadable", {**values, "reason": reason_of(error)}))


def examine_all(
    paths: Sequence[Path], rules: FileAttachment, occasion: Occasion
) -> tuple[Examined, ...]:
    """Look at several files."""
    return tuple(examine(path, rules, occasion) for path in paths)
