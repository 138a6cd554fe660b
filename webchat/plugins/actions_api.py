"""The action layer as a plugin sees it: every method of the contract, bound to its name.

What is registered goes into the plugin's own scope, so it applies to every side of the kind;
what is invoked, or looked up, concerns the current side. The decorators say the same things
shorter and hand the function back unchanged.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from webchat.actions import ActionNotFoundError, Result
from webchat.plugins.contain import Container
from webchat.plugins.ledger import Ledger
from webchat.plugins.share import Share
from webchat.undo import Undo

_F = TypeVar("_F", bound=Callable[..., Any])


class ActionsApi:
    """``app.webchat.actions``."""

    def __init__(self, share: Share, ledger: Ledger, container: Container) -> None:
        """Bind the action layer to one version of a plugin.

        Args:
            share: Where its registrations go.
            ledger: Where their undos go.
            container: Answers for its callables, and names the plugin: the owner and origin
                of all that it does.
        """
        self._name = container.name
        self._container = container
        self._share = share
        self._scope = share.scope
        self._ledger = ledger

    def register_action(
        self,
        name: str,
        body: Callable[..., Any],
        payload_update: Callable[..., Any] | None = None,
    ) -> Undo:
        """Make *body* what the action *name* does; an earlier body comes back with the undo."""
        self._ledger.check_open()
        noted = self._noted(body, f"body of {name}")
        undo = self._scope.register_action(name, noted, payload_update)
        return self._ledger.add("action", name, undo, body)

    def replace_action(self, name: str, replacement: Callable[..., Any]) -> Undo:
        """Put *replacement* before what *name* does: (payload, original[, next])."""
        self._ledger.check_open()
        undo = self._scope.replace_action(name, self._noted(replacement, f"replacement of {name}"))
        return self._ledger.add("replacement", name, undo, replacement)

    def _noted(self, function: Any, what: str) -> Any:
        """Let what *function* raises be seen at the plugin; no function is refused by the scope."""
        return self._container.noted(function, what) if callable(function) else function

    def add_listener(self, event: str, listener: Callable[..., Any]) -> Undo:
        """Call *listener* at *event*, such as ``beforeSendMessage``: (payload[, cancel])."""
        self._ledger.check_open()
        undo = self._scope.add_listener(event, listener)
        return self._ledger.add("listener", event, undo, listener)

    def on(self, event: str, listener: Callable[..., Any]) -> Undo:
        """Do the same as :meth:`add_listener`; the documented other name."""
        return self.add_listener(event, listener)

    def remove_listener(self, event: str, listener: Callable[..., Any]) -> None:
        """Take away the newest of this plugin's listeners at *event* that is *listener*."""
        self._scope.remove_listener(event, listener)
        self._ledger.drop("listener", event, listener)

    def remove_all_listeners(self, event: str | None = None) -> None:
        """Take away this plugin's listeners at *event*, or all that it has."""
        self._scope.remove_all_listeners(event)
        self._ledger.drop("listener", event)

    def block_action(self, name: str, payload: Any = None) -> Undo:
        """Refuse invocations of *name* whose payload matches."""
        self._ledger.check_open()
        undo = self._scope.block_action(name, payload)
        return self._ledger.add("block", name, undo)

    def unblock_action(self, name: str, payload: Any = None) -> None:
        """Lift every block of *name* that matches, whoever made it."""
        self._scope.unblock_action(name, payload)
        self._current.unblock_action(name, payload)
        if ("block", name) not in self._scope.registrations:
            self._ledger.drop("block", name)

    def before(self, name: str) -> Callable[[_F], _F]:
        """Decorate a listener at ``before`` + *name*."""
        return _registering(self.add_listener, f"before{name}")

    def after(self, name: str) -> Callable[[_F], _F]:
        """Decorate a listener at ``after`` + *name*."""
        return _registering(self.add_listener, f"after{name}")

    def replacing(self, name: str) -> Callable[[_F], _F]:
        """Decorate a replacement of *name*."""
        return _registering(self.replace_action, name)

    def action(
        self, name: str, payload_update: Callable[..., Any] | None = None
    ) -> Callable[[_F], _F]:
        """Decorate the body of an action *name*."""
        return _registering(self.register_action, name, payload_update)

    def invoke_action(self, name: str, payload: Any = None) -> Awaitable[Any]:
        """Invoke *name* on the current side; starts at once, awaiting gives the result."""
        actions = self._current
        if self._is_staged(name) and actions.plan(name).body is None:
            return self._not_yet(name)
        with actions.as_origin(self._name):
            invoked: Awaitable[Any] = actions.invoke_action(name, payload, owner=self._name)
        return invoked

    def _is_staged(self, name: str) -> bool:
        """Whether *name* is an action that this plugin's ``init`` has only just registered."""
        return self._scope.attached is None and name in self._scope.bodies

    def _not_yet(self, name: str) -> Result:
        error = ActionNotFoundError(
            f"Action {name!r} does not exist yet: what init registers counts once init has "
            "returned. Invoke it from a listener.",
            name,
        )
        self._container.log.warning("Plugin %s: %s", self._name, error)
        result = Result()
        result.settle(None, error)
        return result

    def find_pending_actions(self, names: str | Iterable[str], match: Any = None) -> Sequence[Any]:
        """Find what runs on the current side: the oldest match per name, in the order asked."""
        found: Sequence[Any] = self._current.find_pending_actions(names, match)
        return found

    def find_blocked_actions(self, names: str | Iterable[str], match: Any = None) -> Sequence[Any]:
        """Find what is blocked on the current side, by whomever."""
        found: Sequence[Any] = self._current.find_blocked_actions(names, match)
        return found

    def as_origin(self, origin: str) -> AbstractContextManager[Any]:
        """Let what is invoked on the current side inside the context carry another origin."""
        context: AbstractContextManager[Any] = self._current.as_origin(origin)
        return context

    @property
    def history(self) -> Any:
        """What was invoked on the current side, oldest first."""
        return self._current.history

    @property
    def _current(self) -> Any:
        return self._share.sides.current.actions


def _registering(register: Callable[..., object], name: str, *more: Any) -> Callable[[_F], _F]:
    def decorate(function: _F) -> _F:
        register(name, function, *more)
        return function

    return decorate
