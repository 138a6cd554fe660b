"""What an invocation of an action will run, put together from every scope."""

from collections.abc import Iterator, Sequence

from webchat.actions.callables import Registered
from webchat.actions.scopes import Body, Scope


class Plan:
    """What an invocation of one action will run, put together from every scope."""

    __slots__ = ("after", "before", "body", "is_stale", "links")

    def __init__(self, action: str, scopes: Sequence[Scope]) -> None:
        self.is_stale = False
        self.before = gathered(scopes, "before" + action)
        self.links = tuple(link for scope in scopes for link in scope.replacements.get(action, ()))
        bodies = [body for scope in scopes for body in scope.bodies.get(action, ())]
        self.body: Body | None = bodies[-1] if bodies else None
        is_silent = self.body is not None and self.body.silent_after is not None
        self.after = () if is_silent else gathered(scopes, "after" + action)


def gathered(scopes: Sequence[Scope], event: str) -> tuple[Registered, ...]:
    """Return the listeners on *event* of every scope, in their order of effect."""
    return tuple(one for scope in scopes for one in scope.listeners.get(event, ()))


def uncalled(scopes: Sequence[Scope]) -> Iterator[tuple[Registered, str]]:
    """Find the listeners that are never called, each with the sentence that says why."""
    for action in {name for scope in scopes for name in scope.bodies}:
        body = next(
            scope.bodies[action][-1] for scope in reversed(scopes) if action in scope.bodies
        )
        if body.silent_after is not None:
            for one in gathered(scopes, "after" + action):
                yield one, body.silent_after
