"""Where Qt calls the asyncio loop: a timer for what is ready or due, an event from other threads.

A timer of zero milliseconds fires after Qt has looked at the window system's events, so that a
busy loop does not starve the keyboard; an event that is posted is handled before them, which is
right for a thread that has just finished what a person waits for.
"""

import math
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimerEvent

_LONGEST = 24 * 3600.0  # seconds; a Qt timer counts milliseconds in 31 bits


class Waker(QObject):
    """Calls the loop from Qt; lives in the loop's thread."""

    def __init__(
        self,
        on_due: Callable[[], object],
        on_woken: Callable[[], object],
        drain: Callable[[], object],
    ) -> None:
        """Wait for nothing yet.

        Args:
            on_due: Called when the time of :meth:`due_in` is over, before *drain*.
            on_woken: Called after :meth:`wake`.
            drain: Called when something is ready.
        """
        super().__init__()
        self._on_due = on_due
        self._on_woken = on_woken
        self._drain = drain
        self._ready_timer = 0
        self._due_timer = 0

    def wake(self) -> None:
        """Call the loop soon; the only method that other threads may use."""
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def ready(self) -> None:
        """Call the loop in the next turn of Qt."""
        if not self._ready_timer:
            self._ready_timer = self.startTimer(0)

    def ready_anew(self) -> None:
        """Do so under a new id: a timer never fires in its own handler, where a loop may nest."""
        self.not_ready()
        self._ready_timer = self.startTimer(0)

    def not_ready(self) -> None:
        """Let Qt sleep."""
        if self._ready_timer:
            self.killTimer(self._ready_timer)
            self._ready_timer = 0

    def due_in(self, seconds: float | None) -> None:
        """Call the loop's timers in so many seconds, never earlier; None for not at all."""
        if self._due_timer:
            self.killTimer(self._due_timer)
            self._due_timer = 0
        if seconds is not None:
            milliseconds = math.ceil(max(0.0, min(seconds, _LONGEST)) * 1000)
            self._due_timer = self.startTimer(milliseconds, Qt.TimerType.PreciseTimer)

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802
        """Something is ready, or the time is over."""
        if event.timerId() == self._due_timer:
            self._on_due()
        self._drain()

    def customEvent(self, _event: QEvent) -> None:  # noqa: N802
        """A thread called :meth:`wake`."""
        self._on_woken()
