"""How long things may move: not at all where nobody sees it or nobody wants it.

Widgets are moved, never drawn through a ``QGraphicsEffect``: that would take an area which scrolls
its own pixels, as the message list does, for painted once and for all.
"""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QWidget

PANEL_MS = 120
"""How long the panel takes to open, in milliseconds; below the 150 that one would wait for."""

_WITHOUT_SCREEN = ("offscreen", "minimal")


def duration(widget: QWidget, wanted: int) -> int:
    """Return *wanted* milliseconds, or 0 when the system asks for no motion or shows nothing."""
    if QGuiApplication.platformName() in _WITHOUT_SCREEN:
        return 0
    allowed = widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget)
    return wanted if allowed else 0
