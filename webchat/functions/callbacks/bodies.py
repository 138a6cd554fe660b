"""Reading bodies within limits: of size, of time, and of what is held of all senders together."""

import asyncio
import contextlib

from webchat.functions.callbacks.records import CallbackLimits, Incoming


class BodyTooLargeError(Exception):
    """The body is larger than any may be."""


class NoRoomError(Exception):
    """Bodies of others take all the room there is."""


class Bodies:
    """The bodies that are being read or worked on.

    Attributes:
        held: How many bytes they have together.
    """

    def __init__(self, limits: CallbackLimits) -> None:
        """Hold none yet.

        Args:
            limits: Those of the server.
        """
        self.held = 0
        self._limits = limits

    async def read(self, incoming: Incoming) -> bytes:
        """Read a body; it counts as held until :meth:`let_go`.

        Raises:
            BodyTooLargeError: It is, or says so; it was read no further then.
            NoRoomError: There is no room for it now.
            TimeoutError: Its sender is too slow.
            ConnectionError: Its sender is gone.
            ValueError: It is not written as its head says.
        """
        if (incoming.length or 0) > self._limits.body_size:
            raise BodyTooLargeError
        body = bytearray()
        try:
            async with (
                asyncio.timeout(self._limits.body_seconds),
                contextlib.aclosing(incoming.chunks()) as chunks,
            ):
                async for chunk in chunks:
                    body += chunk
                    self.held += len(chunk)
                    self._check(body)
        except BaseException:
            self.let_go(body)
            raise
        return bytes(body)

    def let_go(self, body: bytes | bytearray) -> None:
        """Note that a body is needed no more."""
        self.held -= len(body)

    def _check(self, body: bytearray) -> None:
        if len(body) > self._limits.body_size:
            raise BodyTooLargeError
        if self.held > self._limits.held_size:
            raise NoRoomError
