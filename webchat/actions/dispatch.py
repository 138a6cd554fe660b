"""One invocation under way: before listeners, body or replacement, after listeners, end.

The order is rule 4 of the actions reference. Each phase is a method that calls the next one.
As long as every part ends without waiting, all phases run straight through, without a loop.
Where parts have to wait, the phase leaves behind what comes next, and the last of them to end
goes on with it.

One rule differs from the reference on purpose: a listener never breaks what it listens to. An
exception in any listener, sync or async, is recorded with its owner and affects nothing else.
"""

import asyncio
import contextvars
from asyncio import _enter_task, _leave_task, current_task
from collections.abc import Callable
from functools import partial
from inspect import isawaitable, iscoroutine
from types import CoroutineType
from typing import TYPE_CHECKING, Any

from webchat.actions.callables import Registered
from webchat.actions.cause import cause
from webchat.actions.eager import Part, first_step
from webchat.actions.errors import ActionCancelledError, ActionError, ActionFailedError
from webchat.actions.record import (
    Invocation,
    ListenerCall,
    changes,
    copied,
    differ,
    said,
)
from webchat.actions.result import Result
from webchat.actions.waiting import Joined, WaitingListener

if TYPE_CHECKING:
    from webchat.actions.manager import ActionsManager
    from webchat.actions.plan import Plan
    from webchat.actions.scopes import Body


class Dispatch(Result):
    """One accepted invocation, until its end; what ``invoke_action`` returns."""

    # Slots, here and in the records: an attribute that an instance gains later than the others
    # would cost more than all of them together.
    __slots__ = (
        "_context",
        "_may_cancel",
        "_seen",
        "_stopped",
        "_then",
        "_waiting",
        "began",
        "body",
        "cancelled_by",
        "manager",
        "payload",
        "plan",
        "record",
    )

    def __init__(  # noqa: PLR0917  made in one place
        self,
        manager: "ActionsManager",
        payload: Any,
        plan: "Plan",
        body: "Body",
        record: Invocation,
        began: float,
    ) -> None:
        self.manager = manager
        self.payload = payload
        self.plan = plan
        self.body = body
        self.record = record
        self.began = began
        self.was_awaited = self._is_done = False
        self._value: Any = None
        self._error: BaseException | None = None
        self._callbacks = None
        self.cancelled_by: str | None = None
        self._may_cancel = True
        self._then: Callable[[], None] | None = None
        self._context: contextvars.Context | None = None
        self._stopped: BaseException | None = None
        self._seen: Any = None
        self._waiting = 0

    def start(self) -> None:
        """Run as far as it goes without waiting."""
        token = cause.set(self.record)
        try:
            if self.manager.begin_listeners:
                self.manager.fire("invocationBegin", (), self.record)
            listeners = self._plan().before
            if listeners:
                self._listen(listeners)
            if self._waiting:
                self._then = self._body
            else:
                self._body()
        except BaseException as raised:
            self._failed(raised)
        finally:
            if not self._is_done:
                self._context = contextvars.copy_context()
            cause.reset(token)

    def _go_on(self, then: Callable[[], None]) -> None:
        try:
            then()
        except BaseException as raised:
            self._failed(raised)

    def _failed(self, raised: BaseException) -> None:
        if isinstance(raised, KeyboardInterrupt):
            self._end(None, raised)
            raise raised
        self._end(None, self._explained(raised))

    def _plan(self) -> "Plan":
        """Return what to run, as things stand now: a listener may have changed it."""
        plan = self.plan
        if plan.is_stale:
            plan = self.plan = self.manager.plan(self.record.action)
        return plan

    # -- the phases --------------------------------------------------------------------------

    def _body(self) -> None:
        # The flag that before listeners may have set is read here, once (actions, rule 22).
        self._may_cancel = False
        if self._stopped is not None:
            raise self._stopped
        if self.cancelled_by is not None:
            self._end(None, ActionCancelledError(self.record.action, self.cancelled_by))
            return
        links = self._plan().links
        if not links:
            value = self.body.run.call(self.payload)
        else:
            self.record.replaced_by = links[-1].label
            value = self._call_link(links, len(links) - 1, self.payload)
        if value is not None and _must_be_awaited(value):
            value, part = self._begun(value, self.body.run)
            if part is not None:
                self._waiting = 1
                self._then = partial(self._body_ended, part)
                part.on_done = self.part_ended
                return
        self._after(value)

    def _body_ended(self, part: Part | Joined) -> None:
        if part.error is not None:
            raise part.error
        self._after(part.value)

    def _after(self, value: Any) -> None:
        listeners = self._plan().after
        if listeners:
            self._listen(listeners)
            if self._waiting:
                self._then = partial(self._end, value)
                return
        self._end(value)

    def _end(self, value: Any, error: BaseException | None = None) -> None:
        manager, record = self.manager, self.record
        record.seconds = manager.monotonic() - self.began
        if error is None:
            record.outcome = "completed"
        else:
            self._note_error(error)
        manager.pending[record.action].pop(record.id)
        if manager.end_listeners:
            manager.fire("invocationEnd", (), record)
        if manager.history.listeners:
            manager.tell(record)
        self.settle(value, error)
        if record.outcome == "failed" and not isinstance(error, asyncio.CancelledError):
            manager.watch(self, record)

    def _note_error(self, error: BaseException) -> None:
        record = self.record
        if type(error) is ActionCancelledError:
            record.outcome, record.cancelled_by = "cancelled", self.cancelled_by
            record.error = str(error)
        else:
            record.outcome = "failed"
            record.error = said(error)

    def _explained(self, raised: BaseException) -> BaseException:
        """Return the error that the invocation ends with (actions, rules 35, 36 and 26)."""
        if isinstance(raised, asyncio.CancelledError):
            return raised
        if isinstance(raised, ActionError) and not isinstance(raised, ActionCancelledError):
            return raised
        error = ActionFailedError(said(raised), self.record.action)
        error.__cause__ = _without_our_frames(raised)
        return error

    # -- listeners ---------------------------------------------------------------------------

    def _listen(self, listeners: tuple[Registered, ...]) -> None:
        """Call every listener in order; those that have to wait are counted."""
        payload, clock = self.payload, self.manager.monotonic
        seen = self._seen = self._snapshot()
        self.record.listeners = calls = [*self.record.listeners]
        now = clock()
        for listener in listeners:
            call = ListenerCall(listener.event, listener.owner, listener.where)
            calls.append(call)
            try:
                if listener.taken < 2:  # noqa: PLR2004  payload and cancel
                    returned = listener.call(payload)
                else:
                    cancel = partial(self._cancel, call, listener)
                    returned = listener.function(payload, cancel)
                if returned is not None and _must_be_awaited(returned):
                    _value, part = self._begun(returned, listener)
                    if part is not None:
                        self._wait_for(call, now, part)
                        seen, now = self._seen, clock()
                        continue
            except (KeyboardInterrupt, asyncio.CancelledError):
                raise
            except BaseException as error:
                self.listener_ended(call, now, error)
                seen, now = self._seen, clock()
                continue
            began, now = now, clock()
            call.seconds = now - began
            if payload is not None and differ(payload, seen):
                self._note_change(call)
                seen = self._seen

    def _snapshot(self) -> Any:
        """Return what the payload is now, to tell later what a listener has changed."""
        if self._seen is None and not differ(self.payload, self.record.payload):
            return self.record.payload
        return copied(self.payload)

    def _wait_for(self, call: ListenerCall, began: float, part: Part | Joined) -> None:
        self._note_change(call)
        self._waiting += 1
        WaitingListener(self, call, began, part)
        self.manager.tell(self.record)

    def _cancel(self, call: ListenerCall, listener: Registered) -> None:
        """Cancel the invocation; given to before listeners, of use until they have ended."""
        if self._may_cancel:
            call.verdict = "cancelled"
            if self.cancelled_by is None:
                self.cancelled_by = listener.label

    def listener_ended(self, call: ListenerCall, began: float, error: BaseException | None) -> None:
        """Note how a listener ended."""
        call.seconds = self.manager.monotonic() - began
        self._note_change(call)
        if error is not None:
            call.failed(error)
            self.manager.listener_failed(self.record, call, error)

    def _note_change(self, call: ListenerCall) -> None:
        """Note what the payload has become since it was last looked at, as this call's doing."""
        found = changes(self._seen, self.payload)
        if found:
            call.change = {**(call.change or {}), **found}
            self._seen = copied(self.payload)

    def part_ended(self) -> None:
        """Go on when the last part that was waited for has ended."""
        self._waiting -= 1
        then = self._then
        if self._waiting or then is None or self._context is None:
            return
        self._then = None
        loop = asyncio.get_running_loop()
        inner = current_task(loop)
        if inner is None:
            self._context.run(self._go_on, then)
            return
        _leave_task(loop, inner)
        try:
            self._context.run(self._go_on, then)
        finally:
            _enter_task(loop, inner)

    def stop(self, error: BaseException) -> None:
        """End the invocation with *error* once the parts that run have ended."""
        self._stopped = error

    # -- body and replacements ---------------------------------------------------------------

    def _call_link(self, links: tuple[Registered, ...], index: int, payload: Any) -> Any:
        link = links[index]
        call = ListenerCall(link.event, link.owner, link.where)
        call.verdict = "passed"
        self.record.replacements = [*self.record.replacements, call]

        def original(payload: Any = None) -> Result:
            return self._passed_on(self.body.run.call, payload)

        def next_link(payload: Any = None) -> Result:
            if index == 0:
                return original(payload)
            return self._passed_on(partial(self._call_link, links, index - 1), payload)

        if link.taken < 2:  # noqa: PLR2004  payload, original, next
            return link.call(payload)
        if link.taken == 2:  # noqa: PLR2004
            return link.function(payload, original)
        return link.function(payload, original, next_link)

    def _passed_on(self, layer: Callable[[Any], Any], payload: Any) -> Result:
        """Run an inner layer at once and give its outcome to the outer one, to be awaited."""
        result = Result()
        try:
            value, part = layer(payload), None
            if value is not None and _must_be_awaited(value):
                value, part = self._begun(value, self.body.run)
        except (KeyboardInterrupt, asyncio.CancelledError):
            raise
        except BaseException as error:
            self._settle_inner(result, None, error)
            return result
        if part is None:
            result.settle(value, None)
        else:
            part.on_done = lambda: self._settle_inner(result, part.value, part.error)
        return result

    def _settle_inner(self, result: Result, value: Any, error: BaseException | None) -> None:
        result.settle(value, error)
        if error is not None:
            self.manager.watch(result, self.record)

    def _begun(self, awaitable: Any, of: Registered) -> tuple[Any, Part | Joined | None]:
        """Start an async part now; return its value, or the part when it has to wait."""
        if isinstance(awaitable, Result):
            return (None, Joined(awaitable)) if not awaitable.done() else (awaitable.result(), None)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError as error:
            if iscoroutine(awaitable):
                awaitable.close()
            raise RuntimeError(
                f"{of.event} ({of.where}) is async and needs a running event loop."
            ) from error
        is_coroutine = type(awaitable) is CoroutineType or iscoroutine(awaitable)
        value, part = first_step(awaitable if is_coroutine else _awaited(awaitable), loop)
        if part is not None:
            part.join(self.manager.parts)
            part.task.set_name(f"{of.event} {of.where}")
        return value, part


def _without_our_frames(error: BaseException) -> BaseException:
    """Let the traceback begin where the body does: its reader looks for nothing before that."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return error if trace is None else error.with_traceback(trace)


def _must_be_awaited(value: Any) -> bool:
    """Whether *value* is awaitable; of a coroutine, the common one, that is known by its type."""
    return type(value) is CoroutineType or isawaitable(value)


async def _awaited(awaitable: Any) -> Any:
    return await awaitable
