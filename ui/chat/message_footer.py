"""What stands below a bubble: that it was read, or that it failed and what can be done."""

from math import ceil
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from ui.chat.message_hit import Hit, HitKind
from ui.chat.message_style import MessageStyle
from ui.chat.message_text import TextBlock

_ABOVE = 4
_MARK = 12
_MARK_GAP = 6
_BUTTON_HEIGHT = 24  # tall enough to be hit
_BUTTON_GAP = 16
_RIGHT = (
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
)


class Footer(Protocol):
    """Something below a bubble.

    Attributes:
        height: How much it adds to the row.
    """

    height: int

    def paint(self, painter: QPainter, hovered: Hit | None) -> None:
        """Draw it."""

    def hit(self, point: QPointF) -> Hit | None:
        """Return what stands under *point*, or None."""


class ReadFooter:
    """A tick and a word at the right edge."""

    def __init__(self, text: str, place: QRect, style: MessageStyle) -> None:
        """Stand at the top of *place*, whose height does not count."""
        self._text, self._style = text, style
        self._rect = QRectF(place.left(), place.top() + _ABOVE, place.width(), style.meta_height)
        self.height = _ABOVE + style.meta_height

    def paint(self, painter: QPainter, hovered: Hit | None) -> None:  # noqa: ARG002
        """Draw it."""
        style = self._style
        painter.setPen(style.muted)
        painter.setFont(style.meta_font)
        painter.drawText(self._rect, _RIGHT, self._text)
        right = self._rect.right() - style.meta_metrics.horizontalAdvance(self._text) - 4
        middle = self._rect.center().y()
        pen = QPen(style.muted, 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tick = ((-8.0, 0.0), (-5.5, 2.5), (-0.5, -3.0))
        painter.drawPolyline(QPolygonF([QPointF(right + x, middle + y) for x, y in tick]))

    def hit(self, point: QPointF) -> Hit | None:  # noqa: ARG002
        """Return None: there is nothing to press."""
        return None


class FailedFooter:
    """A red mark, why it failed, and what can be pressed."""

    def __init__(
        self, error: str, again: str, discard: str, place: QRect, style: MessageStyle
    ) -> None:
        """Stand at the top of *place*, whose height does not count, at its right edge."""
        self._style = style
        room = place.width() - _MARK - _MARK_GAP
        self._error = TextBlock(
            error,
            style.meta_font,
            room,
            line_height=style.meta_height,
            alignment=Qt.AlignmentFlag.AlignRight,
        )
        top = place.top() + _ABOVE
        right = place.left() + place.width()
        self._error_at = QPointF(right - self._error.width, top)
        self._buttons: list[tuple[QRectF, HitKind, str]] = []
        top_of_buttons = top + self._error.height
        edge = float(right)
        for kind, text in (("discard", discard), ("again", again)):
            width = style.name_metrics.horizontalAdvance(text) + 1
            rect = QRectF(edge - width, top_of_buttons, width, _BUTTON_HEIGHT)
            self._buttons.append((rect, "discard" if kind == "discard" else "again", text))
            edge = rect.left() - _BUTTON_GAP
        self.height = _ABOVE + ceil(self._error.height) + _BUTTON_HEIGHT

    def paint(self, painter: QPainter, hovered: Hit | None) -> None:
        """Draw it."""
        style, at = self._style, self._error_at
        middle = at.y() + style.meta_height / 2
        _paint_mark(painter, QPointF(at.x() - _MARK_GAP - _MARK / 2, middle), style.error)
        painter.setPen(style.error)
        whole = QRectF(at, at + QPointF(self._error.width, self._error.height))
        self._error.draw(painter, at, whole)
        for rect, kind, text in self._buttons:
            font = QFont(style.name_font)
            font.setUnderline(hovered is not None and hovered.kind == kind)
            painter.setFont(font)
            painter.setPen(style.muted if kind == "discard" else style.accent)
            painter.drawText(rect, _RIGHT, text)

    def hit(self, point: QPointF) -> Hit | None:
        """Return the button under *point*, or None."""
        for rect, kind, _text in self._buttons:
            if rect.adjusted(-_BUTTON_GAP / 2, 0, _BUTTON_GAP / 2, 0).contains(point):
                return Hit(kind)
        return None


def _paint_mark(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    half = _MARK / 2
    corners = (QPointF(0, -half + 1), QPointF(half, half - 1), QPointF(-half, half - 1))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
