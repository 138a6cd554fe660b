"""The list as a screen reader finds it: a list whose items are the messages.

The list paints its rows itself, so Qt knows nothing of them. Here each row gets an interface of its
own when it is asked for: its name is the message as it is spoken, its place is where it is drawn,
and it says whether it has the keyboard. Qt keeps what it was given until it is told otherwise, and
deletes it then; until that moment it is held here too, since Python would delete it earlier.

Nothing is made, and nothing costs anything, while no screen reader asks. Seen to work with the
binding that is required here and AT-SPI: a list with one item for each row.
"""

from typing import Any
from weakref import WeakSet

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.chat.messages.message_list_gestures import GestureView

_Role = QAccessible.Role
_Text = QAccessible.Text
_TOLD = 50  # rows that come at once
_lists: dict[int, "_ListInterface"] = {}
_whole: WeakSet[GestureView] = WeakSet()  # lists that are built, and can be asked
_is_installed = False


def make_accessible(view: GestureView) -> None:
    """Let a screen reader find the messages of *view*, as long as it lives."""
    global _is_installed  # noqa: PLW0603  Qt takes the factory once, for the whole program
    if not _is_installed:
        QAccessible.installFactory(_make)
        _is_installed = True
    if QAccessible.isActive():  # Qt has made one of its own while the list was being built
        made = QAccessible.queryAccessibleInterface(view)
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(made))
    _whole.add(view)
    follower = _Follower(view)
    view.current_row_changed.connect(follower.on_row)
    view.model().rowsInserted.connect(follower.on_inserted)


class _Follower(QObject):
    """Tells a screen reader when the keyboard goes to another message, or some have come."""

    def __init__(self, view: GestureView) -> None:
        super().__init__(view)
        self._view = view

    def on_row(self, row: int) -> None:
        """Say that a row has the keyboard now."""
        if QAccessible.isActive() and self._view.hasFocus():
            QAccessible.queryAccessibleInterface(self._view)  # makes it, the first time
            self._tell(row, QAccessible.Event.Focus)

    def on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Say that rows have come; of very many it is enough that they are found."""
        if QAccessible.isActive() and last - first < _TOLD:
            for row in range(first, last + 1):
                self._tell(row, QAccessible.Event.ObjectCreated)

    def _tell(self, row: int, event: QAccessible.Event) -> None:
        found = _lists.get(id(self._view))
        item = found.item(row) if found is not None else None
        if item is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(item, event))


def _make(_key: str, owner: QObject) -> QAccessibleInterface | None:
    """Return the interface of a list that is new to Qt; other objects have Qt's own."""
    if not isinstance(owner, GestureView) or owner not in _whole:
        return None
    _lists[id(owner)] = made = _ListInterface(owner)
    owner.destroyed.connect(made.forget)
    return made


class _ListInterface(QAccessibleInterface):
    """A list of messages."""

    def __init__(self, view: GestureView) -> None:
        super().__init__()
        self._view, self._key = view, id(view)
        self._items: dict[int, _ItemInterface] = {}  # by the number that Qt knows it by
        self._rows: dict[str, _ItemInterface] = {}

    def forget(self) -> None:
        """Let everything go: the list is destroyed."""
        for number in self._items:
            QAccessible.deleteAccessibleInterface(number)
        self._items.clear()
        self._rows.clear()
        _lists.pop(self._key, None)

    def item(self, row: int) -> "_ItemInterface | None":
        """Return the interface of a row, None for no row."""
        model = self._view.model()
        if not 0 <= row < model.rowCount():
            return None
        message = model.message(row)
        key = message.sid if message is not None else f"{id(model.row(row))}"
        known = self._rows.get(key)
        if known is None:
            known = self._rows[key] = _ItemInterface(self, self._view)
            self._items[QAccessible.registerAccessibleInterface(known)] = known
        known.index = QPersistentModelIndex(model.index(row))
        return known

    def isValid(self) -> bool:  # noqa: N802  Qt's name
        return isValid(self._view)

    def object(self) -> QObject:
        return self._view

    def role(self) -> QAccessible.Role:
        return _Role.List

    def text(self, kind: QAccessible.Text) -> str:
        if kind == _Text.Name:
            return self._view.accessibleName()
        return self._view.accessibleDescription() if kind == _Text.Description else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:  # noqa: N802
        """Change nothing: a message is not edited here."""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.focused = self._view.hasFocus()
        state.invisible = not self._view.isVisible()
        return state

    def rect(self) -> QRect:
        return _on_screen(self._view, self._view.rect())

    def parent(self) -> Any:
        around = self._view.parentWidget()
        return QAccessible.queryAccessibleInterface(around) if around is not None else None

    def window(self) -> QWindow:
        return self._view.window().windowHandle()

    def childCount(self) -> int:  # noqa: N802
        return self._view.model().rowCount()

    def child(self, index: int) -> Any:
        return self.item(index)

    def childAt(self, x: int, y: int) -> Any:  # noqa: N802
        point = self._view.viewport().mapFromGlobal(QRect(x, y, 1, 1).topLeft())
        return self.item(self._view.row_under(point.toPointF()))

    def indexOfChild(self, child: QAccessibleInterface) -> int:  # noqa: N802
        return child.row() if isinstance(child, _ItemInterface) else -1

    def focusChild(self) -> Any:  # noqa: N802
        return self.item(self._view.current_row) if self._view.hasFocus() else None


class _ItemInterface(QAccessibleInterface):
    """A message, or a line between messages."""

    def __init__(self, around: _ListInterface, view: GestureView) -> None:
        super().__init__()
        self._around, self._view = around, view
        self.index = QPersistentModelIndex(QModelIndex())

    def row(self) -> int:
        """Return where it is now, -1 when it is gone."""
        return self.index.row() if self.index.isValid() else -1

    def isValid(self) -> bool:  # noqa: N802
        return isValid(self._view) and self.index.isValid()

    def object(self) -> Any:
        return None

    def role(self) -> QAccessible.Role:
        return _Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        return self._view.spoken(self.row()) if kind == _Text.Name and self.isValid() else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:  # noqa: N802
        """Change nothing: a message is not edited here."""

    def state(self) -> QAccessible.State:
        state, row = QAccessible.State(), self.row()
        state.focusable = self._view.is_bubble(row)
        state.focused = self._view.hasFocus() and row == self._view.current_row
        state.offscreen = not any(one.row == row for one in self._view.rows_in_sight())
        state.selectable = True
        state.selected = self._view.is_selected(row)
        return state

    def rect(self) -> QRect:
        place = self._view.item_rect(self._view.model().index(self.row()))
        return _on_screen(self._view.viewport(), place)

    def parent(self) -> QAccessibleInterface:
        return self._around

    def childCount(self) -> int:  # noqa: N802
        return 0

    def child(self, _index: int) -> Any:
        return None

    def childAt(self, _x: int, _y: int) -> Any:  # noqa: N802
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:  # noqa: N802
        return -1

    def window(self) -> QWindow:
        return self._view.window().windowHandle()


def _on_screen(widget: QWidget, rect: QRect) -> QRect:
    return QRect(widget.mapToGlobal(rect.topLeft()), rect.size())
