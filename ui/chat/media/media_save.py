"""Copying a file to where a person wants it: whole, or not at all."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from webchat.model.attachment import display_name

_UNFIT = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL"})
_LONGEST = 150  # in bytes too, this leaves room for what the system adds


def safe_name(filename: str) -> str:
    """Return a name that a file can have on any system, as near to the sender's as that goes."""
    name = display_name(filename).replace("\ufffd", "_").translate(_UNFIT).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if (stem or ending).upper() in _RESERVED:
        name = f"_{name}"
    if len(name.encode()) > _LONGEST:
        ending = (dot + ending).encode()[-20:].decode(errors="ignore") if stem else ""
        start = name.encode()[: _LONGEST - len(ending.encode())].decode(errors="ignore")
        name = start + ending
    return name or "file"


def downloads_folder() -> Path:
    """Return where this person keeps what was downloaded."""
    location = QStandardPaths.StandardLocation.DownloadLocation
    folder = Path(QStandardPaths.writableLocation(location))
    return folder if folder.is_dir() else Path.home()


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file beside its place first, so that nobody ever sees half of it.

    Args:
        source: Only read.
        target: Takes the place of what is there; the person was asked about that.

    Raises:
        OSError: It cannot be copied; then nothing has changed.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:50]}.", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as written, source.open("rb") as read:
            shutil.copyfileobj(read, written)
            written.flush()
            os.fsync(written.fileno())
        part.chmod(_usual_mode())
        part.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _usual_mode() -> int:
    """Return what a new file of this person may be used for; it is never made a program."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
