"""What a person does in a list of messages: with the mouse, the keyboard, and the menu.

Nothing is done to messages here; what is wanted is told by signals.
"""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from ui.chat.announcer import announce
from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_keys import MessageKeys
from ui.chat.messages.message_keys_targets import TargetKeys
from ui.chat.messages.message_layouts import RowLayouts
from ui.chat.messages.message_menu import MenuSubject, MessageMenu
from ui.chat.messages.message_pointer import MessagePointer
from ui.chat.messages.message_selection import MessageSelection
from ui.chat.messages.message_selection_text import copy_text, selected_text, whole_text
from ui.chat.messages.message_spoken import spoken_hit, spoken_row
from ui.chat.messages.message_view import MessageView
from ui.models.messages import MessageListModel
from webchat.side.strings import Strings

_Key = Qt.Key
_ENTER = frozenset({_Key.Key_Return, _Key.Key_Enter})
_BY_KEYBOARD = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)
_COMES_BACK = frozenset({Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason})


class GestureView(MessageView):
    """A list of messages that can be used.

    Signals:
        send_again_requested: A failed message, a MessageState, is to be sent again.
        discard_requested: A message that failed or is on its way is to be taken away.
        link_activated: An address (http, https or mailto) is to be opened.
        file_activated: A file is to be opened: a MessageState, and its place in ``media``.
        file_save_requested: A file is to be saved: a MessageState, and its place in ``media``.
        quoted: A text is to be quoted into the input.
        current_row_changed: The keyboard is at this row now, -1 for none.

    Attributes:
        can_quote: Whether there is an input to quote into.
    """

    send_again_requested = Signal(object)
    discard_requested = Signal(object)
    link_activated = Signal(str)
    file_activated = Signal(object, int)
    file_save_requested = Signal(object, int)
    quoted = Signal(str)
    current_row_changed = Signal(int)

    def __init__(
        self,
        model: MessageListModel,
        layouts: RowLayouts,
        strings: Strings,
        parent: QWidget | None = None,
    ) -> None:
        """Show *model*, whose rows *layouts* lays out, with the words of *strings*."""
        super().__init__(model, layouts, parent)
        self._strings = strings
        self.can_quote = True
        self._chosen = MessageSelection(self)
        self.selection = self._chosen
        self._pointer = MessagePointer(self, self._chosen)
        self._keys = MessageKeys(self, self._chosen)
        self._targets = TargetKeys(self, self._act, self._speak)

    def copy(self) -> None:
        """Put what is selected, else the current message, on the clipboard."""
        text = selected_text(self, self._chosen)
        if not text and self.is_bubble(self.current_row):
            text = whole_text(self.model(), self.current_row)
        if text:
            copy_text(text)

    def selectAll(self) -> None:  # noqa: N802  the name by which an Edit menu finds it
        """Select all messages that are loaded."""
        self._chosen.select_all()

    def clear_selection(self) -> None:
        """Select nothing."""
        self._chosen.clear()

    def set_current_row(self, row: int) -> None:
        """Put the keyboard at a row, -1 for none, and let a screen reader say it."""
        is_new = row != self.current_row
        super().set_current_row(row)
        if is_new:
            self._targets.leave()
            self.setAccessibleDescription(self.spoken(row) if self.is_bubble(row) else "")
            self.current_row_changed.emit(row)

    def spoken(self, row: int) -> str:
        """Return a row as a screen reader says it."""
        return spoken_row(self.model(), self._strings, row)

    def is_selected(self, row: int) -> bool:
        """Whether something of a row is selected."""
        return self._chosen.covers(row)

    # The mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Light up what can be pressed, or select."""
        self._pointer.moved(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take note of a press."""
        self.set_ring_visible(False)
        self._targets.leave()
        self._pointer.pressed(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Select a word."""
        self._pointer.pressed_twice(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Do what was pressed."""
        pressed = self._pointer.released(event)
        if pressed is not None:
            self._act(*pressed)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Note that the pointer has left; tell where a link leads."""
        if event.type() == QEvent.Type.Leave:
            self._pointer.left()
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self._pointer.tell(event)
        return super().viewportEvent(event)

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move, select, copy, go into a message, or offer what can be done with it."""
        self.set_ring_visible(True)
        if self._targets.pressed(event) or self._edits(event):
            return
        is_shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if not self._targets.enter():
                self._offer_at_current()
        elif event.key() == _Key.Key_Menu or (event.key() == _Key.Key_F10 and is_shifted):
            self._offer_at_current()
        elif event.key() == _Key.Key_Escape and (self._targets.come_out() or self._chosen.clear()):
            pass
        elif not self._keys.pressed(event):
            event.ignore()  # for the widget around it, such as Escape

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802
        """Within a message Tab goes on to its next part, and past the last one out of the list."""
        if self._targets.is_inside and self._targets.step(1 if is_next else -1):
            return True
        self._targets.leave()
        return super().focusNextPrevChild(is_next)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show where the keyboard is, if it was the keyboard that came here."""
        super().focusInEvent(event)
        if event.reason() in _COMES_BACK:
            return  # as it was before the menu, or another window
        by_keyboard = event.reason() in _BY_KEYBOARD
        self.set_ring_visible(by_keyboard)
        if by_keyboard:
            self._keys.focused()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Begin anew the next time: by then other messages are in sight."""
        super().focusOutEvent(event)
        if event.reason() not in _COMES_BACK:
            self._targets.leave()
            self.set_current_row(-1)

    def _edits(self, event: QKeyEvent) -> bool:
        """Copy or select all, if that is what the keys are for."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        else:
            return False
        return True

    # What can be done

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what can be done with the message under the pointer, or the current one."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._offer_at_current()
            return
        point = self.viewport().mapFromGlobal(event.globalPos()).toPointF()
        under = self.hit(point)
        address = under[1].address if under is not None and under[1].kind == "link" else ""
        self._offer(self.row_under(point), event.globalPos(), address)

    def _offer_at_current(self) -> None:
        if self.is_bubble(self.current_row):
            hit = self.focused[1] if self.focused is not None else None
            rect = self._current_rect() & self.viewport().rect()
            address = hit.address if hit is not None and hit.kind == "link" else ""
            self._offer(self.current_row, self.viewport().mapToGlobal(rect.center()), address)

    def _current_rect(self) -> QRect:
        return self.item_rect(self.model().index(self.current_row))

    def _offer(self, row: int, place: QPoint, address: str = "") -> None:
        """Open the menu of a message at a place of the screen."""
        if not self.is_bubble(row):
            return
        if row != self.current_row:
            self.set_current_row(row)
        addresses = (address,) if address else self.layout_of(row).addresses()
        message, text = self.model().message(row), whole_text(self.model(), row)
        has_selection = self._chosen.ends() is not None
        selected = partial(selected_text, self, self._chosen) if has_selection else None
        subject = MenuSubject(message, text, addresses, selected, self.can_quote)
        menu = MessageMenu(self._strings, subject, self)
        menu.again_requested.connect(self.send_again_requested)
        menu.discard_requested.connect(self.discard_requested)
        menu.link_activated.connect(self.link_activated)
        menu.file_opened.connect(self.file_activated)
        menu.file_saved.connect(self.file_save_requested)
        menu.quoted.connect(self.quoted)
        menu.all_selected.connect(self.selectAll)
        menu.popup(place)

    def _act(self, row: int, hit: Hit) -> None:
        message = self.model().message(row)
        if hit.kind == "link":
            self.link_activated.emit(hit.address)
        elif message is None:
            return
        elif hit.kind == "file":
            self.file_activated.emit(message, int(hit.address))
        elif hit.kind == "again":
            self.send_again_requested.emit(message)
        else:
            self.discard_requested.emit(message)

    def _speak(self, row: int, hit: Hit) -> None:
        announce(self, spoken_hit(self.model(), self._strings, row, hit))
