"""The conversation of a side: its messages, and what a person does with them.

The list shows the store and emits what is wanted; the one thing it does by itself is to note what
was read. That is the case when the end is in sight, the list is visible and its window in use:
not while the widget is minimised, and not while somebody reads further up.
"""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from ui.bridge import until_destroyed
from ui.chat.day_watch import DayWatch
from ui.chat.message_hit import Hit
from ui.chat.message_keys import MessageKeys
from ui.chat.message_layouts import RowLayouts
from ui.chat.message_menu import MessageMenu, copy_text
from ui.chat.message_pointer import MessagePointer
from ui.chat.message_style import MessageStyle
from ui.chat.message_view import MessageView
from ui.chat.new_messages_button import NewMessagesButton
from ui.chat.reading import Reading
from ui.chat.shown_channel import shown_channel
from ui.chat.typing_indicator import TypingIndicator
from ui.chat.welcome_message import WelcomeMessage
from ui.models.messages import MessageListModel
from ui.theme import WidgetTheme
from webchat.side.side import Side
from webchat.state import ChannelState

_BUTTON_ABOVE_END = 12
_MENU_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MessageList(MessageView):
    """The messages of the engagement.

    Signals:
        send_again_requested: A failed message, a MessageState, is to be sent again.
        discard_requested: A failed message, a MessageState, is to be taken away.
        link_activated: An address (http, https or mailto) is to be opened.
    """

    send_again_requested = Signal(object)
    discard_requested = Signal(object)
    link_activated = Signal(str)

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        """Show the conversation of *side*, now and as it goes on."""
        model = MessageListModel(side.strings, now=side.clock.now)
        style = MessageStyle(WidgetTheme.instance().tokens, QApplication.font())
        layouts = RowLayouts(model, side.strings, style)
        super().__init__(model, layouts, parent)
        self._side = side
        self._keys, self._pointer = MessageKeys(self), MessagePointer(self)
        self._reading = Reading(side)
        self._button = NewMessagesButton(self)
        self._welcome, self._typing = WelcomeMessage(side), TypingIndicator(side)
        self.setObjectName("MessageList")
        self.set_ends(self._welcome, self._typing)
        self._watch()
        self._retranslate()
        self._dress()
        self._show_parts()
        self._on_channel(shown_channel(side.store.state))

    def _watch(self) -> None:
        side = self._side
        self.moved.connect(self._on_moved)
        self.model().rowsInserted.connect(self._on_rows_inserted)
        self._button.clicked.connect(self.scroll_to_end)
        WidgetTheme.instance().changed.connect(self._dress)
        DayWatch(side.clock, self).day_changed.connect(self.renew_texts)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_window_changed)
        until_destroyed(
            self,
            side.store.subscribe(shown_channel, self._on_channel),
            side.strings.subscribe(self._retranslate),
            side.components.subscribe(self._show_parts),
        )

    # What the side tells

    def _on_channel(self, channel: ChannelState | None) -> None:
        self.model().set_channel(channel, self._side.store.state.session.identity)
        self._note_reading()

    def _retranslate(self) -> None:
        self.setAccessibleName(self._side.strings.render("MessageListLabel"))
        self._button.set_label(self._side.strings.render("NewMessagesBelow"))
        self.renew_texts()

    def _show_parts(self) -> None:
        """Leave out what a plugin has removed."""
        is_removed = self._side.components.is_removed
        for part in (self._welcome, self._typing):
            part.setHidden(is_removed(part.objectName()))
        self.lay_out_again()

    def _dress(self) -> None:
        tokens = WidgetTheme.instance().tokens
        # On the viewport itself: a widget that a style sheet touches passes no palette on.
        colours = QPalette()
        colours.setColor(QPalette.ColorRole.Window, tokens.widget_window)
        self.viewport().setPalette(colours)
        self.set_style(MessageStyle(tokens, self.font()))

    # What was seen

    def _on_rows_inserted(self, _parent: QModelIndex, _first: int, last: int) -> None:
        model = self.model()
        is_newest = last == model.rowCount() - 1
        if is_newest and not self.is_at_end and model.message(last) is not None:
            self._button.setVisible(not model.is_own(last))

    def _on_moved(self) -> None:
        if self.is_at_end:
            self._button.hide()
            self._note_reading()
        if self.viewport().underMouse():  # something else may be under a pointer at rest
            self._pointer.moved(QPointF(self.viewport().mapFromGlobal(QCursor.pos())))

    def _on_window_changed(self, _window: object) -> None:
        self._note_reading()

    def _note_reading(self) -> None:
        channel = shown_channel(self._side.store.state)
        if channel is not None and self.is_at_end and self._is_looked_at():
            self._reading.note(channel)

    def _is_looked_at(self) -> bool:
        window = self.window()
        return self.isVisible() and window.isActiveWindow() and not window.isMinimized()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Open at the end, or at the first unread message if that is further up."""
        super().showEvent(event)
        self.model().mark_new()
        new = self.model().row_of_new()
        if new >= 0 and self.is_at_end:
            self.scroll_to_row(new)
        self._note_reading()

    # What a person does

    def copy(self) -> None:
        """Put the text of the current message on the clipboard; an Edit menu calls this too."""
        if self.is_bubble(self.current_row):
            copy_text(self.model().body(self.current_row))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Light up what can be pressed."""
        self._pointer.moved(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take note of a press."""
        self.set_ring_visible(False)
        self._pointer.pressed(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Do what was pressed."""
        pressed = self._pointer.released(event)
        if pressed is not None:
            self._act(*pressed)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Note that the pointer has left."""
        if event.type() == QEvent.Type.Leave:
            self._pointer.left()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move, copy, or offer what can be done with the current message."""
        self.set_ring_visible(True)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _MENU_KEYS:
            self._offer_at_current()
        elif not self._keys.pressed(event):
            event.ignore()  # for the widget around it, such as Escape

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show where the keyboard is, if it was the keyboard that came here."""
        super().focusInEvent(event)
        by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self.set_ring_visible(by_keyboard)
        if by_keyboard:
            self._keys.focused()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Begin anew the next time: by then other messages are in sight."""
        super().focusOutEvent(event)
        if event.reason() not in {
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        }:
            self.set_current_row(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Offer what can be done with the message under the pointer, or the current one."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._offer_at_current()
            return
        place = self.viewport().mapFromGlobal(event.globalPos())
        self._offer(self.row_under(place.toPointF()), event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the button over the end of the list."""
        super().resizeEvent(event)
        self._place_button()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the font and the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.set_style(MessageStyle(WidgetTheme.instance().tokens, self.font()))
        elif event.type() == QEvent.Type.LocaleChange:
            self.renew_texts()

    def _place_button(self) -> None:
        left = (self.width() - self._button.width()) // 2
        self._button.move(left, self.height() - self._button.height() - _BUTTON_ABOVE_END)

    def _act(self, row: int, hit: Hit) -> None:
        message = self.model().message(row)
        if hit.kind == "link":
            self.link_activated.emit(hit.address)
        elif hit.kind == "again":
            self.send_again_requested.emit(message)
        else:
            self.discard_requested.emit(message)

    def _offer_at_current(self) -> None:
        if self.is_bubble(self.current_row):
            rect = self.item_rect(self.model().index(self.current_row))
            visible = rect & self.viewport().rect()
            self._offer(self.current_row, self.viewport().mapToGlobal(visible.center()))

    def _offer(self, row: int, place: QPoint) -> None:
        """Open the menu of a message at a place of the screen."""
        if not self.is_bubble(row):
            return
        self.set_current_row(row)
        menu = MessageMenu(
            self._side.strings,
            self.model().message(row),
            self.model().body(row),
            self.layout_of(row).addresses(),
            self,
        )
        menu.again_requested.connect(self.send_again_requested)
        menu.discard_requested.connect(self.discard_requested)
        menu.link_activated.connect(self.link_activated)
        menu.popup(place)
