"""A row of the list, laid out: a message, or a line between messages.

All points and rectangles count from the row's top left corner, at the left edge of the content.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_part import Part, PartState, Span, Target


class PlacedPart(NamedTuple):
    """A part of a row, and where its corner is."""

    part: Part
    origin: QPointF


class PlacedWidget(NamedTuple):
    """A plugin's widget in a row, and its place in it."""

    widget: QWidget
    rect: QRect


def no_span(_number: int) -> Span | None:
    """Return None: nothing is selected in any part."""
    return None


@dataclass(frozen=True, slots=True)
class RowState:
    """What changes about a row without laying it out again.

    Attributes:
        is_current: Whether the ring of the keyboard's place is drawn around it.
        hovered: What the pointer is on in this row, or None.
        focused: What the keyboard is at in this row, or None.
        span: Returns what is selected of the part of a number, or None.
    """

    is_current: bool = False
    hovered: Hit | None = None
    focused: Hit | None = None
    span: Callable[[int], Span | None] = no_span

    def of_part(self, number: int) -> PartState:
        """Return what of it concerns the part of a number."""
        return PartState(self.hovered, self.focused, self.span(number))


class RowLayout(Protocol):
    """A row laid out for a width.

    Attributes:
        height: Of the row.
        rect: Its bubble or text.
        parts: What a message is made of, from the top; none for a line between messages.
        widgets: What plugins have put into it.
    """

    height: int
    rect: QRect
    parts: tuple[PlacedPart, ...]
    widgets: tuple[PlacedWidget, ...]

    def paint(self, painter: QPainter, clip: QRectF, state: RowState) -> None:
        """Draw the row where the painter's origin is.

        Args:
            painter: Antialiasing.
            clip: What of the row is in sight.
            state: What is lit up or selected.
        """

    def hit(self, point: QPointF) -> Hit | None:
        """Return what stands under *point* that a click means something to, or None."""

    def addresses(self) -> tuple[str, ...]:
        """Return the addresses in the text, in order, each once."""

    def targets(self) -> tuple[Target, ...]:
        """Return what the keyboard can go to, in reading order."""


def addresses_in(parts: tuple[PlacedPart, ...]) -> tuple[str, ...]:
    """Return the addresses that the parts hold, in order, each once."""
    hits = (target.hit for placed in parts for target in placed.part.targets())
    return tuple(dict.fromkeys(hit.address for hit in hits if hit.kind == "link"))


def part_hit(parts: tuple[PlacedPart, ...], point: QPointF) -> Hit | None:
    """Return what a part has under *point*, or None."""
    for placed in parts:
        hit = placed.part.hit(point - placed.origin)
        if hit is not None:
            return hit
    return None


def part_targets(parts: tuple[PlacedPart, ...]) -> tuple[Target, ...]:
    """Return what the keyboard can go to in the parts, in reading order."""
    return tuple(
        Target(target.hit, target.rect.translated(placed.origin))
        for placed in parts
        for target in placed.part.targets()
    )


def nearest_part(parts: tuple[PlacedPart, ...], y: float) -> int:
    """Return the number of the part whose lines are nearest to a height, -1 without parts."""
    found = -1
    for number, placed in enumerate(parts):
        if found < 0 or placed.origin.y() <= y:
            found = number
    return found
