"""Colours to draw below text, made of the painter's: of the text, and of what it stands on."""

from PySide6.QtGui import QColor, QPainter

from ui.theme.colour import contrast

_SHARE = 0.12  # of the colour of the text
_AWAY = 122  # percent, to what is darker or lighter still
_LEGIBLE = 4.5  # to 1, the least contrast of text


def faint(painter: QPainter, alpha: float) -> QColor:
    """Return the colour of the text, as transparent as *alpha* says."""
    colour = QColor(painter.pen().color())
    colour.setAlphaF(alpha)
    return colour


def ground(painter: QPainter) -> QColor:
    """Return a colour that stands out from the background and keeps the text on it legible.

    It is somewhat nearer to the text; where the text could not be read on that any more, it is
    further away from it.
    """
    text, fill = painter.pen().color(), painter.background().color()
    mixed = QColor.fromRgbF(
        _between(fill.redF(), text.redF()),
        _between(fill.greenF(), text.greenF()),
        _between(fill.blueF(), text.blueF()),
    )
    if contrast(mixed.name(), text.name()) >= _LEGIBLE:
        return mixed
    return fill.darker(_AWAY) if text.lightnessF() > fill.lightnessF() else fill.lighter(_AWAY)


def _between(fill: float, text: float) -> float:
    return fill + (text - fill) * _SHARE
