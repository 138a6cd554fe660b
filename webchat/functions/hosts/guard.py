"""Lets nothing of an app outlive the program, however that ends.

When the program is killed or crashes, none of its own code can clean up any more, and a process
that computes without end never comes to notice that nobody is left. So a small shell waits beside
each process until our end of its pipe is closed, which the kernel does in any case, and then kills
the process with its family, as :mod:`webchat.functions.hosts.family` does while the program lives.
"""

import os
import subprocess

from webchat.functions.hosts.family import MARK

_SCRIPT = f"""
read -r nothing
kill -s KILL -- "-$1"
for round in 1 2 3 4 5; do
  for file in $(grep -lzsxF "{MARK}=$2" /proc/[0-9]*/environ); do
    folder=${{file%/environ}}
    kill -s KILL "${{folder#/proc/}}"
  done
done
"""


class Guard:
    """The shell that waits for the program's end."""

    def __init__(self, leader: int, mark: str) -> None:
        """Begin to guard.

        Args:
            leader: The process's id, which is its group's too.
            mark: The value of :data:`MARK` that it was started with.

        Raises:
            OSError: There is no shell, or too much is open already.
        """
        self._shell = subprocess.Popen(  # noqa: S603  the text above, two values as its arguments
            ["/bin/sh", "-c", _SCRIPT, "webchat-guard", str(leader), mark],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={"PATH": os.defpath},
            cwd="/",
            start_new_session=True,
        )

    def close(self) -> None:
        """Guard no longer: nothing is left to be killed."""
        self._shell.kill()
        self._shell.communicate()
