"""With which account: one that is connected, or another one."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout

from ui.chat.labels import WrappedLabel
from ui.functions.page import SetupPage
from webchat.functions.app import FunctionApp, OAuth2
from webchat.functions.authentication.connections import Connection

_INDENT = 22
_BY_BROWSER = "A page of the service is opened in your browser, where you agree."


class AccountPage(SetupPage):
    """The accounts that an app is connected with, and the way to another one."""

    def __init__(self, app: FunctionApp, known: Sequence[Connection], secrets: str = "") -> None:
        """Offer accounts.

        Args:
            app: The app.
            known: Its connections, the latest last.
            secrets: A sentence: where secrets are kept.
        """
        super().__init__("Setup.Account", f"With which account shall {app.title} work?")
        self._is_by_browser = isinstance(app.authentication, OAuth2)
        self._group = QButtonGroup(self)
        self._accounts: dict[QRadioButton, Connection | None] = {}
        for number, one in enumerate(reversed(known)):
            self._add(f"Setup.Account.{number}", name_of(one), _told(one), one)
        if not known:
            self.title = f"Connect {app.title} with an account"
            self.advice = _BY_BROWSER if self._is_by_browser else ""
        else:
            more = _BY_BROWSER if self._is_by_browser else "You are asked for what it needs."
            self._add("Setup.Account.Another", "Another account", more, None)
            self._choose_first()
        self.column.addStretch(1)
        self.column.addWidget(_muted(secrets, "Setup.Account.Secrets"))
        self._group.buttonToggled.connect(self._on_toggled)
        self._say_how_to_go_on()

    @property
    def connection(self) -> Connection | None:
        """The account that is chosen; None for one that is not connected yet."""
        return next((one for button, one in self._accounts.items() if button.isChecked()), None)

    def focus_first(self) -> bool:
        """Put the focus on what is chosen."""
        chosen = self._group.checkedButton()
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        return chosen is not None

    def _add(self, name: str, text: str, more: str, connection: Connection | None) -> None:
        button = QRadioButton(text.replace("&", "&&"), self)
        button.setShortcut(QKeySequence())
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setAccessibleDescription(more)
        beneath = QHBoxLayout()
        beneath.addSpacing(_INDENT)
        beneath.addWidget(_muted(more, f"{name}.More"))
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addWidget(button)
        rows.addLayout(beneath)
        self.column.addLayout(rows)
        self._group.addButton(button)
        self._accounts[button] = connection

    def _choose_first(self) -> None:
        """Choose the latest account that still works, else another one."""
        usable = (
            button for button, one in self._accounts.items() if one is None or not one.has_expired
        )
        next(usable).setChecked(True)

    def _on_toggled(self, _button: object, checked: bool) -> None:
        if checked:
            self._say_how_to_go_on()
            self.changed.emit()

    def _say_how_to_go_on(self) -> None:
        is_new = self.connection is None
        self.go_on = "Open the browser" if is_new and self._is_by_browser else "Next"


def name_of(connection: Connection) -> str:
    """Return how an account is shown."""
    return connection.display_id or connection.account or "The account"


def made_on(connection: Connection) -> str:
    """Return since when an account is connected, in words."""
    made = datetime.fromtimestamp(connection.made).astimezone()
    return f"connected {made.day} {made:%B %Y, %H:%M}"


def _told(connection: Connection) -> str:
    expired = "; it has expired, so connect it again" if connection.has_expired else ""
    return f"C{made_on(connection)[1:]}{expired}."


def _muted(text: str, name: str) -> WrappedLabel:
    label = WrappedLabel(text)
    label.setObjectName(name)
    label.setProperty("role", "muted")
    label.setVisible(bool(text))
    return label
