"""The keyboard within one message: from link to file to button, and press them.

Enter goes in, also to the widgets of cards and plugins, and Escape comes out again; a message that
changes so that what the keyboard was at is gone lets go of it by itself.
"""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_part import Target
from ui.chat.messages.message_slots import stops
from ui.chat.messages.message_view import MessageView

_Key = Qt.Key
_PRESSES = frozenset({_Key.Key_Return, _Key.Key_Enter, _Key.Key_Space})
_AIR = 8.0


class TargetKeys:
    """What the keyboard is at within a message of one list."""

    def __init__(
        self,
        view: MessageView,
        press: Callable[[int, Hit], None],
        speak: Callable[[int, Hit], None],
    ) -> None:
        """Move ``view.focused``.

        Args:
            view: The list.
            press: Does what pressing something in a row means.
            speak: Tells what the keyboard is at now.
        """
        self._view, self._press, self._speak = view, press, speak

    @property
    def is_inside(self) -> bool:
        """Whether the keyboard is within a message."""
        return self._place() >= 0

    def enter(self) -> bool:
        """Go to the first thing in the current message; return whether there is one."""
        row = self._view.current_row
        if not self._view.is_bubble(row):
            return False
        layout = self._view.layout_of(row)
        if targets := layout.targets():
            self._go_to(row, targets[0])
            return True
        places = [one for widget, _rect in layout.widgets for one in stops(widget)]
        for one in places[:1]:
            one.setFocus(Qt.FocusReason.TabFocusReason)
        return bool(places)

    def come_out(self) -> bool:
        """Go from a widget within a message back to the message; return whether it was in one."""
        focus = QApplication.focusWidget()
        for row, _top in self._view.rows_in_sight():
            held = [widget for widget, _rect in self._view.layout_of(row).widgets]
            if focus is not None and any(one is focus or one.isAncestorOf(focus) for one in held):
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
                self._view.set_current_row(row)
                return True
        return False

    def leave(self) -> bool:
        """Go back to the message as a whole; return whether the keyboard was within one."""
        was_inside = self._view.focused is not None
        self._view.focused = None
        return was_inside

    def step(self, by: int) -> bool:
        """Go on to the next thing, or back; return whether there is one."""
        focused, place = self._view.focused, self._place()
        if focused is None or place < 0:
            return False
        targets = self._view.layout_of(focused[0]).targets()
        if not 0 <= place + by < len(targets):
            return False
        self._go_to(focused[0], targets[place + by])
        return True

    def pressed(self, event: QKeyEvent) -> bool:
        """Do what a key is for within a message; return False for any other key."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self.is_inside:
            return False
        forward = -1 if self._view.isRightToLeft() else 1
        steps = {
            _Key.Key_Up: -1,
            _Key.Key_Down: 1,
            _Key.Key_Left: -forward,
            _Key.Key_Right: forward,
        }
        if event.key() in steps:
            self.step(steps[_Key(event.key())])
        elif event.key() == _Key.Key_Escape:
            self.leave()
        elif event.key() in _PRESSES:
            if self._view.focused is not None:
                self._press(*self._view.focused)
        else:
            return False
        return True

    def _place(self) -> int:
        """Return which thing in its message the keyboard is at, -1 for none."""
        focused = self._view.focused
        if focused is None:
            return -1
        hits = [target.hit for target in self._view.layout_of(focused[0]).targets()]
        if focused[1] not in hits:
            self._view.focused = None
            return -1
        return hits.index(focused[1])

    def _go_to(self, row: int, target: Target) -> None:
        self._view.focused = (row, target.hit)
        self._bring_into_sight(row, target.rect)
        self._speak(row, target.hit)

    def _bring_into_sight(self, row: int, rect: QRectF) -> None:
        view, bar = self._view, self._view.verticalScrollBar()
        top = view.flow.top(row) + rect.top() - _AIR
        bottom = view.flow.top(row) + rect.bottom() + _AIR
        if top < 0:
            bar.setValue(bar.value() + int(top))
        elif bottom > view.viewport().height():
            bar.setValue(bar.value() + int(bottom - view.viewport().height()))
