"""One file of a message: a picture, or a card with an icon, a name and a size.

An item draws itself in the colours of its author's bubble, so that it can be read on any of them.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QIcon,
    QPainter,
    QPen,
    QPixmap,
    QTransform,
)

from ui.chat.labels import wrapped
from ui.chat.media.attachment_names import elided_name, icon_of, shown_name, size_text
from ui.chat.media.attachment_picture import fitted
from ui.chat.media.thumbnails import BOX, Thumbnails
from ui.chat.messages.message_style import BubbleColours, MessageStyle
from ui.theme.icons import tinted_icon
from webchat.model import Attachment
from webchat.side.strings import Strings

TILE = 40.0
CARD_HEIGHT = 44.0
CARD_WIDEST = 240.0

_GAP = 8.0
_RADIUS = 4.0
_SMALLEST = 40
_MOST_FAULT_LINES = 3
_DISC = 44.0
_TINT = 0.14  # of the text's colour, under an icon or where a picture will be
_DIMMED = 0.75
_FAILED = 0.5


@dataclass(frozen=True, slots=True)
class Look:
    """How an item is drawn.

    Attributes:
        style: Fonts and shapes.
        colours: Of the bubble.
        strings: The words.
        share: How much of it has been sent, from 0 to 1; None when it is not on its way.
        is_failed: Whether it could not be sent.
        is_lit: Whether pointer or keyboard are on it.
        is_focused: Whether the keyboard is.
    """

    style: MessageStyle
    colours: BubbleColours
    strings: Strings
    share: float | None = None
    is_failed: bool = False
    is_lit: bool = False
    is_focused: bool = False

    @property
    def opacity(self) -> float:
        """How much of the item itself is to be seen."""
        if self.is_failed:
            return _FAILED
        return _DIMMED if self.share is not None else 1.0


class Item(Protocol):
    """One file, laid out.

    Attributes:
        size: In pixels.
    """

    size: QSizeF

    def draw(self, painter: QPainter, at: QPointF, look: Look) -> None:
        """Draw it with its corner at a point."""


class PictureItem:
    """A picture, or the place that is kept for it."""

    def __init__(self, attachment: Attachment, room: float, thumbnails: Thumbnails) -> None:
        self._attachment, self._thumbnails = attachment, thumbnails
        box = QSize(max(min(BOX.width(), int(room)), _SMALLEST), BOX.height())
        extent = thumbnails.extent(attachment)
        usual = QSize(box.width(), box.width() * 3 // 4)
        self._picture = fitted(extent, box) if extent is not None else usual
        self.size = QSizeF(self._picture.expandedTo(QSize(_SMALLEST, _SMALLEST)))

    def draw(self, painter: QPainter, at: QPointF, look: Look) -> None:
        """Draw the picture, how far it has been sent, and what a click does."""
        box = QRectF(at, self.size)
        painter.save()
        painter.setOpacity(painter.opacity() * look.opacity)
        pixmap = self._thumbnails.pixmap(self._attachment)
        if pixmap is None or self._picture != self.size.toSize():
            _fill(painter, box, look.colours.text)
        if pixmap is None:
            _draw_icon(painter, "image", box, look.colours.text)
        else:
            self._draw_pixmap(painter, box, pixmap)
        painter.restore()
        if look.share is not None:
            _draw_disc(painter, box, look)
        elif look.is_lit:
            _draw_pill(painter, box, look)
        if look.is_focused:
            draw_ring(painter, box, look)

    def _draw_pixmap(self, painter: QPainter, box: QRectF, pixmap: QPixmap) -> None:
        target = QRectF(QPointF(), QSizeF(self._picture))
        target.moveCenter(box.center())
        brush = QBrush(pixmap)
        scale = QTransform.fromTranslate(target.x(), target.y())
        scale.scale(target.width() / pixmap.width(), target.height() / pixmap.height())
        brush.setTransform(scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)  # a clip would leave its corners with steps
        painter.drawRoundedRect(target, _RADIUS, _RADIUS)


class CardItem:
    """A file that is no picture, or whose picture cannot be shown."""

    def __init__(
        self, attachment: Attachment, room: float, look: Look, *, is_broken: bool = False
    ) -> None:
        self._name = shown_name(attachment)
        self._icon = "image-off" if is_broken else icon_of(attachment)
        self._size = size_text(attachment.size, look.strings)
        self._font = QFont(look.style.body_font)
        self._font.setWeight(QFont.Weight.Bold)
        metrics, small = QFontMetricsF(self._font), look.style.meta_metrics
        longest = max(
            metrics.horizontalAdvance(self._name) + 1,
            *(small.horizontalAdvance(one) + 1 for one in self._second_lines(look, is_broken)),
        )
        widest = max(min(room, CARD_WIDEST), TILE + _GAP + 1)
        self.size = QSizeF(min(TILE + _GAP + longest, widest), CARD_HEIGHT)
        beside = self.size.width() - TILE - _GAP
        self._name = elided_name(self._name, metrics, beside)
        self._fault = self._faults(look, beside) if is_broken else []
        more = max(len(self._fault) - 1, 0) * look.style.meta_height
        self.size.setHeight(CARD_HEIGHT + more)

    def draw(self, painter: QPainter, at: QPointF, look: Look) -> None:
        """Draw icon, name and size, or how far it has been sent, or what a click does."""
        box = QRectF(at, self.size)
        tile = QRectF(at.x(), at.y() + (box.height() - TILE) / 2, TILE, TILE)
        words = box.adjusted(TILE + _GAP, 0, 0, 0)
        if look.style.is_mirrored:
            tile.moveRight(box.right())
            words.moveLeft(box.left())
        painter.save()
        before = painter.opacity()
        painter.setOpacity(before * look.opacity)
        _fill(painter, tile, look.colours.text)
        _draw_icon(painter, self._icon, tile, look.colours.text)
        painter.setOpacity(before)  # words are to be read, whatever has become of the file
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # each as it is written
        self._draw_words(painter, words, look)
        painter.restore()
        if look.share is not None:
            _draw_arc(painter, tile.adjusted(2, 2, -2, -2), look)
        if look.is_focused:
            draw_ring(painter, box.adjusted(-5, -1, 5, 1), look)

    def _draw_words(self, painter: QPainter, room: QRectF, look: Look) -> None:
        style = look.style
        aside = Qt.AlignmentFlag.AlignRight if style.is_mirrored else Qt.AlignmentFlag.AlignLeft
        flags = aside | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        lines = self._lines(look, room.width())
        both = style.line_height + len(lines) * style.meta_height
        row = QRectF(room.x(), room.y() + (room.height() - both) / 2, room.width(), 0)
        row.setHeight(style.line_height)
        font = QFont(self._font)
        font.setUnderline(look.is_lit)
        painter.setFont(font)
        painter.setPen(look.colours.text)
        painter.drawText(row, flags | Qt.TextFlag.TextSingleLine, self._name)
        painter.setFont(style.meta_font)
        painter.setPen(look.colours.meta)
        row.translate(0, style.line_height)
        row.setHeight(style.meta_height)
        for line in lines:
            painter.drawText(row, flags, line)
            row.translate(0, style.meta_height)

    def _lines(self, look: Look, room: float) -> list[str]:
        """Return what stands below the name."""
        if self._fault and look.share is None and not look.is_lit:
            return self._fault
        right = Qt.TextElideMode.ElideRight
        return [look.style.meta_metrics.elidedText(self._second_line(look), right, room)]

    def _faults(self, look: Look, room: float) -> list[str]:
        text = look.strings.render("MediaMessageDamaged")
        return wrapped(text, look.style.meta_font, int(room))[:_MOST_FAULT_LINES]

    def _second_line(self, look: Look) -> str:
        if look.share is not None:
            percent = int(look.share * 100)
            return look.strings.render("MediaMessageProgress", percent=percent, size=self._size)
        if look.is_lit:
            return look.strings.render("MediaMessageClickToOpen")
        return self._size

    def _second_lines(self, look: Look, is_broken: bool) -> list[str]:
        """Return all that may come to stand in the second line, so that nothing moves then."""
        lines = [self._size, look.strings.render("MediaMessageClickToOpen")]
        if is_broken:
            lines.append(look.strings.render("MediaMessageDamaged"))
        if look.share is not None:
            whole = look.strings.render("MediaMessageProgress", percent=100, size=self._size)
            lines.append(whole)
        return lines


def draw_ring(painter: QPainter, box: QRectF, look: Look) -> None:
    """Show that the keyboard is at a part of a bubble."""
    painter.setPen(QPen(look.colours.text, 2))  # the usual ring is lost on one's own bubbles
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, _RADIUS + 2, _RADIUS + 2)


def _fill(painter: QPainter, box: QRectF, text: QColor) -> None:
    colour = QColor(text)
    colour.setAlphaF(_TINT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box, _RADIUS, _RADIUS)


def _draw_icon(painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
    place = QRect(0, 0, 20, 20)
    place.moveCenter(box.center().toPoint())
    _icon(name, colour.name()).paint(painter, place)


def _draw_disc(painter: QPainter, box: QRectF, look: Look) -> None:
    """Draw over a picture how much of it has been sent."""
    disc = QRectF(0, 0, _DISC, _DISC)
    disc.moveCenter(box.center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colours.fill)
    painter.drawEllipse(disc)
    _draw_arc(painter, disc.adjusted(3, 3, -3, -3), look)
    painter.setPen(look.colours.text)
    painter.setFont(look.style.meta_font)
    percent = int((look.share or 0.0) * 100)
    words = look.strings.render("MediaMessagePercent", percent=percent)
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, words)


def _draw_arc(painter: QPainter, box: QRectF, look: Look) -> None:
    rest = QColor(look.colours.text)
    rest.setAlphaF(_TINT * 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(rest, 3))
    painter.drawEllipse(box)
    pen = QPen(look.colours.text, 3)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawArc(box, 90 * 16, -round((look.share or 0.0) * 360 * 16))


def _draw_pill(painter: QPainter, box: QRectF, look: Look) -> None:
    """Say what a click on a picture does, where there is room to."""
    words = look.strings.render("MediaMessageClickToOpen")
    metrics = look.style.meta_metrics
    pill = QRectF(0, 0, metrics.horizontalAdvance(words) + 16, look.style.meta_height + 6)
    if pill.width() > box.width() - 8 or pill.height() > box.height() - 8:
        draw_ring(painter, box.adjusted(-2, -2, 2, 2), look)
        return
    pill.moveCenter(box.center())
    pill.moveBottom(box.bottom() - 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colours.fill)
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(look.colours.text)
    painter.setFont(look.style.meta_font)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)


@lru_cache(maxsize=64)
def _icon(name: str, colour: str) -> QIcon:
    return tinted_icon(name, 20, colour, colour)
