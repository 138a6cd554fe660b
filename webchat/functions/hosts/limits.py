"""How much of the machine a process may use, and uses."""

import contextlib
import resource
import sys
from pathlib import Path

_MEGABYTE = 1 << 20


def limit(pid: int, memory: int) -> None:
    """Limit a process that is running, before it has anything of an app's in it.

    What it has taken until now is its runtime's own affair and not counted. It leaves no core
    dumps: they would hold credentials.

    Args:
        pid: The process.
        memory: How much more it may take, in megabytes.
    """
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):  # it has ended already: that is told elsewhere
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
        data = _status(pid).get("VmData", 0.0) + memory
        size = int(data * _MEGABYTE)
        resource.prlimit(pid, resource.RLIMIT_DATA, (size, size))


def memory_of(pid: int) -> float:
    """Return how much memory a process uses, in megabytes; 0 where that cannot be told."""
    try:
        return _status(pid).get("VmRSS", 0.0)
    except OSError:
        return 0.0


def _status(pid: int) -> dict[str, float]:
    """Return the sizes in a process's status, in megabytes."""
    lines = (Path("/proc") / str(pid) / "status").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(":") for line in lines if line.endswith(" kB"))
    return {name: int(value.split()[0]) / 1024 for name, _, value in pairs}
