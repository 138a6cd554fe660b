"""One message as a bubble: what stands where in its row, how it is drawn, what a click meets.

A row's coordinates begin at its top left corner, at the left edge of the content. Everything is
laid out as for a language that runs from the left; :meth:`MessageStyle.placed` exchanges left and
right where that is asked for. A bubble is laid out again when the width changes, never moved.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from ui.chat.messages import message_style as measures
from ui.chat.messages.message_avatar import Face, paint_face
from ui.chat.messages.message_footer import Below, Footer, make_footer
from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_part import Part, Target
from ui.chat.messages.message_row import PlacedPart, RowState, addresses_in, part_hit, part_targets
from ui.chat.messages.message_slots import NOTHING, Around
from ui.chat.messages.message_slots_layout import column, widgets_in
from ui.chat.messages.message_style import BubbleColours, MessageStyle

_HEADER_GAP = 12.0
_BELOW_HEADER = 3
_CLOCK = 10.0
_SPIKE_WIDTH = 10
_ELLIPSIS = Qt.TextElideMode.ElideRight


class Bubble(NamedTuple):
    """What a bubble shows.

    Attributes:
        parts: Lays out what it is made of, for a room in pixels.
        author: The name above it.
        time: When, empty for what was not sent.
        is_own: Whether it stands on the side of this person.
        gap: Pixels between it and what is above.
        has_indent: Whether room is kept beside it for circles.
        face: Whose circle stands beside it, or None.
        ends_group: Whether the message below is somebody else's.
        is_sending: Whether it is not taken yet, and nothing in it tells how far it is.
        is_bare: Whether only its parts are drawn, without ground and header.
        is_card: Whether it is a card: framed on the ground of the page, as wide as can be.
        beside: What plugins have put around the circle, or in its place.
        below: What stands below it.
    """

    parts: Callable[[float], tuple[Part, ...]]
    author: str
    time: str
    is_own: bool
    gap: int
    has_indent: bool = True
    face: Face | None = None
    ends_group: bool = True
    is_sending: bool = False
    is_bare: bool = False
    is_card: bool = False
    beside: Around = NOTHING
    below: Below = Below()


class BubbleLayout:
    """A bubble laid out for a width.

    Attributes:
        height: Of the row, with the gap above.
        rect: The bubble itself.
        parts: Its text and its files.
        circle: Where the author's circle is.
        widgets: What plugins have put into it.
    """

    def __init__(self, bubble: Bubble, width: int, style: MessageStyle) -> None:
        self._bubble, self._style = bubble, style
        self._is_replaced = bubble.beside.instead is not None
        self._colours = _colours(bubble, style)
        widest, left = self._room(width)
        room = max(widest - 2 * measures.PADDING_X, 1)
        parts = bubble.parts(room)
        longest = max((part.width for part in parts), default=0.0)
        inner = self._lay_out_header(room, longest)
        outer = widest if style.shape.is_wide else ceil(inner) + 2 * measures.PADDING_X
        if bubble.is_own and not style.shape.is_wide:
            left = width - outer
        header = 0 if bubble.is_bare else style.padding_top + style.meta_height + _BELOW_HEADER
        bottom = 0 if bubble.is_bare else style.padding_bottom
        inside = header + ceil(_height(parts)) + bottom
        self.rect = style.placed(QRect(left, bubble.gap, outer, inside), width)
        self.parts = self._stacked(parts, bubble.gap + header)
        circle = QRect(0, bubble.gap, measures.AVATAR, measures.AVATAR)
        beside = column(bubble.beside, style.placed(circle, width), measures.AVATAR, 4)
        self.circle = style.placed(circle, width)
        self.circle.moveTop(beside.top)
        self.widgets = (*widgets_in(self.parts), *beside.widgets)
        has_ground = not (bubble.is_bare or bubble.is_card)
        self._has_spike = style.shape.has_spike and bubble.ends_group and has_ground
        end = bubble.gap + inside + (measures.SPIKE if self._has_spike else 0)
        self._footer = self._make_footer(end, widest, width)
        self.height = end + (self._footer.height if self._footer else 0)
        if bubble.face is not None or beside.widgets:
            self.height = max(self.height, beside.bottom)

    def _room(self, width: int) -> tuple[int, int]:
        """Return how wide the bubble may be, and where the others' begin."""
        if self._style.shape.is_wide:
            return max(width, 1), 0
        indent = measures.AVATAR + measures.AVATAR_GAP if self._bubble.has_indent else 0
        left = 0 if self._bubble.is_own else indent
        share = (
            1.0 if self._bubble.is_card else measures.SHARE
        )  # buttons want to stand side by side
        return min(measures.WIDEST, round(width * share), width - left), left

    def _lay_out_header(self, room: float, longest: float) -> float:
        """Decide how much of the name is shown; return the width inside the bubble."""
        style, bubble = self._style, self._bubble
        if bubble.is_bare:
            return min(longest, room)
        self._time_width = style.meta_metrics.horizontalAdvance(bubble.time)
        beside = self._time_width + _HEADER_GAP if bubble.time else 0.0
        name = " ".join(bubble.author.split())
        narrowest = min(measures.NARROWEST - 2 * measures.PADDING_X, room)
        wanted = style.name_metrics.horizontalAdvance(name) + 1 + beside
        inner = room if style.shape.is_wide else min(max(longest, wanted, narrowest), room)
        self._name = style.name_metrics.elidedText(name, _ELLIPSIS, inner - beside)
        return inner

    def _stacked(self, parts: tuple[Part, ...], top: float) -> tuple[PlacedPart, ...]:
        """Return the parts below each other, each at the side where its text begins."""
        left = self.rect.left() + measures.PADDING_X
        right = self.rect.left() + self.rect.width() - measures.PADDING_X
        placed = []
        for part in parts:
            from_right = _runs_from_right(part.text, otherwise=self._style.is_mirrored)
            corner = QPointF(right - part.width if from_right else left, top)
            placed.append(PlacedPart(part, corner))
            top += part.height + measures.PART_GAP
        return tuple(placed)

    def _make_footer(self, top: int, widest: int, width: int) -> Footer | None:
        is_own = self._bubble.is_own
        place = QRect(width - widest if is_own else 0, top, widest, 0)
        return make_footer(self._bubble.below, self._style.placed(place, width), self._style)

    def paint(self, painter: QPainter, clip: QRectF, state: RowState) -> None:
        """Draw the row where the painter's origin is."""
        bubble, style = self._bubble, self._style
        if bubble.face is not None and not self._is_replaced:
            paint_face(painter, QRectF(self.circle), bubble.face, style)
        if not bubble.is_bare:
            self._paint_ground(painter)
            self._paint_header(painter)
        painter.setBackground(self._colours.fill)
        for number, placed in enumerate(self.parts):
            painter.setPen(self._colours.text)
            of_part = state.of_part(number)
            if of_part.selection is not None:
                of_part = replace(of_part, selected=self._colours.selection)
            placed.part.draw(painter, placed.origin, clip, of_part)
        if self._footer is not None:
            self._footer.paint(painter, state.hovered, state.focused)
        if state.is_current:
            self._paint_ring(painter)

    def hit(self, point: QPointF) -> Hit | None:
        """Return what stands under *point* that a click means something to, or None."""
        if self._footer is not None and (hit := self._footer.hit(point)) is not None:
            return hit
        return part_hit(self.parts, point)

    def addresses(self) -> tuple[str, ...]:
        """Return the addresses in the text, in order, each once."""
        return addresses_in(self.parts)

    def targets(self) -> tuple[Target, ...]:
        """Return what the keyboard can go to: what is in the parts, then what is below them."""
        below = self._footer.targets() if self._footer is not None else ()
        return (*part_targets(self.parts), *below)

    @property
    def _is_on_right(self) -> bool:
        return self._bubble.is_own != self._style.is_mirrored

    def _paint_ground(self, painter: QPainter) -> None:
        style, rect = self._style, self.rect
        if self._bubble.is_card:
            painter.setPen(QPen(style.hairline, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, style.radius, style.radius)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        if not style.shape.has_fill:
            left = rect.right() + 1 - measures.BAR if self._is_on_right else rect.left()
            bar = QRectF(left, rect.top(), measures.BAR, rect.height())
            painter.setBrush(self._colours.bar)
            painter.drawRoundedRect(bar, measures.BAR / 2, measures.BAR / 2)
            return
        painter.setBrush(self._colours.fill)
        painter.drawRoundedRect(rect, style.radius, style.radius)
        if self._has_spike:
            edge = rect.left() + (rect.width() if self._is_on_right else 0)
            inwards = -_SPIKE_WIDTH if self._is_on_right else _SPIKE_WIDTH
            below = float(rect.bottom() + 1)
            corners = ((edge, below), (edge, below + measures.SPIKE), (edge + inwards, below))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))

    def _paint_header(self, painter: QPainter) -> None:
        style, bubble = self._style, self._bubble
        line = QRectF(self.rect).adjusted(
            measures.PADDING_X, style.padding_top, -measures.PADDING_X, 0
        )
        line.setHeight(style.meta_height)
        painter.setPen(self._colours.meta)
        painter.setFont(style.name_font)
        from_right = _runs_from_right(self._name, otherwise=style.is_mirrored)
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight
        )  # of the name alone: else a full stop at its end would stand before it
        painter.drawText(line, style.leading, self._name)
        if bubble.is_sending:
            self._paint_clock(painter, line)
        elif bubble.time:
            painter.setFont(style.meta_font)
            painter.drawText(line, style.trailing, bubble.time)

    def _paint_clock(self, painter: QPainter, line: QRectF) -> None:
        """Draw a clock where the time will stand: words keep their contrast meanwhile."""
        half = _CLOCK / 2
        x = line.left() + half if self._style.is_mirrored else line.right() - half
        centre = QPointF(x, line.center().y())
        painter.setPen(QPen(self._colours.meta, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, half - 1, half - 1)
        hands = (QPointF(0, 1.5 - half + 1), QPointF(0, 0), QPointF(half - 2.5, 0))
        painter.drawPolyline(QPolygonF([centre + hand for hand in hands]))

    def _paint_ring(self, painter: QPainter) -> None:
        ring = QRectF(self.rect).adjusted(-2, -2, 2, 2)
        radius = self._style.radius + 2 if self._style.radius else 0
        painter.setPen(self._style.focus_pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring, radius, radius)


def _colours(bubble: Bubble, style: MessageStyle) -> BubbleColours:
    """Return the colours of a bubble; a card has those of the page, whoever has posted it."""
    own = style.own if bubble.is_own else style.other
    return replace(own, meta=style.muted) if bubble.is_card else own


def _height(parts: tuple[Part, ...]) -> float:
    gaps = measures.PART_GAP * max(len(parts) - 1, 0)
    return sum(part.height for part in parts) + gaps


def _runs_from_right(text: str, *, otherwise: bool) -> bool:
    """Whether the first letter runs from right to left; *otherwise* where there is no letter."""
    for character in text[:_ENOUGH]:
        direction = unicodedata.bidirectional(character)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return otherwise


_ENOUGH = 200  # characters without a letter, after which nobody expects one
