"""What the keyboard does in the list: from message to message, by pages, and to the ends.

With Shift the selection goes along, message by message.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.chat.messages.message_selection import MessageSelection, Spot
from ui.chat.messages.message_view import MessageView

_Key = Qt.Key
_SELECTS = frozenset({_Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End})


class MessageKeys:
    """The keyboard in one list; Tab goes past it as past any control."""

    def __init__(self, view: MessageView, selection: MessageSelection) -> None:
        """Move the current row of *view*, and its selection."""
        self._view, self._selection = view, selection

    def pressed(self, event: QKeyEvent) -> bool:
        """Do what a key is for; return False for a key that is for nothing here."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_selecting = held == Qt.KeyboardModifier.ShiftModifier and event.key() in _SELECTS
        if held and not is_selecting:
            return False
        moves: dict[int, Callable[[], None]] = {
            _Key.Key_Up: lambda: self._step(-1),
            _Key.Key_Down: lambda: self._step(1),
            _Key.Key_PageUp: lambda: self._page(-1),
            _Key.Key_PageDown: lambda: self._page(1),
            _Key.Key_Home: self._to_start,
            _Key.Key_End: self._to_end,
        }
        move = moves.get(event.key())
        if move is None:
            return False
        if is_selecting:
            self._select_by(event.key(), move)
        else:
            move()
        return True

    def focused(self) -> None:
        """Begin at the last message in sight."""
        if not self._view.is_bubble(self._view.current_row):
            self._view.set_current_row(self._in_sight(is_first=False))

    def _select_by(self, key: int, move: Callable[[], None]) -> None:
        """Move, and take the selection from the message left to the one arrived at."""
        self.focused()
        before = self._view.current_row
        if before < 0:
            return
        if not self._selection.covers(before):
            self._selection.begin(Spot(before, 0, 0), "message")
        if key == _Key.Key_Up:
            self._go_to(max(self._next(before - 1, -1), 0))
        elif key == _Key.Key_Down:
            after = self._next(before + 1, 1)
            self._go_to(after if after >= 0 else before)
        else:
            move()
        if self._view.is_bubble(self._view.current_row):
            self._selection.extend(Spot(self._view.current_row, 0, 0), "message")

    def _step(self, by: int) -> None:
        view = self._view
        if self._reads_on(by):
            return
        row = view.current_row
        row = self._in_sight(is_first=False) if row < 0 else self._next(row + by, by)
        if row >= 0:
            self._go_to(row)
        else:
            self._scroll(by * view.verticalScrollBar().singleStep())

    def _reads_on(self, by: int) -> bool:
        """Scroll within a message that is taller than the list, before leaving it."""
        view, bar = self._view, self._view.verticalScrollBar()
        if view.current_row < 0:
            return False
        rect = view.item_rect(view.model().index(view.current_row))
        hidden = -rect.top() if by < 0 else rect.bottom() + 1 - view.viewport().height()
        if hidden <= 0 or rect.height() <= view.viewport().height():
            return False
        self._scroll(by * min(hidden, bar.singleStep() * 2))
        return True

    def _page(self, by: int) -> None:
        self._scroll(by * self._view.verticalScrollBar().pageStep())
        self._view.set_current_row(self._in_sight(is_first=by < 0))

    def _to_start(self) -> None:
        self._view.scroll_to_start()
        self._view.set_current_row(self._next(0, 1))

    def _to_end(self) -> None:
        self._view.scroll_to_end()
        self._view.set_current_row(self._next(self._view.model().rowCount() - 1, -1))

    def _scroll(self, distance: int) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + distance)

    def _go_to(self, row: int) -> None:
        view = self._view
        view.set_current_row(row)
        index = view.model().index(row)
        if view.item_rect(index).height() > view.viewport().height():
            view.scroll_to(index)
        elif row == self._next(0, 1):
            view.scroll_to_start()  # with all that stands above the first one
        elif row == self._next(view.model().rowCount() - 1, -1):
            view.scroll_to_end()
        else:
            view.scroll_to(index)

    def _next(self, row: int, by: int) -> int:
        """Return the first bubble from *row* on, in steps of *by*; -1 for none."""
        while 0 <= row < self._view.model().rowCount():
            if self._view.is_bubble(row):
                return row
            row += by
        return -1

    def _in_sight(self, *, is_first: bool) -> int:
        """Return the first or last bubble in sight, one that is wholly so if there is; or -1."""
        view, height = self._view, self._view.viewport().height()
        rows = [placed.row for placed in view.rows_in_sight() if view.is_bubble(placed.row)]
        rects = {row: view.item_rect(view.model().index(row)) for row in rows}
        whole = [row for row in rows if rects[row].top() >= 0 and rects[row].bottom() < height]
        found = whole or rows or [-1]
        return found[0 if is_first else -1]
