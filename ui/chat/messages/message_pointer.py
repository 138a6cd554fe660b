"""What the mouse does in the list: press what can be pressed, and select text.

A press counts where the button was pressed and released on the same thing, with nothing selected
in between. Dragging beyond the upper or the lower edge scrolls, the faster the further.
"""

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_selection import Grain, MessageSelection, spot_at
from ui.chat.messages.message_selection_text import offer_text, selected_text
from ui.chat.messages.message_view import MessageView
from ui.chat.text.message_links_open import described
from ui.models.tooltips import plain_tooltip

_SCROLL_EVERY = 30  # milliseconds
_SLOWEST, _FASTEST = 4, 60  # pixels each time


class MessagePointer(QObject):
    """The pointer over one list."""

    def __init__(self, view: MessageView, selection: MessageSelection) -> None:
        """Move the selection of *view*."""
        super().__init__(view)
        self._view, self._selection = view, selection
        self._pressed: tuple[int, Hit] | None = None
        self._is_selecting = False
        self._last = QPointF()
        self._doubled_at, self._doubled_on = -1, QPointF()
        self._scroll = QTimer(self, interval=_SCROLL_EVERY)
        self._scroll.timeout.connect(self._on_scroll)

    def moved(self, point: QPointF) -> None:
        """Light up what is under the pointer, or take the selection there."""
        self._last = point
        if self._is_selecting:
            self._select_to(point)
            return
        under = self._view.hit(point)
        self._view.set_hovered(under)
        self._view.viewport().setCursor(self._shape(point, under))

    def moved_under(self, point: QPointF) -> None:
        """Note that what is under a pointer at rest may be something else now."""
        if not self._is_selecting:
            self.moved(point)

    def left(self) -> None:
        """Note that the pointer is elsewhere."""
        self._view.set_hovered(None)
        if not self._is_selecting:
            self._view.viewport().unsetCursor()

    def pressed(self, event: QMouseEvent) -> None:
        """Take note of a press of the left button, and begin to select."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position()
        self._pressed = self._view.hit(point)
        row = self._view.row_under(point)
        if self._view.is_bubble(row):
            self._view.set_current_row(row)
        if self._pressed is None or self._pressed[1].kind == "link":
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            grain: Grain = "message" if self._is_third(event) else "character"
            self._begin(point, grain, extends=is_shifted)
        else:
            self._selection.clear()

    def pressed_twice(self, event: QMouseEvent) -> None:
        """Select the word that was pressed twice."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._doubled_at, self._doubled_on = event.timestamp(), event.position()
            self._begin(event.position(), "word", extends=False)

    def released(self, event: QMouseEvent) -> tuple[int, Hit] | None:
        """Return the row and what was pressed in it, or None."""
        if event.button() != Qt.MouseButton.LeftButton:
            return None
        self._is_selecting = False
        self._scroll.stop()
        pressed, self._pressed = self._pressed, None
        if self._selection.ends() is not None:
            offer_text(selected_text(self._view, self._selection))
            return None
        return pressed if pressed == self._view.hit(event.position()) else None

    def tell(self, event: QHelpEvent) -> bool:
        """Show where a link leads, or the whole name of a file; return whether there is one."""
        under = self._view.hit(QPointF(event.pos()))
        text = self._told(*under) if under is not None else ""
        if not text:
            QToolTip.hideText()
            return False
        QToolTip.showText(event.globalPos(), plain_tooltip(text), self._view.viewport())
        return True

    def _told(self, row: int, hit: Hit) -> str:
        if hit.kind == "link":
            return described(hit.address)
        message = self._view.model().message(row)
        if hit.kind == "file" and message is not None and int(hit.address) < len(message.media):
            return message.media[int(hit.address)].filename
        return ""

    def _is_third(self, event: QMouseEvent) -> bool:
        """Whether a press follows two others at the same place at once."""
        if self._doubled_at < 0:
            return False
        elapsed, self._doubled_at = event.timestamp() - self._doubled_at, -1
        distance = (event.position() - self._doubled_on).manhattanLength()
        is_near = distance < QApplication.startDragDistance()
        return is_near and elapsed <= QApplication.doubleClickInterval()

    def _begin(self, point: QPointF, grain: Grain, *, extends: bool) -> None:
        spot = spot_at(self._view, point)
        if spot is None:
            self._selection.clear()
            return
        self._is_selecting = True
        self._view.set_hovered(None)
        if extends:
            self._selection.extend(spot)
        else:
            self._selection.begin(spot, grain)

    def _select_to(self, point: QPointF) -> None:
        viewport = self._view.viewport()
        height = viewport.height()
        spot = spot_at(self._view, QPointF(point.x(), min(max(point.y(), 0), height - 1)))
        if spot is not None:
            self._selection.extend(spot)
        is_outside = not 0 <= point.y() < height
        if is_outside and not self._scroll.isActive():
            self._scroll.start()
        elif not is_outside:
            self._scroll.stop()

    def _on_scroll(self) -> None:
        height, bar = self._view.viewport().height(), self._view.verticalScrollBar()
        beyond = self._last.y() if self._last.y() < 0 else self._last.y() - height + 1
        step = min(max(int(abs(beyond)) // 2, _SLOWEST), _FASTEST)
        bar.setValue(bar.value() + (step if beyond > 0 else -step))
        self._select_to(self._last)

    def _shape(self, point: QPointF, under: tuple[int, Hit] | None) -> Qt.CursorShape:
        if under is not None:
            return Qt.CursorShape.PointingHandCursor
        row = self._view.row_under(point)
        met = self._view.part_at(row, point) if self._view.is_bubble(row) else None
        is_text = met is not None and met.part.is_over_text(point - met.origin)
        return Qt.CursorShape.IBeamCursor if is_text else Qt.CursorShape.ArrowCursor
