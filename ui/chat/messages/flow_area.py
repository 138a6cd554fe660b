"""A scroll area whose rows stand in a :class:`~ui.chat.messages.message_flow.Flow`.

Qt's scroll areas count from the top and trust the total height. Here the flow decides what is in
sight, and the scroll bar is told; only what a person does with the bar is taken from it. The width
of the content is the same whether the bar is there or not, so that nothing wraps anew, and nothing
oscillates, when it appears.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ui.chat.messages.message_flow import Flow, Placed
from ui.chat.messages.message_heights import Guess

_MARGIN = 12
_RING = 3  # around a row at the right edge, which the scroll bar must not cut off
_STEP = 40
_WHEEL_NOTCH = 120
_STEPS_PER_NOTCH = 3
_PIXELS_UNRELIABLE = ("xcb",)  # as Qt says of QWheelEvent.pixelDelta on X11


class FlowArea(QAbstractScrollArea):
    """Rows between a widget at the top and one at the bottom, all of which scroll.

    Everything is put in place when something has changed; painting only paints.

    Signals:
        moved: Other rows may be in sight now, or in other places.
    """

    moved = Signal()

    def __init__(
        self,
        measure: Callable[[int], int],
        guess: Callable[[int, int], Guess],
        parent: QWidget | None = None,
    ) -> None:
        """Make an area without rows.

        Args:
            measure: Lays a row out and returns its height.
            guess: Returns about how tall the rows from one number up to another are.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self.flow = Flow(measure, guess)
        self._placed: list[Placed] = []
        self._lead: QWidget | None = None
        self._tail: QWidget | None = None
        self._content_width = 0
        self._is_adjusting = False
        self._wheel_rest = 0.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(_STEP)

    @property
    def content_width(self) -> int:
        """Width of a row, in pixels; 0 until the area has its first size."""
        return self._content_width

    @property
    def content_left(self) -> int:
        """Where a row begins in the viewport."""
        margin = self._bar_margin() if self.isRightToLeft() else _MARGIN
        return margin - self.viewport().x()

    def scroll_to_row(self, row: int) -> None:
        """Bring the top of a row into sight; nothing moves when it is."""
        if self.flow.top(row) < 0:
            self.flow.show_row(row)
        self.settle()

    def scroll_to_start(self) -> None:
        """Bring the start into sight, with what stands above the first row."""
        self.flow.scroll_to(0)
        self.settle()

    def scroll_to_end(self) -> None:
        """Bring the end into sight, and keep it there while rows are added."""
        self.flow.sticks = True
        self.settle()

    @property
    def is_at_end(self) -> bool:
        """Whether the end is in sight."""
        return self.flow.sticks

    def rows_in_sight(self) -> tuple[Placed, ...]:
        """Return the rows in sight, from the top."""
        return tuple(self._placed)

    # What a subclass tells

    def set_ends(self, lead: QWidget, tail: QWidget) -> None:
        """Put a widget above the first row and one below the last; they scroll with the rows."""
        self._lead, self._tail = lead, tail
        for widget in (lead, tail):
            widget.setParent(self.viewport())

    def settle(self) -> None:
        """Put rows, widgets and the scroll bar in place."""
        if not self._content_width:
            return
        self.flow.resize(self.viewport().height())
        self._placed = self.flow.settle()
        bar = self.verticalScrollBar()
        was_adjusting, self._is_adjusting = self._is_adjusting, True
        try:
            bar.setPageStep(max(self.viewport().height() - _STEP, _STEP))
            bar.setRange(0, self.flow.maximum)
            bar.setValue(self.flow.value)
        finally:
            self._is_adjusting = was_adjusting  # showing the bar resizes, and so comes here again
        self._place_widgets()
        self.viewport().update()
        self.moved.emit()

    def _place_widgets(self) -> None:
        left, width, value = self.content_left, self._content_width, self.flow.value
        if self._lead is not None:
            self._lead.setGeometry(left, -value, width, self.flow.lead)
        if self._tail is not None:
            top = self.flow.content - self.flow.tail - value
            self._tail.setGeometry(left, top, width, self.flow.tail)

    def _measure_ends(self) -> None:
        width = self._content_width
        self.flow.lead = _height_at(self._lead, width)
        self.flow.tail = _height_at(self._tail, width)

    def measure_ends(self) -> None:
        """Make room for what stands above and below the rows, now that it may have changed."""
        if self._content_width:
            self._measure_ends()
            self.settle()

    def _bar_margin(self) -> int:
        return max(_MARGIN, self.verticalScrollBar().sizeHint().width()) + _RING

    def lay_out_again(self) -> None:
        """Put rows of new heights in place; a subclass renews its guesses first."""
        if self._content_width:
            self._measure_ends()
            self.settle()

    # What Qt tells

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Lay out again at another width; else only show more or less."""
        super().resizeEvent(event)
        width = max(1, self.width() - _MARGIN - self._bar_margin())
        if self._content_width != width:
            self._content_width = width
            self.lay_out_again()
        else:
            self.settle()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Make room when what stands above or below the rows has grown or shrunk."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.measure_ends()
        return super().viewportEvent(event)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:  # noqa: N802
        """Follow the scroll bar."""
        if self._is_adjusting:
            return
        bar, flow = self.verticalScrollBar(), self.flow
        distance = bar.value() - flow.value
        is_near = abs(distance) <= 2 * self.viewport().height()
        if is_near and not bar.isSliderDown():
            flow.scroll_by(distance)  # by what was moved, whatever turns out about heights above
        elif bar.value() >= bar.maximum():
            flow.sticks = True
        else:
            flow.scroll_to(bar.value())
        self.settle()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll by the pixels that the device tells, or by a few lines for each notch."""
        pixels = event.pixelDelta().y()
        if pixels and QGuiApplication.platformName() not in _PIXELS_UNRELIABLE:
            self._wheel_rest += pixels
        else:
            notches = event.angleDelta().y() / _WHEEL_NOTCH
            self._wheel_rest += notches * _STEPS_PER_NOTCH * _STEP
        whole = int(self._wheel_rest)
        self._wheel_rest -= whole
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - whole)
        event.accept()


def _height_at(widget: QWidget | None, width: int) -> int:
    if widget is None or widget.isHidden():
        return 0
    height = widget.heightForWidth(width)
    return height if height >= 0 else widget.sizeHint().height()
