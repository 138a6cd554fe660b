"""The function apps that are loaded, as a list model.

It answers in the roles of :class:`~ui.models.plugins.Role`, so that one painter serves both lists;
the badge has the app's kind in place of a number.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from ui.bridge import until_destroyed
from ui.models.plugins import Index, Role
from ui.models.tooltips import plain_tooltip
from webchat.functions.apps.entry import Entry
from webchat.functions.apps.library import AppLibrary

_ROOT = QModelIndex()
_OLDER = "The version before counts."


class AppsModel(QAbstractListModel):
    """Those apps of a library that serve a purpose, in the order in which they were loaded.

    Signals:
        renewed: The rows are others now.
    """

    renewed = Signal()

    def __init__(
        self, library: AppLibrary, fits: Callable[[Entry], bool], parent: QObject | None = None
    ) -> None:
        """Follow *library*.

        Args:
            library: The apps.
            fits: Tells which of them are listed.
            parent: The view.
        """
        super().__init__(parent)
        self._library, self._fits = library, fits
        self._entries: list[Entry] = [one for one in library if fits(one)]
        until_destroyed(self, library.subscribe(self._renew))

    def entry(self, row: int) -> Entry | None:
        """Return what stands in a row; None if there is no such row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, name: str) -> int:
        """Return the row of an app, or -1."""
        return next((row for row, one in enumerate(self._entries) if one.name == name), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802  Qt's name
        """Return how many apps are listed."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what an app shows."""
        entry = self.entry(index.row())
        answer = _ANSWERS.get(role)
        return None if entry is None or answer is None else answer(entry)

    def _renew(self) -> None:
        self.beginResetModel()
        self._entries = [one for one in self._library if self._fits(one)]
        self.endResetModel()
        self.renewed.emit()


def _title(entry: Entry) -> str:
    return entry.name if entry.app is None else entry.app.title


def _mark(entry: Entry) -> str:
    if entry.error is None:
        return "active"
    return "failed" if entry.app is None else "replaced"


def _kind(entry: Entry) -> str:
    return "" if entry.app is None else entry.app.kind


def _summary(entry: Entry) -> str:
    if entry.app is None:
        return str(entry.path or "")
    return entry.app.description or str(entry.path or entry.owner or "")


def _error(entry: Entry) -> str:
    if entry.error is None:
        return ""
    return entry.error if entry.app is None else f"{entry.error} {_OLDER}"


def _tooltip(entry: Entry) -> str:
    lines = (_title(entry), entry.name, str(entry.path or ""), _error(entry))
    return plain_tooltip("\n".join(dict.fromkeys(one for one in lines if one)))


def _spoken(entry: Entry) -> str:
    parts = (_title(entry), _kind(entry), _summary(entry), _error(entry))
    return ", ".join(one for one in parts if one)


_ANSWERS: dict[int, Callable[[Entry], Any]] = {
    Qt.ItemDataRole.DisplayRole: _title,
    Qt.ItemDataRole.ToolTipRole: _tooltip,
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    Role.MARK: _mark,
    Role.NUMBER: _kind,
    Role.SUMMARY: _summary,
    Role.ERROR: _error,
}
