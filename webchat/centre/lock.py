"""A file that at most one process holds.

The operating system lets go of the lock when its process ends, however it ends, so there is no
stale lock after a crash. The file itself stays: removing it would let two processes hold locks
on two files of the same name.
"""

import os
import sys
from pathlib import Path

from webchat.errors import CentreError

if sys.platform == "win32":
    import msvcrt

    _FAR_OFFSET = 1 << 30  # the locked byte cannot be read by others, so it is not the number's

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_OFFSET, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_BUSY = (BlockingIOError, PermissionError)  # what flock and msvcrt.locking raise


class FileLock:
    """An exclusive lock on a file, held from construction to :meth:`release`."""

    def __init__(self, path: Path, holding: str) -> None:
        """Take the lock.

        Args:
            path: The file to lock; made when missing. It holds the number of the process.
            holding: What the lock guards, as the sentence names it.

        Raises:
            CentreError: Somebody else holds it; the sentence names the process.
            OSError: The file cannot be made or locked.
        """
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._descriptor)
        except _BUSY as error:
            holder = os.read(self._descriptor, 20).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise CentreError(
                f"{holding} is in use by another process ({holder or 'number unknown'}). "
                "End that one first, or choose another data folder."
            ) from error
        except OSError:
            os.close(self._descriptor)
            raise
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, str(os.getpid()).encode())

    def release(self) -> None:
        """Let go of the lock; harmless when called again."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
