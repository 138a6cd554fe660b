"""What runs for a card right now: one thing at a time, which can be stopped and waited for."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from webchat.errors import FunctionCancelledError, FunctionError


class Underway:
    """One thing that runs for a card.

    Attributes:
        over: Set when nothing of it is left to do.
    """

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self._scope: asyncio.Timeout | None = None
        self._reason: FunctionCancelledError | None = None

    def stop(self, reason: FunctionCancelledError) -> None:
        """Let what it waits for be cancelled and fail with *reason*; the first one counts."""
        if self._reason is None:
            self._reason = reason
            if self._scope is not None:
                self._scope.reschedule(asyncio.get_running_loop().time())

    @asynccontextmanager
    async def stoppable(self) -> AsyncIterator[None]:
        """Do what can be stopped.

        Raises:
            FunctionCancelledError: It was.
        """
        if self._reason is not None:
            raise self._reason
        try:
            async with asyncio.timeout(None) as self._scope:
                yield
        except TimeoutError:
            if self._reason is None:
                raise
            raise self._reason from None
        finally:
            self._scope = None


class UnderwayCards:
    """Which cards have something running, by the sid of the message that carries the card."""

    def __init__(self) -> None:
        self._underway: dict[str, Underway] = {}

    def __contains__(self, message_sid: object) -> bool:
        return message_sid in self._underway

    @contextmanager
    def entered(self, message_sid: str, title: str) -> Iterator[Underway]:
        """Be what runs for a card, until the end of the ``with``.

        Args:
            message_sid: The message that carries the card.
            title: The card's, for the sentence.

        Raises:
            FunctionError: Something runs for it already.
        """
        if message_sid in self._underway:
            raise FunctionError(
                f"“{title}” is at work already. Wait until that is over, or stop it."
            )
        underway = self._underway[message_sid] = Underway()
        try:
            yield underway
        finally:
            del self._underway[message_sid]
            underway.over.set()

    async def over(self, message_sid: str) -> None:
        """Wait until nothing runs for a card."""
        while underway := self._underway.get(message_sid):
            await underway.over.wait()

    def stop(self, message_sid: str, why: str) -> bool:
        """Stop what runs for a card.

        Args:
            message_sid: The message that carries the card.
            why: The sentence that it fails with.

        Returns:
            Whether anything ran.
        """
        underway = self._underway.get(message_sid)
        if underway is not None:
            underway.stop(FunctionCancelledError(why))
        return underway is not None

    async def stop_all(self, why: str) -> None:
        """Stop everything that runs, and wait until it is over."""
        for message_sid in tuple(self._underway):
            self.stop(message_sid, why)
        for message_sid in tuple(self._underway):
            await self.over(message_sid)
