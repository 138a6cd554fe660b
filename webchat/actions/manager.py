"""The actions manager: register, invoke, replace, listen, block, find.

Its behaviour is that of the reference's action layer, rule by rule, with the newer chain of
replacements (the actions reference; witnessed by ``tests/conformance``). It knows nothing of
chats: what the actions do is registered from outside.
"""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from webchat.actions.cause import Origin, cause, current_invocation
from webchat.actions.dispatch import Dispatch
from webchat.actions.errors import (
    ActionBlockedError,
    ActionError,
    ActionNotFoundError,
    ActionPendingError,
)
from webchat.actions.general_events import fire
from webchat.actions.matching import ActionCall, any_matches, matches, oldest_found
from webchat.actions.plan import Plan, gathered
from webchat.actions.record import History, Invocation, ListenerCall, copied, said
from webchat.actions.reports import log_listener, log_unhandled, warn_of_uncalled
from webchat.actions.result import Result
from webchat.actions.running import Running
from webchat.actions.scopes import Body, Scope, Scopes, all_of
from webchat.clock import Clock, SystemClock
from webchat.undo import Undo

if TYPE_CHECKING:
    from webchat.actions.callables import Registered

_log = logging.getLogger("webchat.actions")
_EPOCH_SECONDS = 1.0
_F = TypeVar("_F", bound=Callable[..., Any])


class ActionsManager:
    """The action layer of one person's side.

    Attributes:
        scopes: The plugins' registrations, shared by every side of the kind.
        pending: What is under way, by action and then by the id of its record.
        parts: The async listeners, bodies and replacements that run now.
        history: The record of what was invoked.
        on_unhandled: Called with an invocation's record and the error it failed with, when
            nobody has awaited it by the next turn of the loop. The default logs it.
        on_listener_failed: Called with the record (None outside of any invocation), the
            listener's and what it raised. The default logs it.
    """

    def __init__(
        self,
        scopes: Scopes | None = None,
        *,
        clock: Clock | None = None,
        ids: Iterator[int] | None = None,
        history_limit: int = 10_000,
    ) -> None:
        """Make a manager with nothing registered.

        Args:
            scopes: The plugins' registrations; None makes a list of its own.
            clock: Where times in the record come from.
            ids: Gives each invocation its id; share one among managers whose records are
                read together.
            history_limit: How many invocations the history keeps.
        """
        clock = clock or SystemClock()
        self.monotonic: Callable[[], float] = clock.monotonic
        self._timestamp = clock.timestamp
        self._epoch = 0.0
        self._epoch_until = float("-inf")
        self._next_id = (ids or itertools.count(1)).__next__
        self.history = History(history_limit)
        self.scopes = scopes if scopes is not None else Scopes()
        self.own = Scope()
        self.own.attached = self
        self._leave = self.scopes.join(self)
        self.pending: dict[str, dict[int, Dispatch]] = {}
        self.parts = Running()
        self._is_closed = False
        self._plans: dict[str, Plan] = {}
        self._has_blocks = False
        self.begin_listeners: tuple[Registered, ...] = ()
        self.end_listeners: tuple[Registered, ...] = ()
        self.on_unhandled: Callable[[Invocation, BaseException], object] = log_unhandled
        self.on_listener_failed: Callable[
            [Invocation | None, ListenerCall, BaseException], object
        ] = log_listener

    def __repr__(self) -> str:
        pending = sum(len(found) for found in self.pending.values())
        return f"<ActionsManager: {len(self.history)} invocations, {pending} pending>"

    async def aclose(self, limit: float = 1.0) -> tuple[str, ...]:
        """End what is under way, and take no further part in the shared scopes.

        Args:
            limit: How long to wait for it, in seconds.

        Returns:
            The names of the tasks that did not end in time.
        """
        self._is_closed = True
        self._leave()
        return await self.parts.aclose(limit)

    def release_listeners(self, owner: str) -> None:
        """Let every action go on without those of *owner*'s listeners that still run."""
        for dispatch in [one for found in self.pending.values() for one in found.values()]:
            for call in dispatch.record.listeners:
                if call.owner == owner:
                    call.release()

    # -- registering -------------------------------------------------------------------------

    def register_action(
        self,
        name: str,
        body: Callable[..., Any],
        payload_update: Callable[..., Any] | None = None,
    ) -> Undo:
        """Make *body* what action *name* does; see :meth:`Scope.register_action`."""
        return self.own.register_action(name, body, payload_update)

    def replace_action(self, name: str, replacement: Callable[..., Any]) -> Undo:
        """Run *replacement* in place of action *name*; see :meth:`Scope.replace_action`."""
        return self.own.replace_action(name, replacement)

    def add_listener(self, event: str, listener: Callable[..., Any]) -> Undo:
        """Call *listener* each time *event* fires; see :meth:`Scope.add_listener`."""
        return self.own.add_listener(event, listener)

    def on(self, event: str, listener: Callable[..., Any]) -> Undo:
        """Do as :meth:`add_listener`; the documented other name of it."""
        return self.own.add_listener(event, listener)

    def remove_listener(self, event: str, listener: Callable[..., Any]) -> None:
        """Take away the newest registration of *listener* on *event* made here."""
        self.own.remove_listener(event, listener)

    def remove_all_listeners(self, event: str | None = None) -> None:
        """Take away every listener added here, or those on *event* alone."""
        self.own.remove_all_listeners(event)

    def before(self, name: str) -> Callable[[_F], _F]:
        """Decorate a listener that is called before action *name*."""
        return _decorator(self.add_listener, "before" + name)

    def after(self, name: str) -> Callable[[_F], _F]:
        """Decorate a listener that is called after action *name*."""
        return _decorator(self.add_listener, "after" + name)

    def replacing(self, name: str) -> Callable[[_F], _F]:
        """Decorate a function that replaces action *name*."""
        return _decorator(self.replace_action, name)

    def action(
        self, name: str, payload_update: Callable[..., Any] | None = None
    ) -> Callable[[_F], _F]:
        """Decorate the body of a new action *name*; see :meth:`Scope.register_action`."""
        return _decorator(self.register_action, name, payload_update)

    # -- invoking ----------------------------------------------------------------------------

    def invoke_action(self, name: str, payload: Any = None, *, owner: str | None = None) -> Result:
        """Start action *name* at once.

        Args:
            name: A registered action; exact and case-sensitive.
            payload: Given to listeners and body as it is, not copied.
            owner: The plugin that asks, for the record.

        Returns:
            What may be awaited, any number of times, for what the body returned. Awaiting
            raises an :class:`ActionError` when it was refused, cancelled or failed; this call
            itself never raises.
        """
        why = cause.get()
        began = self.monotonic()
        record = Invocation(
            self._next_id(), why.id, name, copied(payload), why.origin, owner, began + self._epoch
        )
        if began > self._epoch_until:
            self._set_epoch(record, began)
        self.history.append(record)
        try:
            pending = self.pending.get(name)
            plan = self._plans.get(name) or self.plan(name)
            body = plan.body
            if body is None or pending or self._has_blocks:
                self._check(name, payload, body)
            assert body is not None  # noqa: S101  _check raises; for the type checker
            if body.update is not None:
                payload = body.update(payload)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return self._refused(record, _named(name, error))
        dispatch = Dispatch(self, payload, plan, body, record, began)
        if pending is None:
            self.pending[name] = {record.id: dispatch}
        else:
            pending[record.id] = dispatch
        if self.history.listeners:
            self.tell(record)
        dispatch.start()
        return dispatch

    def _set_epoch(self, record: Invocation, began: float) -> None:
        """Take the wall clock's time; between two of these one clock is enough."""
        self._epoch = self._timestamp() - began
        self._epoch_until = began + _EPOCH_SECONDS
        record.timestamp = began + self._epoch

    def _check(self, name: str, payload: Any, body: Body | None) -> None:
        """Refuse what cannot be invoked now (actions, rule 5)."""
        if body is None:
            known = sorted({one for scope in self._all_scopes() for one in scope.bodies})
            listed = ", ".join(known) if known else "none"
            raise ActionNotFoundError(
                f"Action {name!r} does not exist. Registered actions: {listed}.", name
            )
        pending = self.pending.get(name)
        if pending and any_matches(payload, pending.values(), name):
            raise ActionPendingError(
                f"Action {name} is pending: a matching invocation of it is still under way.", name
            )
        if self._has_blocks and any(
            block.action == name and matches(payload, block.payload, name)
            for scope in self._all_scopes()
            for block in scope.blocks
        ):
            raise ActionBlockedError(f"Action {name} is blocked for this payload.", name)

    def _refused(self, record: Invocation, error: BaseException) -> Result:
        result = Result()
        refused = isinstance(error, ActionError)
        record.outcome = "refused" if refused else "failed"
        record.error = said(error)
        record.seconds = 0.0
        self.tell(record)
        result.settle(None, error)
        self.watch(result, record)
        return result

    @contextlib.contextmanager
    def as_origin(self, origin: str) -> Iterator[None]:
        """Record what is invoked inside the ``with`` as coming from *origin*.

        Args:
            origin: Name of a widget, plugin or bot, or ``person``.
        """
        token = cause.set(Origin(current_invocation(), origin))
        try:
            yield
        finally:
            cause.reset(token)

    # -- blocking and finding ----------------------------------------------------------------

    def block_action(self, name: str, payload: Any = None) -> Undo:
        """Refuse invocations of *name* that match *payload*; None those without a payload.

        Returns:
            An undo that takes away this very block.
        """
        return self.own.block_action(name, payload)

    def unblock_action(self, name: str, payload: Any = None) -> None:
        """Lift every block of *name*, whoever made it, that matches *payload*; None lifts all."""
        lifted = [scope.lift_blocks(name, payload) for scope in self._all_scopes()]
        if lifted[0] and not any(lifted[1:]):
            self.registrations_changed()
            self.block_changed(False, name, payload)
        elif any(lifted):
            self.scopes.registrations_changed()
            self.scopes.block_changed(False, name, payload)

    def find_pending_actions(
        self, names: str | Sequence[str], match: Any = None
    ) -> Sequence[ActionCall]:
        """Return the oldest matching invocation under way per name, in the order asked.

        Args:
            names: One action or several.
            match: A payload, a predicate ``(payload, action)``, or None for any.
        """
        return oldest_found(
            names, match, lambda name: [one.payload for one in self.pending.get(name, {}).values()]
        )

    def find_blocked_actions(
        self, names: str | Sequence[str], match: Any = None
    ) -> Sequence[ActionCall]:
        """Return the oldest matching block per name, in the order asked."""
        blocks = [block for scope in self._all_scopes() for block in scope.blocks]
        return oldest_found(
            names, match, lambda name: [one.payload for one in blocks if one.action == name]
        )

    # -- what the dispatch asks for ----------------------------------------------------------

    def plan(self, action: str) -> Plan:
        """Return what an invocation of *action* will run, as things stand now."""
        plan = self._plans.get(action)
        if plan is None:
            plan = self._plans[action] = Plan(action, self._all_scopes())
        return plan

    def tell(self, record: Invocation) -> None:
        """Tell the history's subscribers that a record has changed."""
        for callback in self.history.listeners:
            try:
                callback(record)
            except Exception:
                _log.exception("A subscriber of the action history failed: %r", callback)

    def fire(self, event: str, arguments: tuple[Any, ...], record: Invocation | None) -> None:
        """Call the listeners of a general event; async ones are started, not awaited."""
        for listener in gathered(self._all_scopes(), event):
            fire(listener, arguments, self.parts, partial(self._general_failed, record))

    def _general_failed(
        self, record: Invocation | None, call: ListenerCall, error: BaseException
    ) -> None:
        if record is not None:
            record.listeners = [*record.listeners, call]
        self.listener_failed(record, call, error)

    def listener_failed(
        self, record: Invocation | None, call: ListenerCall, error: BaseException
    ) -> None:
        """Report what a listener raised; that it was ended with everything else is no failure."""
        if self._is_closed and isinstance(error, asyncio.CancelledError):
            return
        try:
            self.on_listener_failed(record, call, error)
        except Exception:
            _log.exception("The report of a failed listener failed")

    def watch(self, result: Result, record: Invocation) -> None:
        """Report a failure that nobody has awaited by the next turn of the loop."""

        def report() -> None:
            error = None if result.was_awaited else result.exception()
            if error is not None:
                try:
                    self.on_unhandled(record, error)
                except Exception:
                    _log.exception("The report of a failed invocation failed")

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            report()
            return
        # Two turns: whoever wraps the result in a task awaits it in the turn after this one.
        loop.call_soon(loop.call_soon, report)

    def registrations_changed(self) -> None:
        """Forget every plan; called by the scopes."""
        for plan in self._plans.values():
            plan.is_stale = True
        self._plans.clear()
        scopes = self._all_scopes()
        self._has_blocks = any(scope.blocks for scope in scopes)
        self.begin_listeners = gathered(scopes, "invocationBegin")
        self.end_listeners = gathered(scopes, "invocationEnd")
        warn_of_uncalled(scopes)

    def block_changed(self, blocked: bool, action: str, payload: Any) -> None:
        """Fire ``actionBlockedChanged``; called by the scopes, the change being in force."""
        self.fire("actionBlockedChanged", (blocked, action, payload), None)

    def _all_scopes(self) -> Sequence[Scope]:
        return all_of(self.own, self.scopes)


def _named(name: object, error: BaseException) -> BaseException:
    """Return *error*, or what it comes from: a name that is none."""
    if isinstance(name, str):
        return error
    sentence = f"Action {name!r} does not exist: the name of an action is a text."
    return ActionNotFoundError(sentence, repr(name))


def _decorator(register: Callable[..., Undo], name: str, *more: Any) -> Callable[[_F], _F]:
    def decorate(function: _F) -> _F:
        register(name, function, *more)
        return function

    return decorate
