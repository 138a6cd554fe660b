"""How a task's row looks: the customer's face and name, how long, and a line about it.

A row that waits keeps room at its foot for the buttons that :mod:`ui.desk.task_list` puts there.
"""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle

from ui.chat.messages.message_avatar import Face, paint_face
from ui.chat.messages.message_style import MessageStyle
from ui.devtools.mirroring import Mirror
from ui.devtools.row_ground import paint_ground
from ui.models.tasks import Role, TaskRow
from ui.theme import Tokens, WidgetTheme

BUTTONS_HEIGHT = 40
"""What a waiting row has below its text, for Accept and Reject."""

TEXT_LEFT = 46
_FACE = 24
_FACE_LEFT = 12
_TOP = 10
_BOTTOM = 10
_GAP = 4
_RIGHT = 12
_BADGE = 18
_MOST_UNREAD = 99


class TaskPainter:
    """Measures and paints rows in one look."""

    def __init__(self, tokens: Tokens, font: QFont, mirror: Mirror) -> None:
        self._tokens, self._mirror = tokens, mirror
        self._name = _font(font, tokens.font_body, QFont.Weight.DemiBold)
        self._meta = _font(font, tokens.font_meta, QFont.Weight.Normal)
        self._strong = _font(font, tokens.font_meta, QFont.Weight.DemiBold)
        self._time = QFont(self._meta)
        self._time.setFeature(QFont.Tag("tnum"), 1)  # or the name beside it would tremble
        self._name_height = max(QFontMetrics(self._name).height(), _BADGE)

    def height(self, row: TaskRow) -> int:
        """Return how high a row is, in pixels."""
        text = self._name_height + _GAP + QFontMetrics(self._meta).height()
        return _TOP + text + (BUTTONS_HEIGHT if row.is_waiting else _BOTTOM)

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        state: QStyle.StateFlag,
    ) -> None:
        """Paint a row into *rect*."""
        row: TaskRow = index.data(Role.ROW)
        painter.save()
        self._mirror.prepare(painter)
        paint_ground(painter, rect, state, self._tokens)
        self._paint_face(painter, rect, row)
        time_width = self._paint_time(painter, rect, row, index.data(Role.TIME))
        line = self._mirror.inner(rect, TEXT_LEFT, _RIGHT + time_width + 8)
        line.setTop(rect.top() + _TOP)
        line.setHeight(self._name_height)
        painter.setFont(self._name)
        painter.setPen(QColor(self._tokens.text))
        self._text(painter, line, index.data())
        self._paint_summary(painter, rect, row, index.data(Role.SUMMARY))
        painter.restore()

    def _paint_face(self, painter: QPainter, rect: QRect, row: TaskRow) -> None:
        start = min(self._mirror.x(rect, _FACE_LEFT), self._mirror.x(rect, _FACE_LEFT + _FACE))
        circle = QRectF(start, rect.top() + _TOP, _FACE, _FACE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = MessageStyle(WidgetTheme.instance().tokens, self._meta)
        paint_face(painter, circle, Face(row.identity, row.name or "?"), style)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_time(self, painter: QPainter, rect: QRect, row: TaskRow, text: str) -> int:
        tokens = self._tokens
        width = QFontMetrics(self._time).horizontalAdvance(text)
        place = self._mirror.inner(rect, rect.width() - _RIGHT - width, _RIGHT)
        place.setTop(rect.top() + _TOP)
        place.setHeight(self._name_height)
        painter.setFont(self._time)
        painter.setPen(QColor(tokens.cancelled if row.is_waiting else tokens.text_muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        return width

    def _paint_summary(self, painter: QPainter, rect: QRect, row: TaskRow, text: str) -> None:
        measure = QFontMetrics(self._meta)
        line = self._mirror.inner(rect, TEXT_LEFT, _RIGHT)
        line.setTop(rect.top() + _TOP + self._name_height + _GAP)
        line.setHeight(measure.height())
        if row.unread:
            line = self._paint_badge(painter, line, row.unread)
        painter.setFont(self._strong if row.unread else self._meta)
        painter.setPen(QColor(self._tokens.text if row.unread else self._tokens.text_muted))
        self._text(painter, line, text)

    def _paint_badge(self, painter: QPainter, line: QRect, count: int) -> QRect:
        """Paint how many are unread at the end of a line; return what is left of it."""
        text = str(count) if count <= _MOST_UNREAD else f"{_MOST_UNREAD}+"
        width = max(_BADGE, QFontMetrics(self._strong).horizontalAdvance(text) + 10)
        end = self._mirror.inner(line, line.width() - width)
        badge = QRectF(end.left(), line.center().y() - _BADGE / 2 + 1, width, _BADGE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens.accent))
        painter.drawRoundedRect(badge, _BADGE / 2, _BADGE / 2)
        painter.setFont(self._strong)
        painter.setPen(QColor(self._tokens.accent_text))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        return self._mirror.inner(line, 0, width + 8)

    def _text(self, painter: QPainter, line: QRect, text: Any) -> None:
        measure = QFontMetrics(painter.font())
        shown = measure.elidedText(str(text), Qt.TextElideMode.ElideRight, max(0, line.width()))
        painter.drawText(line, self._mirror.start, shown)


def _font(font: QFont, size: int, weight: QFont.Weight) -> QFont:
    made = QFont(font)
    made.setPixelSize(size)
    made.setWeight(weight)
    return made
