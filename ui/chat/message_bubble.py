"""One message as a bubble: what stands where in its row, how it is drawn, what a click meets.

A row's coordinates begin at its top left corner, at the left edge of the content. Own bubbles end
at the right edge of the content, whatever its width is at the time of laying out: a bubble is laid
out again when the width changes, never moved.
"""

from collections.abc import Callable
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from ui.chat import message_style as measures
from ui.chat.message_footer import FailedFooter, Footer, ReadFooter
from ui.chat.message_hit import Hit
from ui.chat.message_part import Part
from ui.chat.message_row import PlacedPart, RowState, addresses_in, part_hit
from ui.chat.message_style import MessageStyle

_HEADER_GAP = 12.0
_BELOW_HEADER = 3
_SENDING_OPACITY = 0.7
_ELLIPSIS = Qt.TextElideMode.ElideRight


class Bubble(NamedTuple):
    """What a bubble shows.

    Attributes:
        parts: Lays out what it is made of, for a room in pixels.
        author: The name above it.
        time: When, empty for what was not sent.
        is_own: Whether it stands on the right.
        gap: Pixels between it and what is above.
        has_avatar: Whether the author's circle stands beside it.
        is_sending: Whether it is not taken yet.
        read: The word below the last message that was read, or empty.
        failure: What stands below a message that failed, or None.
    """

    parts: Callable[[float], tuple[Part, ...]]
    author: str
    time: str
    is_own: bool
    gap: int
    has_avatar: bool = False
    is_sending: bool = False
    read: str = ""
    failure: "Failure | None" = None


class Failure(NamedTuple):
    """Why a message failed, and the words for what can be done about it."""

    error: str
    again: str
    discard: str


class BubbleLayout:
    """A bubble laid out for a width.

    Attributes:
        height: Of the row, with the gap above.
        rect: The bubble itself.
        parts: Its text and its files.
    """

    def __init__(self, bubble: Bubble, width: int, style: MessageStyle) -> None:
        self._bubble, self._style = bubble, style
        self._colours = style.own if bubble.is_own else style.other
        indent = 0 if bubble.is_own else measures.AVATAR + measures.AVATAR_GAP
        widest = min(measures.WIDEST, round(width * measures.SHARE), width - indent)
        room = max(widest - 2 * measures.PADDING_X, 1)
        parts = bubble.parts(room)
        longest = max((part.width for part in parts), default=0.0)
        inner = self._lay_out_header(room, longest)
        outer = ceil(inner) + 2 * measures.PADDING_X
        left = width - outer if bubble.is_own else indent
        top = bubble.gap
        header = measures.PADDING_TOP + style.meta_height + _BELOW_HEADER
        corner = QPointF(left + measures.PADDING_X, top + header)
        self.parts = _stacked(parts, corner)
        inside = header + ceil(_height(parts)) + measures.PADDING_BOTTOM
        self.rect = QRect(left, top, outer, inside)
        self._footer = self._make_footer(widest, width)
        self.height = top + inside + (self._footer.height if self._footer else 0)

    def _lay_out_header(self, room: float, longest: float) -> float:
        """Decide how much of the name is shown; return the width inside the bubble."""
        style, bubble = self._style, self._bubble
        self._time_width = style.meta_metrics.horizontalAdvance(bubble.time)
        beside = self._time_width + _HEADER_GAP if bubble.time else 0.0
        name = " ".join(bubble.author.split())
        narrowest = min(measures.NARROWEST - 2 * measures.PADDING_X, room)
        wanted = style.name_metrics.horizontalAdvance(name) + 1 + beside
        inner = min(max(longest, wanted, narrowest), room)
        self._name = style.name_metrics.elidedText(name, _ELLIPSIS, inner - beside)
        return inner

    def _make_footer(self, widest: int, width: int) -> Footer | None:
        bubble, top = self._bubble, self.rect.bottom() + 1
        if bubble.failure is not None:
            texts = bubble.failure
            return FailedFooter(
                texts.error,
                texts.again,
                texts.discard,
                QRect(width - widest, top, widest, 0),
                self._style,
            )
        if bubble.read:
            return ReadFooter(bubble.read, QRect(0, top, width, 0), self._style)
        return None

    def paint(self, painter: QPainter, clip: QRectF, state: RowState) -> None:
        """Draw the row where the painter's origin is."""
        bubble, style = self._bubble, self._style
        if bubble.has_avatar:
            self._paint_avatar(painter)
        painter.setOpacity(_SENDING_OPACITY if bubble.is_sending else 1.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours.fill)
        painter.drawRoundedRect(self.rect, style.radius, style.radius)
        self._paint_header(painter)
        painter.setBackground(self._colours.fill)  # what selected text is drawn in
        for number, placed in enumerate(self.parts):
            painter.setPen(self._colours.text)
            placed.part.draw(painter, placed.origin, clip, state.of_part(number))
        painter.setOpacity(1.0)
        if self._footer is not None:
            self._footer.paint(painter, state.hovered)
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

    def _paint_header(self, painter: QPainter) -> None:
        style, bubble = self._style, self._bubble
        line = QRectF(self.rect).adjusted(
            measures.PADDING_X, measures.PADDING_TOP, -measures.PADDING_X, 0
        )
        line.setHeight(style.meta_height)
        painter.setPen(self._colours.meta)
        painter.setFont(style.name_font)
        middle = Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(line, left | middle, self._name)
        if bubble.time:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
            painter.setFont(style.meta_font)
            painter.drawText(line, right | middle, bubble.time)

    def _paint_avatar(self, painter: QPainter) -> None:
        circle = QRectF(0, self.rect.top(), measures.AVATAR, measures.AVATAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._style.other.fill)
        painter.drawEllipse(circle)
        painter.setPen(self._style.other.meta)
        painter.setFont(self._style.initials_font)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(self._bubble.author))

    def _paint_ring(self, painter: QPainter) -> None:
        ring = QRectF(self.rect).adjusted(-2, -2, 2, 2)
        radius = self._style.radius + 2
        painter.setPen(self._style.focus_pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring, radius, radius)


def _height(parts: tuple[Part, ...]) -> float:
    gaps = measures.PART_GAP * max(len(parts) - 1, 0)
    return sum(part.height for part in parts) + gaps


def _stacked(parts: tuple[Part, ...], corner: QPointF) -> tuple[PlacedPart, ...]:
    """Return the parts below each other, the first one at *corner*."""
    placed, top = [], corner.y()
    for part in parts:
        placed.append(PlacedPart(part, QPointF(corner.x(), top)))
        top += part.height + measures.PART_GAP
    return tuple(placed)


def initials(name: str) -> str:
    """Return one or two letters that stand for *name*."""
    words = ["".join(c for c in word if c.isalnum()) for word in name.split()]
    words = [word for word in words if word]
    if not words:
        return name.strip()[:1]
    first, last = words[0][0], words[-1][0] if len(words) > 1 else ""
    return (first + last).upper()
