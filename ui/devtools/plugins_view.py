"""The list of plugins on the screen: ``PluginsDock.List``, in listener order.

A row is moved by dragging it or with Alt and an arrow key. The dragging is our own: Qt's runs an
event loop of its own while the button is down, which would hold up everything else.
"""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.devtools.mirroring import Mirror
from ui.devtools.plugin_painter import PluginPainter
from ui.models.plugins import PluginsModel, Role
from ui.theme import Theme

_HINT = "Drop a .py file here\nto load it"
_HINT_HEIGHT = 72
_COMMANDS = {
    Qt.Key.Key_Space: "toggle",
    Qt.Key.Key_Delete: "unload",
    Qt.Key.Key_F5: "reload",
}


class PluginsView(QListView):
    """The rows of a :class:`PluginsModel`.

    Signals:
        commanded: The person wants something of the selected plugin: ``toggle``, ``reload``,
            ``unload``, ``up`` or ``down``.
        moved: A row was dragged; the plugin's name and its new place in listener order.
        where_wanted: The error was double-clicked; ``file:line``.
    """

    commanded = Signal(object)
    moved = Signal(object, object)
    where_wanted = Signal(object)

    def __init__(self, model: PluginsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._pressed: QPoint | None = None
        self._gap: int | None = None
        self.setObjectName("PluginsDock.List")
        self.setAccessibleName("Plugins, in the order in which they listen")
        self.setItemDelegate(EntryDelegate(self))
        self.setModel(model)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        Theme.instance().changed.connect(self.viewport().update)

    def select(self, name: str) -> None:
        """Select a plugin's row and bring it into view."""
        row = self._rows.row_of(name)
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row))

    def selected_name(self) -> str | None:
        """Return the name of the selected plugin, or None."""
        index = self.currentIndex()
        return index.data() if index.isValid() and self.selectionModel().hasSelection() else None

    # Keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  Qt's name
        """Select the row that gets the keyboard, so that a key has something to act on."""
        super().focusInEvent(event)
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Turn keys into commands for the selected plugin."""
        command = _COMMANDS.get(Qt.Key(event.key()))
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            keys = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
            command = keys.get(Qt.Key(event.key()), command)
        if event.key() == Qt.Key.Key_Escape and self._gap is not None:
            self._end_drag()
        elif command is not None and self.selected_name() is not None:
            self.commanded.emit(command)
        else:
            super().keyPressEvent(event)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Select, and perhaps begin to drag."""
        super().mousePressEvent(event)
        position = event.position().toPoint()
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = position if is_left and self.indexAt(position).isValid() else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Show where the dragged row would go."""
        if self._pressed is None or self._rows.needle:
            super().mouseMoveEvent(event)
            return
        position = event.position().toPoint()
        far = (position - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far or self._gap is not None:
            self._gap = self._gap_at(position.y())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Move the dragged row to where it was let go."""
        super().mouseReleaseEvent(event)
        gap, row, name = self._gap, self.currentIndex().row(), self.selected_name()
        self._end_drag()
        if gap is not None and name is not None and gap not in {row, row + 1}:
            self.moved.emit(name, gap - 1 if gap > row else gap)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Give away where the error is."""
        where = self.indexAt(event.position().toPoint()).data(Role.WHERE)
        if where:
            self.where_wanted.emit(where)
        super().mouseDoubleClickEvent(event)

    def _gap_at(self, y: int) -> int:
        for row in range(self._rows.rowCount()):
            if y < self.visualRect(self._rows.index(row)).center().y():
                return row
        return self._rows.rowCount()

    def _end_drag(self) -> None:
        self._pressed = self._gap = None
        self.unsetCursor()
        self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the rows, the hint beneath them, and where a dragged row would go."""
        super().paintEvent(event)
        count = self._rows.rowCount()
        if not count:
            return
        tokens = Theme.instance().tokens
        painter = QPainter(self.viewport())
        bottom = self.visualRect(self._rows.index(count - 1)).bottom() + 1
        if self.viewport().height() - bottom > _HINT_HEIGHT and not self._rows.needle:
            painter.setPen(QColor(tokens.text_faint))
            rest = self.viewport().rect().adjusted(0, bottom, 0, 0)
            painter.drawText(rest, Qt.AlignmentFlag.AlignCenter, _HINT)
        if self._gap is not None:
            is_last = self._gap == count
            y = bottom if is_last else self.visualRect(self._rows.index(self._gap)).top()
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawLine(8, max(1, y), self.viewport().width() - 8, max(1, y))
        painter.end()


class EntryDelegate(QStyledItemDelegate):
    """Rows as high as their text needs at the list's width, of any model with these roles."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(  # noqa: N802  Qt's name
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Ask for the width of the list, and the height that follows from it."""
        width = self._view.viewport().width()
        return QSize(width, self._painter().height(index, width))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        shown: Any = option  # the stubs leave out the fields of the C++ base
        rect: QRect = shown.rect
        self._painter().paint(painter, rect, index, shown.state)

    def _painter(self) -> PluginPainter:
        return PluginPainter(
            Theme.instance().tokens, self._view.font(), Mirror(self._view.layoutDirection())
        )
