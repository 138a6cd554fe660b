"""Colours as people write them, and how well one is read on another."""

import re
from typing import NamedTuple

from PySide6.QtGui import QColor

TEXT_CONTRAST = 4.5
MARK_CONTRAST = 3.0

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_FUNCTION = re.compile(r"rgba?\(\s*([^()]*?)\s*\)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?%?|\.\d+%?")
_NAME = re.compile(r"[a-z]+", re.IGNORECASE)
_BYTE = 255
_CHANNELS = 3
_LINEAR_BELOW = 0.04045
_BLACK, _WHITE = "#000000", "#ffffff"


class Colour(NamedTuple):
    """A colour that may be translucent.

    Attributes:
        solid: ``#rrggbb``.
        alpha: From 0, which is not there at all, to 1.
    """

    solid: str
    alpha: float = 1.0

    def over(self, ground: str) -> str:
        """Return what is seen of it on *ground*, ``#rrggbb``."""
        mixed = (
            round(self.alpha * mine + (1 - self.alpha) * its)
            for mine, its in zip(_bytes(self.solid), _bytes(ground), strict=True)
        )
        return "#" + "".join(f"{channel:02x}" for channel in mixed)


def parse(text: str) -> Colour | None:
    """Read a colour as style sheets of the web write it; None if it is none.

    Args:
        text: ``#rgb``, ``#rgba``, ``#rrggbb``, ``#rrggbbaa``, ``rgb(…)``, ``rgba(…)`` or a name.
            Qt would take the alpha of ``#rrggbbaa`` for the red.
    """
    text = text.strip()
    if _HEX.fullmatch(text):
        return _from_hex(text[1:].lower())
    function = _FUNCTION.fullmatch(text)
    if function:
        return _from_function(function[1])
    if text.lower() == "transparent":
        return Colour(_BLACK, 0.0)
    if _NAME.fullmatch(text) and QColor.isValidColorName(text):
        return Colour(QColor(text).name())
    return None


def contrast(one: str, other: str) -> float:
    """Return how well one ``#rrggbb`` is told from another, from 1 to 21, as WCAG counts it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_light(colour: str) -> bool:
    """Return whether black is read better on it than white."""
    return contrast(colour, _BLACK) > contrast(colour, _WHITE)


def text_on(ground: str) -> str:
    """Return black or white, whichever is read better on *ground*: at least 4.5 to 1."""
    return _BLACK if is_light(ground) else _WHITE


def shaded(ground: str, text: str, strength: float) -> str:
    """Return a button's colour under the pointer: away from its text, so that it stays readable.

    Args:
        ground: The button, ``#rrggbb``.
        text: What is written on it, ``#rrggbb``.
        strength: How much, from 0 to 1.
    """
    return Colour(_BLACK if is_light(text) else _WHITE, strength).over(ground)


def _from_hex(digits: str) -> Colour:
    if len(digits) <= _CHANNELS + 1:
        digits = "".join(digit * 2 for digit in digits)
    alpha = int(digits[6:] or "ff", 16) / _BYTE
    return Colour(f"#{digits[:6]}", alpha)


def _from_function(inside: str) -> Colour | None:
    parts = [part for part in re.split(r"\s*[,/]\s*|\s+", inside) if part]
    if len(parts) not in (_CHANNELS, _CHANNELS + 1):
        return None
    if not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    channels = [_amount(part, _BYTE) for part in parts[:_CHANNELS]]
    alpha = _amount(parts[_CHANNELS], 1) if len(parts) > _CHANNELS else 1.0
    if alpha > 1 or any(channel > _BYTE for channel in channels):
        return None
    return Colour("#" + "".join(f"{round(channel):02x}" for channel in channels), alpha)


def _amount(text: str, whole: int) -> float:
    return float(text[:-1]) / 100 * whole if text.endswith("%") else float(text)


def _bytes(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / _BYTE) for channel in _bytes(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4
