"""The stage: a quiet stand-in for a web page, with the chat widget at its bottom right.

The page is painted, faintly, so that the widget is seen as on a site without anything competing
with it. It is as wide as the chosen device; on a narrower stage it is as wide as there is room.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme

Device: TypeAlias = Literal["phone", "tablet", "desktop"]
DEVICE_WIDTHS: Mapping[Device, int | None] = {"phone": 375, "tablet": 768, "desktop": None}

_ROOMY = 640
_MARGIN = 46
_MARGIN_TOP = 28
_NARROW_MARGIN = 12
_INSET = 30
_LINE = 9
_LINE_STEP = 18
_TITLE = "Your website"
_PARAGRAPHS = ((0.32, (1.0, 0.93, 0.98, 0.55)), (0.24, (0.78, 0.86, 0.7)), (0.4, (0.9, 0.66)))
_LEAST = QSize(280, 240)


class Stage(QWidget):
    """A page with a chat widget on it.

    Attributes:
        widget: The chat widget.
    """

    def __init__(self, widget: QWidget, parent: QWidget | None = None) -> None:
        """Put *widget* on the page.

        Args:
            widget: Covers the page, and shows through where it has nothing; it may rise over the
                page's upper edge, since a stage is never as high as a real screen.
            parent: The window.
        """
        super().__init__(parent)
        self.setObjectName("Stage")
        self.setAccessibleName("Stage: a page with the chat on it")
        self.setMinimumSize(_LEAST)
        self._device: Device = "desktop"
        self.widget = widget
        widget.setParent(self)
        Theme.instance().changed.connect(self.update)
        self._place()

    @property
    def device(self) -> Device:
        """How wide the page is."""
        return self._device

    def set_device(self, device: Device) -> None:
        """Make the page as wide as on a phone, a tablet, or as the stage is."""
        self._device = device
        self._place()
        self.update()

    def page_rect(self) -> QRect:
        """Return where the page is; it goes on below the stage's edge."""
        is_roomy = self.width() >= _ROOMY
        margin = _MARGIN if is_roomy else _NARROW_MARGIN
        top = _MARGIN_TOP if is_roomy else _NARROW_MARGIN
        room = max(1, self.width() - 2 * margin)
        width = min(DEVICE_WIDTHS[self._device] or room, room)
        return QRect((self.width() - width) // 2, top, width, max(1, self.height() - top))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Let the widget cover the page."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        page = self.page_rect()
        self.widget.setGeometry(page.left(), 0, page.width(), self.height())

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the page."""
        tokens = Theme.instance().tokens
        page = QRectF(self.page_rect())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.stage))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QPainterPath()
        below = page.adjusted(0.5, 0.5, -0.5, 2 * tokens.radius_card)
        sheet.addRoundedRect(below, tokens.radius_card, tokens.radius_card)
        painter.setPen(QPen(QColor(tokens.hairline), 1))
        painter.setBrush(QColor(tokens.page))
        painter.drawPath(sheet)
        painter.setClipPath(sheet)
        self._paint_site(painter, page)
        painter.end()

    def _paint_site(self, painter: QPainter, page: QRectF) -> None:
        tokens = Theme.instance().tokens
        inset = min(_INSET, page.width() / 12)
        width = page.width() - 2 * inset
        font = QFont(self.font())
        font.setPixelSize(tokens.font_title)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text_faint))
        top_left = QPointF(page.left() + inset, page.top() + 24)
        painter.drawText(QRectF(top_left, QSizeF(width, 40)), Qt.AlignmentFlag.AlignLeft, _TITLE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.page_line))
        y = top_left.y() + 44
        for heading, lines in _PARAGRAPHS:
            y = self._paint_paragraph(painter, QRectF(top_left.x(), y, width, 0), heading, lines)

    @staticmethod
    def _paint_paragraph(
        painter: QPainter, where: QRectF, heading: float, lines: tuple[float, ...]
    ) -> float:
        y, text_width = where.top(), min(where.width(), 620.0)
        bars = [(heading, _LINE + 5), *((line, _LINE) for line in lines)]
        for share, height in bars:
            bar = QRectF(where.left(), y, text_width * share, height)
            painter.drawRoundedRect(bar, height / 2, height / 2)
            y += _LINE_STEP + height - _LINE + (6 if height > _LINE else 0)
        return y + 22
