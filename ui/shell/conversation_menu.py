"""The Conversation menu: the customer's own actions, with the menu as their origin."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ui.bridge import until_destroyed
from ui.shell import wording
from ui.shell.restart_menu import ORIGIN, RestartMenu
from webchat.side.side import Side
from webchat.state import EngagementStage, State


class ConversationMenu(QObject):
    """Entries that invoke actions; each says what it would do now.

    Attributes:
        toggle: Opens or closes the chat.
        minimise: Closes the chat.
        restart: Leaves the channel and begins anew.
        restart_as: Does so as somebody in particular.
        lose_connection: Cuts the line to the contact centre, or restores it.
        desktop_notices: Lets the desktop tell of messages, or not; checked by whoever remembers.
        menu: Where the entries stand.

    Signals:
        customer_requested: The person wants another customer with a window of its own.
    """

    customer_requested = Signal()

    def __init__(self, menu: QMenu, side: Side) -> None:
        """Fill *menu* for the customer *side*."""
        super().__init__(menu)
        self._side, self.menu = side, menu
        self.toggle = self._entry(menu, "Toggle", "&Open the chat", "Ctrl+T")
        self.minimise = self._entry(menu, "Minimise", "&Minimise the chat", "Ctrl+M")
        menu.addSeparator()
        self.restart = self._entry(menu, "Restart", "&Restart the chat", "Ctrl+Shift+R")
        self.restart_as = RestartMenu(side, menu)
        menu.addSeparator()
        self.lose_connection = self._entry(menu, "LoseConnection", "&Lose the connection", "")
        self.lose_connection.setCheckable(True)
        self.lose_connection.setToolTip("See what the chat does without its contact centre")
        self.desktop_notices = self._entry(menu, "DesktopNotices", "&Desktop notices", "")
        self.desktop_notices.setCheckable(True)
        self.desktop_notices.setToolTip(
            "Tell of new messages on the desktop while this window is not in front"
        )
        menu.addSeparator()
        self._add = self._entry(menu, "AddCustomer", "&Add a customer", "")
        self._add.setToolTip("Let another customer come, with the chat in a window of its own")
        self._add.triggered.connect(self.customer_requested)
        self.lose_connection.triggered.connect(self._cut_or_restore)
        self.toggle.triggered.connect(self.toggle_chat)
        self.minimise.triggered.connect(self._minimise_chat)
        self.restart.triggered.connect(self._restart_chat)
        until_destroyed(
            self,
            side.store.subscribe(_situation, self._on_situation),
            side.store.subscribe(wording.connection, self._on_connection),
        )
        self._on_situation(_situation(side.store.state))
        self._on_connection(wording.connection(side.store.state))

    def toggle_chat(self) -> None:
        """Open or close the chat."""
        self._invoke("ToggleChatVisibility")

    def _minimise_chat(self) -> None:
        self._invoke("MinimizeChat")

    def _restart_chat(self) -> None:
        self._invoke("RestartEngagement")

    def _cut_or_restore(self, is_cut: bool) -> None:
        """Do what happens to a line, not to a person: that is no action."""
        if is_cut:
            self._side.line.cut()
        else:
            self._side.line.restore()

    def _on_connection(self, connection: wording.Connection) -> None:
        self.lose_connection.setChecked(connection.is_cut)

    def _invoke(self, action: str) -> None:
        # Nobody awaits it: a failure is told by the side's own handler of unhandled ones.
        with self._side.actions.as_origin(ORIGIN):
            self._side.actions.invoke_action(action)

    def _on_situation(self, situation: tuple[bool, EngagementStage, bool]) -> None:
        is_open, stage, is_available = situation
        self.toggle.setText("&Close the chat" if is_open else "&Open the chat")
        self.toggle.setEnabled(is_available and stage is not EngagementStage.INIT_ENGAGEMENT)
        self.minimise.setEnabled(is_open)
        self.restart.setEnabled(stage in {_Stage.WAITING_ENGAGEMENT, _Stage.IN_ENGAGEMENT})

    @staticmethod
    def _entry(menu: QMenu, name: str, text: str, keys: str) -> QAction:
        entry = menu.addAction(text)
        entry.setObjectName(f"Conversation.{name}")
        if keys:
            entry.setShortcut(keys)
        return entry


_Stage = EngagementStage


def _situation(state: State) -> tuple[bool, EngagementStage, bool]:
    return wording.is_open(state), state.session.engagement_stage, state.config.available
