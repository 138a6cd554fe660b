"""The conversation as a Qt model: what a message list shows, and what tests read.

A channel's record is handed over whole each time it has changed. What is new in it is found by
comparing the two tuples of messages from the front, which runs at C speed because unchanged
messages are the very same records; everything after the first difference is composed anew and
compared row by row. So an append costs an append, whatever the length.

"Joined", "left" and "ended" are seen happening, not read from a record: they appear below the
message that was the last one at that moment, and are gone when the list is built anew.
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
)

from ui.models.message_receipt import Receipt, place_of
from ui.models.message_rows import CHAT_ENDED, NEW, Days, Marker, Outline, Row, happened
from ui.models.message_texts import RowTexts
from ui.models.row_changes import common_prefix, row_changes
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
    """

    def __init__(
        self,
        strings: Strings,
        *,
        now: Callable[[], datetime],
        zone: tzinfo | None = None,
        has_predefined: bool = True,
        parent: QObject | None = None,
    ) -> None:
        """Make an empty model.

        Args:
            strings: Where its texts come from.
            now: Returns the current moment, aware.
            zone: Where days begin; None is the system's time zone.
            has_predefined: Whether the greeting that nobody sent stands at the top.
            parent: The owner.
        """
        super().__init__(parent)
        days = Days(zone)
        self.texts = RowTexts(strings, days, now)
        self._outline = Outline(days, has_predefined)
        self._channel: ChannelState | None = None
        self._identity: str | None = None
        self._rows: list[Row] = []
        self._markers: list[int] = []
        self._receipt = Receipt()

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
        return not isinstance(item, Marker) and item.is_from_me

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
        if isinstance(item, Marker) or not item.is_from_me:
            return False
        return item.index is not None and item.index == self._receipt.index

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
        lines = happened(before, channel, identity)
        kept = len(before.messages)
        if lines or channel.messages is not before.messages:
            kept = common_prefix(before.messages, channel.messages)
            self._outline.moved(kept, len(channel.messages) - len(before.messages))
            self._outline.lines += [(len(channel.messages), line) for line in lines]
            if any(message.is_from_me for message in channel.messages[kept:]):
                kept = self._without_new(kept)
            self._recompose(channel.messages, kept)
        self._update_receipt(afresh=kept < len(before.messages))

    def mark_new(self) -> None:
        """Put ``new`` above the first unread message, or take it away when all is read."""
        unread = self._channel.unconsumed_messages if self._channel is not None else ()
        first = unread[0].sid if unread else None
        if first != self._outline.first_new:
            self._outline.first_new = first
            self._recompose(self._channel.messages if self._channel else (), 0)

    def renew_texts(self) -> None:
        """Tell the view that the strings, the language or the day have changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _restart(self) -> None:
        self.beginResetModel()
        self._outline.first_new = None
        self._outline.lines = []
        self._receipt = Receipt()
        channel = self._channel
        if channel is not None and channel.status != "active":
            self._outline.lines = [(len(channel.messages), CHAT_ENDED)]
        self._rows = self._outline.rows(channel.messages) if channel is not None else []
        self._note_markers(0)
        self.endResetModel()
        self._update_receipt()

    def _without_new(self, kept: int) -> int:
        """Let ``new`` go: who answers has read. Return what of *kept* still stands then."""
        if self._outline.first_new is None:
            return kept
        self._outline.first_new = None
        return 0

    def _recompose(self, messages: tuple[MessageState, ...], kept: int) -> None:
        """Bring the rows in line with *messages*, of which the first *kept* are unchanged."""
        start = self._row_of(kept - 1) + 1 if kept else 0
        wanted = self._outline.rows(messages, kept)
        for change in row_changes(self._rows[start:], wanted):
            first, removed, added = start + change.at, change.removed, change.added
            self._replace(first, removed, added)
        self._note_markers(start)

    def _replace(self, first: int, removed: int, added: Sequence[Row]) -> None:
        """Put *added* in place of some rows: as many as possible change, the rest come or go."""
        same = min(removed, len(added))
        if same:
            self._rows[first : first + same] = added[:same]
            self.dataChanged.emit(self.index(first), self.index(first + same - 1))
        at = first + same
        if removed > same:
            self.beginRemoveRows(_NO_PARENT, at, first + removed - 1)
            del self._rows[at : first + removed]
            self.endRemoveRows()
        elif len(added) > same:
            self.beginInsertRows(_NO_PARENT, at, first + len(added) - 1)
            self._rows[at:at] = added[same:]
            self.endInsertRows()
        below = first + len(added)
        if below < len(self._rows):  # it may begin a group now, or no longer
            self.dataChanged.emit(self.index(below), self.index(below))

    def _note_markers(self, start: int) -> None:
        kept = bisect_right(self._markers, start - 1)
        found = (row for row in range(start, len(self._rows)) if self.kind(row) != "message")
        self._markers = [*self._markers[:kept], *found]

    def _row_of(self, place: int) -> int:
        """Return the row of the message at *place* in the channel."""
        markers = self._markers
        above = bisect_right(
            range(len(markers)), place, key=lambda number: markers[number] - number
        )
        return place + above

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
