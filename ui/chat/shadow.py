"""The soft shadow under the panel and the launcher, drawn from one small cached picture.

A ``QGraphicsDropShadowEffect`` renders its widget into a picture at each change, so a keystroke
would repaint the whole panel. Here the stage under the panel is painted instead, nine patches
stretched around the shape, and the panel itself is never touched.
"""

import functools

from PySide6.QtCore import QMargins, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

BLUR = 24
"""How far the shadow reaches beyond the shape, in logical pixels."""

_DROP = 6
_STEPS = 24
_OPACITY_LIGHT = 0.16
_OPACITY_DARK = 0.5


def extent(shape: QRect) -> QRect:
    """Return the area that the shadow of *shape* covers."""
    return shape.marginsAdded(QMargins(BLUR, BLUR, BLUR, BLUR)).translated(0, _DROP)


def paint(painter: QPainter, shape: QRect, radius: int, colour: str, *, is_dark: bool) -> None:
    """Draw the shadow of a rounded rectangle.

    Args:
        painter: Painter of the widget that lies under the shape.
        shape: Where the shape is, in the painter's coordinates.
        radius: Of its corners, in logical pixels.
        colour: ``#rrggbb``.
        is_dark: Shadows on dark ground need more ink to be seen at all.
    """
    ratio = painter.device().devicePixelRatio()
    patch = _patch(radius, colour, _OPACITY_DARK if is_dark else _OPACITY_LIGHT, ratio)
    corner = BLUR + radius
    target = extent(shape)
    columns = _spans(target.left(), target.width(), corner)
    rows = _spans(target.top(), target.height(), corner)
    source = _spans(0, patch.deviceIndependentSize().toSize().width(), corner)
    for to_y, from_y in zip(rows, source, strict=True):
        for to_x, from_x in zip(columns, source, strict=True):
            to = QRectF(to_x[0], to_y[0], to_x[1], to_y[1])
            of = QRectF(from_x[0] * ratio, from_y[0] * ratio, from_x[1] * ratio, from_y[1] * ratio)
            painter.drawPixmap(to, patch, of)


def _spans(start: int, length: int, corner: int) -> tuple[tuple[int, int], ...]:
    """Divide a side into corner, middle and corner, as (start, length)."""
    corner = min(corner, length // 2)
    return (
        (start, corner),
        (start + corner, length - 2 * corner),
        (start + length - corner, corner),
    )


@functools.lru_cache(maxsize=16)
def _patch(radius: int, colour: str, opacity: float, ratio: float) -> QPixmap:
    """Render the smallest picture that holds all four corners and a middle."""
    side = 2 * (BLUR + radius) + 2
    size = QSize(side, side)
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    whole = QRectF(QPoint(0, 0), size)
    for step in range(_STEPS):
        # Rings of equal ink, ever smaller: their sum falls off towards the rim like a blur.
        inset = BLUR * (step + 0.5) / _STEPS
        ink = QColor(colour)
        ink.setAlphaF(2 * opacity * (step + 0.5) / _STEPS**2)
        painter.setBrush(ink)
        ring = whole.adjusted(inset, inset, -inset, -inset)
        round_ = radius + BLUR - inset
        painter.drawRoundedRect(ring, round_, round_)
    painter.end()
    return QPixmap.fromImage(image)
