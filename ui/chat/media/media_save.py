"""Copying a file to where a person wants it: whole, or not at all."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import QStandardPaths


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
