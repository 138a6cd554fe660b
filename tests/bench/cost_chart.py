"""A picture of what something costs against its length, drawn with what is installed anyway."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen
from PySide6.QtSvg import QSvgGenerator

SIZE = QSize(920, 560)
_PLOT = QRectF(64, 56, 600, 440)
_COLOURS = (
    *("#1565c0", "#2a7549", "#945800", "#6b4bc3", "#c0272f"),
    *("#5b6577", "#00838f", "#ad1457", "#7cb342", "#ffa000"),
)
_TEXT, _GRID, _LIMIT = QColor("#1f2430"), QColor("#e1e4ea"), QColor("#c0272f")


class Line(NamedTuple):
    """One thing that was measured.

    Attributes:
        name: What it is.
        points: Length and milliseconds, by length.
        dashes: Whether the line is dashed, to tell groups apart.
    """

    name: str
    points: Sequence[tuple[int, float]]
    dashes: bool = False


class _Axes:
    """Both axes are logarithmic, so that a straight line of slope 1 costs in step with length."""

    def __init__(self, lines: Sequence[Line], limits: Mapping[str, float]) -> None:
        points = [point for line in lines for point in line.points]
        values = [value for _, value in points] + list(limits.values())
        self.lengths = sorted({length for length, _ in points})
        self.low = math.floor(math.log10(min(values)))
        self.high = math.ceil(math.log10(max(values)))

    def place(self, length: float, value: float) -> QPointF:
        first, last = math.log10(self.lengths[0]), math.log10(self.lengths[-1])
        x = (math.log10(length) - first) / ((last - first) or 1)
        y = (math.log10(value) - self.low) / ((self.high - self.low) or 1)
        return QPointF(_PLOT.left() + x * _PLOT.width(), _PLOT.bottom() - y * _PLOT.height())


def draw_chart(path: Path, title: str, lines: Sequence[Line], limits: Mapping[str, float]) -> None:
    """Write the picture.

    Args:
        path: Ends in ``.svg`` or ``.png``.
        title: Stands above it.
        lines: What was measured.
        limits: Milliseconds that are not to be exceeded, by what they are called.
    """
    if path.suffix == ".svg":
        device: QSvgGenerator | QImage = QSvgGenerator()
        assert isinstance(device, QSvgGenerator)
        device.setFileName(str(path))
        device.setSize(SIZE)
        device.setViewBox(QRectF(0, 0, SIZE.width(), SIZE.height()))
        _draw(device, title, lines, limits)
    else:
        device = QImage(SIZE * 2, QImage.Format.Format_RGB32)
        device.setDevicePixelRatio(2)
        _draw(device, title, lines, limits)
        assert device.save(str(path)), f"{path} could not be written."


def _draw(
    device: QSvgGenerator | QImage, title: str, lines: Sequence[Line], limits: Mapping[str, float]
) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, SIZE.width(), SIZE.height()), Qt.GlobalColor.white)
    axes = _Axes(lines, limits)
    _draw_grid(painter, axes, title)
    for name, value in limits.items():
        _draw_limit(painter, axes, name, value)
    for number, line in enumerate(lines):
        _draw_line(painter, axes, number, line)
    painter.end()


def _draw_grid(painter: QPainter, axes: _Axes, title: str) -> None:
    painter.setFont(_font(15, bold=True))
    painter.setPen(_TEXT)
    painter.drawText(QPointF(_PLOT.left(), 28), title)
    painter.setFont(_font(11))
    painter.drawText(QPointF(_PLOT.left(), 46), "milliseconds (median), by number of messages")
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for power in range(axes.low, axes.high + 1):
        at = axes.place(axes.lengths[0], 10**power)
        painter.setPen(QPen(_GRID, 1))
        painter.drawLine(at, QPointF(_PLOT.right(), at.y()))
        painter.setPen(_TEXT)
        painter.drawText(QRectF(0, at.y() - 8, _PLOT.left() - 8, 16), right, f"{10**power:g}")
    for length in axes.lengths:
        at = axes.place(length, 10**axes.low)
        place = QRectF(at.x() - 40, _PLOT.bottom() + 8, 80, 16)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{length:,}")


def _draw_limit(painter: QPainter, axes: _Axes, name: str, value: float) -> None:
    at = axes.place(axes.lengths[0], value)
    painter.setPen(QPen(_LIMIT, 1, Qt.PenStyle.DotLine))
    painter.drawLine(at, QPointF(_PLOT.right(), at.y()))
    painter.setPen(_LIMIT)
    painter.drawText(at + QPointF(4, -4), f"{name}: {value:g} ms")


def _draw_line(painter: QPainter, axes: _Axes, number: int, line: Line) -> None:
    style = Qt.PenStyle.DashLine if line.dashes else Qt.PenStyle.SolidLine
    colour = QColor(_COLOURS[number % len(_COLOURS)])
    painter.setPen(QPen(colour, 2, style))
    places = [axes.place(*point) for point in line.points]
    painter.drawPolyline(places)
    legend = QPointF(_PLOT.right() + 24, _PLOT.top() + 8 + number * 20)
    painter.drawLine(legend, legend + QPointF(20, 0))
    painter.setBrush(colour)
    for place in places:
        painter.drawEllipse(place, 2.5, 2.5)
    painter.setPen(_TEXT)
    painter.drawText(legend + QPointF(28, 4), line.name)


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(size)
    font.setBold(bold)
    return font
