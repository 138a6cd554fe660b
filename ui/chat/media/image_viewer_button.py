"""A button of the picture viewer, which is dark whatever the look of the rest."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from ui.chat.labels import tooltip_of
from ui.enter import PressedByEnter
from ui.theme import DARK
from ui.theme.icons import tinted_icon

_EDGE = 32
_ICON = 20


class ViewerButton(PressedByEnter, QPushButton):
    """A button with a picture on it; its name is a tooltip and is read out."""

    def __init__(self, name: str, icon: str, label: str, parent: QWidget | None = None) -> None:
        """Make a button.

        Args:
            name: Its object name.
            icon: An icon in ``assets/icons``.
            label: What it is called.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("chat", "viewer")
        self.setFixedSize(_EDGE, _EDGE)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setIcon(tinted_icon(icon, _ICON, DARK.text, DARK.text_disabled))
        self.setAutoDefault(False)
        self.setToolTip(tooltip_of(label))
        self.setAccessibleName(label)
