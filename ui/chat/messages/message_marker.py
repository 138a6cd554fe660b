"""A row between messages: a day, what is new, what happened to the chat."""

from math import ceil

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_part import Target
from ui.chat.messages.message_row import PlacedPart, PlacedWidget, RowState
from ui.chat.messages.message_style import MessageStyle
from ui.chat.text.message_text import TextBlock

ABOVE = 14
"""Pixels of air above the text, in the row."""

_TEXT_GAP = 8


class MarkerLayout:
    """A line of text in the middle, with or without a hairline on either side.

    Attributes:
        height: Of the row.
        rect: The text.
        parts: None: the keyboard and the selection pass it by.
        widgets: None.
    """

    parts: tuple[PlacedPart, ...] = ()
    widgets: tuple[PlacedWidget, ...] = ()

    def __init__(
        self, text: str, width: int, style: MessageStyle, *, colour: QColor, line: QColor | None
    ) -> None:
        """Lay the row out.

        Args:
            text: What it says.
            width: Of the content.
            style: The look.
            colour: Of the text.
            line: Of the hairlines, or None for none.
        """
        self._colour, self._line, self._width = colour, line, width
        self._text = TextBlock(
            " ".join(text.split()),
            style.meta_font,
            width - 2 * _TEXT_GAP,
            line_height=style.meta_height,
            alignment=Qt.AlignmentFlag.AlignHCenter,
        )
        left = round((width - self._text.width) / 2)
        self.rect = QRect(left, ABOVE, ceil(self._text.width), ceil(self._text.height))
        self.height = ABOVE + ceil(self._text.height)

    def paint(self, painter: QPainter, clip: QRectF, state: RowState) -> None:  # noqa: ARG002
        """Draw the row where the painter's origin is."""
        painter.setPen(self._colour)
        self._text.draw(painter, QPointF(self.rect.topLeft()), clip)
        if self._line is None:
            return
        middle = ABOVE + self._text.height / 2
        painter.setPen(QPen(self._line, 1))
        ends = ((0, self.rect.left() - _TEXT_GAP), (self.rect.right() + _TEXT_GAP, self._width))
        for start, end in ends:
            if end > start:
                painter.drawLine(QLineF(start, round(middle) + 0.5, end, round(middle) + 0.5))

    def hit(self, point: QPointF) -> Hit | None:  # noqa: ARG002
        """Return None: there is nothing to press."""
        return None

    def addresses(self) -> tuple[str, ...]:
        """Return nothing: a marker has no addresses."""
        return ()

    def targets(self) -> tuple[Target, ...]:
        """Return nothing: the keyboard does not stop here."""
        return ()
