"""What stands below a bubble: that it was read, or that it failed and what can be done."""

from math import ceil
from typing import NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from ui.chat.messages.message_hit import Hit, HitKind
from ui.chat.messages.message_part import Target
from ui.chat.messages.message_style import MessageStyle
from ui.chat.text.message_text import TextBlock

_ABOVE = 4
_MARK = 12
_MARK_GAP = 6
_BUTTON_HEIGHT = 24  # tall enough to be hit
_BUTTON_GAP = 16
_TICK_WIDTH = 8.0
_TICK_GAP = 4.0


class Below(NamedTuple):
    """What a bubble has below it; all empty for nothing.

    Attributes:
        read: The word below the last message that was read.
        error: Why a message failed.
        again: The word for sending it again.
        discard: The word for taking it away, or for stopping one that is on its way.
    """

    read: str = ""
    error: str = ""
    again: str = ""
    discard: str = ""


class Footer(Protocol):
    """Something below a bubble.

    Attributes:
        height: How much it adds to the row.
    """

    height: int

    def paint(self, painter: QPainter, hovered: Hit | None, focused: Hit | None = None) -> None:
        """Draw it, with what the pointer or the keyboard is at lit up."""

    def hit(self, point: QPointF) -> Hit | None:
        """Return what stands under *point*, or None."""

    def targets(self) -> tuple[Target, ...]:
        """Return what the keyboard can go to, in reading order."""


def make_footer(below: Below, place: QRect, style: MessageStyle) -> Footer | None:
    """Return what stands below a bubble, or None for nothing.

    Args:
        below: What it says.
        place: Where it begins and how wide it may be; the height does not count.
        style: The look; own messages end at the trailing edge, and so does this.
    """
    if below.error or below.discard:
        return ButtonsFooter(below, place, style)
    return ReadFooter(below.read, place, style) if below.read else None


class ReadFooter:
    """A tick and a word at the trailing edge."""

    def __init__(self, text: str, place: QRect, style: MessageStyle) -> None:
        """Stand at the top of *place*, whose height does not count."""
        self._text, self._style = text, style
        self._rect = QRectF(place.left(), place.top() + _ABOVE, place.width(), style.meta_height)
        self.height = _ABOVE + style.meta_height

    def paint(
        self,
        painter: QPainter,
        hovered: Hit | None,  # noqa: ARG002
        focused: Hit | None = None,  # noqa: ARG002
    ) -> None:
        """Draw it."""
        style = self._style
        painter.setPen(style.muted)
        painter.setFont(style.meta_font)
        painter.drawText(self._rect, style.trailing, self._text)
        beside = style.meta_metrics.horizontalAdvance(self._text) + _TICK_GAP
        left = self._rect.right() - beside - _TICK_WIDTH
        if style.is_mirrored:
            left = self._rect.left() + beside
        corner = QPointF(left, self._rect.center().y())
        pen = QPen(style.muted, 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tick = ((0.0, 0.0), (2.5, 2.5), (7.5, -3.0))
        painter.drawPolyline(QPolygonF([corner + QPointF(x, y) for x, y in tick]))

    def hit(self, point: QPointF) -> Hit | None:  # noqa: ARG002
        """Return None: there is nothing to press."""
        return None

    def targets(self) -> tuple[Target, ...]:
        """Return nothing."""
        return ()


class ButtonsFooter:
    """A red mark and why it failed, if it did, and what can be pressed."""

    def __init__(self, below: Below, place: QRect, style: MessageStyle) -> None:
        """Stand at the top of *place*, whose height does not count, at its trailing edge."""
        self._style, self._place = style, place
        self._error = self._lay_out_error(below.error) if below.error else None
        error_height = self._error.height if self._error else 0.0
        top = place.top() + _ABOVE
        self._buttons = list(self._lay_out_buttons(below, top + error_height))
        self.height = _ABOVE + ceil(error_height) + _BUTTON_HEIGHT

    def _lay_out_error(self, text: str) -> TextBlock:
        style = self._style
        return TextBlock(
            text,
            style.meta_font,
            self._place.width() - _MARK - _MARK_GAP,
            line_height=style.meta_height,
            alignment=(
                Qt.AlignmentFlag.AlignLeft if style.is_mirrored else Qt.AlignmentFlag.AlignRight
            ),
        )

    def _lay_out_buttons(
        self, below: Below, top: float
    ) -> "tuple[tuple[QRectF, HitKind, str], ...]":
        buttons: list[tuple[QRectF, HitKind, str]] = []
        edge = float(self._place.width())
        kinds: tuple[tuple[HitKind, str], ...] = (
            ("discard", below.discard),
            ("again", below.again),
        )
        for kind, text in kinds:
            if text:
                width = self._style.name_metrics.horizontalAdvance(text) + 1
                rect = QRectF(edge - width, 0, width, _BUTTON_HEIGHT)
                rect = self._style.placed_f(rect, self._place.width())
                buttons.append((rect.translated(self._place.left(), top), kind, text))
                edge -= width + _BUTTON_GAP
        return tuple(buttons)

    def paint(self, painter: QPainter, hovered: Hit | None, focused: Hit | None = None) -> None:
        """Draw it, with what the pointer or the keyboard is at lit up."""
        style = self._style
        if self._error is not None:
            self._paint_error(painter, self._error)
        for rect, kind, text in self._buttons:
            font = QFont(style.name_font)
            font.setUnderline(hovered is not None and hovered.kind == kind)
            painter.setFont(font)
            painter.setPen(style.muted if kind == "discard" else style.accent)
            painter.drawText(rect, style.trailing, text)
            if focused is not None and focused.kind == kind:
                painter.setPen(style.focus_pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(-2, 1, 2, -1), 4, 4)

    def _paint_error(self, painter: QPainter, error: TextBlock) -> None:
        style, place = self._style, self._place
        whole = _MARK + _MARK_GAP + error.width
        left = place.left() if style.is_mirrored else place.left() + place.width() - whole
        top = place.top() + _ABOVE
        # The mark stands before the text as it is read, so the two change places when mirrored.
        mark = left + error.width + _MARK_GAP if style.is_mirrored else left
        text = left if style.is_mirrored else left + _MARK + _MARK_GAP
        middle = QPointF(mark + _MARK / 2, top + style.meta_height / 2)
        _paint_mark(painter, middle, style.error)
        painter.setPen(style.error)
        at = QPointF(text, top)
        error.draw(painter, at, QRectF(at.x(), at.y(), error.width, error.height))

    def hit(self, point: QPointF) -> Hit | None:
        """Return the button under *point*, or None."""
        for rect, kind, _text in self._buttons:
            if rect.adjusted(-_BUTTON_GAP / 2, 0, _BUTTON_GAP / 2, 0).contains(point):
                return Hit(kind)
        return None

    def targets(self) -> tuple[Target, ...]:
        """Return what can be pressed, from the side where reading begins."""
        return tuple(Target(Hit(kind), rect) for rect, kind, _text in reversed(self._buttons))


def _paint_mark(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    half = _MARK / 2
    corners = (QPointF(0, -half + 1), QPointF(half, half - 1), QPointF(-half, half - 1))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
