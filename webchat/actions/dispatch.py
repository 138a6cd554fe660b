"""One invocation under way: begin, before listeners, body or replacement, after listeners, end.

The order is rule 4 of the actions reference. It is written once, as the coroutine
:meth:`Dispatch._run`, which is stepped by hand: as long as every part ends without waiting it
runs straight through, without a loop; where a part has to wait, it stops, and the end of that
part steps it on.

One rule differs from the reference on purpose: a listener never breaks what it listens to. An
exception in any listener, sync or async, is recorded with its owner and affects nothing else.
"""

import asyncio
import contextvars
from asyncio import _enter_task, _leave_task, current_task
from collections.abc import Callable, Coroutine, Generator
from functools import partial
from inspect import isawaitable, iscoroutine
from typing import TYPE_CHECKING, Any

from webchat.actions.callables import Registered
from webchat.actions.eager import Part
from webchat.actions.errors import ActionCancelledError, ActionError, ActionFailedError
from webchat.actions.record import Invocation, ListenerCall, changes, copied, sentence
from webchat.actions.result import Result

if TYPE_CHECKING:
    from webchat.actions.manager import ActionsManager
    from webchat.actions.scopes import Body


class Cause:
    """Why something is invoked now: the origin, and the invocation under way, if any."""

    __slots__ = ("dispatch", "id", "origin")

    def __init__(self, id_: int | None, origin: str, dispatch: "Dispatch | None" = None) -> None:
        self.id = id_
        self.origin = origin
        self.dispatch = dispatch


NO_CAUSE = Cause(None, "person")
cause: contextvars.ContextVar[Cause] = contextvars.ContextVar("cause", default=NO_CAUSE)


def current_invocation() -> Invocation | None:
    """Return the record of the invocation that this code runs in, or None outside of any."""
    dispatch = cause.get().dispatch
    return None if dispatch is None else dispatch.record


class _Wait:
    """Awaited by the run where it has to stop; yields to whoever steps it."""

    __slots__ = ()

    def __await__(self) -> Generator[None, None, None]:
        yield


_WAIT = _Wait()


class Dispatch:
    """One accepted invocation, until its end."""

    __slots__ = (
        "_cause",
        "_context",
        "_is_stepping",
        "_may_cancel",
        "_run_on",
        "_seen",
        "_stopped",
        "_waiting",
        "action",
        "body",
        "cancelled_by",
        "manager",
        "payload",
        "record",
        "result",
    )

    def __init__(
        self,
        manager: "ActionsManager",
        payload: Any,
        body: "Body",
        record: Invocation,
        result: Result,
    ) -> None:
        self.manager = manager
        self.action = record.action
        self.payload = payload
        self.body = body
        self.record = record
        self.result = result
        self.cancelled_by: str | None = None
        self._cause = Cause(record.id, record.origin, self)
        self._context: contextvars.Context | None = None
        self._is_stepping = False
        self._may_cancel = True
        self._seen: Any = None
        self._stopped: BaseException | None = None
        self._waiting = 0

    def start(self) -> None:
        """Run as far as it goes without waiting."""
        token = cause.set(self._cause)
        self._run_on = self._run()
        try:
            self._step()
            if not self.result.done():
                self._context = contextvars.copy_context()
        finally:
            cause.reset(token)

    def _step(self) -> None:
        self._is_stepping = True
        try:
            self._run_on.send(None)
        except StopIteration:
            pass
        finally:
            self._is_stepping = False

    async def _run(self) -> None:
        manager, record = self.manager, self.record
        value: Any = None
        error: BaseException | None = None
        began = manager.monotonic()
        if manager.begin_listeners:
            manager.fire("invocationBegin", (), record)
        try:
            listeners = manager.plan(self.action).before
            if listeners:
                if self._call_before(listeners):
                    await _WAIT
                self._may_cancel = False
                if self._stopped is not None:
                    raise self._stopped
                if self.cancelled_by is not None:
                    raise ActionCancelledError(self.action, self.cancelled_by)
            value = self._call_body()
            if type(value) is Part:
                if not value.is_done:
                    self._wait_for(value)
                    await _WAIT
                if value.error is not None:
                    raise value.error
                value = value.value
            listeners = manager.plan(self.action).after
            if listeners and self._call_after(listeners):
                await _WAIT
        except KeyboardInterrupt:
            raise
        except BaseException as raised:
            value, error = None, self._explained(raised)
        record.seconds = manager.monotonic() - began
        self._end(value, error)

    # -- listeners ---------------------------------------------------------------------------

    def _call_before(self, listeners: tuple[Registered, ...]) -> int:
        """Call every before listener in order; return how many still run."""
        self._seen = copied(self.payload)
        event = "before" + self.action
        for listener in listeners:
            call = self._entered(event, listener)
            cancel = partial(self._cancel, call, listener) if listener.taken > 1 else None
            self._listen(call, listener, (self.payload, cancel))
        return self._waiting

    def _call_after(self, listeners: tuple[Registered, ...]) -> int:
        """Call every after listener in order; return how many still run."""
        self._seen = copied(self.payload)
        event = "after" + self.action
        for listener in listeners:
            self._listen(self._entered(event, listener), listener, (self.payload,))
        return self._waiting

    def _cancel(self, call: ListenerCall, listener: Registered) -> None:
        """Cancel the invocation; given to before listeners, of use until they have ended."""
        if self._may_cancel:
            call.verdict = "cancelled"
            if self.cancelled_by is None:
                self.cancelled_by = listener.label

    def _entered(self, event: str, listener: Registered) -> ListenerCall:
        call = ListenerCall(event, listener.owner, listener.where)
        if type(self.record.listeners) is list:
            self.record.listeners.append(call)
        else:
            self.record.listeners = [call]
        return call

    def _listen(self, call: ListenerCall, listener: Registered, arguments: tuple[Any, ...]) -> None:
        began = self.manager.monotonic()
        try:
            returned = listener.call(*arguments)
        except (KeyboardInterrupt, asyncio.CancelledError):
            raise
        except BaseException as error:
            self.listener_ended(call, began, error)
            return
        if returned is None or not isawaitable(returned):
            self.listener_ended(call, began, None)
            return
        part = self._begin(returned, f"{call.event} {call.where}")
        if part.is_done:
            self.listener_ended(call, began, part.error)
            return
        self._note_change(call)
        self._waiting += 1
        _AsyncListener(self, call, began, part)
        self.manager.tell(self.record)

    def listener_ended(self, call: ListenerCall, began: float, error: BaseException | None) -> None:
        """Note how a listener ended."""
        call.seconds = self.manager.monotonic() - began
        self._note_change(call)
        if error is not None:
            cancelled = call.verdict == "cancelled"
            call.failed(error)
            if cancelled:
                call.verdict = "cancelled"
            self.manager.listener_failed(self.record, call, error)
        elif call.verdict == "running":
            call.verdict = "passed" if call.change is None else "changed"

    def _note_change(self, call: ListenerCall) -> None:
        """Note what the payload has become since it was last looked at, as this call's doing."""
        payload = self.payload
        if type(payload) is not dict and type(payload) is not list:
            return
        found = changes(self._seen, payload)
        if found:
            call.change = {**(call.change or {}), **found}
            self._seen = copied(payload)

    def _wait_for(self, part: Part) -> None:
        self._waiting = 1
        part.on_done = self.part_ended

    def part_ended(self) -> None:
        """Go on when the last part that was waited for has ended."""
        self._waiting -= 1
        if self._waiting > 0 or self._is_stepping or self._context is None:
            return
        loop = asyncio.get_running_loop()
        inner = current_task(loop)
        if inner is not None:
            _leave_task(loop, inner)
        try:
            self._context.run(self._step)
        finally:
            if inner is not None:
                _enter_task(loop, inner)

    def stop(self, error: BaseException) -> None:
        """End the invocation with *error* once the parts that run have ended."""
        self._stopped = error

    # -- body and replacements ---------------------------------------------------------------

    def _call_body(self) -> Any:
        links = self.manager.plan(self.action).links
        if not links:
            return self._called(self.body.run, (self.payload,))
        self.record.replacements = []
        self.record.replaced_by = links[-1].label
        return self._call_link(links, len(links) - 1, self.payload)

    def _call_link(self, links: tuple[Registered, ...], index: int, payload: Any) -> Any:
        link = links[index]
        call = ListenerCall("replace" + self.action, link.owner, link.where)
        if isinstance(self.record.replacements, list):
            self.record.replacements.append(call)
        call.verdict = "passed"

        def original(payload: Any = None) -> Result:
            return self._passed_on(lambda: self._called(self.body.run, (payload,)))

        def next_link(payload: Any = None) -> Result:
            if index == 0:
                return original(payload)
            return self._passed_on(lambda: self._call_link(links, index - 1, payload))

        return self._called(link, (payload, original, next_link))

    def _passed_on(self, call: Callable[[], Any]) -> Result:
        """Run an inner layer at once and give its outcome to the outer one, to be awaited."""
        result = Result()
        try:
            value = call()
        except (KeyboardInterrupt, asyncio.CancelledError):
            raise
        except BaseException as error:
            result.settle(None, error)
            self.manager.watch(result, self.record)
            return result
        if type(value) is not Part:
            result.settle(value, None)
            return result

        def settle() -> None:
            result.settle(value.value, value.error)
            if value.error is not None:
                self.manager.watch(result, self.record)

        if value.is_done:
            settle()
        else:
            value.on_done = settle
        return result

    def _called(self, function: Registered, arguments: tuple[Any, ...]) -> Any:
        """Call a body or link; what has to be awaited comes as a part."""
        returned = function.call(*arguments)
        if returned is None or not isawaitable(returned):
            return returned
        return self._begin(returned, f"{self.action} {function.where}")

    def _begin(self, awaitable: Any, name: str) -> Part:
        """Start an async part now."""
        part = Part()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            if iscoroutine(awaitable):
                awaitable.close()
            part.is_done = True
            part.error = RuntimeError(
                f"{name} is async and needs a running event loop; invoke it from a coroutine."
            )
            return part
        coroutine: Coroutine[Any, Any, Any]
        coroutine = awaitable if iscoroutine(awaitable) else _awaited(awaitable)
        part.begin(coroutine, loop, name)
        return part

    def _explained(self, raised: BaseException) -> BaseException:
        """Return the error that the invocation ends with (actions, rules 35, 36 and 26)."""
        if isinstance(raised, asyncio.CancelledError):
            return raised
        if isinstance(raised, ActionCancelledError) and self.cancelled_by is not None:
            return raised
        if isinstance(raised, ActionError) and not isinstance(raised, ActionCancelledError):
            return raised
        error = ActionFailedError(str(raised) or type(raised).__name__, self.action)
        error.__cause__ = raised
        return error

    # -- the end -----------------------------------------------------------------------------

    def _end(self, value: Any, error: BaseException | None) -> None:
        manager, record = self.manager, self.record
        if error is None:
            record.outcome = "completed"
        elif isinstance(error, ActionCancelledError) and self.cancelled_by is not None:
            record.outcome, record.cancelled_by = "cancelled", self.cancelled_by
            record.error = str(error)
        else:
            record.outcome = "failed"
            record.error = str(error) or sentence(error)
        manager.ended(self)
        if manager.end_listeners:
            manager.fire("invocationEnd", (), record)
        manager.tell(record)
        self.result.settle(value, error)
        if record.outcome == "failed" and not isinstance(error, asyncio.CancelledError):
            manager.watch(self.result, record)


class _AsyncListener:
    """A listener that had to wait: what happens when it ends, or is released."""

    __slots__ = ("began", "call", "dispatch", "part")

    def __init__(self, dispatch: Dispatch, call: ListenerCall, began: float, part: Part) -> None:
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
        was_stopped = (
            isinstance(error, asyncio.CancelledError)
            and self.part.task is not None
            and self.part.task.cancelling() > 0
        )
        dispatch.listener_ended(self.call, self.began, error)
        if was_stopped and error is not None:
            dispatch.stop(error)
        self._go_on()

    def release(self) -> None:
        """Cancel the listener and go on without it."""
        self.part.on_done = None
        self.call.on_release = None
        self.call.verdict = "released"
        self.call.seconds = self.dispatch.manager.monotonic() - self.began
        if self.part.task is not None:
            self.part.task.cancel()
        self._go_on()

    def _go_on(self) -> None:
        dispatch = self.dispatch
        dispatch.part_ended()
        if not dispatch.result.done():
            dispatch.manager.tell(dispatch.record)


async def _awaited(awaitable: Any) -> Any:
    return await awaitable
