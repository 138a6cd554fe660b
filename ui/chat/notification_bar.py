"""Notices over the top of the canvas.

A notice goes away by itself after eight seconds in which it could be read: the time stands still
under the pointer, while one of its buttons has the focus, and while the chat is minimised.
"""

from collections.abc import Container

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.announcer import announce
from ui.chat.components import Slot
from ui.chat.controls import ChatButton, IconButton
from ui.chat.labels import WrappedLabel
from ui.chat.props import Props
from ui.theme import WidgetTheme
from webchat.side.notifications import Notification, NotificationKind
from webchat.side.side import Side
from webchat.side.strings import Strings

STAY_MS = 8000
"""How long a notice stays (webchat-ui, section 6.9), in milliseconds."""

SHOWN = 3
"""How many stand at once; older ones come back as newer ones go."""

_AT_LEAST_MS = 2000
_ABOVE_ITEMS = 2  # what plugins have put there, and how many more there are
_CLOSE = 24
_MOST_LINES = 12
_ICONS: dict[NotificationKind, tuple[str, str]] = {
    "information": ("info", "notice_mark_information"),
    "success": ("circle-check", "notice_mark_success"),
    "warning": ("triangle-alert", "notice_mark_warning"),
    "error": ("circle-alert", "notice_mark_error"),
}


class NotificationBar(QWidget):
    """The newest notices of a side, the newest at the bottom.

    Signals:
        resized: It may need more or less room, or none, and has other buttons.
        emptied: The last notice went away while the focus was in it.
    """

    resized = Signal()
    emptied = Signal()

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._items: dict[int, NotificationItem] = {}
        self._announced = 0
        self.setObjectName("NotificationBar")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 0)
        self._column.setSpacing(4)
        parts = QVBoxLayout()
        self._column.addLayout(parts)
        self._slot = Slot(self, side, "NotificationBar", parts, ())
        self._waiting = QLabel(self)
        self._waiting.setObjectName("NotificationBar.Waiting")
        self._waiting.setProperty("chat", "notice-count")
        self._waiting.setTextFormat(Qt.TextFormat.PlainText)
        self._waiting.hide()
        self._column.addWidget(self._waiting, 0, Qt.AlignmentFlag.AlignHCenter)
        until_destroyed(
            self,
            side.notifications.subscribe(self._show),
            side.components.subscribe(self._show_or_hide),
            side.strings.subscribe(self._retranslate),
        )
        self._retranslate()
        self._show(side.notifications.active)

    def _show(self, active: tuple[Notification, ...]) -> None:
        shown = active[-SHOWN:] if Props.of(self._side).show_notification_bar else ()
        wanted = {one.id: one for one in shown}
        had_focus = self._drop(wanted)
        for place, notice in enumerate(shown):
            if notice.id not in self._items:
                item = NotificationItem(self._side, notice, self)
                self._items[notice.id] = item
                self._column.insertWidget(place + _ABOVE_ITEMS, item)
                item.show()
        self._count_waiting()
        self._show_or_hide()
        self.resized.emit()
        for notice in shown:
            self._announce(notice)
        if had_focus:
            self._pass_on_focus()

    def _drop(self, wanted: Container[int]) -> bool:
        """Take away the notices that are not *wanted*; return whether the focus was in one."""
        had_focus = False
        for notice_id in tuple(self._items):
            if notice_id not in wanted:
                item = self._items.pop(notice_id)
                had_focus = had_focus or item.has_focus()
                self._column.removeWidget(item)
                item.hide()
                item.deleteLater()
        return had_focus

    def _pass_on_focus(self) -> None:
        if self._items:
            self._items[max(self._items)].stops()[-1].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.emptied.emit()

    def _announce(self, notice: Notification) -> None:
        """Say what a notice says, once."""
        if notice.id > self._announced:
            self._announced = notice.id
            text = spoken(self._side.strings, notice)
            announce(self, text, assertive=notice.kind == "error")

    def _count_waiting(self) -> None:
        count = len(self._side.notifications.active) - len(self._items) if self._items else 0
        if count:
            text = self._side.strings.render("NotificationsWaiting", count=count)
            self._waiting.setText(text)
        self._waiting.setVisible(count > 0)

    def _retranslate(self) -> None:
        self.setAccessibleName(self._side.strings.render("NotificationBarLabel"))
        self._count_waiting()

    def _show_or_hide(self) -> None:
        """Be there for the notices, and for what plugins have put above them."""
        components = self._side.components
        is_replaced = components.replacement("NotificationBar") is not None
        for item in self._items.values():
            item.setVisible(not is_replaced)
        has_parts = is_replaced or bool(components.parts("NotificationBar"))
        self.setVisible(bool(self._items) or has_parts)
        self.place()

    def event(self, event: QEvent) -> bool:
        """Follow notices that have become higher or lower."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Show}:
            self.place()
        is_done = super().event(event)
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize}:
            self.resized.emit()
        return is_done

    def place(self) -> None:
        """Lie over the top of the canvas, as high as the notices need."""
        canvas = self.parentWidget()
        if canvas is None or self.isHidden():
            return
        width = canvas.width()
        follows = self._column.hasHeightForWidth()
        wanted = self._column.heightForWidth(width) if follows else self._column.sizeHint().height()
        self.setGeometry(0, 0, width, min(wanted, canvas.height()))
        self.raise_()


class NotificationItem(QFrame):
    """One notice: its kind, what it says, and what can be done about it."""

    def __init__(self, side: Side, notice: Notification, parent: QWidget) -> None:
        super().__init__(parent)
        self._side, self._notice = side, notice
        self._left_ms = STAY_MS
        self.setObjectName("NotificationBar.Item")
        self.setProperty("chat", "notice-item")
        self.setProperty("kind", notice.kind)
        self._icon = QLabel(self)
        self._icon.setFixedSize(16, _CLOSE)
        text = self._text = WrappedLabel("", self, max_lines=_MOST_LINES)
        text.setObjectName("NotificationBar.Text")
        text.setProperty("chat", "notice")
        text.setContentsMargins(0, 4, 0, 4)  # its first line stands level with the button
        self._close = IconButton(
            "NotificationBar.CloseButton", "x", "icon", "notice_text", _CLOSE, self
        )
        self._close.clicked.connect(self._dismiss)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 6, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._icon, 0, 0, top)
        grid.addWidget(text, 0, 1, top)
        grid.setColumnStretch(1, 1)
        if notice.action_label:
            grid.addWidget(
                self._action_button(notice.action_label), 1, 1, Qt.AlignmentFlag.AlignLeft
            )
        grid.addWidget(self._close, 0, 2, top)  # last, as Tab goes
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time_over)
        WidgetTheme.instance().changed.connect(self._draw_icon)
        until_destroyed(self, side.strings.subscribe(self._retranslate))
        self._draw_icon()
        self._retranslate()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Let the time run."""
        super().showEvent(event)
        self._resume()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Stop the time: nobody can read it."""
        self._pause()
        super().hideEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Stop the time under the pointer."""
        self._pause()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Let the time run on, long enough to come back."""
        self._left_ms = max(self._left_ms, _AT_LEAST_MS)
        self._resume()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Let Escape close it."""
        if event.key() == Qt.Key.Key_Escape:
            self._dismiss()
        else:
            super().keyPressEvent(event)

    def has_focus(self) -> bool:
        """Whether one of its buttons has the focus."""
        return any(stop.hasFocus() for stop in self.stops())

    def stops(self) -> list[QPushButton]:
        """Return where Tab stops in it: what can be done about it, then the way to close it."""
        buttons = self.findChildren(QPushButton)
        return sorted(buttons, key=lambda button: button is self._close)

    def _action_button(self, label: str) -> ChatButton:
        button = ChatButton("NotificationBar.ActionButton", "notice", self)
        button.set_label(label)
        button.clicked.connect(self._on_action)
        return button

    def _pause(self) -> None:
        if self._timer.isActive():
            self._left_ms = max(self._timer.remainingTime(), 0)
            self._timer.stop()

    def _resume(self) -> None:
        if self.isVisible() and not self._notice.is_sticky:
            self._timer.start(self._left_ms)

    def _on_time_over(self) -> None:
        if self.underMouse() or self.has_focus():
            self._timer.start(_AT_LEAST_MS)
        else:
            self._dismiss()

    def _dismiss(self) -> None:
        self._side.notifications.dismiss(self._notice.id)

    def _on_action(self) -> None:
        notice = self._notice
        self._dismiss()
        if notice.on_action is not None:
            with self._side.actions.as_origin("NotificationBar"):
                notice.on_action()

    def _retranslate(self) -> None:
        strings = self._side.strings
        message = strings.sentence(self._notice.text)
        text = strings.render("NotificationMessage", message=message)
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.setAccessibleName(spoken(strings, self._notice))
        self._close.set_label(strings.render("NotificationClose"))

    def _draw_icon(self) -> None:
        name, tint = _ICONS[self._notice.kind]
        icon = WidgetTheme.instance().icon(name, 16, tint)
        self._icon.setPixmap(icon.pixmap(QSize(16, 16), self.devicePixelRatioF()))


def spoken(strings: Strings, notice: Notification) -> str:
    """Return a notice as a screen reader says it: its kind first."""
    message = strings.sentence(notice.text)
    return strings.render(f"Notification{notice.kind.capitalize()}", message=message)
