"""What a list shows while it has nothing: one sentence, and the action that fills it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from ui.devtools.icon_button import TextButton

_WIDEST = 360


class EmptyState(QWidget):
    """A sentence and a button in the middle of a list.

    Attributes:
        button: Does what fills the list.

    Signals:
        requested: The button was pressed.
    """

    requested = Signal()

    def __init__(self, name: str, area: QAbstractScrollArea) -> None:
        """Put it into the middle of *area*.

        Args:
            name: Its object name, and the first part of those of its parts.
            area: The list; its viewport must have no layout.
        """
        super().__init__(area.viewport())
        self.setObjectName(name)
        self._text = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._text.setObjectName(f"{name}.Text")
        self._text.setProperty("role", "muted")
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMaximumWidth(_WIDEST)
        self.button = TextButton()
        self.button.setObjectName(f"{name}.Button")
        self.button.clicked.connect(self.requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(12)
        column.addStretch(1)
        column.addLayout(_centred(self._text))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        around = QVBoxLayout(area.viewport())
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self)

    def show_over(self, area: QWidget, *, is_empty: bool) -> None:
        """Stand in for *area* while it is empty, for the keyboard too."""
        policy = Qt.FocusPolicy.NoFocus if is_empty else Qt.FocusPolicy.StrongFocus
        area.setFocusPolicy(policy)
        self.setVisible(is_empty)

    def say(self, text: str, action: str) -> None:
        """Show a sentence and name the action; an empty action shows no button."""
        self._text.setText(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))


def _centred(label: QLabel) -> QHBoxLayout:
    """Return a row with *label* in its middle; an alignment would keep it from wrapping well."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(label, 100)
    row.addStretch(1)
    return row
