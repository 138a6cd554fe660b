"""Telling when a new day has begun, so that TODAY becomes YESTERDAY on the screen too."""

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from webchat.clock import Clock

_LONGEST_MS = 3_600_000  # a machine that slept wakes to a clock that has gone on


class DayWatch(QObject):
    """Looks at the clock at midnight, and every hour.

    Signals:
        day_changed: It is another day now.
    """

    day_changed = Signal()

    def __init__(self, clock: Clock, parent: QObject) -> None:
        """Watch *clock* while *parent* lives."""
        super().__init__(parent)
        self._clock = clock
        self._day = clock.now().astimezone().date()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._wait()

    def look(self) -> None:
        """Look at the clock now."""
        day = self._clock.now().astimezone().date()
        if day != self._day:
            self._day = day
            self.day_changed.emit()
        self._wait()

    def _wait(self) -> None:
        now = self._clock.now().astimezone()
        tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=1)
        left = int((tomorrow - now).total_seconds() * 1000)
        self._timer.start(max(1000, min(left, _LONGEST_MS)))
