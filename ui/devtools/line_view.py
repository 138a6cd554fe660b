"""A list of equal lines under a header, of which only the visible ones cost anything.

Geometry, scrolling, selection and keyboard for any number of lines of a two-level model; what a
line looks like is the subclass's. A tree view of Qt lays out all its rows again after each
insertion, see :mod:`ui.devtools.lines`.
"""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from ui.devtools.lines import Lines
from ui.models.actions import ActionsModel, Index

LINE_HEIGHT = 24
_ROUNDS = 3  # a scroll bar that comes or goes changes the room for the other one
_Action = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint


class LineView(QAbstractItemView):
    """Lines of equal height over a model of invocations and their children.

    Attributes:
        header: The columns.
        lines: Which line shows what.

    Signals:
        lines_changed: Other lines stand where others stood, or they moved.
    """

    lines_changed = Signal()

    def __init__(self, model: ActionsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = Lines()
        self.header = QHeaderView(Qt.Orientation.Horizontal, self)
        self._model = model
        self._is_arranging = False
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    # Which line is which

    @property
    def is_following(self) -> bool:
        """Whether the last line is in view, and will be after the next insertion."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum()

    def index_of_line(self, number: int, column: int = 0) -> QModelIndex:
        """Return the index that a line shows."""
        serial, child = self.lines[number]
        own = self._model.index(self._model.number_of(serial), column if child < 0 else 0)
        return own if child < 0 else self._model.index(child, column, own)

    def line_of(self, index: Index) -> int | None:
        """Return the number of the line that shows an index, or None if it is folded away."""
        if not index.isValid():
            return None
        row, _child = self._model.locate(index)
        return self.lines.find(row.serial, index.row() if index.internalId() else -1)

    def line_at(self, y: int) -> int | None:
        """Return the number of the line at a height of the viewport, or None below the last."""
        line = (y + self.verticalOffset()) // LINE_HEIGHT
        return line if 0 <= line < len(self.lines) else None

    def is_folded(self, index: QModelIndex) -> bool:
        """Whether the children of the invocation at *index* are hidden."""
        return self.lines.is_folded(self._model.locate(index)[0].serial)

    def set_folded(self, index: QModelIndex, folded: bool) -> None:
        """Hide or show the children of the invocation at *index*."""
        row, child = self._model.locate(index)
        if child is not None or not row.children or folded == self.lines.is_folded(row.serial):
            return
        if folded:
            self.lines.fold(row.serial)
        else:
            self.lines.unfold(row.serial, len(row.children))
        self.rearrange()

    # Geometry

    def fold_all(self) -> None:
        """Hide the children of every invocation."""
        self._fold_each(folded=True)

    def unfold_all(self) -> None:
        """Show the children of every invocation."""
        self._fold_each(folded=False)

    def _fold_each(self, *, folded: bool) -> None:
        rows = [self._model.shown_row(number) for number in range(self._model.rowCount())]
        self.lines.reset_all(((row.serial, len(row.children)) for row in rows), folded=folded)
        self.rearrange()

    def y_of(self, line: int) -> int:
        """Return where a line begins in the viewport."""
        return line * LINE_HEIGHT - self.verticalOffset()

    def rearrange(self) -> None:
        """Place and paint everything anew."""
        self.updateGeometries()
        self.viewport().update()
        self.lines_changed.emit()

    def updateGeometries(self) -> None:  # noqa: N802  Qt's name
        """Place the header and size the scroll bars."""
        if self._is_arranging:
            return
        self._is_arranging = True
        for _again in range(_ROUNDS):
            before = self.viewport().size()
            self._measure()
            if self.viewport().size() == before:
                break
        super().updateGeometries()
        self._is_arranging = False

    def _measure(self) -> None:
        height = self.header.sizeHint().height()
        self.setViewportMargins(0, height, 0, 0)
        view = self.viewport().geometry()
        self.header.setGeometry(view.left(), view.top() - height, view.width(), height)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, len(self.lines) * LINE_HEIGHT - view.height()))
        down.setPageStep(max(LINE_HEIGHT, view.height() - LINE_HEIGHT))
        down.setSingleStep(LINE_HEIGHT)
        across.setRange(0, max(0, self._least_width() - view.width()))
        across.setPageStep(view.width())

    def _least_width(self) -> int:
        """Return the width of the columns; the header stretches the others only later on."""
        header = self.header
        stretch, least = QHeaderView.ResizeMode.Stretch, header.minimumSectionSize()
        return sum(
            least if header.sectionResizeMode(number) == stretch else header.sectionSize(number)
            for number in range(header.count())
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Keep the newest line in view if it was."""
        follows = self.is_following
        super().resizeEvent(event)
        self.updateGeometries()
        if follows:
            self.scrollToBottom()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802  Qt's name
        """Move what is painted already, and the header with it."""
        if dx:
            self.header.setOffset(self.horizontalScrollBar().value())
        self.scrollDirtyRegion(dx, dy)
        self.viewport().scroll(dx, dy)
        self.lines_changed.emit()

    def horizontalOffset(self) -> int:  # noqa: N802  Qt's name
        """Return how far the columns are scrolled, in pixels."""
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:  # noqa: N802  Qt's name
        """Return how far the lines are scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def visualRect(self, index: Index) -> QRect:  # noqa: N802  Qt's name
        """Return where a cell is in the viewport; empty if it is folded away."""
        line = self.line_of(index)
        return QRect() if line is None else self.cell(line, index.column())

    def cell(self, line: int, column: int) -> QRect:
        """Return where a cell of a line is in the viewport."""
        left = self.header.sectionViewportPosition(column)
        return QRect(left, self.y_of(line), self.header.sectionSize(column), LINE_HEIGHT)

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802  Qt's name
        """Return the cell under a point of the viewport."""
        line, column = self.line_at(point.y()), self.header.logicalIndexAt(point.x())
        return QModelIndex() if line is None or column < 0 else self.index_of_line(line, column)

    def scrollTo(  # noqa: N802  Qt's name
        self,
        index: Index,
        hint: _Hint = _Hint.EnsureVisible,
    ) -> None:
        """Bring a line into view."""
        line = self.line_of(index)
        if line is None:
            return
        top, height = self.y_of(line), self.viewport().height()
        bar = self.verticalScrollBar()
        if hint == _Hint.PositionAtCenter:
            bar.setValue(bar.value() + top - (height - LINE_HEIGHT) // 2)
        elif top < 0 or hint == _Hint.PositionAtTop:
            bar.setValue(bar.value() + top)
        elif top + LINE_HEIGHT > height or hint == _Hint.PositionAtBottom:
            bar.setValue(bar.value() + top + LINE_HEIGHT - height)

    def isIndexHidden(self, index: Index) -> bool:  # noqa: N802  Qt's name
        """Whether a listener is folded away."""
        return self.line_of(index) is None

    # Selection and keyboard

    def setSelection(  # noqa: N802  Qt's name
        self, rect: QRect, command: QItemSelectionModel.SelectionFlag
    ) -> None:
        """Select what a rectangle touches: children of one invocation, or invocations."""
        if not len(self.lines):
            return
        offset, last = self.verticalOffset(), len(self.lines) - 1
        span = rect.normalized()
        first_line = min(max(0, (span.top() + offset) // LINE_HEIGHT), last)
        last_line = min(max(0, (span.bottom() + offset) // LINE_HEIGHT), last)
        top, bottom = self.index_of_line(first_line), self.index_of_line(last_line)
        if top.parent() != bottom.parent():
            top = top.parent() if top.parent().isValid() else top
            bottom = bottom.parent() if bottom.parent().isValid() else bottom
        self.selectionModel().select(QItemSelection(top, bottom), command)

    def visualRegionForSelection(self, _selection: QItemSelection) -> QRegion:  # noqa: N802  Qt's
        """Return what to paint again when the selection changes."""
        return QRegion(self.viewport().rect())

    def moveCursor(  # noqa: N802  Qt's name
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Return where a key leads; left and right fold and unfold."""
        last = len(self.lines) - 1
        here = self.line_of(self.currentIndex())
        if last < 0 or here is None:
            return self.index_of_line(max(last, 0)) if last >= 0 else QModelIndex()
        if action in {_Action.MoveLeft, _Action.MoveRight}:
            return self._fold_by_key(folds=action == _Action.MoveLeft)
        page = max(1, self.viewport().height() // LINE_HEIGHT - 1)
        steps = {_Action.MoveUp: -1, _Action.MovePageUp: -page, _Action.MoveHome: -last}
        steps |= {_Action.MovePrevious: -1, _Action.MoveDown: 1, _Action.MoveNext: 1}
        steps |= {_Action.MovePageDown: page, _Action.MoveEnd: last}
        return self.index_of_line(min(max(0, here + steps[action]), last))

    def _fold_by_key(self, *, folds: bool) -> QModelIndex:
        index = self.currentIndex().siblingAtColumn(0)
        if index.parent().isValid():
            return index.parent() if folds else index
        self.set_folded(index, folds)
        return index

    def keyboardSearch(self, search: str) -> None:  # noqa: N802  Qt's name
        """Do nothing: the filter is there for that, and goes through every cell at once."""
