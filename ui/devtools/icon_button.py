"""The buttons of the docks: pressed by Enter too; icons have a tooltip, a name and a colour."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ui.enter import PressedByEnter
from ui.theme import Theme

_SIZE = 16


class TextButton(PressedByEnter, QPushButton):
    """A button with a word on it."""


class IconButton(PressedByEnter, QToolButton):
    """A quiet icon; its tooltip and its accessible name are the same words."""

    def __init__(self, icon: str, text: str, name: str, parent: QWidget | None = None) -> None:
        """Make the button.

        Args:
            icon: A file in ``assets/icons`` without its suffix.
            text: What it does, a verb first.
            name: Its object name.
            parent: The widget that owns it.
        """
        super().__init__(parent)
        self._icon = icon
        self.setObjectName(name)
        self.setProperty("kind", "quiet")
        self.setIconSize(QSize(_SIZE, _SIZE))
        self.setAutoRaise(True)
        self.set_text(text)
        Theme.instance().changed.connect(self._renew)
        self._renew()

    def set_text(self, text: str) -> None:
        """Say otherwise what it does."""
        self.setToolTip(text)
        self.setAccessibleName(text)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        if icon != self._icon:
            self._icon = icon
            self._renew()

    def _renew(self) -> None:
        self.setIcon(Theme.instance().icon(self._icon, _SIZE, "text_muted"))
