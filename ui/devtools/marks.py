"""The marks of outcomes and of plugins' states: each has a colour and a shape of its own.

They are painted, not taken from a font, since a font may lack them or draw them at any size.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.theme import Tokens

MARK_SIZE = 8.0
_STROKE = 1.4

_COLOURS: Mapping[str, str] = {
    "completed": "completed",
    "cancelled": "cancelled",
    "replaced": "replaced",
    "failed": "failed",
    "refused": "refused",
    "running": "running",
    "active": "completed",
    "loading": "running",
    "disabled": "text_faint",
}


def mark_colour(mark: str, tokens: Tokens) -> QColor:
    """Return the colour of a mark, for its text too."""
    return QColor(getattr(tokens, _COLOURS.get(mark, "text_muted")))


def paint_mark(painter: QPainter, centre: QPointF, mark: str, tokens: Tokens) -> None:
    """Paint a mark around a point.

    Args:
        painter: Its pen, brush and hints are the same afterwards.
        centre: In logical pixels.
        mark: An outcome (``completed``, ``cancelled``, ``replaced``, ``failed``, ``refused``,
            ``running``) or a plugin's state (``active``, ``loading``, ``disabled``, ``failed``).
        tokens: The look.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _SHAPES.get(mark, _dot)(painter, centre, mark_colour(mark, tokens))
    painter.restore()


def _fill(painter: QPainter, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)


def _stroke(painter: QPainter, colour: QColor) -> QPen:
    pen = QPen(colour, _STROKE)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    return pen


def _dot(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    _fill(painter, colour)
    painter.drawEllipse(centre, MARK_SIZE / 2, MARK_SIZE / 2)


def _ring(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    _stroke(painter, colour)
    painter.drawEllipse(centre, MARK_SIZE / 2 - 0.4, MARK_SIZE / 2 - 0.4)


def _struck_ring(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    radius = MARK_SIZE / 2 + 0.2
    _stroke(painter, colour)
    painter.drawEllipse(centre, radius, radius)
    reach = QPointF(radius * 0.7, -radius * 0.7)
    painter.drawLine(centre - reach, centre + reach)


def _dotted_ring(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    pen = _stroke(painter, colour)
    pen.setDashPattern([1.6, 1.5])
    painter.setPen(pen)
    painter.drawEllipse(centre, MARK_SIZE / 2, MARK_SIZE / 2)


def _diamond(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    _fill(painter, colour)
    half = MARK_SIZE / 2 + 1
    corners = [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)]
    painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in corners]))


def _triangle(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    _fill(painter, colour)
    half = MARK_SIZE / 2 + 0.6
    corners = [(0.0, -half), (half, half - 0.6), (-half, half - 0.6)]
    painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in corners]))


def _square(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    _fill(painter, colour)
    side = MARK_SIZE - 0.5
    painter.drawRect(QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side))


_SHAPES: Mapping[str, Callable[[QPainter, QPointF, QColor], None]] = {
    "completed": _dot,
    "active": _dot,
    "cancelled": _struck_ring,
    "replaced": _diamond,
    "failed": _triangle,
    "refused": _square,
    "running": _dotted_ring,
    "loading": _dotted_ring,
    "disabled": _ring,
}
