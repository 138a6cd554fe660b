"""What is shown while a person agrees in the browser."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit
from shiboken6 import isValid

from ui.bridge import async_slot, owned_tasks
from ui.chat.labels import WrappedLabel
from ui.chat.spinner import Spinner
from ui.functions.framed_dialog import text_button
from ui.functions.page import SetupPage
from webchat.side.browser import Browser

_ADVICE = "Agree on the page that was opened in your browser. This goes on by itself then."
_SPINNER = 20


class SignInPage(SetupPage):
    """The address, in case that no browser came up, and ways to use it."""

    def __init__(self, app_title: str, url: str, browser: Browser) -> None:
        """Open nothing yet.

        Args:
            app_title: The app that is connected.
            url: Where the person agrees.
            browser: Opens it.
        """
        super().__init__("Setup.SignIn", f"Connecting {app_title}", _ADVICE, go_on="")
        self._url, self._browser = url, browser
        self.tasks = owned_tasks(self)
        spinner = Spinner(_SPINNER, self)
        spinner.setFixedSize(_SPINNER, _SPINNER)
        self._address = QLineEdit(url, self, readOnly=True)
        self._address.setObjectName("Setup.SignIn.Address")
        self._address.setAccessibleName("Address of the page")
        self._address.setCursorPosition(0)
        self._again = text_button("Open the browser again", "Setup.SignIn.AgainButton")
        self._again.clicked.connect(self.open_again)
        self._copy = text_button("Copy the address", "Setup.SignIn.CopyButton")
        self._copy.clicked.connect(self._copy_address)
        self._said = WrappedLabel("", self)
        self._said.setObjectName("Setup.SignIn.Said")
        self._said.setProperty("role", "muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._again)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        self.column.addWidget(spinner)
        self.column.addWidget(self._address)
        self.column.addLayout(buttons)
        self.column.addWidget(self._said)
        self.column.addStretch(1)

    async def open_page(self) -> None:
        """Open the page, and say so when something else was done."""
        said = await self._browser.open(self._url, "redirect")
        if isValid(self):
            self._said.setText(said or "")

    @async_slot()
    async def open_again(self) -> None:
        """Open the page once more."""
        await self.open_page()

    def focus_first(self) -> bool:
        """Put the focus on the way to try again."""
        self._again.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self._address.text())
