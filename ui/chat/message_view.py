"""A list of messages that paints itself: rows of a model, in sight or not, at one cost.

A view of widgets grows with the conversation, and Qt's own list view asks every row for its height
whenever one is added. This one keeps the heights in a tree (:mod:`ui.chat.message_heights`), holds
on to what is read while others turn out taller than guessed (:mod:`ui.chat.message_flow`), and lays
out only the rows in sight (:mod:`ui.chat.message_layouts`).

Everything is put in place when something has changed; painting only paints.
"""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ui.chat.message_flow import Flow, Placed
from ui.chat.message_hit import Hit
from ui.chat.message_layouts import RowLayout, RowLayouts
from ui.chat.message_style import MessageStyle
from ui.models.messages import MessageListModel

_MARGIN = 12
_STEP = 40
_WHEEL_NOTCH = 120
_STEPS_PER_NOTCH = 3
_IN_SIGHT_MARGIN = 8
_BUBBLES = ("message", "predefined")


class MessageView(QAbstractScrollArea):
    """A scrolling list of messages.

    Signals:
        moved: Other rows may be in sight now, or in other places.
    """

    moved = Signal()

    def __init__(
        self, model: MessageListModel, layouts: RowLayouts, parent: QWidget | None = None
    ) -> None:
        """Show *model*, whose rows *layouts* lays out."""
        super().__init__(parent)
        self._model, self._layouts = model, layouts
        self._flow = Flow(layouts.height)
        self._placed: list[Placed] = []
        self._lead: QWidget | None = None
        self._tail: QWidget | None = None
        self._current = -1
        self._hovered: tuple[int, Hit] | None = None
        self._is_sized = self._is_adjusting = self._has_ring = False
        self._wheel_rest = 0.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setBackgroundRole(self.backgroundRole())
        self.verticalScrollBar().setSingleStep(_STEP)
        model.rowsInserted.connect(self._on_inserted)
        model.rowsRemoved.connect(self._on_removed)
        model.dataChanged.connect(self._on_changed)
        model.modelReset.connect(self._on_reset)

    # What is shown

    def model(self) -> MessageListModel:
        """Return what is shown."""
        return self._model

    def item_rect(self, index: QModelIndex) -> QRect:
        """Return where a row's bubble or text is, in the viewport's coordinates.

        Out of sight the place is as good as the guesses at the rows between; empty for an index
        that is none.
        """
        if not (self._is_sized and index.isValid() and index.row() < len(self._flow)):
            return QRect()
        row = index.row()
        self._flow.height(row)
        origin = QPoint(self._left(), self._flow.top(row))
        return self._layouts.layout(row).rect.translated(origin)

    def scroll_to(self, index: QModelIndex) -> None:
        """Bring a row into sight, with as little movement as possible."""
        if not (self._is_sized and index.isValid() and index.row() < len(self._flow)):
            return
        row, view = index.row(), self.viewport().height()
        height, top = self._flow.height(row), self._flow.top(row)
        if top >= 0 and top + height <= view:
            self._settle()
            return
        if top < 0 or height > view:
            self._flow.show_row(row, 0)
        elif row == len(self._flow) - 1:
            self._flow.sticks = True
        else:
            self._flow.show_row(row, view - height - _IN_SIGHT_MARGIN)
        self._settle()

    def scroll_to_row(self, row: int) -> None:
        """Bring the top of a row into sight; nothing moves when it is."""
        if self._flow.top(row) < 0:
            self._flow.show_row(row)
        self._settle()

    def scroll_to_start(self) -> None:
        """Bring the start into sight, with what stands above the first row."""
        self._flow.scroll_to(0)
        self._settle()

    def scroll_to_end(self) -> None:
        """Bring the end into sight, and keep it there while rows are added."""
        self._flow.sticks = True
        self._settle()

    @property
    def is_at_end(self) -> bool:
        """Whether the end is in sight."""
        return self._flow.sticks

    def rows_in_sight(self) -> tuple[Placed, ...]:
        """Return the rows in sight, from the top."""
        return tuple(self._placed)

    def row_under(self, point: QPointF) -> int:
        """Return the row under a point of the viewport, -1 for none."""
        for placed in reversed(self._placed):
            if point.y() >= placed.top:
                inside = point.y() < placed.top + self._flow.height(placed.row)
                return placed.row if inside else -1
        return -1

    def hit(self, point: QPointF) -> tuple[int, Hit] | None:
        """Return what can be pressed under a point of the viewport, and its row; or None."""
        row = self.row_under(point)
        if row < 0:
            return None
        origin = QPointF(self._left(), self._flow.top(row))
        found = self._layouts.layout(row).hit(point - origin)
        return (row, found) if found is not None else None

    def layout_of(self, row: int) -> RowLayout:
        """Return the layout of a row."""
        return self._layouts.layout(row)

    def is_bubble(self, row: int) -> bool:
        """Whether the keyboard stops at a row."""
        return 0 <= row < len(self._flow) and self._model.kind(row) in _BUBBLES

    @property
    def current_row(self) -> int:
        """The row that the keyboard is at, -1 for none."""
        return self._current

    def set_current_row(self, row: int) -> None:
        """Put the keyboard's ring around a row, -1 for none."""
        if row != self._current:
            self._current = row
            self.viewport().update()

    def set_ring_visible(self, is_visible: bool) -> None:
        """Show the ring around the current row, or not: not to somebody who uses the mouse."""
        if is_visible != self._has_ring:
            self._has_ring = is_visible
            self.viewport().update()

    def set_hovered(self, hovered: tuple[int, Hit] | None) -> None:
        """Show what the pointer is on."""
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()

    # What stands above and below the rows

    def set_ends(self, lead: QWidget, tail: QWidget) -> None:
        """Put a widget above the first row and one below the last; they scroll with the rows."""
        self._lead, self._tail = lead, tail
        for widget in (lead, tail):
            widget.setParent(self.viewport())

    def set_style(self, style: MessageStyle) -> None:
        """Show everything in another look."""
        self._layouts.set_style(style)
        self.lay_out_again()

    def renew_texts(self) -> None:
        """Show the words that hold now, in every row."""
        self._layouts.clear()
        self._model.renew_texts()

    def lay_out_again(self) -> None:
        """Forget all layouts, because width or look are others now."""
        if not self._is_sized:
            return
        self._layouts.set_width(self.width() - 2 * self._margin())
        self._measure_ends()
        self._flow.guess_again(self._layouts.guesses(self._model.rows()))
        self._settle()

    # What changes

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        above = self._model.row(first - 1) if first else None
        guesses = self._layouts.guesses(self._model.rows(first, last + 1), above)
        self._flow.splice(first, 0, guesses)
        if self._current >= first:
            self._current += last + 1 - first
        if last == len(self._flow) - 1 and self._model.is_own(last):
            self._flow.sticks = True
        self._settle()

    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._flow.splice(first, last + 1 - first, ())
        self._hovered = None
        if self._current > last:
            self._current -= last + 1 - first
        elif self._current >= first:
            self._current = -1
        self._settle()

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._flow.forget(first.row(), last.row())
        self._settle()

    def _on_reset(self) -> None:
        self._layouts.clear()
        self._current, self._hovered = -1, None
        self._flow.reset(self._layouts.guesses(self._model.rows()))
        self._settle()

    def _settle(self) -> None:
        """Put rows, widgets and the scroll bar in place."""
        if not self._is_sized:
            return
        self._flow.resize(self.viewport().height())
        self._placed = self._flow.settle()
        bar = self.verticalScrollBar()
        self._is_adjusting = True
        try:
            bar.setPageStep(max(self.viewport().height() - _STEP, _STEP))
            bar.setRange(0, self._flow.maximum)
            bar.setValue(self._flow.value)
        finally:
            self._is_adjusting = False
        self._place_widgets()
        self.viewport().update()
        self.moved.emit()

    def _place_widgets(self) -> None:
        left, width, value = self._left(), self._layouts.width, self._flow.value
        if self._lead is not None:
            self._lead.setGeometry(left, -value, width, self._flow.lead)
        if self._tail is not None:
            top = self._flow.content - self._flow.tail - value
            self._tail.setGeometry(left, top, width, self._flow.tail)

    def _measure_ends(self) -> None:
        width = self._layouts.width
        self._flow.lead = _height_at(self._lead, width)
        self._flow.tail = _height_at(self._tail, width)

    def _margin(self) -> int:
        return max(_MARGIN, self.verticalScrollBar().sizeHint().width())

    def _left(self) -> int:
        """Return the left edge of the content; the same whether the scroll bar is there or not."""
        return self._margin() - self.viewport().x()

    # What Qt tells

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Lay out again at another width; else only show more or less."""
        super().resizeEvent(event)
        self._is_sized = True
        if self._layouts.width != self.width() - 2 * self._margin():
            self.lay_out_again()
        else:
            self._settle()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Make room when what stands above or below the rows has grown or shrunk."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._measure_ends()
            self._settle()
        return super().viewportEvent(event)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:  # noqa: N802
        """Follow the scroll bar."""
        if self._is_adjusting:
            return
        bar, flow = self.verticalScrollBar(), self._flow
        distance = bar.value() - flow.value
        is_near = abs(distance) <= 2 * self.viewport().height()
        if is_near and not bar.isSliderDown():
            flow.scroll_by(distance)  # by what was moved, whatever turns out about heights above
        elif bar.value() >= bar.maximum():
            flow.sticks = True
        else:
            flow.scroll_to(bar.value())
        self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll by the pixels that the device tells, or by a few lines for each notch."""
        if event.pixelDelta().y():
            self._wheel_rest += event.pixelDelta().y()
        else:
            notches = event.angleDelta().y() / _WHEEL_NOTCH
            self._wheel_rest += notches * _STEPS_PER_NOTCH * _STEP
        whole = int(self._wheel_rest)
        self._wheel_rest -= whole
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - whole)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the rows that the event asks for."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wanted, left = event.rect(), self._left()
        ring = self._current if self._has_ring and self.hasFocus() else -1
        for row, top in self._placed:
            layout = self._layouts.layout(row)
            if top > wanted.bottom() or top + layout.height < wanted.top():
                continue
            painter.save()
            painter.translate(left, top)
            hovered = self._hovered[1] if self._hovered and self._hovered[0] == row else None
            clip = QRectF(wanted).translated(-left, -top)
            layout.paint(painter, clip, is_current=row == ring, hovered=hovered)
            painter.restore()


def _height_at(widget: QWidget | None, width: int) -> int:
    if widget is None or widget.isHidden():
        return 0
    height = widget.heightForWidth(width)
    return height if height >= 0 else widget.sizeHint().height()
