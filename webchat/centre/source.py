"""Opening a file that a person chose, without ever hanging on it.

What has a name need not be a file: reading a pipe waits for whoever writes to it, and a device
may never end. So only regular files are opened; a link to one is as good as the file.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # what was a file when it was looked at may be a pipe by now
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


class NotAFileError(OSError):
    """What stands there is a folder, a pipe or a device."""


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading, unbuffered.

    Raises:
        NotAFileError: It is something else.
        OSError: It is not there or cannot be read.
    """
    try:
        _check(path, os.stat(path).st_mode)  # noqa: PTH116  says the same of every kind of path
        descriptor = os.open(path, _FLAGS)
    except ValueError as error:  # a NUL in the name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from error
    try:
        _check(path, os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb", buffering=0)
    except BaseException:
        os.close(descriptor)
        raise


def _check(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NotAFileError(errno.EINVAL, "it is not a regular file", str(path))


def reason_of(error: OSError) -> str:
    """Return what the system says about *error*, fit for the middle of a sentence."""
    return error.strerror or type(error).__name__
