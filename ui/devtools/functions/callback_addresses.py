"""The addresses at which apps are called back, to be registered with a service or tried by hand."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from ui.bridge import owned_tasks
from ui.devtools.functions.buttons import tool_button
from webchat.errors import WebChatError
from webchat.functions.callbacks.records import CallbackKind
from webchat.functions.functions import Functions

_KINDS: tuple[CallbackKind, ...] = ("redirect", "webhook")


class Address(NamedTuple):
    """One address.

    Attributes:
        kind: Which function it calls.
        app: The app's name.
        account: The ``unique_id`` of the identity; empty for none.
        text: How people read it.
    """

    kind: CallbackKind
    app: str
    account: str
    text: str


class CallbackAddresses(QObject):
    """A button with a menu of addresses; what is chosen goes to the clipboard.

    Attributes:
        button: Opens the menu.

    Signals:
        said: A sentence about something that happened here.
    """

    said = Signal(object)

    def __init__(self, functions: Functions, parent: QObject | None = None) -> None:
        """Ask for no address yet: the first one makes the program listen.

        Args:
            functions: The apps and their callbacks.
            parent: The page.
        """
        super().__init__(parent)
        self._functions = functions
        self.tasks = owned_tasks(self)
        self.button = tool_button(
            "FunctionsDock.Callbacks.Addresses",
            "Copy an address…",
            "Copy where an app is called back; from then on it is listened for",
        )
        self.button.clicked.connect(self._open_menu)

    def _open_menu(self) -> None:
        menu = QMenu(self.button)
        menu.setObjectName("FunctionsDock.Callbacks.AddressMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        addresses = tuple(self._addresses())
        for address in addresses:
            entry = menu.addAction(address.text.replace("&", "&&"))
            entry.triggered.connect(partial(self._on_chosen, address))
        if not addresses:
            menu.addAction("No app has a redirect or webhook function.").setEnabled(False)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _addresses(self) -> Iterator[Address]:
        for entry in self._functions.apps:
            app = entry.app
            for kind in _KINDS:
                if app is not None and app.has(kind):
                    for account, shown in self._accounts(
                        app.name, needs_one=bool(app.authentication)
                    ):
                        whose = f" ({shown})" if shown else ""
                        yield Address(kind, app.name, account, f"{app.title}: {kind}{whose}")

    def _accounts(self, app: str, *, needs_one: bool) -> Iterator[tuple[str, str]]:
        """Return whom an app is connected for, and how they are shown; nobody is one, too."""
        connections = self._functions.connections.of(app) if needs_one else ()
        for one in connections:
            yield one.account, one.display_id
        if not connections:
            yield "", ""

    def _on_chosen(self, address: Address, _checked: bool = False) -> None:
        self.tasks.spawn(self._copy(address), name="copy an address")

    async def _copy(self, address: Address) -> None:
        callbacks = self._functions.callbacks
        try:
            url = await callbacks.address(address.kind, address.app, address.account)
        except WebChatError as error:
            self.said.emit(str(error))
        else:
            QGuiApplication.clipboard().setText(url)
            self.said.emit(f"Copied {url}")
