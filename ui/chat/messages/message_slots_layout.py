"""Room in a row for the widgets of plugins: in a bubble, beside it, or around the whole row."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.chat.messages import message_style as measures
from ui.chat.messages.message_hit import Hit
from ui.chat.messages.message_part import PartState, Target
from ui.chat.messages.message_row import PlacedPart, PlacedWidget, RowLayout, RowState
from ui.chat.messages.message_slots import Around


def height_of(widget: QWidget, width: int) -> int:
    """Return how tall a widget wants to be at a width, in pixels."""
    height = widget.heightForWidth(width) if widget.hasHeightForWidth() else -1
    height = height if height >= 0 else widget.sizeHint().height()
    height = max(height, widget.minimumHeight(), widget.minimumSizeHint().height(), 0)
    return min(height, widget.maximumHeight())


class WidgetPart:
    """A widget as a part of a bubble; it draws itself, and takes what is done to it.

    Attributes:
        width: What it needs of the room.
        height: At that width.
        text: Empty: there is nothing to select.
        widget: The widget.
    """

    def __init__(self, widget: QWidget, room: float) -> None:
        """Keep the place of *widget* in *room* pixels."""
        self.widget = widget
        self.text = ""
        policy = widget.sizePolicy().horizontalPolicy()
        expands = policy.value & QSizePolicy.PolicyFlag.ExpandFlag.value
        wanted = int(room) if expands else min(widget.sizeHint().width(), int(room))
        self.width = float(max(wanted, 0))
        self.height = float(height_of(widget, int(self.width)))

    def draw(self, painter: QPainter, origin: QPointF, clip: QRectF, state: PartState) -> None:
        """Draw nothing."""

    def hit(self, _point: QPointF) -> Hit | None:
        """Return None: the widget takes the click."""
        return None

    def place_at(self, _point: QPointF) -> int:
        """Return 0: there is no text to select."""
        return 0

    def is_over_text(self, _point: QPointF) -> bool:
        """Whether a point is on text: never."""
        return False

    def targets(self) -> tuple[Target, ...]:
        """Return nothing: Tab goes to the widget."""
        return ()


def widgets_in(parts: tuple[PlacedPart, ...]) -> tuple[PlacedWidget, ...]:
    """Return the widgets among the parts of a bubble, and their places."""
    return tuple(
        PlacedWidget(part.widget, QRectF(origin.x(), origin.y(), part.width, part.height).toRect())
        for part, origin in parts
        if isinstance(part, WidgetPart)
    )


class Column(NamedTuple):
    """Widgets below each other, with room for one part between them.

    Attributes:
        widgets: Each in its place.
        top: Where the part itself begins; meaningless when a widget has taken its place.
        bottom: Where everything ends, for a part without any height.
    """

    widgets: tuple[PlacedWidget, ...]
    top: int
    bottom: int


def column(around: Around, place: QRect, height: int, gap: int) -> Column:
    """Return the widgets around a part of a height, from the top of *place* down, in its width."""
    placed: list[PlacedWidget] = []
    top, start = place.top(), place.top()
    for number, widget in enumerate((*around.before, around.instead, *around.after)):
        if number == len(around.before):
            start = top
            if widget is None:
                top += 0 if around.is_removed else height + gap
        if widget is not None:
            rect = QRect(place.left(), top, place.width(), height_of(widget, place.width()))
            placed.append(PlacedWidget(widget, rect))
            top += rect.height() + gap
    return Column(tuple(placed), start, max(top - gap, place.top()))


class SlottedLayout:
    """A row with widgets above and below it, or with one in its place.

    Attributes:
        height: Of the row.
        rect: What the keyboard's ring is drawn around.
        parts: Those of the row itself.
        widgets: Those of the row, and those around it.
    """

    def __init__(self, inner: RowLayout | None, around: Around, width: int, gap: int) -> None:
        """Stack the widgets around a row.

        Args:
            inner: The row; None when it is not to be seen.
            around: The widgets.
            width: Of the content.
            gap: Pixels between the row and what is above.
        """
        self._inner = inner
        inside = inner.height - gap if inner is not None else 0
        place = QRect(0, gap, width, 0)
        stacked = column(around, place, inside, measures.INNER_GAP)
        self._offset = QPointF(0, stacked.top - gap)
        own: tuple[PlacedWidget, ...] = ()
        self.parts: tuple[PlacedPart, ...] = ()
        self.rect = QRect(0, gap, width, max(stacked.bottom - gap, 0))
        if inner is not None:
            corner = self._offset.toPoint()
            self.rect = inner.rect.translated(corner)
            own = tuple(PlacedWidget(one, rect.translated(corner)) for one, rect in inner.widgets)
            self.parts = tuple(PlacedPart(one, at + self._offset) for one, at in inner.parts)
        self.widgets = (*stacked.widgets, *own)
        self.height = stacked.bottom if stacked.bottom > gap else 0

    def paint(self, painter: QPainter, clip: QRectF, state: RowState) -> None:
        """Draw the row itself; the widgets draw themselves."""
        if self._inner is not None:
            painter.translate(self._offset)
            self._inner.paint(painter, clip.translated(-self._offset), state)
            painter.translate(-self._offset)

    def hit(self, point: QPointF) -> Hit | None:
        """Return what of the row is under *point*, or None."""
        return self._inner.hit(point - self._offset) if self._inner is not None else None

    def addresses(self) -> tuple[str, ...]:
        """Return the addresses in the text."""
        return self._inner.addresses() if self._inner is not None else ()

    def targets(self) -> tuple[Target, ...]:
        """Return what the keyboard can go to, in reading order."""
        found = self._inner.targets() if self._inner is not None else ()
        return tuple(Target(hit, rect.translated(self._offset)) for hit, rect in found)
