"""Our end of the socket that leads to a process: messages to it, messages from it."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from webchat.functions.hosts.python_child import LIMIT, Frames, framed

_ENVELOPE = 100_000  # what stands around an answer, such as a trace


class Channel(asyncio.Protocol):
    """A connection to a process.

    Attributes:
        was_unread: Whether the other end was closed with something in it that was sent by us,
            and that nobody will read: the kernel's own word.
        lost: Set when nothing more will come.
    """

    def __init__(
        self,
        on_message: Callable[[dict[str, Any]], object],
        on_lost: Callable[[], object],
    ) -> None:
        """Make a channel; a loop connects it with its socket.

        Args:
            on_message: Takes each message.
            on_lost: Called once after the last message.
        """
        self.was_unread = False
        self.lost = asyncio.Event()
        self._on_message = on_message
        self._on_lost = on_lost
        self._frames = Frames(LIMIT + _ENVELOPE)
        self._transport: asyncio.Transport | None = None

    def send(self, message: Mapping[str, Any]) -> None:
        """Send a message; to a channel that was lost it is sent in vain."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(framed(json.dumps(message, ensure_ascii=False, default=plain)))

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  for the type checker
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Hand on what came; who sends anything else is not listened to any longer."""
        try:
            for body in self._frames.feed(data):
                self._on_message(_read(body))
        except ValueError:
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.was_unread = isinstance(exc, (ConnectionResetError, BrokenPipeError))
        self.lost.set()
        self._on_lost()


def _read(body: bytes) -> dict[str, Any]:
    """Return a message.

    Raises:
        ValueError: It is none.
    """
    try:
        message = json.loads(body)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(message, dict):
        raise ValueError("it is no object")  # noqa: TRY004  bytes that are wrong, not a type
    return message


def plain(value: object) -> dict[str, Any]:
    """Return a mapping, such as a button's input, as JSON can write it.

    Raises:
        TypeError: It is none, and no JSON.
    """
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be a parameter: it is no JSON.")
