"""What an invocation of an action will run, put together from every scope."""

from collections.abc import Sequence

from webchat.actions.callables import Registered
from webchat.actions.scopes import Body, Scope


class Plan:
    """What an invocation of one action will run, put together from every scope."""

    __slots__ = ("after", "before", "body", "is_stale", "links")

    def __init__(self, action: str, scopes: Sequence[Scope]) -> None:
        self.is_stale = False
        self.before = gathered(scopes, "before" + action)
        self.after = gathered(scopes, "after" + action)
        self.links = tuple(link for scope in scopes for link in scope.replacements.get(action, ()))
        bodies = [body for scope in scopes for body in scope.bodies.get(action, ())]
        self.body: Body | None = bodies[-1] if bodies else None


def gathered(scopes: Sequence[Scope], event: str) -> tuple[Registered, ...]:
    """Return the listeners on *event* of every scope, in their order of effect."""
    return tuple(one for scope in scopes for one in scope.listeners.get(event, ()))
