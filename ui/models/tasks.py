"""An agent's tasks as rows: those that wait first, then its own, each with its time going on.

A row is made from the state by a pure function, so the model only finds out which rows came, went,
moved or changed; the list keeps its selection and what it has put over a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.bridge import owned_tasks, until_destroyed
from webchat.model import TaskChannelName, TaskStatus
from webchat.side.side import Side
from webchat.side.strings import Strings
from webchat.state import ChannelState, State, TaskState

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_STATUS_KEYS = {
    "pending": "TaskPending",
    "reserved": "TaskReserved",
    "accepted": "TaskAccepted",
    "wrapping": "TaskWrapping",
}
_ORDER = ("reserved", "pending", "accepted", "wrapping")
_LONGEST_EXCERPT = 200


class Role(IntEnum):
    """What a row tells besides the customer's name."""

    SID = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2
    TIME = Qt.ItemDataRole.UserRole + 3
    SUMMARY = Qt.ItemDataRole.UserRole + 4


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What a list shows of one task.

    Attributes:
        sid: The reservation's sid (WR…).
        name: The customer's; may be empty.
        identity: The customer's; decides the colour of the face.
        status: See :mod:`webchat.model.task_life`.
        channel: ``chat`` or ``voice``.
        since: What the time counts from: the work's coming, or the task's acceptance.
        excerpt: The last message, or what the customer asked before; may be empty.
        unread: How many messages have not been read.
        is_typing: Whether the customer is typing.
        is_on_hold: Whether the call is on hold.
        customer_left: Whether the customer is no longer there.
    """

    sid: str
    name: str
    identity: str
    status: TaskStatus
    channel: TaskChannelName
    since: datetime
    excerpt: str = ""
    unread: int = 0
    is_typing: bool = False
    is_on_hold: bool = False
    customer_left: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has yet to accept it."""
        return self.status in {"pending", "reserved"}


def is_mine(state: State, task: TaskState) -> bool:
    """Whether this agent has accepted *task* and it is not over."""
    is_held = task.status in {"accepted", "wrapping"}
    return is_held and task.worker_sid == state.session.worker_sid is not None


def rows_of(state: State) -> tuple[TaskRow, ...]:
    """Return the rows of an agent's desk in the order in which they stand."""
    me = state.session.worker_sid
    shown = [
        task
        for task in state.tasks.values()
        if not task.is_over and (task.status == "pending" or task.worker_sid == me)
    ]
    waiting = [task for task in shown if not is_mine(state, task)]
    waiting.sort(key=lambda task: (_ORDER.index(task.status), task.created))
    mine = sorted((task for task in shown if is_mine(state, task)), key=lambda task: task.created)
    return tuple(_row(state, task) for task in (*waiting, *mine))


def _row(state: State, task: TaskState) -> TaskRow:
    channel = state.chat.channels.get(task.channel_sid)
    identity = str(task.attributes.get("customerAddress") or "")
    is_waiting = task.status in {"pending", "reserved"}
    return TaskRow(
        sid=task.sid,
        name=task.customer_name,
        identity=identity or task.task_sid,
        status=task.status,
        channel=task.task_channel_unique_name,
        since=task.created if is_waiting else task.updated,
        excerpt=_excerpt(task, channel),
        unread=0 if channel is None else len(channel.unconsumed_messages),
        is_typing=channel is not None and identity in channel.typers,
        is_on_hold=task.is_on_hold,
        customer_left=task.customer_left,
    )


def _excerpt(task: TaskState, channel: ChannelState | None) -> str:
    bodies = () if channel is None else (one.body for one in reversed(channel.messages))
    last = next((body for body in bodies if body.strip()), None)
    if last is None:
        answers = task.attributes.get("preEngagementData")
        asked = answers.get("query") if isinstance(answers, Mapping) else None
        last = asked if isinstance(asked, str) else ""
    return " ".join(last[:_LONGEST_EXCERPT].split())


def duration_text(seconds: float) -> str:
    """Return a length of time as ``0:38``, ``4:12`` or ``1:02:03``."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def shown_name(row: TaskRow, strings: Strings) -> str:
    """Return how the customer is called, or that nobody knows."""
    return row.name or strings.render("TaskCustomerUnknown")


def summary_of(row: TaskRow, strings: Strings) -> str:
    """Return a line about a task: its status, its channel, and what goes on."""
    parts = [strings.render(_STATUS_KEYS.get(row.status, "TaskPending"))]
    parts.append(strings.render("TaskVoice" if row.channel == "voice" else "TaskChat"))
    if row.is_on_hold:
        parts.append(strings.render("TaskOnHold"))
    if row.customer_left:
        parts.append(strings.render("TaskCustomerLeft"))
    if row.is_typing:
        parts.append(strings.render("TaskTyping"))
    elif row.excerpt:
        parts.append(strings.render("TaskQuote", text=row.excerpt))
    elif row.is_waiting:
        parts.append(strings.render("TaskWaits"))
    return " · ".join(parts)


class TasksModel(QAbstractListModel):
    """The tasks of one agent's side, kept in step with its store and its clock."""

    def __init__(self, side: Side, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._rows: list[TaskRow] = list(rows_of(side.store.state))
        self.tasks = owned_tasks(self)
        self._is_ticking = False
        until_destroyed(
            self,
            side.store.subscribe(rows_of, self._on_rows),
            side.strings.subscribe(self._renew),
        )
        self._tick()

    # What Qt asks

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802  Qt's name
        """Return the number of tasks."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the customer's name, or what a :class:`Role` stands for."""
        if not index.isValid():
            return None
        row, strings = self._rows[index.row()], self._side.strings
        match role:
            case Qt.ItemDataRole.DisplayRole:
                value: Any = shown_name(row, strings)
            case Qt.ItemDataRole.AccessibleTextRole:
                value = self._spoken(row)
            case Role.SID:
                value = row.sid
            case Role.ROW:
                value = row
            case Role.TIME:
                value = self._time(row)
            case Role.SUMMARY:
                value = summary_of(row, strings)
            case _:
                value = None
        return value

    # What a list asks

    def row_of(self, sid: str | None) -> int:
        """Return the row of a task, or -1."""
        return next((at for at, one in enumerate(self._rows) if one.sid == sid), -1)

    def row(self, number: int) -> TaskRow:
        """Return a row."""
        return self._rows[number]

    @property
    def waiting(self) -> int:
        """How many tasks wait to be accepted."""
        return sum(row.is_waiting for row in self._rows)

    def _time(self, row: TaskRow) -> str:
        return duration_text((self._side.clock.now() - row.since).total_seconds())

    def _spoken(self, row: TaskRow) -> str:
        strings = self._side.strings
        parts = [shown_name(row, strings), summary_of(row, strings)]
        if row.unread:
            parts.append(strings.render("TaskUnread", count=row.unread))
        parts.append(strings.render("TaskFor", time=self._time(row)))
        return ", ".join(parts)

    # What changes

    def _on_rows(self, wanted: tuple[TaskRow, ...]) -> None:
        sids = {row.sid for row in wanted}
        for at in reversed(range(len(self._rows))):
            if self._rows[at].sid not in sids:
                self.beginRemoveRows(_NO_PARENT, at, at)
                del self._rows[at]
                self.endRemoveRows()
        for at, row in enumerate(wanted):
            self._put(at, row)
        self._tick()

    def _put(self, at: int, row: TaskRow) -> None:
        """Let *row* stand at a place; those before it do already."""
        now = self.row_of(row.sid)
        if now < 0:
            self.beginInsertRows(_NO_PARENT, at, at)
            self._rows.insert(at, row)
            self.endInsertRows()
            return
        if now != at:
            self.beginMoveRows(_NO_PARENT, now, now, _NO_PARENT, at)
            self._rows.insert(at, self._rows.pop(now))
            self.endMoveRows()
        if self._rows[at] != row:
            self._rows[at] = row
            index = self.index(at)
            self.dataChanged.emit(index, index)

    def _renew(self, roles: tuple[int, ...] = ()) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), list(roles))

    def _tick(self) -> None:
        """Let the times go on while there are any."""
        if self._rows and not self._is_ticking:
            self._is_ticking = True
            self.tasks.spawn(self._go_on(), name="count the time of tasks")

    async def _go_on(self) -> None:
        try:
            while self._rows:
                await self._side.clock.sleep(1)
                self._renew((Role.TIME,))
        finally:
            self._is_ticking = False


def in_vain(state: State) -> int:
    """Return how many tasks wait while nobody at all is available."""
    is_anybody = any(
        one.is_logged_in and one.activity == "available" for one in state.chat.workers.values()
    )
    return 0 if is_anybody else sum(one.status == "pending" for one in state.tasks.values())
