"""How long a message is, once that begins to matter."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from webchat.side.strings import Strings

_FROM = 0.7
_WARNS_FROM = 0.9


class Counter(QLabel):
    """Characters written and allowed; hidden below 70 % of the limit, a warning from 90 % on."""

    def __init__(self, strings: Strings, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strings, self._limit = strings, limit
        self._length = 0
        self.setObjectName("MessageInput.Counter")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.hide()

    def count(self, length: int) -> None:
        """Show that a text has *length* characters."""
        self._length = length
        is_counted = length >= _FROM * self._limit
        self.setVisible(is_counted)
        if is_counted:
            self._show()

    def retranslate(self) -> None:
        """Say it in the words that hold now."""
        self.count(self._length)

    def _show(self) -> None:
        key = "MessageCharacterCountStatus"
        if self._length > self._limit:
            key = "MessageCharacterCountReached"
        self.setText(
            self._strings.render(key, currentCharCount=self._length, maxCharCount=self._limit)
        )
        look = "input-error" if self._length >= _WARNS_FROM * self._limit else "input-meta"
        if self.property("chat") != look:
            self.setProperty("chat", look)
            self.style().unpolish(self)
            self.style().polish(self)
