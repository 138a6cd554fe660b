"""The conversation of a side: its messages, and what a person does with them.

The list shows the store and emits what is wanted; the one thing it does by itself is to note what
was read. That is the case when the end is in sight, the list is visible and its window in use:
not while the widget is minimised, and not while somebody reads further up.
"""

from PySide6.QtCore import QEvent, QModelIndex, QPointF
from PySide6.QtGui import (
    QCursor,
    QGuiApplication,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from ui.bridge import until_destroyed
from ui.chat.announcer import announce
from ui.chat.component_frame import ComponentFrame
from ui.chat.messages.day_watch import DayWatch
from ui.chat.messages.message_arrivals import Arrivals
from ui.chat.messages.message_layouts import RowLayouts
from ui.chat.messages.message_list_accessible import make_accessible
from ui.chat.messages.message_list_gestures import GestureView
from ui.chat.messages.message_names import wording
from ui.chat.messages.message_paging import MessagePaging
from ui.chat.messages.message_style import SHAPES, MessageStyle
from ui.chat.messages.new_messages_button import NewMessagesButton
from ui.chat.messages.reading import Reading
from ui.chat.messages.typing_indicator import TypingIndicator
from ui.chat.messages.welcome_message import WelcomeMessage
from ui.chat.props import Props
from ui.chat.shown_channel import channel_selector
from ui.models.messages import MessageListModel
from ui.theme import WidgetTheme
from webchat.side.side import Side
from webchat.state import ChannelState

_BUTTON_ABOVE_END = 12


class MessageList(GestureView):
    """The messages of one channel."""

    def __init__(
        self, side: Side, parent: QWidget | None = None, *, sid: str | None = None
    ) -> None:
        """Show a conversation of *side*, now and as it goes on.

        Args:
            side: Whose it is.
            parent: The widget it stands in.
            sid: Sid of the channel; None is the engagement's.
        """
        channel = channel_selector(sid)
        model = MessageListModel(side.strings, now=side.clock.now, wording=wording(side))
        style = MessageStyle(WidgetTheme.instance().tokens, QApplication.font())
        layouts = RowLayouts(model, side, style)
        super().__init__(model, layouts, side.strings, parent)
        self._side, self._channel = side, channel
        self._arrivals = Arrivals(side.strings, model.texts.author, self._announce, self)
        self._has_markdown = Props.of(side).markdown
        self._reading = Reading(side)
        self._button = NewMessagesButton(self)
        self._welcome = WelcomeMessage(side)
        self._typing = ComponentFrame(
            side, "TypingIndicator", TypingIndicator(side, channel=channel)
        )
        self._paging = MessagePaging(side, self, channel)
        self.setObjectName("MessageList")
        self.set_ends(self._welcome, self._typing)
        self._watch()
        self._retranslate()
        self._dress()
        self._show_parts()
        self._on_channel(channel(side.store.state))
        make_accessible(self)

    def _watch(self) -> None:
        side = self._side
        self.moved.connect(self._on_moved)
        self.model().rowsInserted.connect(self._on_rows_inserted)
        self._button.clicked.connect(self.scroll_to_end)
        WidgetTheme.instance().changed.connect(self._dress)
        Props.of(side).changed.connect(self._on_props)
        DayWatch(side.clock, self).day_changed.connect(self.renew_texts)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_window_changed)
        until_destroyed(
            self,
            side.store.subscribe(self._channel, self._on_channel),
            side.strings.subscribe(self._retranslate),
            side.components.subscribe(self._show_parts),
        )

    # What the side tells

    def _on_channel(self, channel: ChannelState | None) -> None:
        self._show_parts()
        self.model().set_channel(channel, self._side.store.state.session.identity)
        self._arrivals.follow(channel, is_heard=self.window().isVisible())
        self._note_reading()

    def _announce(self, text: str, assertive: bool) -> None:
        """Say what is new; who has minimised the chat is told, but never interrupted."""
        is_seen = self.isVisible()
        announce(self if is_seen else self.window(), text, assertive=assertive and is_seen)

    def _retranslate(self) -> None:
        self.setAccessibleName(self._side.strings.render("MessageListLabel"))
        self._button.set_label(self._side.strings.render("NewMessagesBelow"))
        self.renew_texts()

    def _show_parts(self) -> None:
        """Leave out what a plugin has removed, the settings hide, or is not to be told yet."""
        props, is_removed = Props.of(self._side), self._side.components.is_removed
        channel = self._channel(self._side.store.state)
        is_whole = channel is None or not channel.has_older_messages
        wanted = (props.show_welcome_message and is_whole, props.show_typing_indicator)
        before = self._welcome.isHidden(), self._typing.isHidden()
        self._welcome.setHidden(not wanted[0] or is_removed("WelcomeMessage"))
        self._typing.setHidden(not wanted[1] or is_removed("TypingIndicator"))
        if before != (self._welcome.isHidden(), self._typing.isHidden()):
            self.measure_ends()

    def _on_props(self) -> None:
        """Follow another message style, or Markdown that was turned on or off."""
        if self._has_markdown != Props.of(self._side).markdown:
            self._has_markdown = not self._has_markdown
            self.clear_selection()  # its places count other characters now
        self._dress()

    def _dress(self) -> None:
        tokens = WidgetTheme.instance().tokens
        # On the viewport itself: a widget that a style sheet touches passes no palette on.
        colours = QPalette()
        colours.setColor(QPalette.ColorRole.Window, tokens.widget_window)
        self.viewport().setPalette(colours)
        self.set_style(self._style())

    def _style(self) -> MessageStyle:
        shape = SHAPES[Props.of(self._side).message_style]
        tokens = WidgetTheme.instance().tokens
        return MessageStyle(tokens, self.font(), shape=shape, is_mirrored=self.isRightToLeft())

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
            self._pointer.moved_under(QPointF(self.viewport().mapFromGlobal(QCursor.pos())))

    def _on_window_changed(self, _window: object) -> None:
        self._note_reading()

    def _note_reading(self) -> None:
        channel = self._channel(self._side.store.state)
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

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the button over the end of the list."""
        super().resizeEvent(event)
        self._place_button()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the font and the language."""
        super().changeEvent(event)
        if (
            event.type() == QEvent.Type.FontChange
            or event.type() == QEvent.Type.LayoutDirectionChange
        ):
            self.set_style(self._style())
        elif event.type() == QEvent.Type.LocaleChange:
            self.renew_texts()

    def _place_button(self) -> None:
        left = (self.width() - self._button.width()) // 2
        self._button.move(left, self.height() - self._button.height() - _BUTTON_ABOVE_END)
