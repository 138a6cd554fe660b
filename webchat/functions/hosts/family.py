"""Ends a process together with everything that it has started.

What a handler starts may go on without it, or move to a session of its own. So besides the
process group all those are found that bear our mark in their environment.
"""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

MARK = "WEBCHAT_FUNCTION_HOST"
"""The environment variable that every process of an app inherits."""
_ROUNDS = 50
_BETWEEN = 0.002
_PROCESSES = Path("/proc")


def kill_group(leader: int) -> None:
    """Kill a process and its group at once.

    Args:
        leader: Its id, which is the group's too.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def kill_family(leader: int, mark: str) -> None:
    """Kill what a process left behind; takes some milliseconds, so a thread does it.

    Args:
        leader: The process's id; it has ended.
        mark: The value of :data:`MARK` that it was started with.
    """
    kill_group(leader)
    for _ in range(_ROUNDS):  # while one is killed, it may have started another
        found = tuple(_living(leader, f"{MARK}={mark}".encode()))
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if not found:
            return
        time.sleep(_BETWEEN)


def _living(leader: int, mark: bytes) -> Iterator[int]:
    """Yield who bears the mark, or is in the session that the process led."""
    if not _PROCESSES.is_dir():  # not Linux
        return
    for folder in _PROCESSES.iterdir():
        if folder.name.isdigit() and _is_of(folder, leader, mark):
            yield int(folder.name)


def _is_of(folder: Path, leader: int, mark: bytes) -> bool:
    try:
        # Behind the name in brackets: state, parent, group, session.
        state, _parent, _group, session = (
            (folder / "stat").read_bytes().rpartition(b")")[2].split()[:4]
        )
        if state in {b"Z", b"X"}:
            return False
        return int(session) == leader or mark in (folder / "environ").read_bytes()
    except (OSError, ValueError):  # it has just ended, or is somebody else's
        return False
