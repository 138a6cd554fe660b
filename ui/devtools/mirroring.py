"""Places counted from where a line of the interface begins: the left, or the right in RTL.

The lists paint their cells themselves, so they have to mirror them themselves. What they show is
names and code, which reads from left to right in both.
"""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter


class Mirror:
    """Turns places from the start of a line into places on the screen.

    Attributes:
        start: The alignment of text at the start, centred vertically.
        end: The alignment of text at the end, centred vertically.
    """

    def __init__(self, direction: Qt.LayoutDirection) -> None:
        self._is_rtl = direction == Qt.LayoutDirection.RightToLeft
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.start, self.end = (right, left) if self._is_rtl else (left, right)

    @staticmethod
    def prepare(painter: QPainter) -> None:
        """Let *painter* leave the mirroring to us."""
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def inner(self, rect: QRect, start: int, end: int = 0) -> QRect:
        """Return *rect* without so much at its start and so much at its end."""
        left, right = (end, start) if self._is_rtl else (start, end)
        return rect.adjusted(left, 0, -right, 0)

    def x(self, rect: QRect, offset: float) -> float:
        """Return the x that is so far from the start of *rect*."""
        return rect.right() + 1 - offset if self._is_rtl else rect.left() + offset

    def point(self, rect: QRect, offset: float, y: float) -> QPointF:
        """Return the point that is so far from the start of *rect*, at height *y*."""
        return QPointF(self.x(rect, offset), y)

    def offset(self, rect: QRect, x: float) -> float:
        """Return how far *x* is from the start of *rect*."""
        return rect.right() + 1 - x if self._is_rtl else x - rect.left()
