"""A list of lines to be read: each with a mark, wrapped where the list ends, and copied as text."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QWidget

from ui.theme import Theme

_ICON = 16
_ABOUT = Qt.ItemDataRole.UserRole


class ListLine(NamedTuple):
    """One line.

    Attributes:
        icon: A file in ``assets/icons`` without its suffix.
        tint: The token of its colour.
        text: What is shown.
        spoken: What is read out; empty for the text alone.
        about: What the line is about; None for nothing that could be asked for.
    """

    icon: str
    tint: str
    text: str
    spoken: str = ""
    about: Any = None


class LineList(QListWidget):
    """Some lines."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        """Make an empty list.

        Args:
            name: Its object name.
            label: Its accessible name.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setProperty("part", "lines")
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._lines: tuple[ListLine, ...] = ()
        Theme.instance().changed.connect(self._renew)

    def show_lines(self, lines: Iterable[ListLine]) -> None:
        """Show these and no others; what is shown already stays as it is scrolled and selected."""
        shown = tuple(lines)
        if shown != self._lines:
            self._lines = shown
            self._renew()

    @property
    def texts(self) -> list[str]:
        """What is shown, in order."""
        return [one.text for one in self._lines]

    @staticmethod
    def about(item: QListWidgetItem | None) -> Any:
        """Return what an item is about; None for nothing, as for no item."""
        return None if item is None else item.data(_ABOUT)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Copy what is selected."""
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted(self.selectedItems(), key=self.row)
            QGuiApplication.clipboard().setText("\n".join(one.text() for one in chosen))
            return
        super().keyPressEvent(event)

    def _renew(self) -> None:
        row, place = self.currentRow(), self.verticalScrollBar().value()
        self.blockSignals(True)
        self.clear()
        for line in self._lines:
            self.addItem(_item(line))
        self.blockSignals(False)
        if 0 <= row < self.count() and self.hasFocus():
            self.setCurrentRow(row)
        self.verticalScrollBar().setValue(place)


def _item(line: ListLine) -> QListWidgetItem:
    item = QListWidgetItem(Theme.instance().icon(line.icon, _ICON, line.tint), line.text)
    item.setData(_ABOUT, line.about)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, line.spoken or line.text)
    return item
