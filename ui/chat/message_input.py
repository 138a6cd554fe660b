"""Where a message is written and sent from."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.bridge import until_destroyed
from ui.chat.components import BuiltIn, Slot
from ui.chat.controls import IconButton
from ui.chat.recall import Recall
from ui.chat.text_area import HEIGHT, TextArea
from ui.chat.text_echo import TextEcho
from webchat.model import MAX_BODY_LENGTH
from webchat.side.side import Side
from webchat.state import MemberState, State
from webchat.undo import Undo

_COUNTER_FROM = 0.7
_COUNTER_WARNS_FROM = 0.9
_MARGIN = 8


class MessageInput(QFrame):
    """Text area, send button and a counter for long texts.

    Enter and the button invoke SendMessage. While one of this channel is pending the button is
    disabled, and a text that Enter was pressed on goes out as soon as that is over. While sending
    is blocked the text stays where it is.
    """

    def __init__(self, side: Side, sid: str, parent: QWidget | None = None) -> None:
        """Make the input of one channel.

        Args:
            side: Who writes.
            sid: Sid of the channel that is written to; the store must know it.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self._side, self._sid = side, sid
        self._is_busy = False
        self._is_armed = False
        self._is_gone = False
        self._take_notice_back: Undo | None = None
        self._recall = Recall()
        self.setObjectName("MessageInput")
        self.setAccessibleName("Message")
        self.setProperty("chat", "bar")
        self._area = TextArea(self)
        self._area.setObjectName("MessageInput.TextArea")
        self._send_button = IconButton(
            "MessageInput.SendButton", "send-horizontal", "send", "button_text", HEIGHT, self
        )
        self._counter = QLabel(self)
        self._counter.setObjectName("MessageInput.Counter")
        self._counter.setTextFormat(Qt.TextFormat.PlainText)
        self._counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._counter.hide()
        self._lay_out()
        self._echo = TextEcho(side, sid, self._area)
        # What had to wait is sent from the event loop, not from inside what it waited for.
        self._free = QTimer(self, singleShot=True, interval=0)
        self._free.timeout.connect(self._on_free)
        self._area.textChanged.connect(self._refresh)
        self._area.entered.connect(self._send)
        self._area.recalled.connect(self._on_recalled)
        self._send_button.clicked.connect(self._on_send_clicked)
        actions = side.actions
        until_destroyed(
            self,
            side.store.subscribe(self._me, self._on_me),
            side.strings.subscribe(self._retranslate),
            side.input_queue.subscribe(self._on_settled),
            actions.add_listener("invocationBegin", self._on_invocations),
            actions.add_listener("invocationEnd", self._on_invocations),
            actions.add_listener("actionBlockedChanged", self._refresh),
            self._forget,
        )
        self._on_invocations()
        self._retranslate()
        self._refresh()

    def focus_first(self) -> None:
        """Put the focus into the text area."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_focus(self) -> bool:
        """Whether the person is in here."""
        return self._area.hasFocus() or self._send_button.hasFocus()

    def _forget(self) -> None:
        self._is_gone = True

    def _lay_out(self) -> None:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_MARGIN)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(4)
        self._row_slot = Slot(
            line,
            self._side,
            "MessageInput.Row",
            row,
            (
                BuiltIn("MessageInput.TextArea", self._area, stretch=1),
                BuiltIn("MessageInput.SendButton", self._send_button, is_last=True),
            ),
            align=Qt.AlignmentFlag.AlignBottom,
        )
        self._slot = Slot(
            self,
            self._side,
            "MessageInput",
            column,
            (BuiltIn("MessageInput.Row", line), BuiltIn("MessageInput.Counter", self._counter)),
        )

    def _send(self) -> None:
        """Send what stands there; while that is not possible yet, as soon as it is."""
        if self._echo.held is not None or not self._is_sendable():
            return
        if self._is_blocked(self._area.text()):
            self._tell_blocked()
            return
        self._echo.hold()
        if self._is_busy or not self._side.input_queue.is_settled(self._sid):
            self._is_armed = True
            self._refresh()
        else:
            self._invoke()

    def _invoke(self) -> None:
        with self._side.actions.as_origin("MessageInput"):
            result = self._side.actions.invoke_action(
                "SendMessage", {"channelSid": self._sid, "body": self._echo.held}
            )
        result.add_done_callback(self._on_sent)

    def _on_sent(self, _result: object) -> None:
        if self._is_gone:
            return
        if not self._is_armed:  # else what is held is the next message already
            self._echo.let_go()
        self._refresh()

    def _on_free(self) -> None:
        """Send what had to wait, unless the person has taken it up again."""
        is_settled = self._side.input_queue.is_settled(self._sid)
        if not self._is_armed or self._is_busy or not is_settled:
            return
        self._is_armed = False
        if self._echo.held is not None:
            self._invoke()

    def _on_send_clicked(self) -> None:
        self._send()
        self.focus_first()

    def _on_settled(self, sid: str) -> None:
        if sid == self._sid and self._is_armed:
            self._free.start()

    def _is_sendable(self) -> bool:
        text = self._area.text()
        is_right = bool(text) and not text.isspace() and len(text) <= MAX_BODY_LENGTH
        return is_right and self._area.isEnabled()

    def _tell_blocked(self) -> None:
        """Say why Enter does nothing; the button shows it by itself."""
        if self._take_notice_back is not None:
            self._take_notice_back()
        text = self._side.strings.render("MessageSendingDisabled")
        self._take_notice_back = self._side.notifications.show(text, "warning")

    def _is_blocked(self, text: str) -> bool:
        payload = {"channelSid": self._sid, "body": text}
        return bool(self._side.actions.find_blocked_actions("SendMessage", payload))

    def _is_mine(self, payload: object, _action: str) -> bool:
        return isinstance(payload, dict) and payload.get("channelSid") == self._sid

    def _on_invocations(self) -> None:
        is_busy = bool(self._side.actions.find_pending_actions("SendMessage", self._is_mine))
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self._refresh()
            if self._is_armed and not is_busy:
                self._free.start()

    def _on_recalled(self, by: int) -> None:
        channel = self._side.store.state.chat.channels.get(self._sid)
        if channel is None:
            return
        text = self._recall.step(by, self._area.text(), channel.messages)
        if text is not None:
            self._echo.replace(text)

    def _me(self, state: State) -> MemberState | None:
        channel = state.chat.channels.get(self._sid)
        identity = state.session.identity
        return None if channel is None or identity is None else channel.members.get(identity)

    def _on_me(self, me: MemberState | None) -> None:
        is_member = me is None or me.online
        if is_member != self._area.isEnabled():
            self._area.setEnabled(is_member)
            self._retranslate()
            self._refresh()

    def _refresh(self) -> None:
        may_send = self._is_sendable() and not self._is_busy and self._echo.held is None
        self._send_button.setEnabled(may_send and not self._is_blocked(self._area.text()))
        length = len(self._area.text())
        is_counted = length >= _COUNTER_FROM * MAX_BODY_LENGTH
        self._counter.setVisible(is_counted)
        if is_counted:
            self._count(length)

    def _count(self, length: int) -> None:
        is_over = length > MAX_BODY_LENGTH
        key = "MessageCharacterCountReached" if is_over else "MessageCharacterCountStatus"
        self._counter.setText(
            self._side.strings.render(key, currentCharCount=length, maxCharCount=MAX_BODY_LENGTH)
        )
        look = "error" if length >= _COUNTER_WARNS_FROM * MAX_BODY_LENGTH else "meta"
        if self._counter.property("chat") != look:
            self._counter.setProperty("chat", look)
            self._counter.style().unpolish(self._counter)
            self._counter.style().polish(self._counter)

    def _retranslate(self) -> None:
        strings = self._side.strings
        is_member = self._area.isEnabled()
        key = "InputPlaceHolder" if is_member else "ChatInputUserNotMemberDisabledText"
        self._area.setPlaceholderText(strings.render(key))
        self._area.setAccessibleName(strings.render("MessageInputLabel"))
        self._send_button.set_label(strings.render("SendMessageTooltip"))
