"""The conversation as a Qt model: what a message list shows, and what tests read.

A channel's record is handed over whole each time it has changed. What is new in it is found by
comparing the two tuples of messages from the front, which runs at C speed because unchanged
messages are the very same records; everything after the first difference is composed anew and
compared row by row. So an append costs an append, whatever the length. Where every message is
still the same one, only the rows of those whose record is another change.

An older page comes above everything at the cost of the page: what stands below stays as it is.
The greeting stands above the very first message, so it shows once all of them are there.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from enum import IntEnum
from typing import Any, ClassVar

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ui.models.message_lines import Line, Lines, happened
from ui.models.message_receipt import Receipt, place_of
from ui.models.message_rows import NEW, Days, Marker, Outline, Row
from ui.models.message_texts import RowTexts, Wording
from ui.models.row_changes import (
    added_above,
    altered_places,
    common_prefix,
    common_suffix,
    markers_above,
    row_changes,
)
from webchat.side.strings import Strings
from webchat.state import ChannelState, MessageState

_NO_PARENT = QModelIndex()


class Role(IntEnum):
    """What can be asked about a row; the names are those that ``roleNames`` gives."""

    BODY = Qt.ItemDataRole.UserRole + 1
    AUTHOR = BODY + 1
    TIME = BODY + 2
    STATUS = BODY + 3
    IS_OWN = BODY + 4
    KIND = BODY + 5
    MESSAGE = BODY + 6
    STARTS_GROUP = BODY + 7
    IS_READ = BODY + 8
    ERROR = BODY + 9


class MessageListModel(QAbstractListModel):
    """The rows of one conversation.

    Kinds of rows: ``date``, ``predefined``, ``message``, ``system``, ``new``.

    Attributes:
        texts: What a row says.

    Signals:
        about_to_grow_above: Older messages are about to come above this row, or to be its
            neighbours; what is below it is to stay where it is.
    """

    about_to_grow_above = Signal(int)

    def __init__(
        self,
        strings: Strings,
        *,
        now: Callable[[], datetime],
        wording: Wording,
        zone: tzinfo | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Make an empty model.

        Args:
            strings: Where its texts come from.
            now: Returns the current moment, aware.
            wording: Names, and the greeting that nobody sent.
            zone: Where days begin; None is the system's time zone.
            parent: The owner.
        """
        super().__init__(parent)
        days = Days(zone)
        self.texts = RowTexts(strings, days, now, wording)
        self._lines = Lines()
        self._outline = Outline(days, self._lines)
        self._channel: ChannelState | None = None
        self._identity: str | None = None
        self._rows: list[Row] = []
        self._markers: list[int] = []
        self._receipt = Receipt()

    @property
    def channel_sid(self) -> str | None:
        """The channel that is shown, or None."""
        return None if self._channel is None else self._channel.sid

    # What Qt asks

    def rowCount(  # noqa: N802  Qt's name
        self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT
    ) -> int:
        """Return how many rows there are; rows have no children."""
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802
        """Return the roles by number."""
        return {int(role): QByteArray(role.name.lower().encode()) for role in Role}

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what *role* says about a row, or None for what it does not know."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = index.row()
        if role in self._by_text:
            return self._by_text[role](self.texts, self._rows[row])
        return self._by_row[role](self, row) if role in self._by_row else None

    # What the view asks, without the detour through an index

    def row(self, row: int) -> Row:
        """Return the record of a row: a message or a marker."""
        return self._rows[row]

    def rows(self, start: int = 0, end: int | None = None) -> Sequence[Row]:
        """Return the records of some rows."""
        return self._rows[start:end]

    def kind(self, row: int) -> str:
        """Return ``message``, or the kind of marker."""
        item = self._rows[row]
        return item.kind if isinstance(item, Marker) else "message"

    def body(self, row: int) -> str:
        """Return the text of a row: a message's as it was sent, a marker's as it is shown."""
        return self.texts.body(self._rows[row])

    def spoken(self, row: int) -> str:
        """Return a row as a screen reader says it."""
        return self.texts.spoken(self._rows[row])

    def message(self, row: int) -> MessageState | None:
        """Return the message that a row is, or None for a marker."""
        item = self._rows[row]
        return None if isinstance(item, Marker) else item

    def status(self, row: int) -> str:
        """Return ``sending``, ``sent`` or ``failed``; empty for a marker."""
        item = self._rows[row]
        return "" if isinstance(item, Marker) else item.status

    def is_own(self, row: int) -> bool:
        """Whether this side wrote the row."""
        item = self._rows[row]
        if not isinstance(item, Marker):
            return item.is_from_me
        greeting = self.texts.greeting if item.kind == "predefined" else None
        return greeting is not None and greeting.is_from_me

    def starts_group(self, row: int) -> bool:
        """Whether the row above is by somebody else, or no message."""
        item = self._rows[row]
        above = self._rows[row - 1] if row else None
        if isinstance(item, Marker) or above is None or isinstance(above, Marker):
            return True
        return above.author != item.author

    def ends_group(self, row: int) -> bool:
        """Whether the row below is by somebody else, or no message."""
        return row + 1 >= len(self._rows) or self.starts_group(row + 1)

    def avatar(self, row: int) -> str | None:
        """Return what names the picture of a row's author, or None."""
        item = self._rows[row]
        if isinstance(item, Marker) or self._channel is None:
            return None
        member = self._channel.members.get(item.author)
        return None if member is None else member.avatar

    def is_read(self, row: int) -> bool:
        """Whether this is the last own message that another member has read."""
        item = self._rows[row]
        if isinstance(item, Marker) or not item.is_from_me or item.index is None:
            return False
        return item.index == self._receipt.index

    def row_of(self, message: MessageState) -> int:
        """Return the row of a message, as it is now, -1 when it is not there."""
        messages = self._channel.messages if self._channel else ()
        place = len(messages) - 1 if message.index is None else place_of(messages, message.index)
        while message.index is None and place >= 0 and messages[place].index is None:
            if messages[place].sid == message.sid:
                return self._row_of(place)
            place -= 1
        return self._row_of(place) if place >= 0 and messages[place].sid == message.sid else -1

    def position(self, row: int) -> tuple[int, int]:
        """Return which of how many messages a row is, counted from 1; the greeting is one."""
        greeting = next((one for one in self._markers[:2] if self.kind(one) == "predefined"), -1)
        markers, above = len(self._markers), bisect_right(self._markers, row)
        is_counted, is_above = greeting >= 0, 0 <= greeting <= row
        return row + 1 - above + is_above, len(self._rows) - markers + is_counted

    def row_of_new(self) -> int:
        """Return the row of ``new``, -1 when there is none."""
        return next((row for row in self._markers if self._rows[row] is NEW), -1)

    _by_row: ClassVar[dict[int, Callable[["MessageListModel", int], object]]] = {
        Role.STATUS: status,
        Role.IS_OWN: is_own,
        Role.KIND: kind,
        Role.MESSAGE: message,
        Role.STARTS_GROUP: starts_group,
        Role.IS_READ: is_read,
    }
    _by_text: ClassVar[dict[int, Callable[[RowTexts, Row], str]]] = {
        Qt.ItemDataRole.DisplayRole: RowTexts.body,
        Qt.ItemDataRole.AccessibleTextRole: RowTexts.spoken,
        Role.BODY: RowTexts.body,
        Role.AUTHOR: RowTexts.author,
        Role.TIME: RowTexts.time,
        Role.ERROR: RowTexts.error,
    }

    # What the side tells

    def set_channel(self, channel: ChannelState | None, identity: str | None) -> None:
        """Show *channel* as it is now, seen by *identity*.

        Args:
            channel: The record after a change, or None to show nothing.
            identity: Who this side is; its own joining is not told.
        """
        before, self._channel, self._identity = self._channel, channel, identity
        if before is None or channel is None or before.sid != channel.sid:
            self._restart()
            return
        above = added_above(before.messages, channel.messages)
        if above or self._outline.has_predefined != self._has_greeting():
            self._grow_above(above)
        known = channel.messages if above else before.messages
        kept = self._follow(known, channel, happened(before, channel, identity))
        self._update_receipt(afresh=above > 0 or kept < len(known))

    def mark_new(self) -> None:
        """Put ``new`` above the first unread message, or take it away when all is read."""
        channel = self._channel
        first = channel.unconsumed_messages[0] if channel and channel.unconsumed_messages else None
        if channel is None or (first.sid if first else None) == self._outline.first_new:
            return
        self._drop_new()
        if first is not None and first.index is not None:
            row = self._row_of(place_of(channel.messages, first.index))
            self._outline.first_new = first.sid
            self._insert(row, [NEW])
            at = bisect_right(self._markers, row - 1)
            self._markers[at:] = [row, *(one + 1 for one in self._markers[at:])]
            self._touch(row + 1)

    def renew_texts(self) -> None:
        """Tell the view that the strings, the language or the day have changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _restart(self) -> None:
        self.beginResetModel()
        self._outline.first_new = None
        self._receipt = Receipt()
        channel = self._channel
        self._lines.restart(channel, self._identity)
        self._outline.has_predefined = self._has_greeting()
        self._rows = self._outline.rows(channel.messages) if channel is not None else []
        self._note_markers(0)
        self.endResetModel()
        self._update_receipt()

    def _has_greeting(self) -> bool:
        channel = self._channel
        is_whole = channel is not None and not channel.has_older_messages
        return is_whole and self.texts.greeting is not None

    def _follow(
        self, known: tuple[MessageState, ...], channel: ChannelState, lines: Sequence[Line]
    ) -> int:
        """Show what has changed since *known*; return how many messages stand where they stood."""
        if not lines and channel.messages is known:
            return len(known)
        kept = common_prefix(known, channel.messages)
        altered = None if lines else altered_places(known, channel.messages, kept)
        if altered is not None:
            for place in altered:
                self._replace(self._row_of(place), 1, channel.messages[place : place + 1])
            return len(known)
        self._lines.moved(kept, len(channel.messages) - len(known))
        uppermost = self._lines.add(lines, channel)
        if any(message.is_from_me for message in channel.messages[kept:]):
            self._drop_new()  # who answers has read
        self._recompose(channel.messages, min(kept, uppermost))
        return kept

    def _grow_above(self, count: int) -> None:
        """Put *count* older messages above all rows, each of which stays what it is."""
        channel = self._channel
        self._outline.has_predefined = self._has_greeting()
        if channel is None:
            return
        self._lines.came_above(count, channel)
        first = self._row_of(0) if len(self._markers) < len(self._rows) else len(self._rows)
        old = self._rows[:first]
        head = self._outline.head(channel.messages, count)
        same = common_suffix(old, head, min(len(old), len(head)))
        removed, added = first - same, head[: len(head) - same]
        self.about_to_grow_above.emit(first)
        self._insert(0, added)
        self._remove(len(added), removed)
        by = len(added) - removed
        kept = (row + by for row in self._markers if row >= first - same)
        found = (row for row, one in enumerate(added) if isinstance(one, Marker))
        self._markers = [*found, *kept]
        self.about_to_grow_above.emit(len(head))
        self._touch(len(head))

    def _drop_new(self) -> None:
        """Let ``new`` go."""
        row, self._outline.first_new = self.row_of_new(), None
        if row >= 0:
            self._remove(row, 1)
            self._markers = [one - (one > row) for one in self._markers if one != row]
            self._touch(row)

    def _recompose(self, messages: tuple[MessageState, ...], kept: int) -> None:
        """Bring the rows in line with *messages*, of which the first *kept* are unchanged."""
        start = self._row_of(kept - 1) + 1 if kept else 0
        wanted = self._outline.rows(messages, kept)
        for change in row_changes(self._rows[start:], wanted):
            self._replace(start + change.at, change.removed, change.added)
        self._note_markers(start)

    def _replace(self, first: int, removed: int, added: Sequence[Row]) -> None:
        """Put *added* in place of some rows: as many as possible change, the rest come or go."""
        same = min(removed, len(added))
        if same:
            self._rows[first : first + same] = added[:same]
            self.dataChanged.emit(self.index(first), self.index(first + same - 1))
        self._remove(first + same, removed - same)
        self._insert(first + same, added[same:])
        self._touch(first + len(added))

    def _touch(self, row: int) -> None:
        """Look at a row again: it may begin a group now, or no longer."""
        if row < len(self._rows):
            self.dataChanged.emit(self.index(row), self.index(row))

    def _insert(self, row: int, added: Sequence[Row]) -> None:
        if added:
            self.beginInsertRows(_NO_PARENT, row, row + len(added) - 1)
            self._rows[row:row] = added
            self.endInsertRows()

    def _remove(self, row: int, count: int) -> None:
        if count:
            self.beginRemoveRows(_NO_PARENT, row, row + count - 1)
            del self._rows[row : row + count]
            self.endRemoveRows()

    def _note_markers(self, start: int) -> None:
        kept = bisect_right(self._markers, start - 1)
        found = (row for row in range(start, len(self._rows)) if self.kind(row) != "message")
        self._markers = [*self._markers[:kept], *found]

    def _row_of(self, place: int) -> int:
        """Return the row of the message at *place* in the channel."""
        return place + markers_above(self._markers, place)

    def _update_receipt(self, *, afresh: bool = False) -> None:
        channel = self._channel
        if channel is None:
            return
        before, horizon = self._receipt.index, channel.last_consumed_message_index
        if self._receipt.update(channel.messages, horizon, afresh=afresh):
            for index in (before, self._receipt.index):
                place = place_of(channel.messages, index)
                if place >= 0:
                    row = self.index(self._row_of(place))
                    self.dataChanged.emit(row, row)
