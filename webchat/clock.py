"""Time and ids, injected, so that a run can be repeated byte for byte.

Nothing in the core reads the system's clock or makes an id by itself: it asks the
:class:`Clock` and the :class:`IdSource` that its simulator was given.
"""

import asyncio
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeAlias

IdSource: TypeAlias = Callable[[str], str]
"""Called with a prefix of two letters (``"CH"``, ``"IM"``), returns a fresh id that starts so."""


class Clock(Protocol):
    """Where the core takes its time from."""

    def now(self) -> datetime:
        """Return the current moment, aware, in UTC."""

    def timestamp(self) -> float:
        """Return the current moment as seconds since 1970, in UTC."""

    def monotonic(self) -> float:
        """Return seconds that only ever grow, for durations."""

    async def sleep(self, seconds: float) -> None:
        """Wait for *seconds*."""


class SystemClock:
    """The machine's own time.

    The two that are asked for several times in each invocation are the bare built-ins: a method
    around them would cost more than they do.
    """

    timestamp = staticmethod(time.time)
    monotonic = staticmethod(time.perf_counter)

    def now(self) -> datetime:
        """Return the current moment, aware, in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait for *seconds* on the running loop."""
        await asyncio.sleep(seconds)


def random_id(prefix: str) -> str:
    """Return *prefix* and 32 random hexadecimal digits, the documented form of a sid."""
    return prefix + os.urandom(16).hex()
