"""What a bubble is made of: parts below each other, such as its text and its files.

A part is laid out for a width when it is made and never changes; the bubble
(:mod:`ui.chat.messages.message_bubble`) decides where it stands. All points and rectangles count
from the part's own top left corner. Places count the characters of :attr:`Part.text`, from 0.
"""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from ui.chat.messages.message_hit import Hit


class Span(NamedTuple):
    """A stretch of selected text: places *start* to *end*, the latter not included."""

    start: int
    end: int


class Target(NamedTuple):
    """Something in a part that the keyboard stops at, and where it is."""

    hit: Hit
    rect: QRectF


@dataclass(frozen=True, slots=True)
class PartState:
    """What changes about a part without laying it out again.

    Attributes:
        hovered: What the pointer is on in this part, or None.
        focused: What the keyboard is at in this part, or None.
        selection: What of its text is selected, or None.
        selected: Ground and text colour of what is selected; None exchanges the two that the
            painter has.
    """

    hovered: Hit | None = None
    focused: Hit | None = None
    selection: Span | None = None
    selected: tuple[QColor, QColor] | None = None


class Part(Protocol):
    """One part of a bubble, laid out.

    Attributes:
        width: What it needs of the room it was given, in pixels.
        height: In pixels.
        text: What can be selected and copied; empty for a part that is no text.
    """

    width: float
    height: float
    text: str

    def draw(self, painter: QPainter, origin: QPointF, clip: QRectF, state: PartState) -> None:
        """Draw the part.

        Args:
            painter: Antialiasing; text is drawn in its pen, on its background.
            origin: Where the part's corner is.
            clip: What is in sight, in the painter's coordinates.
            state: What is lit up or selected.
        """

    def hit(self, point: QPointF) -> Hit | None:
        """Return what a click at *point* means, or None."""

    def place_at(self, point: QPointF) -> int:
        """Return the place nearest to *point*, for a selection; 0 without text."""

    def is_over_text(self, point: QPointF) -> bool:
        """Whether *point* is on text, so that the pointer shows as a caret."""

    def targets(self) -> tuple[Target, ...]:
        """Return what the keyboard can go to, in reading order."""
