"""How a plugin's row looks: mark, name, place in the order; what it registered; its error."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle

from ui.devtools.marks import paint_mark
from ui.devtools.mirroring import Mirror
from ui.devtools.row_ground import paint_ground
from ui.models.plugins import Role
from ui.theme import Tokens

_LEFT = 36
_RIGHT = 12
_TOP = 9
_GAP = 2
_BADGE_HEIGHT = 18
_MARK_X = 16.5
_SUMMARY_LINES = 2
_ERROR_LINES = 3
_LEAST_ROOM = 40


class PluginPainter:
    """Measures and paints rows in one look."""

    def __init__(self, tokens: Tokens, font: QFont, mirror: Mirror) -> None:
        self._tokens = tokens
        self._mirror = mirror
        self._name = QFont(font)
        self._name.setPixelSize(tokens.font_body)
        self._name.setWeight(QFont.Weight.DemiBold)
        self._meta = QFont(font)
        self._meta.setPixelSize(tokens.font_meta)
        self._name_height = max(QFontMetrics(self._name).height(), _BADGE_HEIGHT)

    def height(self, index: QModelIndex | QPersistentModelIndex, width: int) -> int:
        """Return how high a row is at this width, in pixels."""
        spacing = QFontMetrics(self._meta).lineSpacing()
        blocks = self._blocks(index, width)
        beneath = sum(_GAP + len(lines) * spacing for lines, _colour in blocks)
        return 2 * _TOP + self._name_height + beneath

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        state: QStyle.StateFlag,
    ) -> None:
        """Paint a row into *rect*."""
        tokens = self._tokens
        painter.save()
        self._mirror.prepare(painter)
        paint_ground(painter, rect, state, self._tokens)
        is_off = index.data(Role.MARK) == "disabled"
        middle = rect.top() + _TOP + self._name_height / 2
        mark_at = self._mirror.point(rect, _MARK_X, middle)
        paint_mark(painter, mark_at, index.data(Role.MARK), tokens)
        badge_width = self._paint_badge(painter, rect, str(index.data(Role.NUMBER)))
        line = self._mirror.inner(rect, _LEFT, _RIGHT + badge_width + 8)
        line.setTop(rect.top() + _TOP)
        line.setHeight(self._name_height)
        name = QFontMetrics(self._name).elidedText(
            index.data(), Qt.TextElideMode.ElideRight, line.width()
        )
        painter.setFont(self._name)
        painter.setPen(QColor(tokens.text_muted if is_off else tokens.text))
        painter.drawText(line, self._mirror.start, name)
        self._paint_blocks(painter, rect, index)
        painter.restore()

    def _paint_badge(self, painter: QPainter, rect: QRect, text: str) -> int:
        if not text:
            return 0
        width = max(20, QFontMetrics(self._meta).horizontalAdvance(text) + 12)
        top = rect.top() + _TOP + (self._name_height - _BADGE_HEIGHT) / 2
        end = rect.width() - _RIGHT
        left = min(self._mirror.x(rect, end - width), self._mirror.x(rect, end))
        badge = QRectF(left + 0.5, top + 0.5, width - 1, _BADGE_HEIGHT - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tokens.input_border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(badge, 5, 5)
        painter.setFont(self._meta)
        painter.setPen(QColor(self._tokens.text_muted))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        return width

    def _paint_blocks(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        measure = QFontMetrics(self._meta)
        painter.setFont(self._meta)
        y = rect.top() + _TOP + self._name_height + measure.ascent()
        for lines, colour in self._blocks(index, rect.width()):
            y += _GAP
            painter.setPen(QColor(colour))
            for line in lines:
                edge = self._mirror.x(rect, _LEFT)
                is_start = self._mirror.start & Qt.AlignmentFlag.AlignLeft
                x = edge if is_start else edge - measure.horizontalAdvance(line)
                painter.drawText(QPointF(x, y), line)
                y += measure.lineSpacing()

    def _blocks(
        self, index: QModelIndex | QPersistentModelIndex, width: int
    ) -> list[tuple[list[str], str]]:
        """Return the lines beneath the name, and the colour of each block of them."""
        room = max(_LEAST_ROOM, width - _LEFT - _RIGHT)
        summary, error = index.data(Role.SUMMARY), index.data(Role.ERROR)
        blocks = [(_lines(self._meta, summary, room, _SUMMARY_LINES), self._tokens.text_muted)]
        if error:
            blocks.append((_lines(self._meta, error, room, _ERROR_LINES), self._tokens.failed))
        return blocks


def _lines(font: QFont, text: str, width: int, limit: int) -> list[str]:
    """Break *text* between words, or anywhere if a word is too long; elide what is over *limit*."""
    text = " ".join(text.split())
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while len(lines) < limit and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        is_last = len(lines) == limit - 1
        rest = text[start:] if is_last else text[start : start + line.textLength()]
        lines.append(rest.strip())
    layout.endLayout()
    if lines:
        measure = QFontMetrics(font)
        lines[-1] = measure.elidedText(lines[-1], Qt.TextElideMode.ElideRight, width)
    return lines
