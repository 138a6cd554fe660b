"""The program's icon in the desktop's tray, by which the desktop shows notices of ours."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QSystemTrayIcon

from ui.theme import Theme

_SHOWN_MS = 8000
_ACTIVATED = {
    QSystemTrayIcon.ActivationReason.Trigger,
    QSystemTrayIcon.ActivationReason.DoubleClick,
}


class Notifier(Protocol):
    """What shows notices of the program on the desktop, one at a time."""

    @property
    def clicked(self) -> SignalInstance:
        """The person clicked a notice, or what stands for the program."""

    def show_message(self, title: str, text: str) -> None:
        """Show a notice in the place of the one before."""

    def close(self) -> None:
        """Leave no trace on the desktop."""


class Tray(QObject):
    """An icon in the tray, there as long as this object is not closed.

    Signals:
        clicked: The person clicked the icon or a notice.
    """

    clicked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(Theme.instance().icon("message-square", 20, "link"), self)
        self._icon.setToolTip("Webchat simulator")
        self._icon.messageClicked.connect(self.clicked)
        self._icon.activated.connect(self._on_activated)
        Theme.instance().changed.connect(self._renew_icon)
        self._icon.show()

    def show_message(self, title: str, text: str) -> None:
        """Show a notice in the place of the one before; where it cannot be, nothing happens."""
        self._icon.showMessage(title, text, self._icon.icon(), _SHOWN_MS)

    def close(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self.deleteLater()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in _ACTIVATED:
            self.clicked.emit()

    def _renew_icon(self) -> None:
        self._icon.setIcon(Theme.instance().icon("message-square", 20, "link"))


def make_tray(parent: QObject) -> Tray | None:
    """Return an icon in the tray, or None where the desktop has no tray."""
    return Tray(parent) if QSystemTrayIcon.isSystemTrayAvailable() else None
