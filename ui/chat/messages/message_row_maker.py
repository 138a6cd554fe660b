"""From a row of the model to its layout: what it says, what stands around it, what is told below.

What plugins put into a row is asked for here, too; without any the cost is one look into an empty
table.
"""

from functools import partial

from PySide6.QtWidgets import QWidget

from ui.chat.cards.card_rows import CARD, carries_card
from ui.chat.messages import message_style as measures
from ui.chat.messages.message_avatar import Face, Pictures
from ui.chat.messages.message_bubble import Bubble, BubbleLayout
from ui.chat.messages.message_footer import Below
from ui.chat.messages.message_marker import ABOVE, MarkerLayout
from ui.chat.messages.message_part import Part
from ui.chat.messages.message_parts import MessageParts
from ui.chat.messages.message_row import RowLayout
from ui.chat.messages.message_slots import NOTHING, Around, RowSlots
from ui.chat.messages.message_slots_layout import SlottedLayout, WidgetPart
from ui.chat.messages.message_style import MessageStyle
from ui.chat.props import Props
from ui.models.message_rows import Marker
from ui.models.messages import MessageListModel
from webchat.side.side import Side
from webchat.state import MessageState

_BUBBLES = ("message", "predefined")


class RowMaker:
    """Lays rows of one model out.

    Attributes:
        side: Whose conversation it is.
        parts: Makes what bubbles are made of.
        pictures: Where the authors' pictures come from; None shows initials.
        slots: What plugins put into rows; None for nothing.
    """

    def __init__(self, model: MessageListModel, side: Side) -> None:
        """Lay out rows of *model*, which shows a conversation of *side*."""
        self.side = side
        self._model, self._strings = model, side.strings
        self._props, self.parts = Props.of(side), MessageParts(side)
        self.pictures: Pictures | None = None
        self.slots: RowSlots | None = None

    def make(self, row: int, width: int, style: MessageStyle) -> RowLayout:
        """Return the layout of a row for a width in a style."""
        item = self._model.row(row)
        kind = self._model.kind(row)
        if kind == "date":
            marker, first = self._marker(row, width, style), self._first_of_day(row)
            return self._slotted(marker, self._around("DateSeparator", row, first), width, ABOVE)
        if kind not in _BUBBLES:
            return self._marker(row, width, style)
        bubble = BubbleLayout(self._bubble(row, style), width, style)
        around = NOTHING
        if not isinstance(item, Marker):
            around = self._around("MessageListItem", row, item)
        return self._slotted(bubble, around, width, self.gap(row, style))

    def gap(self, row: int, style: MessageStyle) -> int:
        """Return how many pixels are free between a bubble and what is above it."""
        if not self._model.starts_group(row):
            return measures.INNER_GAP
        if row and self._model.kind(row - 1) not in _BUBBLES:
            return measures.MARKER_GAP
        return style.shape.group_gap

    def _slotted(self, inner: RowLayout, around: Around, width: int, gap: int) -> RowLayout:
        if around.is_empty:
            return inner
        is_seen = not around.is_removed and around.instead is None
        return SlottedLayout(inner if is_seen else None, around, width, gap)

    def key(self, row: int) -> str:
        """Return what the widgets of a row are known by, over all changes of its message."""
        item = self._model.row(row)
        if not isinstance(item, Marker):
            return item.sid
        return f"{item.kind} {item.day}"

    def _around(self, slot: str, row: int, message: MessageState | None) -> Around:
        if self.slots is None or self.slots.is_idle or message is None:
            return NOTHING
        return self.slots.around(slot, self.key(row), message)

    def _card(self, row: int, message: MessageState | None) -> Around:
        """Return the card that a message carries, as a widget in the place of its text."""
        sid = self._model.channel_sid
        if self.slots is None or message is None or sid is None:
            return NOTHING
        return self.slots.of_our_own(CARD, self.key(row), message, sid)

    def _first_of_day(self, row: int) -> MessageState | None:
        below = range(row + 1, self._model.rowCount())
        found = (self._model.message(one) for one in below)
        return next((one for one in found if one is not None), None)

    def _marker(self, row: int, width: int, style: MessageStyle) -> MarkerLayout:
        kind = self._model.kind(row)
        colour = {"new": style.accent, "date": style.date}.get(kind, style.muted)
        line = {"new": style.accent, "date": style.hairline}.get(kind)
        text = self._model.texts.body(self._model.row(row))
        return MarkerLayout(text, width, style, colour=colour, line=line)

    def _bubble(self, row: int, style: MessageStyle) -> Bubble:
        model, texts, item = self._model, self._model.texts, self._model.row(row)
        is_own, message, shape = model.is_own(row), model.message(row), style.shape
        inside = self._around("MessageBubble", row, message)
        is_card = inside.is_empty and carries_card(message)
        if is_card:
            inside = self._card(row, message)
        has_face = not (is_own or shape.is_wide) and model.starts_group(row)
        beside = NOTHING
        if has_face:
            beside = self._around("Avatar", row, message)
        own = partial(self.parts.make, texts.body(item), message, style)
        return Bubble(
            own if inside.is_empty else partial(_with_widgets, own, inside),
            texts.author(item),
            texts.time(item),
            is_own,
            self.gap(row, style),
            has_indent=not (shape.is_wide or self._has_no_faces()),
            face=self._face(row) if has_face and not beside.is_removed else None,
            ends_group=shape.has_spike and model.ends_group(row),
            is_sending=model.status(row) == "sending" and not (message and message.media),
            is_bare=not is_card and (inside.is_removed or inside.instead is not None),
            is_card=is_card,
            beside=beside,
            below=self._below(row),
        )

    def _has_no_faces(self) -> bool:
        """Whether plugins have taken the circles away, so that no room is kept for them."""
        return self.slots is not None and self.slots.is_gone("Avatar")

    def _face(self, row: int) -> Face | None:
        item, texts = self._model.row(row), self._model.texts
        name = texts.author(item)
        identity = name if isinstance(item, Marker) else item.author
        return Face(identity, name, self._model.avatar(row), self.pictures)

    def _below(self, row: int) -> Below:
        model, strings = self._model, self._strings
        status, item = model.status(row), model.row(row)
        if status == "failed":
            again, discard = strings["MessageSendAgain"], strings["MessageDiscard"]
            return Below(error=model.texts.error(item), again=again, discard=discard)
        if status == "sending" and not isinstance(item, Marker) and item.media:
            return Below(discard=strings["MessageCancelSending"])
        is_told = model.is_read(row) and self._props.show_read_status
        return Below(read=strings["Read"] if is_told else "")


def _with_widgets(
    own: "partial[tuple[Part, ...]]", around: Around, room: float
) -> tuple[Part, ...]:
    """Return the parts of a bubble with those of plugins above and below, or instead of them."""

    def parts(widgets: tuple[QWidget, ...]) -> tuple[Part, ...]:
        return tuple(WidgetPart(widget, room) for widget in widgets)

    if around.instead is not None:
        inside: tuple[Part, ...] = parts((around.instead,))
    else:
        inside = () if around.is_removed else own(room)
    return (*parts(around.before), *inside, *parts(around.after))
