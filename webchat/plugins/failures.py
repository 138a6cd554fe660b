"""Reads from the record of every side which plugin's listener has failed, and hands it on.

A listener never breaks what it listens to, so the record is the only place that knows.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from webchat.actions import Invocation, ListenerCall
from webchat.plugins.records import PluginFault
from webchat.side.kind import Kind
from webchat.side.side import Side

if TYPE_CHECKING:
    from webchat.undo import Undo

_LOOKED_AT = 200


class FailedListeners:
    """Follows the history of every side of some kinds."""

    def __init__(self, on_fault: Callable[[str, PluginFault], object]) -> None:
        """Follow nothing yet.

        Args:
            on_fault: Told (the plugin's name, what went wrong).
        """
        self._on_fault = on_fault
        self._undos: list[Undo] = []
        self._told: dict[int, set[int]] = {}

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
        self._undos.append(side.actions.history.subscribe(self._changed))

    def _changed(self, record: Invocation) -> None:
        for call in record.listeners:
            if call.verdict == "failed" and call.owner is not None:
                self._tell(record, call)
        if record.outcome != "running":
            self._told.pop(record.id, None)

    def _tell(self, record: Invocation, call: ListenerCall) -> None:
        """Tell of *call* once, however often the record changes before its end."""
        told = self._told.setdefault(record.id, set())
        if id(call) in told or call.owner is None:
            return
        told.add(id(call))
        file, _colon, line = (call.error_where or call.where).rpartition(":")
        number = int(line) if line.isdecimal() else None
        message = f"{call.error} (in {call.event})"
        self._on_fault(call.owner, PluginFault(message, Path(file), number))


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
