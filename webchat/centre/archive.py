"""What the database holds, read into records.

Used by the writer on its own connection and by the reader on another; every function sees what
was committed when its transaction began.
"""

import json
import sqlite3
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from webchat.centre.schema import connect
from webchat.centre.task_tables import TaskTables
from webchat.errors import UnknownChannelError
from webchat.model import Attachment, Channel, Member, Message


class StoredChannel(NamedTuple):
    """A channel and what only the centre knows of it.

    Attributes:
        number: Stands for the channel in the other tables.
        owner: The identity that opened it.
        channel: The record that is handed out.
    """

    number: int
    owner: str
    channel: Channel


class Archive:
    """Reads within one transaction at a time.

    Attributes:
        connection: What it reads by.
        tasks: The tables of tasks and workers.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.tasks = TaskTables(connection)

    def begin(self) -> None:
        """Fix what the following reads see."""
        self.connection.execute("BEGIN")

    def commit(self) -> None:
        """Let go of what was fixed."""
        self.connection.execute("COMMIT")

    def rollback(self) -> None:
        """Let go of what was fixed after a failure."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def channel(self, sid: str) -> StoredChannel:
        """Return the channel.

        Raises:
            UnknownChannelError: There is none of this sid.
        """
        row = self.connection.execute(
            "SELECT number, owner, status, created, attributes, ended FROM channels WHERE sid = ?",
            (sid,),
        ).fetchone()
        if row is None:
            raise unknown_channel(sid)
        number, owner, status, created, attributes, ended = row
        channel = Channel(
            sid, status, datetime.fromisoformat(created), decode(attributes), _moment(ended)
        )
        return StoredChannel(number, owner, channel)

    def members(self, number: int) -> tuple[Member, ...]:
        """Return the members of the channel *number* in the order of joining."""
        rows = self.connection.execute(
            'SELECT identity, friendly_name, avatar, online, last_read_index, joined, "left"'
            " FROM members WHERE channel = ? ORDER BY place",
            (number,),
        )
        return tuple(
            Member(identity, name, avatar, bool(online), index, _moment(joined), _moment(left))
            for identity, name, avatar, online, index, joined, left in rows
        )

    def message_count(self, number: int) -> int:
        """Return how many messages the channel *number* holds, which is the next one's index."""
        row = self.connection.execute(
            "SELECT max(place) FROM messages WHERE channel = ?", (number,)
        ).fetchone()
        return 0 if row[0] is None else int(row[0]) + 1

    def place_of(self, number: int, message_sid: str) -> int | None:
        """Return the index of a message of the channel *number*, or None when it has no such one.

        The newest ones are looked at first, as it is hardly ever an old one that is wanted.
        """
        row = self.connection.execute(
            "SELECT place FROM messages WHERE channel = ? AND sid = ? ORDER BY place DESC LIMIT 1",
            (number, message_sid),
        ).fetchone()
        return None if row is None else int(row[0])

    def messages(
        self, stored: StoredChannel, before: int | None, limit: int | None
    ) -> tuple[Message, ...]:
        """Return the newest *limit* messages of an index below *before*, oldest first."""
        rows = self.connection.execute(
            "SELECT place, sid, author, body, timestamp, attributes FROM messages"
            " WHERE channel = ? AND place < ? ORDER BY place DESC LIMIT ?",
            (
                stored.number,
                _NO_BOUND if before is None else before,
                -1 if limit is None else max(limit, 0),
            ),
        ).fetchall()
        if not rows:
            return ()
        sid, moment = stored.channel.sid, datetime.fromisoformat
        media = self._media(stored.number, rows[-1][0], rows[0][0])
        return tuple(
            Message(
                own_sid,
                sid,
                place,
                author,
                body,
                moment(timestamp),
                decode(attributes),
                media.get(place, ()),
            )
            for place, own_sid, author, body, timestamp, attributes in reversed(rows)
        )

    def _media(self, number: int, first: int, last: int) -> dict[int, tuple[Attachment, ...]]:
        """Return the files of a page of messages by index, with one query for all of them."""
        rows = self.connection.execute(
            "SELECT place, sid, filename, content_type, size, digest FROM media"
            " WHERE channel = ? AND place BETWEEN ? AND ? ORDER BY place, number",
            (number, first, last),
        )
        return {
            place: tuple(Attachment(*row[1:]) for row in group)
            for place, group in groupby(rows, itemgetter(0))
        }

    def attachment(self, number: int, sid: str) -> Attachment | None:
        """Return a file of the channel *number* as its message holds it, or None."""
        row = self.connection.execute(
            "SELECT sid, filename, content_type, size, digest FROM media"
            " WHERE sid = ? AND channel = ?",
            (sid, number),
        ).fetchone()
        return None if row is None else Attachment(*row)

    def holds(self, digest: str) -> bool:
        """Whether a message holds a file of this content."""
        query = "SELECT 1 FROM media WHERE digest = ? LIMIT 1"
        return self.connection.execute(query, (digest,)).fetchone() is not None

    def digests(self) -> set[str]:
        """Return the contents of all files that messages hold."""
        return {row[0] for row in self.connection.execute("SELECT DISTINCT digest FROM media")}


_NO_BOUND = 1 << 62


def open_archive(path: Path) -> Archive:
    """Return an archive with a connection of its own, which cannot write."""
    return Archive(connect(str(path), read_only=True))


def _moment(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored)


def decode(attributes: str) -> dict[str, Any]:
    """Return stored attributes as a dict of their own."""
    return {} if attributes == "{}" else json.loads(attributes)


def unknown_channel(sid: str) -> UnknownChannelError:
    """Make the error for a sid that no channel has."""
    return UnknownChannelError(
        f"There is no channel {sid!r} at this contact centre. Check the sid, or start a new chat."
    )
