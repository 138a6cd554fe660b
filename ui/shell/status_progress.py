"""How far something has come, in the status bar, with a way to stop it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from ui.devtools.icon_button import IconButton
from ui.theme import Theme, Tokens

PATIENCE_MS = 1000  # what is over sooner needs no progress
_WIDTH = 120
_BUTTON = 20  # no higher than the texts of the status bar, which would grow for it


class StatusProgress(QWidget):
    """Hidden until something has taken a second.

    Signals:
        cancelled: The person wants it no longer.
    """

    cancelled = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Show nothing yet.

        Args:
            name: Its object name, the first part of those of its parts.
            parent: The window.
        """
        super().__init__(parent)
        Theme.instance().extend(rules)
        self.setObjectName(name)
        self._text = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._text.setProperty("role", "meta")
        self._bar = QProgressBar(textVisible=False, maximum=100)
        self._bar.setObjectName(f"{name}.Bar")
        self._bar.setProperty("part", "thin")
        self._bar.setFixedSize(_WIDTH, 6)
        cancel = IconButton("x", "Stop it", f"{name}.CancelButton")
        cancel.setProperty("part", "status-cancel")
        cancel.setFixedSize(_BUTTON, _BUTTON)
        cancel.clicked.connect(self.cancelled)
        self._cancel = cancel
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._text)
        row.addWidget(self._bar)
        row.addWidget(cancel)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self.hide()

    def begin(self, text: str, *, is_measured: bool = True) -> None:
        """Say what has begun, once it has taken a while.

        Args:
            text: What is being done, such as ``Exporting the transcript``.
            is_measured: Whether anybody knows how much of it is done.
        """
        self._text.setText(text)
        self._bar.setAccessibleName(text)
        self._bar.setVisible(is_measured)
        self._cancel.set_text(f"Stop: {text}")
        self.set_share(0)
        self._patience.start()

    def set_share(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        self._bar.setValue(round(share * 100))

    def end(self) -> None:
        """Go away."""
        self._patience.stop()
        self.hide()


def rules(t: Tokens) -> str:
    """Return the rules of these widgets in a look."""
    return f"""
QProgressBar[part="thin"] {{ background: {t.hairline}; border: none; border-radius: 3px; }}
QProgressBar[part="thin"]::chunk {{ background: {t.accent}; border-radius: 3px; }}
QToolButton[part="status-cancel"] {{ padding: 0; margin: 0; }}
"""
