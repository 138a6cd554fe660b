"""The actions that were invoked, as a tree: invocations, and beneath each its listeners.

An invocation must cost a keystroke nothing here: a change that the history tells of is only put
on a pile, and a timer turns the pile into rows once a frame. The rows are kept in the order in
which the invocations began, as many as the histories keep.

Rows of the first level are invocations; their children are the calls of their listeners and, last,
the error's sentence if there is one. A child's index carries the serial number of its invocation,
which stays the same while rows in front of it come and go.
"""

import bisect
import itertools
from collections.abc import Sequence
from enum import IntEnum
from functools import partial
from typing import Any, Final, TypeAlias

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from ui.bridge import until_destroyed
from ui.models import action_cells
from ui.models.action_cells import ActionRow, Child, Column
from webchat.actions import ActionsManager, Invocation
from webchat.undo import Undo, once

Key: TypeAlias = tuple[int, int]
"""Which action layer, and the invocation's id there."""
Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_FRAME_MS = 16
_TICK_MS = 250
_MOST_PENDING = 20_000
"""More than this in one frame is turned into rows at once, or a busy loop would fill the memory."""


class Role(IntEnum):
    """What an index answers besides text.

    Attributes:
        ROW: The :class:`ActionRow` of an invocation, or of a child's invocation.
        CHILD: The ListenerCall or the error's sentence of a child; None for an invocation.
        MARK: Which outcome's mark it carries: ``completed``, ``replaced``, … or None.
    """

    ROW = Qt.ItemDataRole.UserRole
    CHILD = Qt.ItemDataRole.UserRole + 1
    MARK = Qt.ItemDataRole.UserRole + 2


class ActionsModel(QAbstractItemModel):
    """The invocations of one or several action layers.

    Signals:
        counted: The number of invocations kept, or how many pass the filter, has changed.
    """

    counted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sources: dict[int, ActionsManager] = {}
        self._people: dict[int, str] = {}
        self._pending: dict[Key, Invocation] = {}
        self._rows: list[ActionRow] = []
        self._shown: list[ActionRow] = []
        self._by_key: dict[Key, ActionRow] = {}
        self._running: dict[Key, ActionRow] = {}
        self._forgotten: set[Key] = set()
        self._numbers = itertools.count()
        self._is_waiting = False
        self._serial = 0
        self._needle = ""
        self._frame = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self.flush)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._touch_running)

    # What is shown

    @property
    def total(self) -> int:
        """How many invocations are kept, whether they pass the filter or not."""
        return len(self._rows)

    @property
    def limit(self) -> int:
        """How many are kept at most."""
        return sum(source.history.limit for source in self._sources.values())

    @property
    def needle(self) -> str:
        """The text that is looked for; empty shows all."""
        return self._needle

    def watch(self, actions: ActionsManager, person: str = "") -> Undo:
        """Show what *actions* has in its history, and what it will do.

        Args:
            actions: The action layer of one person.
            person: Who that is, said before what they acted with; empty where it goes without
                saying.

        Returns:
            An undo that stops watching; the rows stay until they are cleared.
        """
        source = next(self._numbers)
        self._sources[source] = actions
        self._people[source] = person
        self._pending.update(((source, one.id), one) for one in actions.history)
        end = actions.history.subscribe(partial(self._note, source))
        until_destroyed(self, end)
        self.flush()
        self.counted.emit()

        def undo() -> None:
            end()
            del self._sources[source]

        return once(undo)

    def clear(self) -> None:
        """Forget every invocation, in the histories too."""
        self._forgotten.update(self._running)
        self._forgotten.update(key for key, one in self._pending.items() if _is_running(one))
        for source in self._sources.values():
            source.history.clear()
        self.beginResetModel()
        self._pending.clear()
        for rows in (self._rows, self._shown, self._by_key, self._running):
            rows.clear()
        self.endResetModel()
        self.counted.emit()

    def set_filter(self, text: str) -> None:
        """Show the invocations in which every word of *text* occurs, whatever its case."""
        self.flush()
        self._needle = text
        words = text.lower().split()
        self.beginResetModel()
        self._shown = [row for row in self._rows if row.has(words)] if words else [*self._rows]
        self.endResetModel()
        self.counted.emit()

    def shown_row(self, number: int) -> ActionRow:
        """Return the invocation in the row of this number, counted from 0."""
        return self._shown[number]

    def number_of(self, serial: int) -> int:
        """Return the number of the row with this serial, or where it would stand."""
        return bisect.bisect_left(self._shown, serial, key=_serial)

    def running(self) -> Sequence[ActionRow]:
        """Return the invocations that have not ended, oldest first."""
        return tuple(self._running.values())

    # From the history to rows

    def _note(self, source: int, invocation: Invocation) -> None:
        self._pending[source, invocation.id] = invocation
        if not self._is_waiting:
            self._is_waiting = True
            self._frame.start()
        elif len(self._pending) > _MOST_PENDING:
            self.flush()

    def flush(self) -> None:
        """Turn everything the histories told of since the last frame into rows, now."""
        self._frame.stop()
        self._is_waiting = False
        if not self._pending:
            return
        pile, self._pending = self._pending, {}
        fresh = []
        for key, invocation in pile.items():
            row = self._by_key.get(key)
            if row is not None:
                self._renew(row, invocation)
            elif key not in self._forgotten:
                fresh.append(self._row(key, invocation))
            elif not _is_running(invocation):
                self._forgotten.discard(key)
        self._append(fresh)
        self._trim()
        self._set_ticking()
        self.counted.emit()

    def _row(self, key: Key, invocation: Invocation) -> ActionRow:
        self._serial += 1
        parent = invocation.parent_id
        outer = None if parent is None else self._by_key.get((key[0], parent))
        row = ActionRow(self._serial, key, invocation, outer, self._people[key[0]])
        self._by_key[key] = row
        if _is_running(invocation):
            self._running[key] = row
        return row

    def _append(self, fresh: list[ActionRow]) -> None:
        self._rows += fresh
        words = self._needle.lower().split()
        shown = [row for row in fresh if row.has(words)]
        if shown:
            first = len(self._shown)
            self.beginInsertRows(_ROOT, first, first + len(shown) - 1)
            self._shown += shown
            self.endInsertRows()

    def _renew(self, row: ActionRow, invocation: Invocation) -> None:
        children = row.renew(invocation)
        if not _is_running(invocation):
            self._running.pop(row.key, None)
        number = self.number_of(row.serial)
        if number == len(self._shown) or self._shown[number] is not row:
            row.children = children
            return
        parent = self.index(number, 0)
        if len(children) > len(row.children):
            self.beginInsertRows(parent, len(row.children), len(children) - 1)
            row.children = children
            self.endInsertRows()
        row.children = children
        self._changed(number)

    def _changed(self, number: int) -> None:
        parent = self.index(number, 0)
        self.dataChanged.emit(parent, self.index(number, len(Column) - 1))
        if last := len(self._shown[number].children):
            bottom = self.index(last - 1, len(Column) - 1, parent)
            self.dataChanged.emit(self.index(0, 0, parent), bottom)

    def _trim(self) -> None:
        excess = len(self._rows) - self.limit
        if excess <= 0:
            return
        gone = self._rows[:excess]
        hidden = self.number_of(gone[-1].serial + 1)
        if hidden:
            self.beginRemoveRows(_ROOT, 0, hidden - 1)
            del self._shown[:hidden]
            self.endRemoveRows()
        del self._rows[:excess]
        for row in gone:
            del self._by_key[row.key]
            if self._running.pop(row.key, None):
                self._forgotten.add(row.key)

    # Durations of what still runs

    def _set_ticking(self) -> None:
        if bool(self._running) != self._tick.isActive():
            self._tick.start() if self._running else self._tick.stop()

    def _touch_running(self) -> None:
        for row in self._running.values():
            number = self.number_of(row.serial)
            if number < len(self._shown) and self._shown[number] is row:
                self._changed(number)
        self._set_ticking()

    # QAbstractItemModel

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        """Return how many invocations are shown, or how many children one has."""
        if not parent.isValid():
            return len(self._shown)
        if parent.internalId() or parent.column():
            return 0
        return len(self._shown[parent.row()].children)

    def columnCount(self, _parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        """Return the number of columns, the same on both levels."""
        return len(Column)

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """Return the index of a cell."""
        if not 0 <= row < self.rowCount(parent) or not 0 <= column < len(Column):
            return QModelIndex()
        serial = self._shown[parent.row()].serial if parent.isValid() else 0
        return self.createIndex(row, column, serial)

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]  # QObject has another
        """Return the invocation of a child; nothing for an invocation."""
        if not child.isValid() or not child.internalId():
            return QModelIndex()
        return self.createIndex(self.number_of(child.internalId()), 0, 0)

    def headerData(  # noqa: N802  Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if orientation == Qt.Orientation.Horizontal:
            return action_cells.heading(Column(section), role)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, tooltip, or one of :class:`Role`."""
        if not index.isValid():
            return None
        row, child = self.locate(index)
        if role == Role.ROW:
            return row
        if role == Role.CHILD:
            return child
        if role == Role.MARK:
            return action_cells.mark(row, child)
        return action_cells.data(row, child, Column(index.column()), role)

    def locate(self, index: Index) -> tuple[ActionRow, Child | None]:
        """Return the invocation of a valid index, and its child if the index is one."""
        if serial := index.internalId():
            row = self._shown[self.number_of(serial)]
            return row, row.children[index.row()]
        return self._shown[index.row()], None


def _is_running(invocation: Invocation) -> bool:
    return invocation.outcome == "running"


def _serial(row: ActionRow) -> int:
    return row.serial
