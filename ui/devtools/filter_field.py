"""The field that a list is filtered by."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.theme import Theme

_LEAST_WIDTH = 80


class FilterField(QLineEdit):
    """Words to look for; Escape and the cross empty it."""

    def __init__(self, name: str, placeholder: str) -> None:
        """Make an empty field.

        Args:
            name: Its object name.
            placeholder: What can be looked for; also its accessible name.
        """
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._lens, self._cross = QAction(self), QAction("Clear the filter", self)
        self._cross.setObjectName(f"{name}.ClearAction")
        self.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
        self._cross.triggered.connect(self.clear)
        self.textChanged.connect(self._on_text_changed)
        Theme.instance().changed.connect(self._renew)
        self._renew()
        self._on_text_changed("")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Empty the field on Escape; an empty one leaves the key to others."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def _on_text_changed(self, text: str) -> None:
        self._cross.setVisible(bool(text))

    def _renew(self) -> None:
        theme = Theme.instance()
        self._lens.setIcon(theme.icon("search", 16, "text_faint"))
        self._cross.setIcon(theme.icon("x", 16, "text_muted"))
