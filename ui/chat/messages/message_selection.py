"""What is selected over the messages of a list.

The two ends of a selection are held by message, so they stay where they are when messages arrive,
older pages come above, or everything is laid out anew. Between them everything is selected. A
selection grows by characters, words or whole messages, as it was begun.
"""

from typing import Literal, NamedTuple, Protocol, TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF
from PySide6.QtWidgets import QWidget

from ui.chat.messages.message_part import Part, Span
from ui.chat.messages.message_selection_words import word_at
from ui.chat.messages.message_view import MessageView
from ui.models.messages import MessageListModel

Grain: TypeAlias = Literal["character", "word", "message"]


class Spot(NamedTuple):
    """A place in the list; spots are ordered as they are read."""

    row: int
    part: int
    place: int


class _View(Protocol):
    """What of a list a selection asks for."""

    def model(self) -> MessageListModel: ...
    def parts_of(self, row: int) -> tuple[Part, ...]: ...
    def is_bubble(self, row: int) -> bool: ...
    def viewport(self) -> QWidget: ...


class _End:
    """One end of a selection: a place in a message, wherever its row is."""

    def __init__(self, model: MessageListModel, spot: Spot) -> None:
        self._model = model
        self._index = QPersistentModelIndex(model.index(spot.row))
        self._sid = _sid(model, spot.row)
        self._part, self._place = spot.part, spot.place

    def spot(self) -> Spot | None:
        """Return where it is now, None when its message is gone."""
        row = self._index.row() if self._index.isValid() else -1
        if row < 0 or _sid(self._model, row) != self._sid:
            row = self._found(row)
        return Spot(row, self._part, self._place) if row >= 0 else None

    def _found(self, row: int) -> int:
        """Look for the message elsewhere; else it is the same row, taken under another sid."""
        rows = range(self._model.rowCount())
        found = next((one for one in rows if _sid(self._model, one) == self._sid), row)
        self._index = QPersistentModelIndex(
            self._model.index(found) if found >= 0 else QModelIndex()
        )
        if found >= 0:
            self._sid = _sid(self._model, found)
        return found


class _Stretch(NamedTuple):
    """A character's place, a word or a message: where the selection begins, or was taken to."""

    start: _End
    end: _End


class MessageSelection:
    """The selection of one list; the list asks it for what to paint."""

    def __init__(self, view: _View) -> None:
        self._view = view
        self._grain: Grain = "character"
        self._anchor: _Stretch | None = None
        self._head: _Stretch | None = None

    # What is selected

    def ends(self) -> tuple[Spot, Spot] | None:
        """Return where the selection begins and ends, None when nothing is selected."""
        if self._anchor is None or self._head is None:
            return None
        stretches = (self._anchor, self._head)
        starts = [one.start.spot() for one in stretches]
        ends = [one.end.spot() for one in stretches]
        known = [one for one in (*starts, *ends) if one is not None]
        if len(known) < len(starts) + len(ends):
            self._anchor = self._head = None  # a message at an end of it is gone
            return None
        first, last = min(known), max(known)
        return (first, last) if first < last else None

    def span(self, row: int, number: int) -> Span | None:
        """Return what is selected of the text of a part of a row, or None."""
        ends = self.ends()
        parts = self._view.parts_of(row) if ends is not None and self.covers(row) else ()
        if ends is None or number >= len(parts) or not self.covers_part(row, number):
            return None
        length, at = len(parts[number].text), (row, number)
        start = min(ends[0].place, length) if at == ends[0][:2] else 0
        end = min(ends[1].place, length) if at == ends[1][:2] else length
        return Span(start, end) if start < end else None

    def covers_part(self, row: int, number: int) -> bool:
        """Whether a part of a row lies in the selection, or at an end of it."""
        ends = self.ends()
        return ends is not None and ends[0][:2] <= (row, number) <= ends[1][:2]

    def covers(self, row: int) -> bool:
        """Whether something of a row is selected."""
        ends = self.ends()
        return ends is not None and ends[0].row <= row <= ends[1].row

    # What a person does

    def begin(self, spot: Spot, grain: Grain = "character") -> None:
        """Begin at a spot, which selects the word or the message there, or nothing yet."""
        self._grain = grain
        self._anchor = self._head = self._stretch(spot)
        self._view.viewport().update()

    def extend(self, spot: Spot, grain: Grain | None = None) -> None:
        """Take the selection to a spot, from where it was begun.

        Args:
            spot: Where to.
            grain: What it grows by from now on; None for what it was begun with.
        """
        self._grain = grain or self._grain
        if self._anchor is None:
            self.begin(spot, self._grain)
        else:
            self._head = self._stretch(spot)
            self._view.viewport().update()

    def select_all(self) -> None:
        """Select every message there is."""
        rows = range(self._view.model().rowCount())
        first = next((row for row in rows if self._view.is_bubble(row)), -1)
        if first >= 0:
            last = next(row for row in reversed(rows) if self._view.is_bubble(row))
            self.begin(Spot(first, 0, 0), "message")
            self.extend(Spot(last, 0, 0))

    def clear(self) -> bool:
        """Select nothing; return whether something was selected."""
        had = self.ends() is not None
        self._anchor = self._head = None
        if had:
            self._view.viewport().update()
        return had

    def _stretch(self, spot: Spot) -> _Stretch:
        start, end = spot, spot
        parts = self._view.parts_of(spot.row)
        if self._grain == "word" and spot.part < len(parts):
            word = word_at(parts[spot.part].text, spot.place)
            start, end = spot._replace(place=word.start), spot._replace(place=word.end)
        elif self._grain == "message":
            last = max(len(parts) - 1, 0)
            start = Spot(spot.row, 0, 0)
            end = Spot(spot.row, last, len(parts[last].text) if parts else 0)
        model = self._view.model()
        return _Stretch(_End(model, start), _End(model, end))


def spot_at(view: MessageView, point: QPointF) -> Spot | None:
    """Return the spot nearest to a point of the viewport, None without messages in sight."""
    found = -1
    for placed in view.rows_in_sight():
        if view.is_bubble(placed.row) and (found < 0 or placed.top <= point.y()):
            found = placed.row
    met = view.part_at(found, point) if found >= 0 else None
    if met is None:
        return None
    return Spot(found, met.number, met.part.place_at(point - met.origin))


def _sid(model: MessageListModel, row: int) -> str:
    """Return what tells the message of a row from others."""
    message = model.message(row)
    return model.kind(row) if message is None else message.sid
