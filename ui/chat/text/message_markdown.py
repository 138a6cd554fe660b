"""A Markdown text laid out for a width, paragraph by paragraph.

Each paragraph is a ``QTextLayout``, as in a plain text, so that places, selections, links and the
direction of writing are one piece of code for both; nothing here ever becomes HTML. A
``QTextDocument`` filled through a cursor was measured too: it lays the same twenty messages out in
half the time (2 ms against 4, on two cores) and draws none of what stands below the text here.
Parsing the twenty takes 2 to 4 ms and happens once for a text, so a screenful is well within a
frame; the first one of a run pays another 40 ms for the parser and the fonts
(``tests/bench/bench_markdown.py``).
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextLayout

from ui.chat.messages.message_part import PartState
from ui.chat.messages.message_style import MessageStyle
from ui.chat.text.message_links import Link
from ui.chat.text.message_markdown_blocks import Block, Box, Look, blocks_of
from ui.chat.text.message_markdown_decor import Bar, Decor, Frame
from ui.chat.text.message_markdown_fonts import HEADINGS, fonts_of, look_format
from ui.chat.text.message_text import count_units, make_layout, place_lines, runs_rtl
from ui.chat.text.message_text_lines import AS_IT_IS, Piece, TextLines, Units

_HEADING_LINE = 1.25
_GAP = 8.0
_TIGHT_GAP = 2.0
_HEADING_GAP = 12.0
_QUOTE_INDENT = 12.0
_MARKER_GAP = 6.0
_ITEM_INDENT = 16.0
_CODE_PADDING = 8.0
_RULE_HEIGHT = 9.0
_RULE_WIDTH = 40.0
_NARROWEST = 40.0  # however deep a paragraph stands
_LINE_END = "\u2028"


class _Begin(NamedTuple):
    """Where a paragraph begins in the text: with the markers before it, and itself."""

    marker: int
    text: int


class MarkdownBlock(TextLines):
    """A Markdown text in its place, a :class:`~ui.chat.messages.message_part.Part`.

    Its ``text`` is what is shown, without the marks: what a selection copies.
    """

    def __init__(self, text: str, style: MessageStyle, room: float) -> None:
        """Lay *text* out.

        Args:
            text: A message, as it was sent.
            style: The look.
            room: The width at which lines end.
        """
        blocks = blocks_of(text.strip() or text)
        shown, begins = _shown(blocks)
        super().__init__(shown, _links(blocks, begins))
        self._style, self._fonts, self._room = style, fonts_of(style), max(room, _NARROWEST)
        self._decor = Decor()
        self._directions: dict[int, bool] = {}
        self._from_right: list[tuple[int, float]] = []
        self._seen: set[int] = set()
        above: Block | None = None
        for block, begin in zip(blocks, begins, strict=True):
            self.height += _gap(above, block)
            self._add(block, begin)
            above = block
        self._align()

    # Laying out

    def _add(self, block: Block, begin: _Begin) -> None:
        """Put a paragraph below what is there."""
        frame, top = self._frame(block), self.height
        place = begin.marker
        for box in block.boxes:
            if box.kind == "item" and box.number not in self._seen:
                self._add_marker(block, box, self.units.of(place))
                place += len(box.marker) + 1
            self._seen.add(box.number)
        if block.kind == "rule":
            self._decor.rules.append((top + _RULE_HEIGHT / 2, frame))
            self.height += _RULE_HEIGHT
            self._widen(frame, _RULE_WIDTH)
        elif block.kind == "code":
            self._add_code(block, frame, self.units.of(begin.text))
        else:
            self._add_text(block, frame, self.units.of(begin.text))
        self._extend_bars(block, top)

    def _add_text(self, block: Block, frame: Frame, unit: int) -> None:
        text, fonts = block.text.replace("\n", _LINE_END), self._fonts
        font, line_height = fonts.body, float(self._style.line_height)
        if block.level:
            font = fonts.headings[block.level]
            line_height = HEADINGS[block.level] * _HEADING_LINE
        elif any(box.kind == "quote" for box in block.boxes):
            font = fonts.quote
        is_rtl = runs_rtl(block.text)
        layout = make_layout(text, font, Qt.AlignmentFlag.AlignLeft, is_rtl=is_rtl)
        self._set_looks(layout, block, unit)
        self._place(layout, frame, unit, line_height, count_units(text), is_rtl=is_rtl)

    def _add_code(self, block: Block, frame: Frame, unit: int) -> None:
        top = self.height
        self.height += _CODE_PADDING
        text = block.text.replace("\n", _LINE_END)
        layout = make_layout(text, self._fonts.code, Qt.AlignmentFlag.AlignLeft, is_rtl=False)
        inner = Frame(frame.left + _CODE_PADDING, frame.right + _CODE_PADDING)
        self._place(layout, inner, unit, 0.0, count_units(text), is_rtl=False)
        self.height += _CODE_PADDING
        self._decor.fences.append((top, self.height, frame))

    def _place(
        self,
        layout: QTextLayout,
        frame: Frame,
        unit: int,
        line_height: float,
        length: int,
        *,
        is_rtl: bool,
    ) -> None:
        room = max(self._room - frame.left - frame.right, _NARROWEST)
        width, height = place_lines(layout, room, line_height)
        if is_rtl:
            self._from_right.append((len(self.pieces), room + frame.right))
        at = QPointF(frame.left, self.height)
        self.pieces.append(Piece(layout, at, unit, length))
        self._widen(frame, width)
        self.height += height

    def _add_marker(self, block: Block, box: Box, unit: int) -> None:
        """Put the marker of an item beside its first line."""
        style, is_rtl = self._style, self._directions[box.number]
        inset = self._inset(block, box, is_right=is_rtl)
        advance = style.body_metrics.horizontalAdvance(box.marker)
        beside = inset + _indent(box, style) - _MARKER_GAP - advance
        layout = make_layout(
            box.marker, self._fonts.body, Qt.AlignmentFlag.AlignLeft, is_rtl=is_rtl
        )
        line_height = HEADINGS[block.level] * _HEADING_LINE if block.level else style.line_height
        place_lines(layout, advance + 1, line_height)
        if is_rtl:
            self._from_right.append((len(self.pieces), beside + advance))
        at = QPointF(beside, self.height)
        self.pieces.append(Piece(layout, at, unit, count_units(box.marker)))

    def _frame(self, block: Block) -> Frame:
        """Return the room that quotes and lists around a paragraph take."""
        left = right = 0.0
        for box in block.boxes:
            is_rtl = self._directions.setdefault(box.number, runs_rtl(block.text))
            indent = _indent(box, self._style)
            left, right = (left, right + indent) if is_rtl else (left + indent, right)
        most = max(self._room - _NARROWEST, 0.0)
        return Frame(min(left, most), min(right, most))

    def _inset(self, block: Block, box: Box, *, is_right: bool) -> float:
        """Return how far a box begins from one side: past those around it on that side."""
        inset = 0.0
        for outer in block.boxes:
            if outer is box:
                break
            if self._directions[outer.number] is is_right:
                inset += _indent(outer, self._style)
        return inset

    def _extend_bars(self, block: Block, top: float) -> None:
        for box in block.boxes:
            if box.kind == "quote":
                is_right = self._directions[box.number]
                inset = self._inset(block, box, is_right=is_right)
                bar = self._decor.bars.setdefault(box.number, Bar(inset, is_right, top, top))
                bar.bottom = self.height

    def _set_looks(self, layout: QTextLayout, block: Block, unit: int) -> None:
        if not block.looks:
            return
        units, ranges = Units(block.text), []
        for stretch in block.looks:
            one = QTextLayout.FormatRange()
            one.start = units.of(stretch.start)
            one.length = units.of(stretch.end) - one.start
            one.format = look_format(stretch.look, self._fonts, self._style)
            ranges.append(one)
            if stretch.look & Look.CODE:
                self._decor.codes.append((unit + one.start, unit + one.start + one.length))
        layout.setFormats(ranges)

    def _widen(self, frame: Frame, width: float) -> None:
        self.width = min(max(self.width, frame.left + width + frame.right), self._room)

    def _align(self) -> None:
        """Put what runs from right to left where it belongs, now that the width is known."""
        for number, distance in self._from_right:
            piece = self.pieces[number]
            at = QPointF(self.width - distance, piece.at.y())
            self.pieces[number] = piece._replace(at=at)

    # Drawing

    def draw(
        self, painter: QPainter, origin: QPointF, clip: QRectF, state: PartState = AS_IT_IS
    ) -> None:
        """Draw grounds and bars, then the lines that touch *clip*."""
        self._decor.draw(painter, origin, self)
        super().draw(painter, origin, clip, state)


def _shown(blocks: tuple[Block, ...]) -> tuple[str, list[_Begin]]:
    """Return what is shown as one text, and where each paragraph begins in it."""
    parts: list[str] = []
    begins: list[_Begin] = []
    seen: set[int] = set()
    place = 0
    for block in blocks:
        new = (box for box in block.boxes if box.kind == "item" and box.number not in seen)
        markers = "".join(f"{box.marker} " for box in new)
        seen.update(box.number for box in block.boxes)
        begins.append(_Begin(place, place + len(markers)))
        parts.append(markers + block.text)
        place += len(parts[-1]) + 1
    return "\n".join(parts), begins


def _links(blocks: tuple[Block, ...], begins: list[_Begin]) -> list[Link]:
    return [
        Link(begin.text + link.start, begin.text + link.end, link.address)
        for block, begin in zip(blocks, begins, strict=True)
        for link in block.links
    ]


def _gap(above: Block | None, block: Block) -> float:
    if above is None:
        return 0.0
    if block.level:
        return _HEADING_GAP
    items = [box for box in block.boxes if box.kind == "item"]
    is_in_list = bool(items) and any(box.kind == "item" for box in above.boxes)
    return _TIGHT_GAP if is_in_list and items[-1].is_tight else _GAP


def _indent(box: Box, style: MessageStyle) -> float:
    if box.kind == "quote":
        return _QUOTE_INDENT
    return max(_ITEM_INDENT, style.body_metrics.horizontalAdvance(box.widest) + _MARKER_GAP)
