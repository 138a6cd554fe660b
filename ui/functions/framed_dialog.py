"""What the dialogs about functions have in common: they block their window and have a foot."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from ui.devtools.icon_button import TextButton
from ui.functions import style
from ui.theme import Theme

_LEAST = QSize(320, 280)


class FramedDialog(QDialog):
    """An empty dialog in the window's look; ``open()`` shows it."""

    def __init__(self, name: str, title: str, parent: QWidget, size: QSize) -> None:
        """Make the dialog.

        Args:
            name: Its object name.
            title: What it is for.
            parent: The window, which it blocks.
            size: How large it is at first.
        """
        super().__init__(parent)
        Theme.instance().extend(style.rules)
        self.setObjectName(name)
        self.setProperty("part", "functions")
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumSize(_LEAST)
        self.resize(size)


def text_button(text: str, name: str) -> TextButton:
    """Return a button that Enter presses only while it has the focus.

    Args:
        text: What it says.
        name: Its object name.
    """
    button = TextButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    return button


def foot_of(
    dialog: QDialog, at_start: Sequence[QPushButton], at_end: Sequence[QPushButton]
) -> QWidget:
    """Return the foot of a dialog, with buttons at both of its ends."""
    foot = QWidget(dialog)
    foot.setProperty("part", "foot")
    foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(foot)
    row.setContentsMargins(16, 10, 16, 10)
    row.setSpacing(8)
    for button in at_start:
        row.addWidget(button)
    row.addStretch(1)
    for button in at_end:
        row.addWidget(button)
    return foot
