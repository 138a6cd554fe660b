"""The runs of functions as a table: newest first, each with its mark and how far it is."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.bridge import until_destroyed
from ui.theme import Theme
from webchat.functions.functions import Functions
from webchat.functions.runs.records import Run

COLUMNS = ("Started", "App", "Status", "Attempts", "Next", "What happened")
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
_STATUS = 2


class RunsModel(QAbstractTableModel):
    """The runs of one simulation."""

    def __init__(self, functions: Functions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._functions = functions
        self._tokens = [run.token for run in functions.runs][::-1]
        self._needle = ""
        until_destroyed(self, functions.runs.subscribe(self._on_run))

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
        if self._tokens:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._tokens) - 1, 5))

    def rowCount(  # noqa: N802  Qt's name
        self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE
    ) -> int:
        """Return how many runs there are."""
        return 0 if parent.isValid() else len(self._tokens)

    def columnCount(  # noqa: N802
        self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE
    ) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what a cell shows, its mark, or what is read out."""
        run = self.run(index.row())
        if run is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._texts(run)[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == _STATUS:
            icon, tint = MARKS[run.status]
            return Theme.instance().icon(icon, 16, tint)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(text for text in self._texts(run) if text)
        return None

    def _texts(self, run: Run) -> tuple[str, ...]:
        started = datetime.fromtimestamp(run.started, UTC).astimezone().strftime("%H:%M:%S")
        last = run.message or (run.notes[-1].text if run.notes else "")
        return started, run.app, run.status, str(run.attempts), self._next(run), last

    def _next(self, run: Run) -> str:
        if run.next_at is None or run.is_over:
            return ""
        left = max(run.next_at - self._functions.clock.timestamp(), 0)
        return f"in {left:,.0f} s"

    def _on_run(self, run: Run) -> None:
        row = self.row_of(run.token)
        if row < 0:
            self.beginInsertRows(_NOWHERE, 0, 0)
            self._tokens.insert(0, run.token)
            self.endInsertRows()
            self._drop_forgotten()
        else:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def _drop_forgotten(self) -> None:
        runs = self._functions.runs
        for row in range(len(self._tokens) - 1, -1, -1):
            if self._tokens[row] not in runs:
                self.beginRemoveRows(_NOWHERE, row, row)
                del self._tokens[row]
                self.endRemoveRows()
