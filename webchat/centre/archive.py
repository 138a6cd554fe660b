"""What the database holds, read into records.

Used by the writer on its own connection and by the reader on another; every function sees what
was committed when its transaction began.
"""

import json
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from webchat.centre.schema import connect
from webchat.errors import UnknownChannelError
from webchat.model import Channel, Member, Message


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
    """Reads within one transaction at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

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
            "SELECT number, owner, status, created, attributes FROM channels WHERE sid = ?", (sid,)
        ).fetchone()
        if row is None:
            raise unknown_channel(sid)
        number, owner, status, created, attributes = row
        channel = Channel(sid, status, datetime.fromisoformat(created), decode(attributes))
        return StoredChannel(number, owner, channel)

    def members(self, number: int) -> tuple[Member, ...]:
        """Return the members of the channel *number* in the order of joining."""
        rows = self.connection.execute(
            "SELECT identity, friendly_name, avatar, online, last_read_index FROM members"
            " WHERE channel = ? ORDER BY place",
            (number,),
        )
        return tuple(
            Member(identity, name, avatar, bool(online), index)
            for identity, name, avatar, online, index in rows
        )

    def message_count(self, number: int) -> int:
        """Return how many messages the channel *number* holds, which is the next one's index."""
        row = self.connection.execute(
            "SELECT max(place) FROM messages WHERE channel = ?", (number,)
        ).fetchone()
        return 0 if row[0] is None else int(row[0]) + 1

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
        sid = stored.channel.sid
        moment = datetime.fromisoformat
        return tuple(
            Message(own_sid, sid, place, author, body, moment(timestamp), decode(attributes))
            for place, own_sid, author, body, timestamp, attributes in reversed(rows)
        )


_NO_BOUND = 1 << 62


def open_archive(path: Path) -> Archive:
    """Return an archive with a connection of its own, which cannot write."""
    return Archive(connect(str(path), read_only=True))


def decode(attributes: str) -> dict[str, Any]:
    """Return stored attributes as a dict of their own."""
    return {} if attributes == "{}" else json.loads(attributes)


def unknown_channel(sid: str) -> UnknownChannelError:
    """Make the error for a sid that no channel has."""
    return UnknownChannelError(
        f"There is no channel {sid!r} at this contact centre. Check the sid, or start a new chat."
    )
