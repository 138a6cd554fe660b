"""The conversation: messages, who is typing, and below them what there is to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.message_canvas_tray import MessageCanvasTray
from ui.chat.message_input import MessageInput
from ui.chat.message_list import MessageList
from webchat.chat.actions import send_again
from webchat.model import ChannelStatus
from webchat.side.side import Side
from webchat.state import MessageState, State

_SCHEMES = ("http", "https", "mailto")


class MessagingCanvas(QWidget):
    """One channel; empty until the store knows it.

    An active channel has the MessageInput below its messages, an ended one the MessageCanvasTray.
    """

    def __init__(self, side: Side, sid: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._sid = side, sid
        self.setObjectName("MessagingCanvas")
        self.setAccessibleName("Conversation")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._messages: MessageList | None = None
        self._input: MessageInput | None = None
        self._tray: MessageCanvasTray | None = None
        status = _status_of(sid)
        until_destroyed(self, side.store.subscribe(status, self._on_status))
        self._on_status(status(side.store.state))

    def focus_first(self) -> None:
        """Put the focus where the person goes on."""
        if self._tray is not None and not self._tray.isHidden():
            self._tray.focus_first()
        elif self._input is not None:
            self._input.focus_first()

    def _on_status(self, status: ChannelStatus | None) -> None:
        if status is None:
            return
        if self._input is None or self._tray is None:
            self._input, self._tray = self._build()
        is_active, had_focus = status == "active", self._input.has_focus()
        if had_focus and not is_active and self._messages is not None:
            # Not to the tray: what is being typed would press its button and begin a new chat.
            self._messages.setFocus(Qt.FocusReason.OtherFocusReason)
        self._input.setVisible(is_active)
        self._tray.setVisible(not is_active)

    def _send_again(self, message: MessageState) -> None:
        with self._side.actions.as_origin("MessageList"):
            self._side.actions.invoke_action(*send_again(self._sid, message))

    def _discard(self, message: MessageState) -> None:
        payload = {"channelSid": self._sid, "messageSid": message.sid}
        with self._side.actions.as_origin("MessageList"):
            self._side.actions.invoke_action("DiscardMessage", payload)

    def _open_link(self, address: str) -> None:
        """Open a link of a message in the person's browser or mail program."""
        url = QUrl(address, QUrl.ParsingMode.StrictMode)
        if url.scheme() in _SCHEMES and not QDesktopServices.openUrl(url):
            self._side.notifications.show(f"{address} could not be opened.", "warning")

    def _build(self) -> tuple[MessageInput, MessageCanvasTray]:
        self._messages = messages = MessageList(self._side, self)
        messages.send_again_requested.connect(self._send_again)
        messages.discard_requested.connect(self._discard)
        messages.link_activated.connect(self._open_link)
        entry = MessageInput(self._side, self._sid, self)
        tray = MessageCanvasTray(self._side, self)
        self._slot = Slot(
            self,
            self._side,
            "MessagingCanvas",
            self._column,
            (
                BuiltIn("MessageList", messages, stretch=1),
                BuiltIn("MessageInput", entry),
                BuiltIn("MessageCanvasTray", tray),
            ),
        )
        return entry, tray


def _status_of(sid: str) -> Callable[[State], ChannelStatus | None]:
    def status(state: State) -> ChannelStatus | None:
        channel = state.chat.channels.get(sid)
        return None if channel is None else channel.status

    return status
