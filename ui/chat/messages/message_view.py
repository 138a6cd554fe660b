"""A list of messages that paints itself: rows of a model, in sight or not, at one cost.

A view of widgets grows with the conversation, and Qt's own list view asks every row for its height
whenever one is added. This one keeps the heights by itself
(:mod:`ui.chat.messages.message_heights`), holds on to what is read while others turn out taller
than guessed (:mod:`ui.chat.messages.message_flow`), and lays out only the rows in sight
(:mod:`ui.chat.messages.message_layouts`).
"""

from functools import partial
from typing import NamedTuple, Protocol

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.bridge import until_destroyed
from ui.chat.messages.flow_area import FlowArea
from ui.chat.messages.message_avatar_pictures import AvatarPictures
from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_layouts import RowLayouts
from ui.chat.messages.message_part import Part, Span
from ui.chat.messages.message_row import RowLayout, RowState, nearest_part, no_span
from ui.chat.messages.message_slots import RowSlots
from ui.chat.messages.message_slots_layout import height_of
from ui.chat.messages.message_style import MessageStyle
from ui.models.messages import MessageListModel
from webchat.state import MessageState

_IN_SIGHT_MARGIN = 8
_BUBBLES = ("message", "predefined")


class SelectionSource(Protocol):
    """Who knows what is selected."""

    def span(self, row: int, number: int) -> Span | None:
        """Return what is selected of a part of a row, or None."""


class MetPart(NamedTuple):
    """A part of a row: its number, itself, and where its corner is in the viewport."""

    number: int
    part: Part
    origin: QPointF


class MessageView(FlowArea):
    """A scrolling list of messages.

    Attributes:
        selection: Asked for what is selected each time a row is drawn; None selects nothing. Who
            sets it calls :meth:`update_row` for every row whose selection has changed.
    """

    def __init__(
        self, model: MessageListModel, layouts: RowLayouts, parent: QWidget | None = None
    ) -> None:
        """Show *model*, whose rows *layouts* lays out."""
        super().__init__(layouts.height, layouts.guess, parent)
        self._model, self._layouts = model, layouts
        self._current = -1
        self._hovered: tuple[int, Hit] | None = None
        self._focused: tuple[int, Hit] | None = None
        self.selection: SelectionSource | None = None
        self._has_ring = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setBackgroundRole(self.backgroundRole())
        model.rowsInserted.connect(self._on_inserted)
        model.rowsRemoved.connect(self._on_removed)
        model.dataChanged.connect(self._on_changed)
        model.modelReset.connect(self._on_reset)
        model.about_to_grow_above.connect(self._on_about_to_grow)
        layouts.maker.parts.on_picture = self._on_picture
        until_destroyed(self, layouts.maker.parts.close)
        layouts.maker.pictures = pictures = AvatarPictures(self)
        pictures.ready.connect(self._on_face)
        self._slots = layouts.maker.slots = RowSlots(layouts.maker.side, self)
        self._slots.changed.connect(self._on_slots)

    # What is shown

    def model(self) -> MessageListModel:
        """Return what is shown."""
        return self._model

    def item_rect(self, index: QModelIndex) -> QRect:
        """Return where a row's bubble or text is, in the viewport's coordinates.

        Out of sight the place is as good as the guesses at the rows between; empty for an index
        that is none.
        """
        if not (self.content_width and index.isValid() and index.row() < len(self.flow)):
            return QRect()
        row = index.row()
        self.flow.height(row)
        origin = QPoint(self.content_left, self.flow.top(row))
        return self._layouts.layout(row).rect.translated(origin)

    def scroll_to(self, index: QModelIndex) -> None:
        """Bring a row into sight, with as little movement as possible."""
        if not (self.content_width and index.isValid() and index.row() < len(self.flow)):
            return
        row, view = index.row(), self.viewport().height()
        height, top = self.flow.height(row), self.flow.top(row)
        if top >= 0 and top + height <= view:
            self.settle()
            return
        if height > view:
            self._scroll_to_tall(row, top, height)
        elif top < 0:
            self.flow.show_row(row)
        elif row == len(self.flow) - 1:
            self.flow.sticks = True
        else:
            self.flow.show_row(row, view - height - _IN_SIGHT_MARGIN)
        self.settle()

    def _scroll_to_tall(self, row: int, top: int, height: int) -> None:
        """Show a part of a row that does not fit: the one next to what is in sight now."""
        view = self.viewport().height()
        in_sight = min(top + height, view) - max(top, 0)
        if in_sight < view // 2:
            self.flow.show_row(row, view - height if top < 0 else 0)

    def row_under(self, point: QPointF) -> int:
        """Return the row under a point of the viewport, -1 for none."""
        for placed in reversed(self.rows_in_sight()):
            if point.y() >= placed.top:
                inside = point.y() < placed.top + self.flow.height(placed.row)
                return placed.row if inside else -1
        return -1

    def hit(self, point: QPointF) -> tuple[int, Hit] | None:
        """Return what can be pressed under a point of the viewport, and its row; or None."""
        row = self.row_under(point)
        if row < 0:
            return None
        origin = QPointF(self.content_left, self.flow.top(row))
        found = self._layouts.layout(row).hit(point - origin)
        return (row, found) if found is not None else None

    def layout_of(self, row: int) -> RowLayout:
        """Return the layout of a row."""
        return self._layouts.layout(row)

    def parts_of(self, row: int) -> tuple[Part, ...]:
        """Return what a row is made of, from the top; nothing for a line between messages."""
        return tuple(placed.part for placed in self._layouts.layout(row).parts)

    def part_at(self, row: int, point: QPointF) -> MetPart | None:
        """Return the part of a row that is nearest to the height of *point*, or None.

        Args:
            row: A row, wherever the point is.
            point: Of the viewport.
        """
        corner = QPointF(self.content_left, self.flow.top(row))
        parts = self._layouts.layout(row).parts
        number = nearest_part(parts, point.y() - corner.y())
        if number < 0:
            return None
        return MetPart(number, parts[number].part, corner + parts[number].origin)

    def part_place(self, row: int, number: int) -> QPointF:
        """Return where the corner of a part is in the viewport."""
        corner = QPointF(self.content_left, self.flow.top(row))
        return corner + self._layouts.layout(row).parts[number].origin

    def update_row(self, row: int) -> None:
        """Draw a row again if it is in sight, with nothing laid out anew."""
        for placed in self.rows_in_sight():
            if placed.row == row:
                height = self.flow.height(row)
                self.viewport().update(0, placed.top, self.viewport().width(), height)

    def is_bubble(self, row: int) -> bool:
        """Whether the keyboard stops at a row."""
        return 0 <= row < len(self.flow) and self._model.kind(row) in _BUBBLES

    @property
    def current_row(self) -> int:
        """The row that the keyboard is at, -1 for none."""
        return self._current

    def set_current_row(self, row: int) -> None:
        """Put the keyboard's ring around a row, -1 for none."""
        if row != self._current:
            self._current = row
            is_some = 0 <= row < len(self.flow)
            self.setAccessibleDescription(self._model.spoken(row) if is_some else "")
            self.viewport().update()

    def set_ring_visible(self, is_visible: bool) -> None:
        """Show the ring around the current row, or not: not to somebody who uses the mouse."""
        if is_visible != self._has_ring:
            self._has_ring = is_visible
            self.viewport().update()

    def set_hovered(self, hovered: tuple[int, Hit] | None) -> None:
        """Show what the pointer is on."""
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()

    @property
    def focused(self) -> tuple[int, Hit] | None:
        """What the keyboard is at within a row, or None; set it to light that up."""
        return self._focused

    @focused.setter
    def focused(self, focused: tuple[int, Hit] | None) -> None:
        if focused != self._focused:
            before, self._focused = self._focused, focused
            for one in (before, focused):
                if one is not None:
                    self.update_row(one[0])

    # What stands above and below the rows

    def set_style(self, style: MessageStyle) -> None:
        """Show everything in another look."""
        self._layouts.set_style(style)
        self.lay_out_again()

    def renew_texts(self) -> None:
        """Show the words that hold now, in every row."""
        self._layouts.clear()
        self._model.renew_texts()

    def lay_out_again(self) -> None:
        """Forget all layouts, because width or look are others now."""
        before = self._layouts.per_line
        self._layouts.set_width(self.content_width)
        self.flow.guess_again(before / self._layouts.per_line if before else None)
        super().lay_out_again()

    # What changes

    def _on_picture(self, message: MessageState) -> None:
        row = self._model.row_of(message)
        if row >= 0:
            self.renew_row(row)

    def _on_slots(self) -> None:
        self._layouts.clear()
        if len(self.flow):
            self.flow.forget(0, len(self.flow) - 1)
        self.settle()

    def _on_face(self) -> None:
        self.viewport().update()

    def renew_row(self, row: int) -> None:
        """Lay one row out again; what is read stays where it is."""
        self._layouts.forget(row)
        self.flow.forget(row, row)
        self.settle()

    def _on_about_to_grow(self, row: int) -> None:
        self.flow.hold(row)  # the row itself may begin a group no longer

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.flow.splice(first, 0, last + 1 - first)
        self._forget_above(first)
        if self._current >= first:
            self._current += last + 1 - first
        self._shift_focused(first, last + 1 - first)
        if last == len(self.flow) - 1 and self._model.is_own(last):
            self.flow.sticks = True
        self.settle()

    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.flow.splice(first, last + 1 - first, 0)
        self._forget_above(first)
        self._hovered = None
        if self._focused is not None and first <= self._focused[0] <= last:
            self._focused = None
        self._shift_focused(first, first - last - 1)
        if self._current > last:
            self._current -= last + 1 - first
        elif self._current >= first:
            self._current = -1
        self.settle()

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.flow.forget(first.row(), last.row())
        self._forget_above(first.row())
        self.settle()

    def _forget_above(self, row: int) -> None:
        """Measure the row above again: it may end a group now, or no longer."""
        if row and row <= len(self.flow):
            self.flow.forget(row - 1, row - 1)

    def _on_reset(self) -> None:
        self._layouts.clear()
        self._current, self._hovered, self._focused = -1, None, None
        self.flow.reset(self._model.rowCount())
        self.settle()

    def _shift_focused(self, first: int, by: int) -> None:
        if self._focused is not None and self._focused[0] >= first:
            self._focused = (self._focused[0] + by, self._focused[1])

    # What plugins put into rows

    def _place_widgets(self) -> None:
        super()._place_widgets()
        rows = self.rows_in_sight()
        for row, _top in rows:
            self._layouts.layout(row)  # which makes the cards among them
        if not self._slots.has_widgets:
            return
        for row, top in rows:
            for widget, rect in self._layouts.layout(row).widgets:
                widget.setGeometry(rect.translated(self.content_left, top))
                widget.show()
        if self._slots.keep({self._layouts.maker.key(row) for row, _top in rows}):
            self._layouts.forget_widgets(row for row, _top in rows)

    def _renew_grown(self) -> None:
        """Lay rows out again whose widgets want another height now."""
        for row, _top in self.rows_in_sight():
            widgets = self._layouts.layout(row).widgets
            if any(height_of(one, rect.width()) != rect.height() for one, rect in widgets):
                self._layouts.forget(row)
                self.flow.forget(row, row)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Follow the heights of what plugins put into rows."""
        if event.type() == QEvent.Type.LayoutRequest and self._slots.has_widgets:
            self._renew_grown()
        return super().viewportEvent(event)

    # What Qt tells

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the rows that the event asks for."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wanted, left = event.rect(), self.content_left
        ring = self._current if self._has_ring and self.hasFocus() else -1
        for row, top in self.rows_in_sight():
            layout = self._layouts.layout(row)
            if top > wanted.bottom() or top + layout.height < wanted.top():
                continue
            painter.save()
            painter.translate(left, top)
            clip = QRectF(wanted).translated(-left, -top)
            layout.paint(painter, clip, self._state(row, is_current=row == ring))
            painter.restore()

    def _state(self, row: int, *, is_current: bool) -> RowState:
        hovered = self._hovered[1] if self._hovered and self._hovered[0] == row else None
        focused = self._focused[1] if self._focused and self._focused[0] == row else None
        span = no_span if self.selection is None else partial(self.selection.span, row)
        return RowState(is_current, hovered, focused, span)
