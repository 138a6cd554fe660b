"""A clock that a test moves by hand, so that no test waits for real time."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

START = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
_TURNS = 20


class ManualClock:
    """Time stands still until :meth:`advance` is awaited."""

    def __init__(self, start: datetime = START) -> None:
        self._start = start
        self._elapsed = 0.0
        self._sleepers: dict[int, tuple[float, asyncio.Future[None]]] = {}
        self._numbers = itertools.count()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._elapsed)

    def timestamp(self) -> float:
        return self.now().timestamp()

    def monotonic(self) -> float:
        return self._elapsed

    @property
    def sleepers(self) -> int:
        """How many wait for time to pass."""
        return len(self._sleepers)

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        number, woken = next(self._numbers), asyncio.get_running_loop().create_future()
        self._sleepers[number] = (self._elapsed + seconds, woken)
        try:
            await woken
        finally:
            self._sleepers.pop(number, None)

    async def advance(self, seconds: float) -> None:
        """Let *seconds* pass, waking everybody in the order in which they are due."""
        end = self._elapsed + seconds
        await _turns()
        while self._sleepers:
            due, number = min((due, number) for number, (due, _) in self._sleepers.items())
            if due > end:
                break
            self._elapsed = max(self._elapsed, due)
            _due, woken = self._sleepers.pop(number)
            if not woken.done():
                woken.set_result(None)
            await _turns()
        self._elapsed = end


async def _turns() -> None:
    """Let what was woken go on; how many turns it takes does not matter to a test."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)
