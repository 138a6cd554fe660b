"""One connected account: whose it is, since when, and what can be done with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.bridge import async_slot, owned_tasks
from ui.chat.announcer import announce
from ui.chat.labels import ElidedLabel, WrappedLabel
from ui.devtools.icon_button import TextButton
from ui.dialogs import WindowDialogs
from ui.functions.account_page import made_on, name_of
from ui.functions.framed_dialog import text_button
from webchat.errors import WebChatError
from webchat.functions.authentication.connections import Connection
from webchat.functions.functions import Functions

_KINDS = {"oauth2": "OAuth2", "custom": "by answers"}


class ConnectionRow(QFrame):
    """A row of the connected accounts; it goes when its connection does."""

    def __init__(self, functions: Functions, connection: Connection, name: str) -> None:
        """Show *connection*.

        Args:
            functions: Whose it is.
            connection: What is shown.
            name: The row's object name, the first part of those of its parts.
        """
        super().__init__()
        self._functions, self._connection = functions, connection
        self.tasks = owned_tasks(self)
        self.setObjectName(name)
        self.setProperty("part", "box")
        title = ElidedLabel(self._title())
        title.setObjectName(f"{name}.Title")
        title.setProperty("role", "title")
        account = ElidedLabel(name_of(connection))
        account.setObjectName(f"{name}.Account")
        self._told = WrappedLabel(self._state())
        self._told.setObjectName(f"{name}.State")
        self._told.setProperty("role", "error" if connection.has_expired else "muted")
        self._renew = self._button("Renew the token", "RenewButton")
        self._renew.clicked.connect(self.renew)
        self._renew.setVisible(connection.kind == "oauth2" and self._is_loaded)
        self._end = self._button("Disconnect…", "DisconnectButton")
        self._end.clicked.connect(self.disconnect_account)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._renew)
        buttons.addWidget(self._end)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        for widget in (title, account, self._told):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addLayout(buttons)
        self.setAccessibleName(f"{title.text()}, {account.text()}, {self._told.text()}")

    @property
    def connection(self) -> Connection:
        """What is shown."""
        return self._connection

    def focus_first(self) -> None:
        """Put the focus on what can be done."""
        first = self._renew if self._renew.isVisibleTo(self) else self._end
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @async_slot()
    async def renew(self) -> None:
        """Get a fresh token, and say how that went."""
        self._renew.setEnabled(False)
        self._say("Asking for a fresh token …", "muted")
        try:
            await self._functions.connections.refresh(self._connection)
        except WebChatError as error:
            self._say(str(error), "error")
        else:
            self._say("The token is fresh.", "muted")
        finally:
            self._renew.setEnabled(True)

    @async_slot()
    async def disconnect_account(self) -> None:
        """Forget the connection, if the person is sure."""
        question = (
            f"Disconnect {self._title()} from {name_of(self._connection)}?\n\nWhat is secret of it "
            "is deleted here. The service is not told: take its access away there, too."
        )
        if await WindowDialogs(self.window()).confirm(question):
            await self._functions.connections.disconnect(self._connection)

    @property
    def _is_loaded(self) -> bool:
        return self._connection.app in self._functions.apps

    def _title(self) -> str:
        name = self._connection.app
        return self._functions.apps[name].title if self._is_loaded else name

    def _state(self) -> str:
        one = self._connection
        parts = [_KINDS[one.kind], made_on(one)]
        if not self._is_loaded:
            parts.append("the app is not loaded")
        if one.has_expired:
            parts.append("it has expired: connect the app again")
        return " · ".join(parts)

    def _say(self, text: str, role: str) -> None:
        self._told.setText(text)
        self._told.setProperty("role", role)
        self._told.style().unpolish(self._told)
        self._told.style().polish(self._told)
        announce(self, text, assertive=role == "error")

    def _button(self, text: str, name: str) -> TextButton:
        button = text_button(text, f"{self.objectName()}.{name}")
        button.setAccessibleDescription(f"{self._title()}, {name_of(self._connection)}")
        return button
