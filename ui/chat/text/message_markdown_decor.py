"""What is drawn below a Markdown text: grounds of code, bars of quotes, lines from side to side.

All of it in the colour of the text, more or less transparent, so that it fits every bubble.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ui.chat.text.message_text_ground import faint, ground
from ui.chat.text.message_text_lines import TextLines

BAR = 2.0
"""Width of the line beside a quote, as documented."""

_LINE_ALPHA = 0.5
_RADIUS = 4.0
_INLINE_RADIUS = 2.0


class Frame(NamedTuple):
    """Room beside a paragraph that quotes and lists take, on either side."""

    left: float
    right: float


@dataclass(slots=True)
class Bar:
    """The line beside a quote: how far from which side, from where to where."""

    inset: float
    is_right: bool
    top: float
    bottom: float


@dataclass(slots=True)
class Decor:
    """What is drawn below one text.

    Attributes:
        bars: Of quotes, by the number of the box.
        fences: Grounds of fenced code: top, bottom, and room beside it.
        rules: Lines from side to side: their height, and room beside them.
        codes: Code within a line: from which to which unit.
    """

    bars: dict[int, Bar] = field(default_factory=dict)
    fences: list[tuple[float, float, Frame]] = field(default_factory=list)
    rules: list[tuple[float, Frame]] = field(default_factory=list)
    codes: list[tuple[int, int]] = field(default_factory=list)

    def draw(self, painter: QPainter, origin: QPointF, lines: TextLines) -> None:
        """Draw it all.

        Args:
            painter: Its pen has the colour of the text.
            origin: Where the corner of the text is.
            lines: The text, laid out.
        """
        pen = painter.pen()
        line = faint(painter, _LINE_ALPHA)
        painter.setBrush(ground(painter))
        painter.setPen(Qt.PenStyle.NoPen)
        for top, bottom, frame in self.fences:
            width = lines.width - frame.left - frame.right
            box = QRectF(frame.left, top, width, bottom - top).translated(origin)
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        for start, end in self.codes:
            for rect in lines.rects(start, end):
                box = rect.translated(origin).adjusted(-1, 0, 1, 0)
                painter.drawRoundedRect(box, _INLINE_RADIUS, _INLINE_RADIUS)
        for bar in self.bars.values():
            left = lines.width - bar.inset - BAR if bar.is_right else bar.inset
            painter.fillRect(
                QRectF(left, bar.top, BAR, bar.bottom - bar.top).translated(origin), line
            )
        for middle, frame in self.rules:
            width = lines.width - frame.left - frame.right
            painter.fillRect(QRectF(frame.left, round(middle), width, 1).translated(origin), line)
        painter.setPen(pen)
