"""The runs of functions as a table: newest first, each with its mark and how far it is."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.bridge import until_destroyed
from ui.models.tooltips import plain_tooltip
from ui.theme import Theme
from webchat.errors import WebChatError
from webchat.functions.functions import Functions
from webchat.functions.runs.records import Run

Index: TypeAlias = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """What stands where."""

    STARTED = 0
    APP = 1
    KIND = 2
    STATUS = 3
    ATTEMPTS = 4
    NEXT = 5
    MESSAGE = 6


TITLES: Mapping[Column, str] = {
    Column.STARTED: "Started",
    Column.APP: "App",
    Column.KIND: "Kind",
    Column.STATUS: "Status",
    Column.ATTEMPTS: "Attempts",
    Column.NEXT: "Next",
    Column.MESSAGE: "What happened last",
}
MARKS: Mapping[str, tuple[str, str]] = {
    "running": ("loader-circle", "running"),
    "form": ("list", "running"),
    "waiting": ("clock", "running"),
    "retrying": ("timer", "running"),
    "completed": ("circle-check", "completed"),
    "cancelled": ("ban", "cancelled"),
    "failed": ("triangle-alert", "failed"),
}
_NOWHERE = QModelIndex()
_ICON = 16
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class RunsModel(QAbstractTableModel):
    """The runs of one simulation."""

    def __init__(self, functions: Functions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._functions = functions
        self._tokens = [run.token for run in functions.runs][::-1]
        until_destroyed(
            self, functions.runs.subscribe(self._on_run), functions.apps.subscribe(self._on_apps)
        )

    @property
    def open_runs(self) -> int:
        """How many have not ended."""
        return sum(not run.is_over for run in self._functions.runs)

    def run(self, row: int) -> Run | None:
        """Return the run of a row; None for one that is kept no longer."""
        if not 0 <= row < len(self._tokens):
            return None
        return self._functions.runs.get(self._tokens[row])

    def row_of(self, token: str) -> int:
        """Return the row of a run, -1 when it is not shown."""
        return self._tokens.index(token) if token in self._tokens else -1

    def tick(self) -> None:
        """Say anew how long it is until what comes next."""
        if any(run.next_at is not None and not run.is_over for run in self._functions.runs):
            last = len(self._tokens) - 1
            self.dataChanged.emit(self.index(0, Column.NEXT), self.index(last, Column.NEXT))

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802  Qt's name
        """Return how many runs there are."""
        return 0 if parent.isValid() else len(self._tokens)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[Column(section)]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, its mark, or what is read out."""
        run, column = self.run(index.row()), index.column()
        if run is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(run, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._text(run, column))
        if role == Qt.ItemDataRole.DecorationRole and column == Column.STATUS:
            icon, tint = MARKS[run.status]
            return Theme.instance().icon(icon, _ICON, tint)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(text for one in Column if (text := self._text(run, one)))
        return None

    def _text(self, run: Run, column: int) -> str:
        match column:
            case Column.APP:
                return app_title(self._functions, run.app)
            case Column.NEXT:
                return self._next(run)
            case Column.MESSAGE:
                return self._functions.masks.text(_last(run))
            case _:
                return _TEXTS[Column(column)](run)

    def _next(self, run: Run) -> str:
        if run.next_at is None or run.is_over:
            return ""
        return f"in {span(run.next_at - self._functions.clock.timestamp())}"

    def _on_run(self, run: Run) -> None:
        row = self.row_of(run.token)
        if row < 0:
            self.beginInsertRows(_NOWHERE, 0, 0)
            self._tokens.insert(0, run.token)
            self.endInsertRows()
        else:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))
        if len(self._tokens) > len(self._functions.runs):
            self._drop_forgotten()

    def _on_apps(self) -> None:
        """Show the titles that hold now."""
        if self._tokens:
            last = len(self._tokens) - 1
            self.dataChanged.emit(self.index(0, Column.APP), self.index(last, Column.APP))

    def _drop_forgotten(self) -> None:
        runs = self._functions.runs
        for row in range(len(self._tokens) - 1, -1, -1):
            if self._tokens[row] not in runs:
                self.beginRemoveRows(_NOWHERE, row, row)
                del self._tokens[row]
                self.endRemoveRows()


def _started(run: Run) -> str:
    return moment(run.started)


def _last(run: Run) -> str:
    last = run.message or (run.notes[-1].text if run.notes else "")
    return " ".join(last.split())


_TEXTS: Mapping[Column, Callable[[Run], str]] = {
    Column.STARTED: _started,
    Column.KIND: lambda run: run.kind,
    Column.STATUS: lambda run: run.status,
    Column.ATTEMPTS: lambda run: str(run.attempts) if run.attempts else "",
}


def app_title(functions: Functions, name: str) -> str:
    """Return how people read an app; its name for one that is gone, of which is still told."""
    try:
        return functions.apps[name].title
    except WebChatError:
        return name


def moment(timestamp: float) -> str:
    """Return when something was: the time, or the day and the time if that was another day.

    Args:
        timestamp: Seconds since 1970.
    """
    then = datetime.fromtimestamp(timestamp, UTC).astimezone()
    is_today = then.date() == datetime.now(then.tzinfo).date()
    return then.strftime("%H:%M:%S" if is_today else "%d %b %H:%M")


def span(seconds: float) -> str:
    """Return how long something takes, such as ``45 s`` or ``2 h 5 min``."""
    whole = max(round(seconds), 0)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return _two(whole, _MINUTE, "min", 1, "s")
    if whole < _DAY:
        return _two(whole, _HOUR, "h", _MINUTE, "min")
    return _two(whole, _DAY, "d", _HOUR, "h")


def _two(whole: int, unit: int, name: str, smaller: int, smaller_name: str) -> str:
    rest = whole % unit // smaller
    return f"{whole // unit} {name} {rest} {smaller_name}" if rest else f"{whole // unit} {name}"
