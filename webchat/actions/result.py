"""What an invocation gives back: a value or an error, now or later.

Unlike a future it needs no loop to exist, so that an invocation of which every part is
synchronous may be made from anywhere. It may be awaited any number of times; cancelling such an
await does not stop what it waits for.
"""

import asyncio
from collections.abc import Callable, Generator
from functools import partial
from typing import Any

_NOTHING: Any = iter(())  # an iterator that is over: awaiting it gives None at once


def _wake(waiter: "asyncio.Future[None]", _result: "Result") -> None:
    if not waiter.done():
        waiter.set_result(None)


class Result:
    """An outcome that may be awaited.

    Attributes:
        was_awaited: Whether anybody has asked for the outcome; a failure that nobody asks for
            is reported instead of lost.
    """

    __slots__ = ("_callbacks", "_error", "_is_done", "_value", "was_awaited")

    def __init__(self) -> None:
        self.was_awaited = self._is_done = False
        self._value: Any = None
        self._error: BaseException | None = None
        self._callbacks: list[Callable[[Result], object]] | None = None

    def __await__(self) -> Generator[Any, Any, Any]:
        self.was_awaited = True
        if self._is_done and self._error is None and self._value is None:
            nothing: Generator[Any, Any, Any] = _NOTHING
            return nothing
        return self._wait()

    def _wait(self) -> Generator[Any, Any, Any]:
        if not self._is_done:
            waiter = asyncio.get_running_loop().create_future()
            self.add_done_callback(partial(_wake, waiter))
            yield from waiter
        try:
            return self.result()
        finally:
            del self  # as in result()

    def __repr__(self) -> str:
        if not self._is_done:
            return "<Result pending>"
        return f"<Result {self._error!r}>" if self._error else f"<Result {self._value!r}>"

    def done(self) -> bool:
        """Whether it is over."""
        return self._is_done

    def result(self) -> Any:
        """Return the value, or raise the error.

        Raises:
            asyncio.InvalidStateError: It is not over yet.
        """
        self.was_awaited = True
        if not self._is_done:
            raise asyncio.InvalidStateError("The invocation is not over yet.")
        if self._error is None:
            return self._value
        try:
            raise self._error
        finally:
            del self  # or the error's traceback, this frame and this result would hold each other

    def exception(self) -> BaseException | None:
        """Return the error, or None when it completed.

        Raises:
            asyncio.InvalidStateError: It is not over yet.
        """
        self.was_awaited = True
        if not self._is_done:
            raise asyncio.InvalidStateError("The invocation is not over yet.")
        return self._error

    def add_done_callback(self, callback: "Callable[[Result], object]") -> None:
        """Call *callback* with this result when it is over; at once when it is already."""
        if self._is_done:
            callback(self)
        elif self._callbacks is None:
            self._callbacks = [callback]
        else:
            self._callbacks.append(callback)

    def settle(self, value: Any, error: BaseException | None) -> None:
        """Be over; called once, by whoever runs the invocation."""
        self._is_done = True
        self._value = value
        self._error = error
        if self._callbacks is None:
            return
        callbacks, self._callbacks = self._callbacks, None
        for callback in callbacks:
            callback(self)
