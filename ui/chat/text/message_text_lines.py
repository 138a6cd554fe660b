"""Lines of text in their places: what a plain text and a Markdown text have in common.

Both are some ``QTextLayout`` below or beside each other. Places count characters, as Python does;
Qt counts UTF-16 units, of which a character beyond the first plane has two.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextCharFormat, QTextLayout, QTextLine

from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_part import PartState, Span, Target
from ui.chat.text.message_links import Link
from ui.chat.text.message_text_ground import ground

RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""A letter that runs from right to left."""

_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_LINK_REACH = 4.0  # above and below a line, so that what is between two lines of a link is met too
_RING = 2.0

AS_IT_IS = PartState()


class Units:
    """Places of one text, as Python and as Qt count them."""

    def __init__(self, text: str) -> None:
        self._astral = () if text.isascii() else tuple(m.start() for m in _ASTRAL.finditer(text))
        self._doubled = tuple(at + number for number, at in enumerate(self._astral))

    def of(self, place: int) -> int:
        """Return how many units come before a place."""
        return place + bisect_left(self._astral, place) if self._astral else place

    def place(self, units: int) -> int:
        """Return the place that has so many units before it; within a character, its start."""
        if not self._astral:
            return units
        return units - bisect_left(self._doubled, units)


class Piece(NamedTuple):
    """A layout in its place.

    Attributes:
        layout: Some lines.
        at: Where its corner is, from the corner of the part.
        start: The unit of the text that it begins with.
        length: How many units it shows.
    """

    layout: QTextLayout
    at: QPointF
    start: int
    length: int


class TextLines:
    """Text laid out: a :class:`~ui.chat.messages.message_part.Part`.

    Text is drawn in the painter's pen, on its background; what is selected has the two exchanged
    unless it is said otherwise, and so is as legible as the rest.

    Attributes:
        width: Of its longest line, in pixels.
        height: Of all lines.
        text: What it shows.
    """

    width: float
    height: float
    text: str

    def __init__(self, text: str, links: Sequence[Link] = ()) -> None:
        """Begin without lines; a subclass sets ``width``, ``height`` and ``pieces``.

        Args:
            text: What is shown.
            links: Addresses in *text*, in its order.
        """
        self.text = text
        self.units = Units(text)
        self.links = tuple(
            Link(self.units.of(one.start), self.units.of(one.end), one.address) for one in links
        )
        self.pieces: list[Piece] = []  # from the top
        self.width = self.height = 0.0

    def draw(
        self, painter: QPainter, origin: QPointF, clip: QRectF, state: PartState = AS_IT_IS
    ) -> None:
        """Draw the lines that touch *clip*."""
        self._draw_hovered(painter, origin, state)
        selected = _selected(painter, state) if state.selection else None
        for piece in self.pieces:
            at = origin + piece.at
            if at.y() > clip.bottom():
                break
            ranges = self._ranges(piece, state.selection, selected)
            piece.layout.draw(painter, at, ranges, clip)
        self._draw_ring(painter, origin, state)

    def link_at(self, point: QPointF) -> str | None:
        """Return the address under *point*, or None."""
        if not self.links:
            return None
        for piece in self._beside(point.y()):
            unit = _unit_under(piece.layout, point - piece.at)
            if unit is not None:
                unit += piece.start
                return next((x.address for x in self.links if x.start <= unit < x.end), None)
        return None

    def hit(self, point: QPointF) -> Hit | None:
        """Return the address under *point*, or None."""
        address = self.link_at(point)
        return None if address is None else Hit("link", address)

    def place_at(self, point: QPointF) -> int:
        """Return the place nearest to *point*; above all lines the first, below them the last."""
        if point.y() < 0 or not self.pieces:
            return 0
        if point.y() >= self.height:
            return len(self.text)
        piece = min(self._beside(point.y()), key=lambda one: _distance(one, point.x()))
        line = line_at(piece.layout, point.y() - piece.at.y())
        if line is None:
            return self.units.place(piece.start)
        between = QTextLine.CursorPosition.CursorBetweenCharacters
        unit = int(line.xToCursor(point.x() - piece.at.x(), between))
        return self.units.place(piece.start + unit)

    def is_over_text(self, point: QPointF) -> bool:
        """Whether *point* is on a line, so that the pointer shows as a caret."""
        return any(_is_on_line(one.layout, point - one.at) for one in self._beside(point.y()))

    def targets(self) -> tuple[Target, ...]:
        """Return the addresses in reading order, each once."""
        found: dict[str, Target] = {}
        for link in self.links:
            if link.address not in found:
                area = QRectF()
                for rect in self.rects(link.start, link.end):
                    area = area.united(rect)
                found[link.address] = Target(Hit("link", link.address), area)
        return tuple(found.values())

    def rects(self, start: int, end: int) -> Iterator[QRectF]:
        """Yield where the units from *start* to *end* are, line by line."""
        for piece in self.pieces:
            first, last = max(start, piece.start), min(end, piece.start + piece.length)
            if first < last:
                for rect in line_rects(piece.layout, first - piece.start, last - piece.start):
                    yield rect.translated(piece.at)

    def _beside(self, y: float) -> list[Piece]:
        """Return the pieces at a height, such as the number of an item and the item."""
        if not self.pieces:
            return []
        end = max(bisect_right(self.pieces, y, key=_top), 1)
        start = bisect_left(self.pieces, _top(self.pieces[end - 1]), key=_top)
        return self.pieces[start:end]

    def _ranges(
        self, piece: Piece, span: Span | None, look: QTextCharFormat | None
    ) -> list[QTextLayout.FormatRange]:
        if span is None or look is None:
            return []
        start = max(self.units.of(span.start) - piece.start, 0)
        end = min(self.units.of(span.end) - piece.start, piece.length)
        if start >= end:
            return []
        chosen = QTextLayout.FormatRange()
        chosen.start, chosen.length, chosen.format = start, end - start, look
        return [chosen]

    def _draw_hovered(self, painter: QPainter, origin: QPointF, state: PartState) -> None:
        """Lie a faint colour under the address that the pointer is on."""
        if state.hovered is None or state.hovered.kind != "link":
            return
        colour = ground(painter)
        for link in self.links:
            if link.address == state.hovered.address:
                for rect in self.rects(link.start, link.end):
                    painter.fillRect(rect.translated(origin), colour)

    def _draw_ring(self, painter: QPainter, origin: QPointF, state: PartState) -> None:
        """Draw a ring around the address that the keyboard is at, in the colour of the text."""
        if state.focused is None or state.focused.kind != "link":
            return
        link = next((one for one in self.links if one.address == state.focused.address), None)
        if link is None:
            return
        pen = painter.pen()
        painter.setPen(QPen(pen.color(), _RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in self.rects(link.start, link.end):
            ring = rect.translated(origin).adjusted(-_RING, -1, _RING, 1)
            painter.drawRoundedRect(ring, _RING, _RING)
        painter.setPen(pen)


def line_at(layout: QTextLayout, y: float) -> QTextLine | None:
    """Return the line of a layout at a height, the nearest one if there is none; or None."""
    low, high = 0, layout.lineCount() - 1
    while low < high:
        middle = (low + high + 1) // 2
        if layout.lineAt(middle).y() <= y:
            low = middle
        else:
            high = middle - 1
    return layout.lineAt(low) if high >= 0 else None


def line_rects(layout: QTextLayout, start: int, end: int) -> Iterator[QRectF]:
    """Yield where the units from *start* to *end* are in a layout, line by line."""
    line = layout.lineForTextPosition(start)
    is_mixed = RTL.search(layout.text()) is not None or _TURNS.search(layout.text()) is not None
    number = line.lineNumber() if line.isValid() else layout.lineCount()
    while number < layout.lineCount():
        line = layout.lineAt(number)
        if line.textStart() >= end:
            return
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        left, right = _edges(line, first, last, is_mixed=is_mixed)
        yield QRectF(left, line.y(), right - left, line.height())
        number += 1


def _edges(line: Any, first: int, last: int, *, is_mixed: bool) -> tuple[float, float]:
    """Return from where to where some units of a line are drawn."""
    runs = line.glyphRuns(first, last - first) if is_mixed else ()
    if runs:  # where the direction turns, a caret's place does not tell an edge
        boxes = [run.boundingRect() for run in runs]
        return min(box.left() for box in boxes), max(box.right() for box in boxes)
    one, other = (float(line.cursorToX(unit)[0]) for unit in (first, last))
    return min(one, other), max(one, other)


def _selected(painter: QPainter, state: PartState) -> QTextCharFormat:
    ground, text = state.selected or (painter.pen().color(), painter.background().color())
    look = QTextCharFormat()
    look.setBackground(ground)
    look.setForeground(text)
    return look


def _is_on_line(layout: QTextLayout, point: QPointF) -> bool:
    line = line_at(layout, point.y())
    if line is None:
        return False
    return line.naturalTextRect().adjusted(0, -_LINK_REACH, 0, _LINK_REACH).contains(point)


def _unit_under(layout: QTextLayout, point: QPointF) -> int | None:
    """Return the unit under *point*, or None beside the text."""
    line = line_at(layout, point.y())
    if line is None or not _is_on_line(layout, point):
        return None
    return int(line.xToCursor(point.x(), QTextLine.CursorPosition.CursorOnCharacter))


def _top(piece: Piece) -> float:
    return piece.at.y()


def _distance(piece: Piece, x: float) -> float:
    """Return how far a piece is beside a point."""
    box = piece.layout.boundingRect().translated(piece.at)
    return max(box.left() - x, x - box.right(), 0.0)
