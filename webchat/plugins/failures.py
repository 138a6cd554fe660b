"""Hears from every side's action layer which plugin's listener has failed, and hands it on.

A listener never breaks what it listens to, so its failure is in nobody's way: somebody has to
go and fetch it.
"""

from collections.abc import Callable

from webchat.actions import Invocation, ListenerCall
from webchat.side.kind import Kind
from webchat.side.side import Side
from webchat.undo import Undo, once

_LOOKED_AT = 200


class FailedListeners:
    """Follows the action layer of every side of some kinds."""

    def __init__(self, on_failure: Callable[[str, str, BaseException], object]) -> None:
        """Follow nothing yet.

        Args:
            on_failure: Told (the plugin's name, the event, what the listener raised).
        """
        self._on_failure = on_failure
        self._undos: list[Undo] = []

    def follow(self, kind: Kind) -> None:
        """Follow the sides of *kind*, present and later."""
        for side in kind.sides:
            self._follow(side)
        self._undos.append(kind.subscribe(self._follow))

    def close(self) -> None:
        """Follow no longer."""
        while self._undos:
            self._undos.pop()()

    def _follow(self, side: Side) -> None:
        actions = side.actions
        before = actions.on_listener_failed

        def failed(record: Invocation | None, call: ListenerCall, error: BaseException) -> None:
            before(record, call, error)
            if call.owner is not None:
                self._on_failure(call.owner, call.event, error)

        def leave() -> None:
            if actions.on_listener_failed is failed:
                actions.on_listener_failed = before

        actions.on_listener_failed = failed
        self._undos.append(once(leave))


def running_event(kind: Kind, plugin: str) -> str | None:
    """Return what a listener of *plugin* is being called for, as far as the records tell.

    Read from another thread while the loop stands still.
    """
    for side in kind.sides:
        for record in reversed(tuple(side.actions.history)[-_LOOKED_AT:]):
            if record.outcome != "running":
                continue
            calls: tuple[ListenerCall, ...] = (*record.replacements, *record.listeners)
            for call in reversed(calls):
                if call.owner == plugin and call.seconds is None:
                    return call.event
    return None
