"""A clock whose waiting can be skipped: nobody sits through an hour to see the next retry.

Time passes as it does by the clock underneath. Skipping moves it on at once, as if the machine
had slept: whoever was due meanwhile goes on, in the order in which they were due, and all the
others have that much less to wait.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from webchat.clock import Clock
from webchat.undo import Undo, once

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sleeper:
    """Somebody who waits for time to pass.

    Attributes:
        who: What for, as a person reads it; may be empty.
        until: When it is over, in seconds since 1970 by this clock.
    """

    who: str
    until: float


@dataclass(slots=True, eq=False)
class _Waiting:
    shown: Sleeper
    due: float  # by monotonic()
    scope: asyncio.Timeout | None = None
    is_over: bool = False

    def interrupt(self) -> None:
        if self.scope is not None and not self.scope.expired():
            self.scope.reschedule(asyncio.get_running_loop().time())


class VirtualClock:
    """A :class:`webchat.clock.Clock` that can be moved on."""

    def __init__(self, base: Clock) -> None:
        """Make a clock that says what *base* says until something is skipped."""
        self._base = base
        self._skipped = 0.0
        self._waiting: list[_Waiting] = []
        self._listeners: list[Callable[[], object]] = []

    @property
    def skipped(self) -> float:
        """How many seconds it is ahead of the clock underneath."""
        return self._skipped

    @property
    def sleepers(self) -> tuple[Sleeper, ...]:
        """Who waits, the next one first."""
        return tuple(one.shown for one in self._in_order())

    def now(self) -> datetime:
        """Return the current moment, aware, in UTC."""
        return self._base.now() + timedelta(seconds=self._skipped)

    def timestamp(self) -> float:
        """Return the current moment as seconds since 1970, in UTC."""
        return self._base.timestamp() + self._skipped

    def monotonic(self) -> float:
        """Return seconds that only ever grow, for durations."""
        return self._base.monotonic() + self._skipped

    async def sleep(self, seconds: float, who: str = "") -> None:
        """Wait for *seconds*, less what is skipped meanwhile.

        Args:
            seconds: How long; nothing and less let the others have a turn.
            who: What for, shown to the person who may skip it.
        """
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waiting = _Waiting(Sleeper(who, self.timestamp() + seconds), self.monotonic() + seconds)
        self._waiting.append(waiting)
        self._changed()
        try:
            while not waiting.is_over:
                await self._wait(waiting)
        finally:
            self._waiting.remove(waiting)
            self._changed()

    def skip(self, seconds: float) -> None:
        """Let *seconds* pass at once.

        Raises:
            ValueError: They are negative, or lead beyond the calendar.
        """
        self._move_to(self.monotonic() + self._possible(seconds), seconds)

    def skip_to_next(self) -> float | None:
        """Move on to when the next one is due.

        Returns:
            How many seconds were skipped; None when nobody waits.
        """
        waiting = self._in_order()
        if not waiting:
            return None
        due = waiting[0].due
        seconds = max(0.0, due - self.monotonic())
        self._move_to(due, seconds)
        return seconds

    def subscribe(self, callback: Callable[[], object]) -> Undo:
        """Call *callback* after somebody began or ceased to wait, and after time was skipped."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    def _in_order(self) -> list[_Waiting]:
        left = (one for one in self._waiting if not one.is_over)
        return sorted(left, key=lambda one: one.due)

    def _possible(self, seconds: float) -> float:
        try:
            is_possible = seconds >= 0 and bool(self.now() + timedelta(seconds=seconds))
        except (OverflowError, ValueError):
            is_possible = False
        if not is_possible:
            raise ValueError(
                f"{seconds} seconds cannot be skipped: only what is still to come can."
            )
        return seconds

    def _move_to(self, moment: float, seconds: float) -> None:
        """Skip *seconds*, until *moment* by :meth:`monotonic`.

        Both are given, since a sum of the one need not be exactly the other.
        """
        self._skipped += seconds
        for one in self._in_order():
            one.is_over = one.due <= moment
            one.interrupt()
        self._changed()

    async def _wait(self, waiting: _Waiting) -> None:
        """Wait for what is left, or until something was skipped."""
        try:
            async with asyncio.timeout(None) as waiting.scope:
                await self._base.sleep(waiting.due - self.monotonic())
        except TimeoutError:
            return
        waiting.is_over = True

    def _changed(self) -> None:
        for callback in tuple(self._listeners):
            try:
                callback()
            except Exception:  # one bad listener must not keep anybody asleep
                _log.exception("A listener of the clock failed")
