"""What the centre decides and writes: every operation, inside the writer's transaction.

An operation first checks, raising a :class:`~webchat.errors.CentreError` before anything was
changed, and then writes. It may be run again after its transaction was rolled back, so whatever
is not in the database comes with the call.

Channels and members that were read are remembered between transactions, which is sound because
nobody else writes, and forgotten whenever a transaction fails. New messages are gathered and
inserted together just before the commit, or before one of them is altered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from webchat.centre.archive import Archive, StoredChannel
from webchat.centre.events import (
    CentreEvent,
    ChannelUpdated,
    MemberJoined,
    MemberLeft,
    MemberUpdated,
    MessageAdded,
    MessageUpdated,
    Typing,
)
from webchat.centre.schema import Database
from webchat.centre.task_ledger import TaskLedger
from webchat.centre.worker import Answer
from webchat.centre.worker_ledger import WorkerLedger
from webchat.errors import (
    CentreError,
    ChannelClosedError,
    NotAMemberError,
    UnknownChannelError,
    UnknownMessageError,
)
from webchat.model import Attachment, Channel, Member, Message

_MEDIA_COLUMNS = attrgetter("sid", "filename", "content_type", "size", "digest")
_REMEMBERED = 1000  # channels; more are read again


class MessageDraft(NamedTuple):
    """A message as its sender handed it over; the index is still to come."""

    sid: str
    author: str
    body: str
    timestamp: datetime
    attributes: Mapping[str, Any]
    attributes_json: str
    media: tuple[Attachment, ...] = ()


class ChannelDraft(NamedTuple):
    """A channel to be opened, or joined again when it exists."""

    sid: str
    created: datetime
    attributes: Mapping[str, Any]
    attributes_json: str


@dataclass(slots=True)
class _Known:
    """A channel as the writer remembers it."""

    number: int
    owner: str
    channel: Channel
    members: dict[str, Member]
    next_index: int


class Ledger:
    """The writer's session: one connection, one transaction at a time.

    Attributes:
        archive: Reads what is there.
        tasks: The part that decides about tasks.
        workers: The part that decides about who takes them.
    """

    def __init__(self, database: Database, reservation_timeout: float) -> None:
        """Write to *database*, which is closed with the ledger.

        Args:
            database: Where.
            reservation_timeout: How long a task is offered to one worker, in seconds.
        """
        self.archive = Archive(database.connection)
        self.tasks = TaskLedger(self.archive.tasks, self, reservation_timeout)
        self.workers = WorkerLedger(self.tasks)
        self._database = database
        self._connection = database.connection
        self._known: dict[str, _Known] = {}
        self._new_messages: list[tuple[object, ...]] = []

    def begin(self) -> None:
        """Begin a transaction."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make durable what was written since :meth:`begin`."""
        self._insert_new_messages()
        self._connection.execute("COMMIT")

    def _insert_new_messages(self) -> None:
        if self._new_messages:
            self._connection.executemany(
                "INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)", self._new_messages
            )
            self._new_messages.clear()

    def rollback(self) -> None:
        """Forget what was written since :meth:`begin`; harmless outside a transaction."""
        self._new_messages.clear()
        self._known.clear()
        if self._connection.in_transaction:  # a full disk makes SQLite roll back by itself
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def restart(self, now: datetime) -> None:
        """Begin a run with what an earlier one left."""
        self.begin()
        self.tasks.restart(now, lambda sid: (self._channel(sid).channel, self.owner(sid)))
        self.commit()

    def open_channel(self, draft: ChannelDraft, member: Member) -> Answer[Channel]:
        """Open the channel with its owner, or let its owner come back."""
        try:
            known = self._channel(draft.sid)
        except UnknownChannelError:
            return self._new_channel(draft, member)
        if known.owner != member.identity:
            raise CentreError(
                f"Channel {draft.sid!r} belongs to somebody else than {member.identity!r}. "
                "Start the chat under a sid of its own, or as the identity that opened it."
            )
        if known.channel.status != "active":
            return Answer(known.channel)
        _member, events = self._enter(known, member, draft.created)
        return Answer(known.channel, events)

    def _new_channel(self, draft: ChannelDraft, member: Member) -> Answer[Channel]:
        channel = Channel(draft.sid, "active", draft.created, draft.attributes)
        number = self._connection.execute(
            "INSERT INTO channels (sid, owner, status, created, attributes) VALUES (?, ?, ?, ?, ?)",
            (
                channel.sid,
                member.identity,
                channel.status,
                draft.created.isoformat(),
                draft.attributes_json,
            ),
        ).lastrowid
        known = _Known(number or 0, member.identity, channel, {}, 0)
        self._known[channel.sid] = known
        _member, events = self._enter(known, member, draft.created)
        return Answer(channel, (ChannelUpdated(channel.sid, channel), *events))

    def close_channel(self, sid: str, now: datetime) -> Answer[Channel]:
        """End the chat."""
        known = self._channel(sid)
        if known.channel.status == "inactive":
            return Answer(known.channel)
        self._connection.execute(
            "UPDATE channels SET status = 'inactive', ended = ? WHERE number = ?",
            (now.isoformat(), known.number),
        )
        known.channel = replace(known.channel, status="inactive", ended=now)
        ended = ChannelUpdated(sid, known.channel)
        return Answer(known.channel, (ended, *self.tasks.chat_ended(sid, now).events))

    def owner(self, sid: str) -> Member:
        """Return the customer of a channel, online or not."""
        known = self._channel(sid)
        return known.members[known.owner]

    def join(self, sid: str, member: Member, now: datetime) -> Answer[Member]:
        """Add a member or bring it back."""
        return Answer(*self._enter(self._open_channel(sid), member, now))

    def _enter(
        self, known: _Known, member: Member, now: datetime
    ) -> tuple[Member, tuple[CentreEvent, ...]]:
        before = known.members.get(member.identity)
        horizon = before.last_read_index if before is not None else member.last_read_index
        after = replace(
            member,
            online=True,
            last_read_index=max(-1, min(horizon, known.next_index - 1)),
            joined=before.joined if before is not None and before.online else now,
            left=None,
        )
        if after == before:
            return after, ()
        self._write_member(known, after)
        sid = known.channel.sid
        if before is not None and before.online:
            return after, (MemberUpdated(sid, after),)
        joined = MemberJoined(sid, after)
        if member.identity != known.owner:
            return after, (joined,)
        return after, (joined, *self.tasks.chat_opened(known.channel, after, now).events)

    def leave(self, sid: str, identity: str, now: datetime) -> Answer[None]:
        """Mark a member as gone."""
        known = self._channel(sid)
        member = known.members.get(identity)
        if member is None or not member.online:
            return Answer(None)
        gone = replace(member, online=False, left=now)
        self._write_member(known, gone)
        left = MemberLeft(sid, gone)
        if identity != known.owner:
            return Answer(None, (left,))
        return Answer(None, (left, *self.tasks.customer_left(sid, gone.friendly_name, now).events))

    def send_message(self, sid: str, draft: MessageDraft) -> Answer[Message]:
        """Give the message its index and keep it."""
        author = draft.author
        known = self._sendable(sid, author)
        index = known.next_index
        known.next_index = index + 1
        self._new_messages.append(
            (
                known.number,
                index,
                draft.sid,
                author,
                draft.body,
                draft.timestamp.isoformat(),
                draft.attributes_json,
            )
        )
        if draft.media:
            self._connection.executemany(
                "INSERT INTO media VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (known.number, index, number, *_MEDIA_COLUMNS(one))
                    for number, one in enumerate(draft.media)
                ],
            )
        message = Message(
            draft.sid,
            sid,
            index,
            author,
            draft.body,
            draft.timestamp,
            draft.attributes,
            draft.media,
        )
        return Answer(message, (MessageAdded(sid, message),))

    def set_message_attributes(
        self, sid: str, message_sid: str, identity: str, attributes_json: str
    ) -> Answer[Message]:
        """Let a message carry other attributes, also one of a chat that has ended."""
        known = self._channel(sid)
        self._member(known, identity)
        self._insert_new_messages()
        place = self.archive.place_of(known.number, message_sid)
        if place is None:
            raise UnknownMessageError(
                f"There is no message {message_sid!r} in channel {sid!r}. Name one that was sent"
                " there."
            )
        written = self._connection.execute(
            "UPDATE messages SET attributes = ?"
            " WHERE channel = ? AND place = ? AND attributes <> ?",
            (attributes_json, known.number, place, attributes_json),
        )
        stored = StoredChannel(known.number, known.owner, known.channel)
        (message,) = self.archive.messages(stored, place + 1, 1)
        return Answer(message, (MessageUpdated(sid, message),) if written.rowcount else ())

    def check_sender(self, sid: str, identity: str) -> Answer[None]:
        """Refuse whoever could not send a message now."""
        self._sendable(sid, identity)
        return Answer(None)

    def _sendable(self, sid: str, author: str) -> _Known:
        known = self._open_channel(sid)
        if not self._member(known, author).online:
            raise NotAMemberError(
                f"{author!r} has left channel {sid!r}. Join it again before sending to it."
            )
        return known

    def set_read_horizon(self, sid: str, identity: str, index: int) -> Answer[None]:
        """Move a member's read horizon on, at most to the last message."""
        known = self._channel(sid)
        member = self._member(known, identity)
        index = min(index, known.next_index - 1)
        if index <= member.last_read_index:
            return Answer(None)
        after = replace(member, last_read_index=index)
        self._write_member(known, after)
        return Answer(None, (MemberUpdated(sid, after),))

    def typing(self, sid: str, identity: str) -> Answer[None]:
        """Tell that a member is typing, if it can still say anything here."""
        known = self._channel(sid)
        member = known.members.get(identity)
        if member is None or not member.online or known.channel.status != "active":
            return Answer(None)
        return Answer(None, (Typing(sid, identity),))

    def _channel(self, sid: str) -> _Known:
        known = self._known.get(sid)
        if known is None:
            number, owner, channel = self.archive.channel(sid)
            members = {one.identity: one for one in self.archive.members(number)}
            count = self.archive.message_count(number)
            known = self._known[sid] = _Known(number, owner, channel, members, count)
        return known

    def _open_channel(self, sid: str) -> _Known:
        known = self._channel(sid)
        if known.channel.status != "active":
            raise ChannelClosedError(
                f"The chat of channel {sid!r} has ended. Start a new chat to go on."
            )
        return known

    def _member(self, known: _Known, identity: str) -> Member:
        member = known.members.get(identity)
        if member is None:
            raise NotAMemberError(
                f"{identity!r} is not a member of channel {known.channel.sid!r}."
                " Join the channel first."
            )
        return member

    def _write_member(self, known: _Known, member: Member) -> None:
        self._connection.execute(
            "INSERT INTO members (channel, identity, place, friendly_name, avatar, online,"
            ' last_read_index, joined, "left") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'
            " ON CONFLICT DO UPDATE SET friendly_name = excluded.friendly_name,"
            " avatar = excluded.avatar, online = excluded.online,"
            " last_read_index = excluded.last_read_index, joined = excluded.joined,"
            ' "left" = excluded."left"',
            (
                known.number,
                member.identity,
                len(known.members),
                member.friendly_name,
                member.avatar,
                member.online,
                member.last_read_index,
                None if member.joined is None else member.joined.isoformat(),
                None if member.left is None else member.left.isoformat(),
            ),
        )
        known.members[member.identity] = member
