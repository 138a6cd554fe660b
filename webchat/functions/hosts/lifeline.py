"""Lets no process of an app outlive the program, however that ends."""

import contextlib
import fcntl
import os
import signal
import sys

_F_SETSIG = 10  # fcntl's own name for it came with Python 3.13


class Lifeline:
    """A pipe that nothing is written to: the program holds one end, a process the other.

    When the program is gone, killed or crashed, the kernel closes its end, and has been told to
    kill the process's group then. A process that computes without end needs that: it never comes
    to notice by itself that nobody is left. Linux only; elsewhere this does nothing.

    Attributes:
        their_end: To be inherited by the process.
    """

    def __init__(self) -> None:
        """Make a pipe."""
        self.their_end, self._ours = os.pipe()

    def hold(self, leader: int) -> None:
        """Hold a process, which has inherited its end.

        Args:
            leader: Its id, which is its group's too.
        """
        if sys.platform != "linux":
            return
        with contextlib.suppress(OSError):  # a sandbox may forbid it; then this is one net less
            fcntl.fcntl(self.their_end, fcntl.F_SETOWN, -leader)
            fcntl.fcntl(self.their_end, _F_SETSIG, signal.SIGKILL)
            flags = fcntl.fcntl(self.their_end, fcntl.F_GETFL)
            fcntl.fcntl(self.their_end, fcntl.F_SETFL, flags | os.O_ASYNC)

    def close_theirs(self) -> None:
        """Close our copy of the process's end, whether or not it was started."""
        os.close(self.their_end)

    def let_go(self) -> None:
        """Close our end; on Linux that kills what is left of the group."""
        os.close(self._ours)
