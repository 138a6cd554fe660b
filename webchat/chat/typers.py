"""Who is typing: each signal is good for five seconds, or until that person's message."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from webchat.clock import Clock
from webchat.tasks import TaskBag

if TYPE_CHECKING:
    import asyncio

TYPING_SECONDS = 5.0
"""How long one signal counts, and how long a client keeps from signalling again."""


class Typers:
    """The others who are typing in each channel, in the order in which they began."""

    def __init__(
        self,
        on_change: Callable[[str, tuple[str, ...]], object],
        *,
        clock: Clock,
        tasks: TaskBag,
    ) -> None:
        """Begin with nobody.

        Args:
            on_change: Called with a channel's sid and the identities that type there now.
            clock: Tells when a signal is over.
            tasks: Owns the waiting.
        """
        self._on_change = on_change
        self._clock = clock
        self._tasks = tasks
        self._until: dict[str, dict[str, float]] = {}
        self._waiting: set[asyncio.Task[None]] = set()

    def signal(self, sid: str, identity: str) -> None:
        """Note that *identity* is typing from now on for five seconds."""
        channel = self._until.setdefault(sid, {})
        began = identity not in channel
        channel[identity] = self._clock.monotonic() + TYPING_SECONDS
        if began:
            self._tell(sid)
            task = self._tasks.spawn(self._expire(sid, identity), name=f"typing in {sid}")
            self._waiting.add(task)
            task.add_done_callback(self._waiting.discard)

    def stop(self, sid: str, identity: str) -> None:
        """Note that *identity* is no longer typing; harmless when it was not."""
        channel = self._until.get(sid)
        if channel is None or channel.pop(identity, None) is None:
            return
        if not channel:
            del self._until[sid]
        self._tell(sid)

    def stop_all(self, sid: str) -> None:
        """Note that nobody is typing in a channel any more."""
        if self._until.pop(sid, None):
            self._tell(sid)

    def forget(self, sid: str) -> None:
        """Let go of a channel without telling."""
        self._until.pop(sid, None)

    def close(self) -> None:
        """Forget everybody without telling."""
        self._until.clear()
        for task in tuple(self._waiting):
            task.cancel()

    async def _expire(self, sid: str, identity: str) -> None:
        while (until := self._until.get(sid, {}).get(identity)) is not None:
            left = until - self._clock.monotonic()
            if left <= 0:
                self.stop(sid, identity)
            else:
                await self._clock.sleep(left)

    def _tell(self, sid: str) -> None:
        self._on_change(sid, tuple(self._until.get(sid, ())))
