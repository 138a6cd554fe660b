"""What the set-up waits for, once that has taken a second, and a way to stop it."""

import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.chat.announcer import announce
from ui.chat.labels import ElidedLabel
from ui.chat.spinner import Spinner
from ui.functions.framed_dialog import text_button

PATIENCE_MS = 1000  # what is over sooner needs no progress
_SPINNER = 16
_TICK_MS = 1000


class BusyLine(QWidget):
    """A ring, what is under way, for how long, and Stop; hidden until it has taken a second.

    Signals:
        shown: It has taken a second.
        stopped: The person wants it no longer.
    """

    shown = Signal()
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Setup.Busy")
        self._what, self._began = "", 0.0
        self._text = ElidedLabel("", self)
        self._text.setObjectName("Setup.Busy.Text")
        self._time = QLabel(self, textFormat=Qt.TextFormat.PlainText)
        self._time.setObjectName("Setup.Busy.Time")
        self._time.setProperty("role", "muted")
        self._stop = text_button("Stop", "Setup.Busy.StopButton")
        self._stop.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(Spinner(_SPINNER, self))
        row.addWidget(self._text, 1)
        row.addWidget(self._time)
        row.addWidget(self._stop)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_over)
        self._ticks = QTimer(self, interval=_TICK_MS)
        self._ticks.timeout.connect(self._tick)
        self.hide()

    def begin(self, what: str) -> None:
        """Say what has begun, once it has taken a while.

        Args:
            what: A sentence without its full stop, such as ``Connecting Invoice``.
        """
        self._what, self._began = what, time.monotonic()
        self._text.setText(f"{what} …")
        self._stop.setAccessibleName(f"Stop: {what}")
        self._patience.start()

    def end(self) -> None:
        """Go away."""
        self._patience.stop()
        self._ticks.stop()
        self.hide()

    def _on_patience_over(self) -> None:
        self._tick()
        self._ticks.start()
        self.show()
        announce(self, f"{self._what} …")
        self.shown.emit()

    def _tick(self) -> None:
        self._time.setText(f"{time.monotonic() - self._began:.0f} s")
