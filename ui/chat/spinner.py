"""A ring that turns while something takes its time."""

from PySide6.QtCore import QEasingCurve, QRectF, QSize, QVariantAnimation
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from ui.chat import motion
from ui.theme import WidgetTheme

_SPIN_MS = 800
_RING = 2
_FULL_CIRCLE = 360 * 16  # Qt counts angles in sixteenths of a degree
_ARC = 90 * 16


class Spinner(QWidget):
    """A ring of which a quarter goes round in 0.8 s, and stands still where motion is unwanted."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        """Make a spinner.

        Args:
            side: The ring's diameter, in logical pixels.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self._side = side
        self.setMinimumSize(side, side)
        self._turn = QVariantAnimation(self)
        self._turn.setStartValue(0.0)
        self._turn.setEndValue(1.0)
        self._turn.setDuration(_SPIN_MS)
        self._turn.setLoopCount(-1)
        self._turn.setEasingCurve(QEasingCurve.Type.Linear)
        self._turn.valueChanged.connect(self._on_turn)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return the ring's size."""
        return QSize(self._side, self._side)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin to turn."""
        super().showEvent(event)
        if motion.duration(self, _SPIN_MS):
            self._turn.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Cost nothing while nobody looks."""
        self._turn.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ring and the part that goes round."""
        tokens = WidgetTheme.instance().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side - _RING
        ring = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(QColor(tokens.widget_hairline), _RING))
        painter.drawEllipse(ring)
        painter.setPen(QPen(QColor(tokens.button), _RING))
        begin = _ARC - int(float(self._turn.currentValue() or 0) * _FULL_CIRCLE)
        painter.drawArc(ring, begin, -_ARC)

    def _on_turn(self, _value: object) -> None:
        self.update()
