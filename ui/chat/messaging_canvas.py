"""The conversation: messages, who is typing, and below them what there is to do.

What a person wants of a message is turned into actions here, or handed to who serves it: links to
:mod:`ui.chat.text.message_links_open`, files to :mod:`ui.chat.media.media_download`.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.cards.function_form_sheet import FunctionFormSheet
from ui.chat.component_frame import ComponentFrame
from ui.chat.components import BuiltIn, Slot
from ui.chat.input.file_attachment_drop_area import FileAttachmentDropArea
from ui.chat.input.message_input import MessageInput
from ui.chat.input.text_area import plain
from ui.chat.message_canvas_tray import MessageCanvasTray
from ui.chat.messages.message_list import MessageList
from ui.chat.props import Props
from ui.chat.text.message_links_open import open_address
from webchat.chat.actions import send_again
from webchat.model import ChannelStatus
from webchat.side.side import Side
from webchat.state import MessageState, State

if TYPE_CHECKING:
    from ui.chat.media.media_download import MediaDownload

_WITH = Qt.KeyboardModifier
_COMMANDS = _WITH.ControlModifier | _WITH.AltModifier | _WITH.MetaModifier


class _Parts(NamedTuple):
    messages: MessageList
    entry: MessageInput
    tray: MessageCanvasTray


class MessagingCanvas(QWidget):
    """One channel; empty until the store knows it.

    An active channel has the MessageInput below its messages, an ended one what the properties
    ``hideFooterOnInactive`` and ``showTrayOnInactive`` say: nothing, the MessageCanvasTray, or the
    input, which takes nothing any more.
    """

    def __init__(
        self,
        side: Side,
        sid: str,
        parent: QWidget | None = None,
        *,
        tools: Sequence[BuiltIn] = (),
    ) -> None:
        """Show a channel.

        Args:
            side: Who reads and writes.
            sid: The channel.
            parent: The widget it stands in.
            tools: What the MessageInput has besides its own, see there.
        """
        super().__init__(parent)
        self._side, self._sid, self._tools = side, sid, tools
        self.setObjectName("MessagingCanvas")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._parts: _Parts | None = None
        status = _status_of(sid)
        until_destroyed(
            self,
            side.store.subscribe(status, self._on_status),
            side.strings.subscribe(self._retranslate),
        )
        self._retranslate()
        self._on_status(status(side.store.state))

    def focus_first(self) -> None:
        """Put the focus where the person goes on."""
        if self._parts is None:
            return
        messages, entry, tray = self._parts
        if not tray.isHidden():
            tray.focus_first()
        elif entry.isHidden() or not entry.isEnabled():
            messages.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            entry.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """From the messages, Escape and whatever is typed lead back to the input."""
        is_among_messages = self._parts is not None and self._parts.messages.hasFocus()
        if self._parts is None or not is_among_messages or not self._can_write():
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self._parts.entry.focus_first()
        elif _is_typed(event):
            self._parts.entry.insert_text(event.text())
        else:
            event.ignore()

    def _can_write(self) -> bool:
        if self._parts is None:
            return False
        entry = self._parts.entry
        return not entry.isHidden() and entry.isEnabled()

    def _retranslate(self) -> None:
        self.setAccessibleName(self._side.strings.render("MessagingCanvasLabel"))

    def _on_status(self, status: ChannelStatus | None) -> None:
        if status is None:
            return
        self._parts = self._parts or self._build()
        messages, entry, tray = self._parts
        is_active, props = status == "active", Props.of(self._side)
        if entry.has_focus() and not is_active:
            # Not to the tray: what is being typed would press its button and begin a new chat.
            messages.setFocus(Qt.FocusReason.OtherFocusReason)
        has_footer = is_active or not props.hide_footer_on_inactive
        has_tray = not is_active and props.show_tray_on_inactive
        entry.setEnabled(is_active)
        entry.setVisible(has_footer and not has_tray)
        tray.setVisible(has_footer and has_tray)
        messages.can_quote = is_active

    # What a person wants of a message

    def _send_again(self, message: MessageState) -> None:
        with self._side.actions.as_origin("MessageList"):
            self._side.actions.invoke_action(*send_again(self._sid, message))

    def _discard(self, message: MessageState) -> None:
        payload = {"channelSid": self._sid, "messageSid": message.sid}
        with self._side.actions.as_origin("MessageList"):
            self._side.actions.invoke_action("DiscardMessage", payload)

    def _quote(self, text: str) -> None:
        """Put *text* as a quote before what stands in the input."""
        channel = self._side.store.state.chat.channels.get(self._sid)
        if channel is None or self._parts is None:
            return
        lines = plain(text).strip("\n").split("\n")
        quote = "".join(f"> {line}\n" for line in lines)
        payload = {
            "channelSid": self._sid,
            "body": quote + channel.input_text,
            "selectionStart": len(quote),
            "selectionEnd": len(quote),
        }
        with self._side.actions.as_origin("MessageList"):
            self._side.actions.invoke_action("SetInputText", payload)
        self._parts.entry.focus_first()

    def _open_link(self, address: str) -> None:
        """Open a link of a message in the person's browser or mail program."""
        if not open_address(address):
            text = self._side.strings.render("MessageLinkNotOpened", address=address)
            self._side.notifications.show(text, "warning")

    def _open_file(self, message: MessageState, place: int) -> None:
        if place < len(message.media):
            self._files.open_file(message, message.media[place])

    def _save_file(self, message: MessageState, place: int) -> None:
        if place < len(message.media):
            self._files.save_file(message, message.media[place])

    @cached_property
    def _files(self) -> "MediaDownload":
        from ui.chat.media.media_download import (  # noqa: PLC0415  only who opens a file needs it
            MediaDownload,
        )

        return MediaDownload(self._side, self._sid, self)

    def _build(self) -> _Parts:
        messages = MessageList(self._side, self, sid=self._sid)
        messages.send_again_requested.connect(self._send_again)
        messages.discard_requested.connect(self._discard)
        messages.link_activated.connect(self._open_link)
        messages.file_activated.connect(self._open_file)
        messages.file_save_requested.connect(self._save_file)
        messages.quoted.connect(self._quote)
        entry = MessageInput(self._side, self._sid, self, tools=self._tools)
        tray = MessageCanvasTray(self._side, self)
        frame = ComponentFrame(self._side, "MessageList", messages, self)
        self._slot = Slot(
            self,
            self._side,
            "MessagingCanvas",
            self._column,
            (
                BuiltIn("MessageList", frame, stretch=1),
                BuiltIn("MessageInput", entry),
                BuiltIn("MessageCanvasTray", tray),
            ),
        )
        self._sheet = FunctionFormSheet(self._side, self._sid, self)
        self._sheet.closed.connect(self.focus_first)
        drop_area = FileAttachmentDropArea(self._side, self._sid, self)
        drop_area.text_dropped.connect(entry.insert_text)
        drop_area.files_dropped.connect(entry.focus_first)
        return _Parts(messages, entry, tray)


def _is_typed(event: QKeyEvent) -> bool:
    """Whether a key puts a character into a text."""
    text = event.text()
    return (
        text.isprintable()
        and not text.isspace()
        and text != ""
        and not (event.modifiers() & _COMMANDS)
    )


def _status_of(sid: str) -> Callable[[State], ChannelStatus | None]:
    def status(state: State) -> ChannelStatus | None:
        channel = state.chat.channels.get(sid)
        return None if channel is None else channel.status

    return status
