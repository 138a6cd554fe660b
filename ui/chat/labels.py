"""Labels for text that somebody else wrote: plain always, and never wider than their place.

``QLabel`` guesses whether a text is markup, and lets one long word widen its whole column. These
show exactly the characters they were given.
"""

import html

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget


def tooltip_of(text: str) -> str:
    """Return *text* as a tooltip shows it verbatim; Qt would guess whether it is markup."""
    return f"<qt>{html.escape(text)}</qt>" if text else ""


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where there is no room, and then tells all on hover."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._giving_way = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def set_giving_way(self, part: str) -> None:
        """Shorten *part* of the text, such as a long name, before the rest of it is."""
        self._giving_way = " ".join(part.split())
        self.update()

    def shown_line(self) -> str:
        """Return as much of the line as there is room for."""
        line, metrics, room = self._line(), self.fontMetrics(), self.contentsRect().width()
        over = metrics.horizontalAdvance(line) - room
        part = self._giving_way
        if over > 0 and part and part in line:
            left = metrics.horizontalAdvance(part) - over
            shorter = metrics.elidedText(part, Qt.TextElideMode.ElideRight, max(left, 0))
            line = line.replace(part, shorter, 1)
        return metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Ask for a few characters only."""
        width = min(self.fontMetrics().averageCharWidth() * 3, super().sizeHint().width())
        return QSize(width, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Offer the whole text on hover when it does not fit."""
        if event.type() == QEvent.Type.ToolTip:
            fits = self.fontMetrics().horizontalAdvance(self._line()) <= self.contentsRect().width()
            self.setToolTip("" if fits else tooltip_of(self.text()))
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw as much of the line as there is room for."""
        painter = _painter(self)
        place = _alignment(self) | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.contentsRect(), place, self.shown_line())

    def _line(self) -> str:
        return " ".join(self.text().split())


class WrappedLabel(QLabel):
    """Some lines of text; a word that is too long for one is broken where the line ends."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, max_lines: int = 0
    ) -> None:
        """Make a label.

        Args:
            text: Plain text.
            parent: The widget it stands in.
            max_lines: Show at most so many and the whole on hover; 0 shows all.
        """
        super().__init__(parent)
        self._max_lines = max_lines
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of the text at a width."""
        margins = self.contentsMargins()
        lines, _cut = self._lines(width - margins.left() - margins.right())
        height = max(len(lines), 1) * self.fontMetrics().lineSpacing()
        return height + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Ask for the width of the longest line, up to a readable measure."""
        longest = max(
            (self.fontMetrics().horizontalAdvance(one) for one in self.text().split("\n")),
            default=0,
        )
        width = min(longest + 2, self.fontMetrics().averageCharWidth() * 60)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Never widen a narrow column."""
        return QSize(0, self.fontMetrics().lineSpacing())

    def event(self, event: QEvent) -> bool:
        """Offer the whole text on hover when lines had to be left out."""
        if event.type() == QEvent.Type.ToolTip:
            _lines, is_cut = self._lines(self.contentsRect().width())
            self.setToolTip(tooltip_of(self.text()) if is_cut else "")
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the lines."""
        painter = _painter(self)
        room = self.contentsRect()
        lines, cut = self._lines(room.width())
        step = self.fontMetrics().lineSpacing()
        flags = _alignment(self) & Qt.AlignmentFlag.AlignHorizontal_Mask
        for at, line in enumerate(lines):
            shown = line
            if cut and at == len(lines) - 1:
                shown = self.fontMetrics().elidedText(
                    line.rstrip() + " …", Qt.TextElideMode.ElideRight, room.width()
                )
            painter.drawText(room.left(), room.top() + at * step, room.width(), step, flags, shown)

    def _lines(self, width: int) -> tuple[list[str], bool]:
        """Return the lines at a width, and whether some had to be left out."""
        lines = wrapped(self.text(), self.font(), width)
        if self._max_lines and len(lines) > self._max_lines:
            return lines[: self._max_lines], True
        return lines, False


def _painter(label: QLabel) -> QPainter:
    """Return a painter that reads each text in its own direction, whatever the label's is."""
    painter = QPainter(label)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.setPen(label.palette().color(label.foregroundRole()))
    return painter


def _alignment(label: QLabel) -> Qt.AlignmentFlag:
    """Return where the text stands, mirrored where the label is."""
    return QStyle.visualAlignment(label.layoutDirection(), label.alignment())


def wrapped(text: str, font: QFont, width: int) -> list[str]:
    """Return the lines of *text* at a width; a word that is too long for one is broken."""
    return [line for one in text.split("\n") for line in _lines_of(one, font, max(width, 1))]


def _lines_of(paragraph: str, font: QFont, width: int) -> list[str]:
    layout = QTextLayout(paragraph, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[str] = []
    line = layout.createLine()
    while line.isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 0))
        found.append(_cut(paragraph, line.textStart(), line.textLength()).rstrip(" "))
        line = layout.createLine()
    layout.endLayout()
    return found or [""]


def _cut(text: str, start: int, length: int) -> str:
    """Return a part of *text* given in Qt's units, of which an emoji has two."""
    if text.isascii():
        return text[start : start + length]
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")
