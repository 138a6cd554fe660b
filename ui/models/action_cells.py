"""What each cell of the list of actions says.

An :class:`ActionRow` is what the list keeps of an invocation: its place in the order, how deep it
is nested, the children it has shown so far, and the text that a filter searches, made once.
"""

import time
from collections.abc import Iterable
from enum import IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import Qt

from ui.models import action_text
from ui.models.tooltips import plain_tooltip
from webchat.actions import Invocation, ListenerCall

Child: TypeAlias = ListenerCall | str
_ItemRole = Qt.ItemDataRole


class Column(IntEnum):
    """The columns, from left to right."""

    TIME = 0
    ACTION = 1
    ORIGIN = 2
    OUTCOME = 3
    PAYLOAD = 4
    DURATION = 5


_HEADINGS = {
    Column.TIME: ("Time", "When it began, by this computer's clock"),
    Column.ACTION: ("Action", "The action's name; beneath it, its listeners"),
    Column.ORIGIN: ("From", "What invoked it: a part of the screen, a plugin, another action"),
    Column.OUTCOME: ("Outcome", "How it ended"),
    Column.PAYLOAD: ("Payload", "What was passed; beneath it, what a listener changed"),
    Column.DURATION: ("ms", "Milliseconds from its begin to its end"),
}


class ActionRow:
    """One invocation in the list.

    Attributes:
        serial: Counts up from 1 in the order in which they began.
        key: Which action layer it belongs to, and its id there.
        person: Whose action layer that is; empty where it goes without saying.
        invocation: The record, as it was told of last.
        parent_action: Name of the action within which it was invoked, or None.
        depth: How many invocations it is nested in.
        children: What is shown beneath it: its listeners' calls, then its error's sentence.
    """

    __slots__ = (
        "_haystack",
        "_since",
        "children",
        "depth",
        "invocation",
        "key",
        "parent_action",
        "person",
        "serial",
    )

    def __init__(
        self,
        serial: int,
        key: tuple[int, int],
        invocation: Invocation,
        parent: "ActionRow | None" = None,
        person: str = "",
    ) -> None:
        self.serial = serial
        self.key = key
        self.person = person
        self.parent_action = None if parent is None else parent.invocation.action
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.children: list[Child] = []
        self._since = time.monotonic()
        self._haystack: str | None = None
        self.children = self.renew(invocation)

    def renew(self, invocation: Invocation) -> list[Child]:
        """Take the record as it is now and return the children that it should have."""
        self.invocation = invocation
        self._haystack = None
        calls = invocation.listeners
        children: list[Child] = [call for call in calls if not call.event.startswith("after")]
        children += invocation.replacements
        children += [call for call in calls if call.event.startswith("after")]
        if invocation.error is not None and invocation.outcome in {"failed", "refused"}:
            children.append(" ".join(invocation.error.split()))
        return children

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.invocation.outcome == "running"

    def running_listeners(self) -> list[tuple[int, ListenerCall]]:
        """Return the children that are listeners and still run, with their numbers."""
        return [
            (number, child)
            for number, child in enumerate(self.children)
            if isinstance(child, ListenerCall) and child.verdict == "running"
        ]

    @property
    def elapsed(self) -> float:
        """Seconds since it was first seen here."""
        return time.monotonic() - self._since

    def has(self, words: Iterable[str]) -> bool:
        """Whether every one of these words, in lower case, occurs in what is shown."""
        return all(word in self.haystack for word in words)

    @property
    def haystack(self) -> str:
        """Everything shown of it, in lower case."""
        if self._haystack is None:
            one = self.invocation
            parts = [one.action, origin(self), one.owner or "", outcome_text(self)]
            parts.append(action_text.payload_text(one.payload))
            parts += (_child_search_text(child, one.action) for child in self.children)
            self._haystack = "\n".join(parts).lower()
        return self._haystack


def heading(column: Column, role: int) -> Any:
    """Return a column's heading, its tooltip, or how it is aligned."""
    if role == _ItemRole.DisplayRole:
        return _HEADINGS[column][0]
    if role == _ItemRole.ToolTipRole:
        return _HEADINGS[column][1]
    if role == _ItemRole.TextAlignmentRole:
        side = Qt.AlignmentFlag.AlignRight if column == Column.DURATION else _left()
        return side | Qt.AlignmentFlag.AlignVCenter
    return None


def data(row: ActionRow, child: Child | None, column: Column, role: int) -> Any:
    """Return what a cell answers for one of Qt's roles."""
    if role == _ItemRole.DisplayRole:
        return cell_text(row, child, column)
    if role == _ItemRole.ToolTipRole:
        return _tooltip(row, child, column)
    if role == _ItemRole.AccessibleTextRole and column == Column.TIME:
        return spoken(row, child)
    return None


def cell_text(row: ActionRow, child: Child | None, column: Column) -> str:
    """Return the text of one cell."""
    if child is None:
        return _invocation_text(row, column)
    if isinstance(child, str):
        return child if column == Column.ACTION else ""
    return _listener_text(row, child, column)


def mark(row: ActionRow, child: Child | None = None) -> str | None:
    """Return which outcome's mark an invocation or a child carries, or None for none."""
    if child is None:
        one = row.invocation
        is_replaced = one.outcome == "completed" and one.replaced_by
        return "replaced" if is_replaced else one.outcome
    if isinstance(child, str):
        return "failed"
    return child.verdict if child.verdict in {"failed", "cancelled", "running"} else None


def outcome_text(row: ActionRow) -> str:
    """Return how an invocation ended, and by whom if that was a plugin."""
    one = row.invocation
    shown = mark(row) or ""
    by = {"replaced": one.replaced_by, "cancelled": one.cancelled_by}.get(shown)
    if shown == "running" and row.running_listeners():
        return "waiting"
    return f"{shown} by {by}" if by else shown


def origin(row: ActionRow) -> str:
    """Return who and what invoked it; for a nested one the action it is nested in."""
    one = row.invocation
    source = row.parent_action or one.origin or ""
    owner = one.owner if one.owner != source else None
    return " · ".join(part for part in (row.person, source, owner) if part)


def spoken(row: ActionRow, child: Child | None = None) -> str:
    """Return a whole line as a sentence for a screen reader."""
    cells = (cell_text(row, child, column) for column in Column if column != Column.TIME)
    return ", ".join(cell for cell in cells if cell)


def _invocation_text(row: ActionRow, column: Column) -> str:
    one = row.invocation
    match column:
        case Column.TIME:
            return action_text.time_text(one.started)
        case Column.ACTION:
            return one.action
        case Column.ORIGIN:
            return origin(row)
        case Column.OUTCOME:
            return outcome_text(row)
        case Column.PAYLOAD:
            return action_text.payload_text(one.payload)
        case _:
            return action_text.duration_text(row.elapsed if row.is_running else one.seconds)


def _listener_text(row: ActionRow, call: ListenerCall, column: Column) -> str:
    match column:
        case Column.ACTION:
            return action_text.listener_text(call, row.invocation.action)
        case Column.OUTCOME:
            return action_text.verdict_text(call)
        case Column.PAYLOAD:
            return call.error or action_text.change_text(call.change)
        case Column.DURATION:
            seconds = row.elapsed if call.verdict == "running" else call.seconds
            return "" if seconds is None else action_text.duration_text(seconds)
        case _:
            return ""


def _tooltip(row: ActionRow, child: Child | None, column: Column) -> str:
    text = cell_text(row, child, column)
    if isinstance(child, ListenerCall):
        if column == Column.ACTION:
            text = f"{child.event}\n{child.where}"
        elif column == Column.PAYLOAD and child.error is None:
            text = action_text.change_detail(child.change)
    return plain_tooltip(text)


def _child_search_text(child: Child, action: str) -> str:
    if isinstance(child, str):
        return child
    name = action_text.listener_text(child, action)
    return f"{child.event} {name} {action_text.verdict_text(child)} {child.error or ''}"


def _left() -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft
