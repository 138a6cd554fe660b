"""Taking turns: an app works on a few callbacks at a time, so that none drowns the others."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass


class TooManyWaitingError(Exception):
    """So many wait for their turn that no more may."""


@dataclass(slots=True)
class _Queue:
    free: asyncio.Semaphore
    waiting: int = 0


class Turns:
    """Who works and who waits, app by app."""

    def __init__(self, at_once: int, waiting: int) -> None:
        """Begin with nobody.

        Args:
            at_once: How many of one app work at the same time.
            waiting: How many of one app may wait.
        """
        self._at_once = at_once
        self._waiting = waiting
        self._queues: dict[str, _Queue] = {}

    @contextlib.asynccontextmanager
    async def turn(self, app: str) -> AsyncGenerator[None, None]:
        """Wait for a turn, in the order of coming, and keep it as long as the ``with`` lasts.

        Raises:
            TooManyWaitingError: At once.
        """
        queue = self._queues.setdefault(app, _Queue(asyncio.Semaphore(self._at_once)))
        if queue.free.locked() and queue.waiting >= self._waiting:
            raise TooManyWaitingError
        queue.waiting += 1
        try:
            await queue.free.acquire()
        finally:
            queue.waiting -= 1
        try:
            yield
        finally:
            queue.free.release()
