"""The files of a message as a part of its bubble: pictures small, everything else as a card."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter

from ui.chat.labels import wrapped
from ui.chat.media.message_media_items import CardItem, Item, Look, PictureItem
from ui.chat.media.thumbnails import Thumbnails
from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_part import PartState, Target
from ui.chat.messages.message_style import MessageStyle
from webchat.model import Attachment
from webchat.side.strings import Strings
from webchat.state import MessageState

GAP = 4.0
"""Between two files, in pixels."""


class MediaPart:
    """Files below each other.

    A click on one is a hit of kind ``file``, its address the place in the message's ``media``.
    Where files are not shown at all, a sentence says so.

    Attributes:
        width: Of the widest file.
        height: Of all files.
        text: Empty: there is nothing to select.
    """

    def __init__(  # noqa: PLR0917  a part is its files, and all that they are drawn with
        self,
        media: Sequence[Attachment],
        message: MessageState,
        style: MessageStyle,
        room: float,
        thumbnails: Thumbnails,
        strings: Strings,
    ) -> None:
        """Lay the files of a message out.

        Args:
            media: Its files.
            message: Tells whether they are one's own, on their way, or failed.
            style: Fonts and colours.
            room: The most width, in pixels.
            thumbnails: Makes the pictures, and knows whether files are shown at all.
            strings: The words.
        """
        self.text = ""
        self._look = partial(
            Look,
            style,
            style.own if message.is_from_me else style.other,
            strings,
            is_failed=message.status == "failed",
        )
        self._style = style
        self._shares = _shares(media, message)
        self._items: list[tuple[Item, float]] = []
        self._refusal: _Refusal | None = None
        self.width = self.height = 0.0
        if not thumbnails.is_enabled:
            self._refusal = _Refusal(strings.render("MediaMessageError"), style, room)
            self.width, self.height = self._refusal.width, self._refusal.height
            return
        for place, one in enumerate(media):
            item: Item
            if thumbnails.is_shown(one):
                item = PictureItem(one, room, thumbnails)
            else:
                look = self._look(share=self._shares[place])
                item = CardItem(one, room, look, is_broken=thumbnails.is_broken(one))
            top = self.height + (GAP if self._items else 0.0)
            self._items.append((item, top))
            self.width = max(self.width, item.size.width())
            self.height = top + item.size.height()

    def draw(self, painter: QPainter, origin: QPointF, clip: QRectF, state: PartState) -> None:
        """Draw the files that are in sight."""
        if self._refusal is not None:
            self._refusal.draw(painter, origin)
            return
        painter.save()
        for place in range(len(self._items)):
            box = self._box(place).translated(origin)
            if not box.intersects(clip):
                continue
            hit = _hit(place)
            is_focused = state.focused == hit
            look = self._look(
                share=self._shares[place],
                is_lit=is_focused or state.hovered == hit,
                is_focused=is_focused,
            )
            self._items[place][0].draw(painter, box.topLeft(), look)
        painter.restore()

    def hit(self, point: QPointF) -> Hit | None:
        """Return which file is under *point*, or None."""
        places = range(len(self._items))
        return next((_hit(one) for one in places if self._box(one).contains(point)), None)

    def place_at(self, _point: QPointF) -> int:
        """Return 0: there is no text to select."""
        return 0

    def is_over_text(self, _point: QPointF) -> bool:
        """Whether a point is on text: never."""
        return False

    def targets(self) -> tuple[Target, ...]:
        """Return the files, in order."""
        return tuple(Target(_hit(one), self._box(one)) for one in range(len(self._items)))

    def _box(self, place: int) -> QRectF:
        item, top = self._items[place]
        left = self.width - item.size.width() if self._style.is_mirrored else 0.0
        return QRectF(QPointF(left, top), QSizeF(item.size))


class _Refusal:
    """The sentence in place of files that are not shown."""

    def __init__(self, text: str, style: MessageStyle, room: float) -> None:
        self._font = QFont(style.body_font)
        self._font.setItalic(True)
        self._step = style.line_height
        self._lines = wrapped(text, self._font, int(room))
        self._is_mirrored = style.is_mirrored
        longest = max(style.body_metrics.horizontalAdvance(one) for one in self._lines)
        self.width = min(longest + self._step / 2, room)  # slanted letters reach further
        self.height = float(len(self._lines) * self._step)

    def draw(self, painter: QPainter, origin: QPointF) -> None:
        """Draw it in the painter's pen."""
        painter.save()
        painter.setFont(self._font)
        aside = Qt.AlignmentFlag.AlignRight if self._is_mirrored else Qt.AlignmentFlag.AlignLeft
        flags = aside | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        for at, line in enumerate(self._lines):
            top = origin.y() + at * self._step
            painter.drawText(QRectF(origin.x(), top, self.width, self._step), flags, line)
        painter.restore()


def _hit(place: int) -> Hit:
    return Hit("file", str(place))


def _shares(media: Sequence[Attachment], message: MessageState) -> list[float | None]:
    """Return how much of each file has been sent: they go out one after the other."""
    if message.status != "sending":
        return [None for _ in media]
    sent = (message.progress or 0.0) * sum(one.size for one in media)
    shares: list[float | None] = []
    for one in media:
        shares.append(min(max(sent / one.size, 0.0), 1.0) if one.size else 1.0)
        sent -= one.size
    return shares
