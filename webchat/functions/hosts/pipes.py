"""What is told by descriptors: what a process prints, and that it has ended."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable

_CHUNK = 1 << 16
_BETWEEN = 0.05


class Pipe:
    """Reads a pipe until it is closed, a chunk in a turn of the loop.

    Attributes:
        closed: Set when nothing more will come.
    """

    def __init__(self, fd: int, feed: Callable[[bytes], object]) -> None:
        """Begin to read.

        Args:
            fd: The descriptor; it is closed by its owner, after :meth:`close`.
            feed: Takes what is read.
        """
        self.closed = asyncio.Event()
        self._fd = fd
        self._feed = feed
        self._loop = asyncio.get_running_loop()
        os.set_blocking(fd, False)
        self._loop.add_reader(fd, self._read)

    def _read(self) -> None:
        try:
            data = os.read(self._fd, _CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._feed(data)
        else:
            self.close()

    def close(self) -> None:
        """Read no longer."""
        if not self.closed.is_set():
            self._loop.remove_reader(self._fd)
            self.closed.set()


class ExitWatch:
    """Tells when a process has ended: the kernel's word on Linux, else a look now and then."""

    def __init__(self, process: subprocess.Popen[bytes], on_exit: Callable[[int], object]) -> None:
        """Begin to watch.

        Args:
            process: A child of ours.
            on_exit: Called once with its exit code, negative for a signal.
        """
        self._process = process
        self._on_exit = on_exit
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._fd = _pidfd(process.pid)
        if self._fd is None:
            self._look()
        else:
            self._loop.add_reader(self._fd, self._look)

    def _look(self) -> None:
        code = self._process.poll()
        if code is not None:
            self.close()
            self._on_exit(code)
        elif self._fd is None:
            self._timer = self._loop.call_later(_BETWEEN, self._look)

    def close(self) -> None:
        """Watch no longer."""
        if self._fd is not None:
            self._loop.remove_reader(self._fd)
            os.close(self._fd)
            self._fd = None
        if self._timer is not None:
            self._timer.cancel()


def _pidfd(pid: int) -> int | None:
    """Return a descriptor that can be read once the process has ended; None where there is none."""
    if sys.platform != "linux":
        return None
    try:
        return os.pidfd_open(pid)
    except OSError:  # a kernel before 5.3, or a sandbox
        return None
