"""What the desktop tells of while the window is elsewhere: a new message, and how many are unread.

A notice appears only for messages of others that come while the window is not in front, one at a
time; a click on it leads to the chat. The title of the window and the program's badge count what
is unread whether or not there are notices.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.bridge import until_destroyed
from ui.shell.tray import Notifier, make_tray
from webchat.side.side import Side
from webchat.state import ChannelState, MessageState, State

ORIGIN = "DesktopNotice"
TITLE = "Webchat simulator"
_LONGEST = 200
_READY_MS = 1000  # not before the first paint: asking the desktop for a tray takes a while


class DesktopNotices(QObject):
    """Notices on the desktop about one customer's chat.

    Signals:
        clicked: The person clicked one; the window has come to the front.
    """

    clicked = Signal()

    def __init__(
        self,
        window: QWidget,
        side: Side,
        *,
        make_notifier: Callable[[QObject], Notifier | None] = make_tray,
    ) -> None:
        """Watch the chat of *side*; :meth:`set_enabled` lets notices appear.

        Args:
            window: What the person has to have in front to see the chat.
            side: The customer.
            make_notifier: Makes what shows the notices, or None where nothing can.
        """
        super().__init__(window)
        self._window, self._side, self._make = window, side, make_notifier
        self._is_enabled = False
        self._notifier: Notifier | None = None
        self._ready = QTimer(self, singleShot=True, interval=_READY_MS)
        self._ready.timeout.connect(self._provide)
        self._newest = _newest(side.store.state)
        until_destroyed(
            self,
            side.store.subscribe(_newest, self._on_newest),
            side.store.subscribe(unread, self._count),
        )
        self._count(unread(side.store.state))

    @property
    def is_enabled(self) -> bool:
        """Whether notices may appear."""
        return self._is_enabled

    def set_enabled(self, wanted: bool) -> None:
        """Let notices appear, or take every trace of them away."""
        self._is_enabled = wanted
        if wanted:
            self._ready.start()
        else:
            self._ready.stop()
            self._withdraw()

    def _provide(self) -> Notifier | None:
        """Return what shows notices; a tray that comes later than the program is used, too."""
        if self._notifier is None and self._is_enabled:
            self._notifier = self._make(self)
            if self._notifier is not None:
                self._notifier.clicked.connect(self._on_clicked)
        return self._notifier

    def _withdraw(self) -> None:
        if self._notifier is not None:
            self._notifier.close()
            self._notifier = None

    def _on_newest(self, newest: tuple[str, int]) -> None:
        (sid_before, index_before), self._newest = self._newest, newest
        sid, index = newest
        message = _last_taken(self._side.store.state)
        if message is None or sid != sid_before or index <= index_before:
            return  # what was there when the channel was opened is no news
        if not message.is_from_me and not self._is_in_front():
            self._tell(message)

    def _tell(self, message: MessageState) -> None:
        notifier = self._provide()
        if notifier is None:
            return
        strings = self._side.strings
        shown = {"authorName": message.author_name or message.author, "body": message.body}
        title = strings.render("NewChatMessageNotificationTitle", lastMessage=shown)
        if message.media and not message.body.strip():
            body = strings.render("NewChatMessageNotificationFile")
        else:
            body = strings.render("NewChatMessageNotificationBody", lastMessage=shown)
        notifier.show_message(_plain(title), _plain(body))

    def _is_in_front(self) -> bool:
        return self._window.isActiveWindow() and not self._window.isMinimized()

    def _on_clicked(self) -> None:
        state = self._window.windowState() & ~Qt.WindowState.WindowMinimized
        self._window.setWindowState(state)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        if not self._side.store.state.session.is_entry_point_expanded:
            with self._side.actions.as_origin(ORIGIN):
                self._side.actions.invoke_action("ToggleChatVisibility")
        self.clicked.emit()

    def _count(self, count: int) -> None:
        self._window.setWindowTitle(f"({count}) {TITLE}" if count else TITLE)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.setBadgeNumber(count)


def unread(state: State) -> int:
    """Return how many messages of others the customer has not read."""
    channel = _channel(state)
    return 0 if channel is None else len(channel.unconsumed_messages)


def _newest(state: State) -> tuple[str, int]:
    """Return the channel's sid and the index of its newest message, -1 where there is none."""
    channel, message = _channel(state), _last_taken(state)
    index = None if message is None else message.index
    return "" if channel is None else channel.sid, -1 if index is None else index


def _last_taken(state: State) -> MessageState | None:
    """Return the newest message that the centre has taken; those under way stand behind it."""
    channel = _channel(state)
    messages = () if channel is None else channel.messages
    return next((one for one in reversed(messages) if one.index is not None), None)


def _channel(state: State) -> ChannelState | None:
    return state.chat.channels.get(state.session.channel_sid or "")


def _plain(text: str) -> str:
    """Return *text* short, and such that a desktop which reads markup shows it as it is."""
    line = text.strip()
    cut = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    return cut.replace("<", "<\u2060").replace("&", "&\u2060")
