"""When and how a message goes out of its input: now, as soon as it can, or not and why.

A text alone is a SendMessage, files with or without a text are one SendMediaMessage. While either
of this channel is pending, what Enter was pressed on is held and goes out as soon as that is over.
While sending is blocked, or there is no connection, the text stays where it is.
"""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ui.bridge import until_destroyed
from ui.chat.input.text_area import TextArea
from ui.chat.input.text_echo import TextEcho
from webchat.side.side import Side
from webchat.state import ChannelState, ConnectionState, State
from webchat.undo import Undo

_ACTIONS = ("SendMessage", "SendMediaMessage")


class Sending(QObject):
    """The way of messages out of one text area.

    Signals:
        changed: Whether something can be sent may be different now.
    """

    changed = Signal()

    def __init__(self, side: Side, sid: str, area: TextArea, limit: int) -> None:
        """Send what is written in an area, and what is attached.

        Args:
            side: Who sends.
            sid: The channel.
            area: Where the text is written.
            limit: The most characters of a message.
        """
        super().__init__(area)
        self._side, self._sid, self._area, self._limit = side, sid, area, limit
        self._is_busy = self._is_armed = self._is_gone = False
        self._take_notice_back: Undo | None = None
        self.echo = TextEcho(side, sid, area)
        # What had to wait is sent from the event loop, not from inside what it waited for.
        self._free = QTimer(self, singleShot=True, interval=0)
        self._free.timeout.connect(self._on_free)
        actions = side.actions
        until_destroyed(
            self,
            side.store.subscribe(self._channel, self._on_changed),
            side.store.subscribe(_connection, self._on_changed),
            side.input_queue.subscribe(self._on_settled),
            actions.add_listener("invocationBegin", self._on_invocations),
            actions.add_listener("invocationEnd", self._on_invocations),
            actions.add_listener("actionBlockedChanged", self._on_changed),
            self._forget,
        )
        self._on_invocations()

    @property
    def is_ready(self) -> bool:
        """Whether there is something to send, and nothing before it; an :attr:`obstacle` aside."""
        is_idle = not self._is_busy and not self._is_armed and self.echo.held is None
        return is_idle and self._is_sendable()

    @property
    def obstacle(self) -> str | None:
        """The key of a sentence that says why nothing can be sent whatever is written, or None."""
        channel = self._channel_now()
        if channel is not None and channel.status != "active":
            return "ErrorChatEnded"
        if _connection(self._side.store.state) != "connected":
            return "MessageSendingOffline"
        action, payload = self._wanted(self._area.text())
        if self._side.actions.find_blocked_actions(action, payload):
            return "MessageSendingDisabled"
        return None

    def send(self) -> None:
        """Send what stands there; while that is not possible yet, as soon as it is."""
        if self._is_armed or self.echo.held is not None or not self._is_sendable():
            return
        obstacle = self.obstacle
        if obstacle is not None:
            self._tell(obstacle)
            return
        if self._area.text():
            self.echo.hold()
        if self._is_busy or not self._side.input_queue.is_settled(self._sid):
            self._is_armed = True
            self.changed.emit()
        else:
            self._invoke()

    def _invoke(self) -> None:
        action, payload = self._wanted(self.echo.held or "")
        with self._side.actions.as_origin("MessageInput"):
            result = self._side.actions.invoke_action(action, payload)
        result.add_done_callback(self._on_sent)

    def _wanted(self, text: str) -> tuple[str, dict[str, Any]]:
        """Return the action that sends a text and what is attached, and its payload."""
        payload: dict[str, Any] = {"channelSid": self._sid}
        files = [str(one) for one in self._files()]
        if not files:
            return "SendMessage", {**payload, "body": text}
        payload |= {"file": files[0]} if len(files) == 1 else {"files": files}
        return "SendMediaMessage", {**payload, **({"body": text} if text else {})}

    def _on_sent(self, _result: object) -> None:
        if self._is_gone:
            return
        if not self._is_armed:  # else what is held is the next message already
            self.echo.let_go()
        self.changed.emit()

    def _on_free(self) -> None:
        """Send what had to wait, unless the person has taken it up again."""
        is_settled = self._side.input_queue.is_settled(self._sid)
        if not self._is_armed or self._is_busy or not is_settled:
            return
        self._is_armed = False
        is_taken_up = self.echo.held is None and bool(self._area.text())
        obstacle = self.obstacle
        if obstacle is not None:
            self.echo.let_go()
            self._tell(obstacle)
        elif not is_taken_up and (self.echo.held is not None or self._files()):
            self._invoke()
        self.changed.emit()

    def _on_settled(self, sid: str) -> None:
        if sid == self._sid and self._is_armed:
            self._free.start()

    def _on_invocations(self) -> None:
        is_busy = bool(self._side.actions.find_pending_actions(_ACTIONS, self._is_mine))
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self.changed.emit()
            if self._is_armed and not is_busy:
                self._free.start()

    def _on_changed(self, *_what: object) -> None:
        self.changed.emit()

    def _is_mine(self, payload: object, _action: str) -> bool:
        return isinstance(payload, dict) and payload.get("channelSid") == self._sid

    def _is_sendable(self) -> bool:
        text = self._area.text()
        is_something = bool(self._files()) or (bool(text) and not text.isspace())
        return is_something and len(text) <= self._limit and self._area.isEnabled()

    def _tell(self, key: str) -> None:
        """Say why Enter does nothing; the button shows it by itself."""
        if self._take_notice_back is not None:
            self._take_notice_back()
        text = self._side.strings.render(key)
        self._take_notice_back = self._side.notifications.show(text, "warning")

    def _files(self) -> tuple[object, ...]:
        channel = self._channel_now()
        return () if channel is None else tuple(one.path for one in channel.attached_files)

    def _channel_now(self) -> ChannelState | None:
        return self._side.store.state.chat.channels.get(self._sid)

    def _channel(self, state: State) -> object:
        """Return what of a channel decides whether something can be sent."""
        channel = state.chat.channels.get(self._sid)
        return None if channel is None else channel.attached_files

    def _forget(self) -> None:
        self._is_gone = True


def _connection(state: State) -> ConnectionState:
    return state.chat.session.connection_state
