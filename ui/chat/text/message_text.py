"""Plain text laid out for a width: words wrap, long ones break, paragraphs run in their direction.

Text is text: nothing in it is markup. Paragraphs that run in one direction share one
``QTextLayout``, because a layout for each line of a long message would be slow to make.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextOption

from ui.chat.text.message_links import Link
from ui.chat.text.message_text_lines import RTL, Piece, TextLines

_LINE = "\u2028"  # ends a line within one layout
_GONE = "\u200b"  # takes the place of a character that shows nothing, so that places stay the same
_LTR = re.compile(r"[^\W\d_]")  # a letter; those of the other direction are asked for first
_ISOLATED = re.compile(r"[\u2066-\u2068][^\u2069]*\u2069?")  # does not decide the direction
_TAB = 32.0


class TextBlock(TextLines):
    """Some text in its place, a :class:`~ui.chat.messages.message_part.Part`."""

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
        super().__init__(text, links)
        self._format = link_format
        self._font, self._room, self._line_height = font, max(room, 1.0), line_height
        self._alignment = alignment
        laid_out: list[tuple[QTextLayout, float, int, int]] = []
        start = 0
        for is_rtl, part in paragraphs(text):
            length = count_units(part)
            layout = self._layout(part, start, length, is_rtl=is_rtl)
            laid_out.append((layout, self.height, start, length))
            self.width = max(self.width, self._place(layout))
            start += length + 1
        self.pieces = [
            Piece(layout, QPointF(self._shift(layout.textOption().alignment()), top), at, length)
            for layout, top, at, length in laid_out
        ]

    def _shift(self, alignment: Qt.AlignmentFlag) -> float:
        """Return how far lines that were laid out in the room stand off in the block's width."""
        if alignment & Qt.AlignmentFlag.AlignRight:
            return self.width - self._room
        if alignment & Qt.AlignmentFlag.AlignHCenter:
            return (self.width - self._room) / 2
        return 0.0

    def _layout(self, text: str, start: int, length: int, *, is_rtl: bool) -> QTextLayout:
        layout = make_layout(text, self._font, self._alignment, is_rtl=is_rtl)
        if self._format is not None and self.links:
            layout.setFormats(self._link_ranges(self._format, start, length))
        return layout

    def _link_ranges(
        self, look: QTextCharFormat, start: int, length: int
    ) -> list[QTextLayout.FormatRange]:
        ranges = []
        for link in self.links:
            if start <= link.start < start + length:
                one = QTextLayout.FormatRange()
                one.start, one.length, one.format = link.start - start, link.end - link.start, look
                ranges.append(one)
        return ranges

    def _place(self, layout: QTextLayout) -> float:
        """Put the lines below what is there; return the width of the longest."""
        width, height = place_lines(layout, self._room, self._line_height)
        self.height += height
        return width


def make_layout(
    text: str, font: QFont, alignment: Qt.AlignmentFlag, *, is_rtl: bool
) -> QTextLayout:
    """Return a layout without lines yet, in which long words break.

    Args:
        text: Its lines end with the line separator, U+2028.
        font: Of the text.
        alignment: Of text that runs from left to right; the other mirrors it.
        is_rtl: Whether the text runs from right to left.
    """
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTabStopDistance(_TAB)
    if is_rtl:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(_MIRRORED.get(alignment, alignment))
    else:
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setAlignment(alignment)
    layout.setTextOption(option)
    return layout


def place_lines(layout: QTextLayout, room: float, line_height: float) -> tuple[float, float]:
    """Break a layout into lines below each other; return the width of the longest and the height.

    Args:
        layout: Without lines yet.
        room: The width at which lines end.
        line_height: The least distance from line to line.
    """
    longest, top = 0.0, 0.0
    layout.beginLayout()
    line = layout.createLine()
    while line.isValid():
        line.setLineWidth(room)
        natural = line.height()
        height = max(natural, line_height)
        line.setPosition(QPointF(0, top + (height - natural) / 2))
        top += height
        longest = max(longest, line.naturalTextWidth())
        line = layout.createLine()
    layout.endLayout()
    return longest, top


_MIRRORED = {
    Qt.AlignmentFlag.AlignLeft: Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignRight: Qt.AlignmentFlag.AlignLeft,
}


def paragraphs(text: str) -> list[tuple[bool, str]]:
    """Return the text in runs of paragraphs of one direction, each with whether it is rtl."""
    text = text.replace("\r\n", _GONE + "\n").replace("\r", "\n").replace("\u2029", "\n")
    if not RTL.search(text):
        return [(False, text.replace("\n", _LINE))]
    directions: list[tuple[bool, str]] = []
    is_rtl = False
    for paragraph in text.split("\n"):
        is_rtl = runs_rtl(paragraph, is_rtl)
        directions.append((is_rtl, paragraph))
    return [
        (is_rtl, _LINE.join(paragraph for _, paragraph in group))
        for is_rtl, group in groupby(directions, key=lambda one: one[0])
    ]


def runs_rtl(paragraph: str, before: bool = False) -> bool:
    """Whether the first letter runs from right to left; without letters, as the one before."""
    asked = _ISOLATED.sub("", paragraph)
    rtl, letter = RTL.search(asked), _LTR.search(asked)
    if letter is None:
        return before if rtl is None else True
    return rtl is not None and rtl.start() <= letter.start()


def count_units(text: str) -> int:
    """Return the length as Qt counts it: characters beyond the first plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
