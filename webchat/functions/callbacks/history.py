"""The record of what came to the callback server."""

from collections import deque
from collections.abc import Callable, Iterator

from webchat.functions.callbacks.records import Received
from webchat.undo import Undo, once

MAX_RECEIVED = 500


class CallbackHistory:
    """The newest of what came, the oldest first."""

    def __init__(self, limit: int = MAX_RECEIVED) -> None:
        """Begin with none.

        Args:
            limit: How many are kept.
        """
        self._received: deque[Received] = deque(maxlen=limit)
        self._listeners: list[Callable[[Received], object]] = []

    def __iter__(self) -> Iterator[Received]:
        return iter(tuple(self._received))

    def __len__(self) -> int:
        return len(self._received)

    def add(self, received: Received) -> None:
        """Enter what came, now that it was answered."""
        self._received.append(received)
        for listener in tuple(self._listeners):
            listener(received)

    def clear(self) -> None:
        """Forget all of it."""
        self._received.clear()

    def subscribe(self, callback: Callable[[Received], object]) -> Undo:
        """Call *callback* with whatever comes, once it was answered."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))
