"""The list of actions on the screen: ``ActionsDock.List``.

It follows the newest line while it stands at the bottom, and stays where the person scrolled to
otherwise, also while the oldest lines go.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.devtools.line_painter import GUTTER, LinePainter, LineState
from ui.devtools.line_view import LINE_HEIGHT, LineView
from ui.devtools.mirroring import Mirror
from ui.models.action_cells import Column, spoken
from ui.models.actions import ActionsModel, Index
from ui.theme import Theme

_WIDTHS = {
    Column.TIME: 104,
    Column.ACTION: 264,
    Column.ORIGIN: 156,
    Column.OUTCOME: 184,
    Column.PAYLOAD: 160,
    Column.DURATION: 64,
}
_NARROWEST = 40


class ActionsView(LineView):
    """The lines of an :class:`ActionsModel`.

    Signals:
        copy_requested: The person wants what is selected on the clipboard.
    """

    copy_requested = Signal()

    def __init__(self, model: ActionsModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._hovered: int | None = None
        self.setObjectName("ActionsDock.List")
        self.setAccessibleName("Actions")
        self.setMouseTracking(True)
        self.setModel(model)
        self._set_up_header()
        model.rowsRemoved.connect(self._on_rows_removed)
        self.viewport().installEventFilter(self)
        Theme.instance().changed.connect(self._renew_painter)
        self._renew_painter()
        self.reset()

    def _set_up_header(self) -> None:
        header = self.header
        header.setObjectName("ActionsDock.Header")
        header.setAccessibleName("Columns of the list of actions")
        header.setModel(self._model)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_NARROWEST)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        header.setSectionResizeMode(Column.PAYLOAD, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._on_section_resized)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Paint for another font or direction."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange}:
            self._renew_painter()

    def _on_section_resized(self, _section: int, _old: int, _new: int) -> None:
        self.rearrange()

    def _renew_painter(self) -> None:
        self._mirror = Mirror(self.layoutDirection())
        self._painter = LinePainter(Theme.instance().tokens, self.font(), self._mirror)
        self.viewport().update()

    # Changes of the model

    def reset(self) -> None:
        """Show the model as it is now."""
        follows = self.is_following
        super().reset()
        count = self._model.rowCount()
        rows = (self._model.shown_row(number) for number in range(count))
        self.lines.reset((row.serial, len(row.children)) for row in rows)
        self._hovered = None
        self._settle(follows=follows)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:  # noqa: N802  Qt's name
        """Make lines of new invocations, or of new children of one."""
        follows = self.is_following
        if parent.isValid():
            self._insert_children(parent, start, end)
        else:
            for number in range(start, end + 1):
                row = self._model.shown_row(number)
                self.lines.append(row.serial, len(row.children))
        super().rowsInserted(parent, start, end)
        self._settle(follows=follows)

    def _insert_children(self, parent: Index, start: int, end: int) -> None:
        serial = self._model.shown_row(parent.row()).serial
        added = self.lines.add_children(serial, start, end)
        at = self.lines.find(serial, start)
        if at is not None and self.y_of(at) < 0:
            self._shift(added)

    def _on_rows_removed(self, parent: QModelIndex, _start: int, _end: int) -> None:
        if parent.isValid():
            return
        follows = self.is_following
        is_empty = not self._model.rowCount()
        first = self.lines[-1][0] + 1 if is_empty else self._model.shown_row(0).serial
        self._shift(-self.lines.drop_until(first))
        self._settle(follows=follows)

    def _shift(self, lines: int) -> None:
        """Keep what is being read in its place when lines in front of it come or go."""
        bar = self.verticalScrollBar()
        bar.setMaximum(max(bar.maximum(), bar.value() + lines * LINE_HEIGHT))
        bar.setValue(bar.value() + lines * LINE_HEIGHT)

    def _settle(self, *, follows: bool) -> None:
        self.rearrange()
        if follows:
            self.scrollToBottom()

    def dataChanged(  # noqa: N802  Qt's name
        self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()
    ) -> None:
        """Paint what has changed, if it is in view."""
        super().dataChanged(top_left, bottom_right, roles)
        first, last = self.line_of(top_left), self.line_of(bottom_right)
        if first is not None and last is not None:
            top, bottom = self.y_of(first), self.y_of(last + 1)
            self.viewport().update(0, top, self.viewport().width(), bottom - top)
            self.lines_changed.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802  Qt's name
        """Give the line to screen readers, which know no list like this one."""
        super().currentChanged(current, previous)
        line = spoken(*self._model.locate(current)) if current.isValid() else ""
        self.setAccessibleDescription(line)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the lines that are in view."""
        painter = QPainter(self.viewport())
        first, last = self.line_at(event.rect().top()), self.line_at(event.rect().bottom())
        if first is not None:
            last = len(self.lines) - 1 if last is None else last
            current = self.line_of(self.currentIndex()) if self.hasFocus() else None
            for line in range(first, last + 1):
                self._paint_line(painter, line, is_current=line == current)
        painter.end()

    def _paint_line(self, painter: QPainter, line: int, *, is_current: bool) -> None:
        index = self.index_of_line(line)
        row, child = self._model.locate(index)
        state = LineState(
            is_selected=self.selectionModel().isSelected(index),
            is_hovered=line == self._hovered,
            is_current=is_current,
            is_folded=self.lines.is_folded(row.serial) if row.children else None,
        )
        cells = {column: self.cell(line, column) for column in Column}
        self._painter.paint(painter, cells, row, child, state)

    # Mouse and keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Forget the line under the pointer when the pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self._set_hovered(None)
        return super().eventFilter(watched, event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802  Qt's name
        """Scroll; another line is under the pointer then."""
        self._set_hovered(None)
        super().scrollContentsBy(dx, dy)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Light up the line under the pointer."""
        self._set_hovered(self.line_at(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Fold or unfold when the chevron is pressed, else select."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_chevron(index, event):
            self._toggle(index)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Fold or unfold an invocation."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not index.parent().isValid():
            self._toggle(index)
            return
        super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Copy whole records instead of one cell; else move."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def copy(self) -> None:
        """Ask for what is selected to be copied; the Edit menu's name for it."""
        self.copy_requested.emit()

    def _toggle(self, index: QModelIndex) -> None:
        self.set_folded(index.siblingAtColumn(0), folded=not self.is_folded(index))

    def _is_on_chevron(self, index: QModelIndex, event: QMouseEvent) -> bool:
        if not index.isValid() or index.column() != Column.ACTION or index.parent().isValid():
            return False
        row, _child = self._model.locate(index)
        end = LinePainter.name_left(row) + GUTTER // 2
        offset = self._mirror.offset(self.visualRect(index), event.position().x())
        return bool(row.children) and end - GUTTER <= offset < end

    def _set_hovered(self, line: int | None) -> None:
        if line == self._hovered:
            return
        for one in (self._hovered, line):
            if one is not None:
                where = self.viewport().rect()
                self.viewport().update(0, self.y_of(one), where.width(), LINE_HEIGHT)
        self._hovered = line
