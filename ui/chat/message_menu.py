"""What can be done with one message, as a menu at the pointer or at the keyboard's place."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from webchat.side.strings import Strings
from webchat.state import MessageState

_SHOWN_ADDRESS = 48


class MessageMenu(QMenu):
    """Copy; send again and discard when it failed; the addresses in it.

    Signals:
        again_requested: The message is to be sent again.
        discard_requested: The message is to be taken away.
        link_activated: An address is to be opened.
    """

    again_requested = Signal(object)
    discard_requested = Signal(object)
    link_activated = Signal(str)

    def __init__(
        self,
        strings: Strings,
        message: MessageState | None,
        body: str,
        addresses: tuple[str, ...],
        parent: QWidget,
    ) -> None:
        """Offer what can be done.

        Args:
            strings: Where its words come from.
            message: What it is about, or None for the greeting that nobody sent.
            body: The text to copy.
            addresses: What can be opened.
            parent: The list.
        """
        super().__init__(parent)
        self._message, self._body = message, body
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add(strings["MessageCopy"], self._copy)
        if message is not None and message.status == "failed":
            self._add(strings["MessageSendAgain"], self._send_again)
            self._add(strings["MessageDiscard"], self._discard)
        if addresses:
            self.addSeparator()
        for address in addresses:
            shown = address if len(address) <= _SHOWN_ADDRESS else f"{address[:_SHOWN_ADDRESS]}…"
            action = self._add(strings.render("MessageOpenLink", address=shown), self._open)
            action.setData(address)

    def _add(self, text: str, slot: object) -> QAction:
        action = QAction(text.replace("&", "&&"), self)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _copy(self) -> None:
        copy_text(self._body)

    def _send_again(self) -> None:
        self.again_requested.emit(self._message)

    def _discard(self) -> None:
        self.discard_requested.emit(self._message)

    def _open(self) -> None:
        action: QObject | None = self.sender()
        if isinstance(action, QAction):
            self.link_activated.emit(str(action.data()))


def copy_text(text: str) -> None:
    """Put *text* on the clipboard, as it was sent."""
    QGuiApplication.clipboard().setText(text)
