"""What the mouse does in the list: links and buttons light up, and are pressed."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from ui.chat.message_hit import Hit
from ui.chat.message_view import MessageView


class MessagePointer:
    """The pointer over one list.

    A press counts where the button was pressed and released on the same thing.
    """

    def __init__(self, view: MessageView) -> None:
        self._view = view
        self._pressed: tuple[int, Hit] | None = None

    def moved(self, point: QPointF) -> None:
        """Light up what is under the pointer."""
        under = self._view.hit(point)
        self._view.set_hovered(under)
        shape = Qt.CursorShape.ArrowCursor if under is None else Qt.CursorShape.PointingHandCursor
        self._view.viewport().setCursor(shape)

    def left(self) -> None:
        """Note that the pointer is elsewhere."""
        self._view.set_hovered(None)
        self._view.viewport().unsetCursor()

    def pressed(self, event: QMouseEvent) -> None:
        """Take note of a press of the left button."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._view.hit(event.position())
            row = self._view.row_under(event.position())
            if self._view.is_bubble(row):
                self._view.set_current_row(row)

    def released(self, event: QMouseEvent) -> tuple[int, Hit] | None:
        """Return the row and what was pressed in it, or None."""
        if event.button() != Qt.MouseButton.LeftButton:
            return None
        pressed, self._pressed = self._pressed, None
        return pressed if pressed == self._view.hit(event.position()) else None
