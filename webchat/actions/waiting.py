"""What an invocation waits for: listeners that had to wait, and other invocations."""

from typing import TYPE_CHECKING, Any

from webchat.actions.eager import Part
from webchat.actions.record import ListenerCall
from webchat.actions.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from webchat.actions.dispatch import Dispatch


class Joined:
    """Another invocation's result that a part has returned to be waited for.

    It stands where an async part would: the other invocation has the tasks, so this needs none.

    Attributes:
        value: What the invocation gave.
        error: What it failed with, or None.
        on_done: Called without arguments, once, when it is over.
        was_stopped: Always False: nobody can cancel it from here.
    """

    __slots__ = ("error", "on_done", "value")

    was_stopped = False

    def __init__(self, result: Result) -> None:
        self.value: Any = None
        self.error: BaseException | None = None
        self.on_done: Callable[[], object] | None = None
        result.was_awaited = True
        result.add_done_callback(self._over)

    def _over(self, result: Result) -> None:
        self.error = result.exception()
        if self.error is None:
            self.value = result.result()
        on_done, self.on_done = self.on_done, None
        if on_done is not None:
            on_done()

    def cancel(self) -> None:
        """Do nothing: the other invocation goes on, only nobody here waits for it."""


class WaitingListener:
    """A listener that had to wait: what happens when it ends, or is released."""

    __slots__ = ("began", "call", "dispatch", "part")

    def __init__(
        self, dispatch: "Dispatch", call: ListenerCall, began: float, part: Part | Joined
    ) -> None:
        self.dispatch = dispatch
        self.call = call
        self.began = began
        self.part = part
        part.on_done = self.ended
        call.on_release = self.release

    def ended(self) -> None:
        """Note how it ended and let the invocation go on."""
        dispatch, error = self.dispatch, self.part.error
        self.call.on_release = None
        dispatch.listener_ended(self.call, self.began, error)
        if error is not None and self.part.was_stopped:
            dispatch.stop(error)
        self._go_on()

    def release(self) -> None:
        """Cancel the listener and go on without it."""
        self.part.on_done = None
        self.call.on_release = None
        self.call.verdict = "released"
        self.call.seconds = self.dispatch.manager.monotonic() - self.began
        self.part.cancel()
        self._go_on()

    def _go_on(self) -> None:
        dispatch = self.dispatch
        dispatch.part_ended()
        if not dispatch.done() and dispatch.manager.history.listeners:
            dispatch.manager.tell(dispatch.record)
