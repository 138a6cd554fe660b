"""How far a transcript has come, in the status bar, with a way to stop it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from ui.devtools.icon_button import IconButton
from ui.theme import Theme, Tokens

_PATIENCE_MS = 1000  # what is over sooner needs no progress
_WIDTH = 120
_BUTTON = 20  # no higher than the texts of the status bar, which would grow for it


class TranscriptProgress(QWidget):
    """Hidden until something has taken a second.

    Signals:
        cancelled: The person wants it no longer.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        Theme.instance().extend(rules)
        self.setObjectName("TranscriptProgress")
        self._text = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._text.setProperty("role", "meta")
        self._bar = QProgressBar(textVisible=False, maximum=100)
        self._bar.setObjectName("TranscriptProgress.Bar")
        self._bar.setFixedSize(_WIDTH, 6)
        cancel = IconButton("x", "Stop it", "TranscriptProgress.CancelButton")
        cancel.setFixedSize(_BUTTON, _BUTTON)
        cancel.clicked.connect(self.cancelled)
        self._cancel = cancel
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._text)
        row.addWidget(self._bar)
        row.addWidget(cancel)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self.hide()

    def begin(self, text: str) -> None:
        """Say what has begun, once it has taken a while.

        Args:
            text: What is being done, such as ``Exporting the transcript``.
        """
        self._text.setText(text)
        self._bar.setAccessibleName(text)
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
#TranscriptProgress\\.Bar {{ background: {t.hairline}; border: none; border-radius: 3px; }}
#TranscriptProgress\\.Bar::chunk {{ background: {t.accent}; border-radius: 3px; }}
#TranscriptProgress\\.CancelButton {{ padding: 0; margin: 0; }}
"""
