"""Plain text laid out for a width: words wrap, long ones break, paragraphs run in their direction.

Text is text: nothing in it is markup. Paragraphs that run in one direction share one
``QTextLayout``, because a layout for each line of a long message would be slow to make.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from ui.chat.message_hit import Hit
from ui.chat.message_links import Link
from ui.chat.message_part import PartState, Target

_LINE = "\u2028"  # ends a line within one layout
_GONE = "\u200b"  # takes the place of a character that shows nothing, so that places stay the same
_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LTR = re.compile(r"[^\W\d_]")  # a letter; those of the other direction are asked for first
_TAB = 32.0


class _Part(NamedTuple):
    layout: QTextLayout
    top: float
    shift: float
    start: int


_AS_IT_IS = PartState()


class TextBlock:
    """Some text in its place: a :class:`~ui.chat.message_part.Part`.

    Attributes:
        width: Of its longest line, in pixels.
        height: Of all lines.
        text: What it shows.
    """

    def __init__(
        self,
        text: str,
        font: QFont,
        room: float,
        *,
        line_height: float = 0.0,
        links: Sequence[Link] = (),
        link_format: QTextCharFormat | None = None,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Lay *text* out.

        Args:
            text: Shown character by character.
            font: Of the text.
            room: The width at which lines end.
            line_height: The least distance from line to line.
            links: Addresses in *text*.
            link_format: Look of an address.
            alignment: Of paragraphs that run from left to right; the others mirror it.
        """
        self.text = text
        self._links = _in_units(text, links)
        self._format = link_format
        self._font, self._room, self._line_height = font, max(room, 1.0), line_height
        self._alignment = alignment
        self.width = self.height = 0.0
        laid_out: list[tuple[QTextLayout, float, int]] = []
        start = 0
        for is_rtl, part in _parts(text):
            layout = self._layout(part, start, is_rtl=is_rtl)
            laid_out.append((layout, self.height, start))
            self.width = max(self.width, self._place(layout))
            start += _units(part) + 1
        self._parts = [
            _Part(layout, top, self._shift(layout.textOption().alignment()), at)
            for layout, top, at in laid_out
        ]

    def draw(
        self,
        painter: QPainter,
        origin: QPointF,
        clip: QRectF,
        state: PartState = _AS_IT_IS,  # noqa: ARG002
    ) -> None:
        """Draw the lines that touch *clip*, in the painter's pen."""
        for part in self._parts:
            at = origin + QPointF(part.shift, part.top)
            if at.y() > clip.bottom():
                break
            part.layout.draw(painter, at, [], clip)

    def hit(self, point: QPointF) -> Hit | None:
        """Return the address under *point*, or None."""
        address = self.link_at(point)
        return None if address is None else Hit("link", address)

    def place_at(self, point: QPointF) -> int:  # noqa: ARG002
        """Return the place nearest to *point*."""
        return 0

    def is_over_text(self, point: QPointF) -> bool:  # noqa: ARG002
        """Whether *point* is on text."""
        return False

    def targets(self) -> tuple[Target, ...]:
        """Return the addresses, in reading order."""
        return tuple(Target(Hit("link", link.address), QRectF()) for link in self._links)

    def link_at(self, point: QPointF) -> str | None:
        """Return the address under *point*, which counts from the block's corner, or None."""
        if not self._links:
            return None
        for part in reversed(self._parts):
            if point.y() >= part.top:
                place = _place_at(part.layout, point - QPointF(part.shift, part.top))
                if place is None:
                    return None
                place += part.start
                return next((x.address for x in self._links if x.start <= place < x.end), None)
        return None

    def _shift(self, alignment: Qt.AlignmentFlag) -> float:
        """Return how far lines that were laid out in the room stand off in the block's width."""
        if alignment & Qt.AlignmentFlag.AlignRight:
            return self.width - self._room
        if alignment & Qt.AlignmentFlag.AlignHCenter:
            return (self.width - self._room) / 2
        return 0.0

    def _layout(self, text: str, start: int, *, is_rtl: bool) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTabStopDistance(_TAB)
        if is_rtl:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(_MIRRORED.get(self._alignment, self._alignment))
        else:
            option.setTextDirection(Qt.LayoutDirection.LeftToRight)
            option.setAlignment(self._alignment)
        layout.setTextOption(option)
        if self._format is not None and self._links:
            layout.setFormats(self._ranges(start, _units(text)))
        return layout

    def _ranges(self, start: int, length: int) -> list[QTextLayout.FormatRange]:
        ranges = []
        for link in self._links:
            if start <= link.start < start + length and self._format is not None:
                one = QTextLayout.FormatRange()
                one.start, one.length = link.start - start, link.end - link.start
                one.format = self._format
                ranges.append(one)
        return ranges

    def _place(self, layout: QTextLayout) -> float:
        """Put the lines below each other; return the width of the longest."""
        longest, top = 0.0, 0.0
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(self._room)
            natural = line.height()
            height = max(natural, self._line_height)
            line.setPosition(QPointF(0, top + (height - natural) / 2))
            top += height
            longest = max(longest, line.naturalTextWidth())
            line = layout.createLine()
        layout.endLayout()
        self.height += top
        return longest


_MIRRORED = {
    Qt.AlignmentFlag.AlignLeft: Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignRight: Qt.AlignmentFlag.AlignLeft,
}


def _parts(text: str) -> list[tuple[bool, str]]:
    """Return the text in runs of paragraphs of one direction, each with whether it is rtl."""
    text = text.replace("\r\n", _GONE + "\n").replace("\r", "\n").replace("\u2029", "\n")
    if not _RTL.search(text):
        return [(False, text.replace("\n", _LINE))]
    directions: list[tuple[bool, str]] = []
    is_rtl = False
    for paragraph in text.split("\n"):
        is_rtl = _is_rtl(paragraph, is_rtl)
        directions.append((is_rtl, paragraph))
    return [
        (is_rtl, _LINE.join(paragraph for _, paragraph in group))
        for is_rtl, group in groupby(directions, key=lambda one: one[0])
    ]


def _is_rtl(paragraph: str, before: bool) -> bool:
    """Whether the first letter runs from right to left; without letters, as the one before."""
    rtl, letter = _RTL.search(paragraph), _LTR.search(paragraph)
    if letter is None:
        return before if rtl is None else True
    return rtl is not None and rtl.start() <= letter.start()


def _units(text: str) -> int:
    """Return the length as Qt counts it: characters beyond the first plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _in_units(text: str, links: Sequence[Link]) -> list[Link]:
    if text.isascii():
        return list(links)
    found: list[Link] = []
    at = place = 0
    for link in links:
        place += _units(text[at : link.start])
        start = place
        place += _units(text[link.start : link.end])
        at = link.end
        found.append(Link(start, place, link.address))
    return found


def _place_at(layout: QTextLayout, point: QPointF) -> int | None:
    """Return the place of the character under *point*, or None beside the text."""
    line = _line_at(layout, point.y())
    if line is None or not line.naturalTextRect().adjusted(0, -4, 0, 4).contains(point):
        return None
    place = line.xToCursor(point.x(), QTextLine.CursorPosition.CursorOnCharacter)
    return int(place)


def _line_at(layout: QTextLayout, y: float) -> QTextLine | None:
    low, high = 0, layout.lineCount() - 1
    while low < high:
        middle = (low + high + 1) // 2
        if layout.lineAt(middle).y() <= y:
            low = middle
        else:
            high = middle - 1
    return layout.lineAt(low) if high >= 0 else None
