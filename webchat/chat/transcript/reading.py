"""From the contact centre's history to a transcript.

The store of a side holds what its person has looked at, which need not be all. So the history is
read anew, from the first message on, in pages small enough that turning one into entries is not
noticed. What is said after the reading began is not part of the transcript.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from heapq import merge
from typing import Protocol

from webchat.chat.transcript.pictures import FindFile, Pictures
from webchat.chat.transcript.record import (
    Entry,
    Transcript,
    TranscriptEvent,
    TranscriptFile,
    TranscriptMember,
    TranscriptMessage,
)
from webchat.model import Channel, Member, Message

PAGE = 500
"""How many messages are read at once: about 2 ms of work on the loop."""


class Source(Protocol):
    """What a transcript is read from: a channel, as its handle gives it."""

    async def fetch(self) -> Channel:
        """Return the channel as it is now."""

    async def members(self) -> Sequence[Member]:
        """Return everybody who is or was a member, in the order of joining."""

    async def messages(
        self, *, before: int | None = None, limit: int | None = None
    ) -> Sequence[Message]:
        """Return the newest *limit* messages of an index below *before*, oldest first."""


async def read_transcript(
    source: Source,
    identity: str,
    make_title: Callable[[Sequence[str]], str],
    *,
    progress: Callable[[float], object] = lambda _share: None,
    find_file: FindFile | None = None,
) -> Transcript:
    """Read a whole conversation; cancelling that is harmless at any moment.

    Args:
        source: The channel's handle.
        identity: Whose transcript it is; what they said is their own.
        make_title: Called with the names of the others, for the title.
        progress: Called on the loop with how much was read, from 0 to 1.
        find_file: Returns a file with the content of an attachment, for the pictures that go
            into the transcript themselves. None leaves them out.

    Raises:
        CentreError: The history cannot be read.
    """
    channel = await source.fetch()
    members = {one.identity: _member(one, identity) for one in await source.members()}
    messages = []
    pictures = Pictures(find_file)
    newest = await source.messages(limit=1)
    count = newest[-1].index + 1 if newest else 0
    for start in range(0, count, PAGE):
        end = min(start + PAGE, count)
        for message in await source.messages(before=end, limit=end - start):
            files = tuple([await pictures.file(one) for one in message.media])
            messages.append(_message(message, members.get(message.author), files))
        progress(end / count)
    ended = channel.ended
    if ended is None and channel.status == "inactive":  # it ended before that was written down
        ended = messages[-1].time if messages else channel.created
    return Transcript(
        title=make_title([one.name for one in members.values() if not one.is_own]),
        channel_sid=channel.sid,
        started=channel.created,
        ended=ended,
        participants=tuple(members.values()),
        entries=_entries(messages, members, channel.created, ended),
    )


def _member(member: Member, identity: str) -> TranscriptMember:
    return TranscriptMember(
        identity=member.identity,
        name=member.friendly_name or member.identity,
        is_own=member.identity == identity,
        joined=member.joined,
        left=member.left,
    )


def _message(
    message: Message, author: TranscriptMember | None, files: tuple[TranscriptFile, ...]
) -> TranscriptMessage:
    return TranscriptMessage(
        sid=message.sid,
        index=message.index,
        time=message.timestamp,
        identity=message.author,
        author=message.author if author is None else author.name,
        body=message.body,
        is_own=author is not None and author.is_own,
        files=files,
        attributes=message.attributes,
    )


def _entries(
    messages: Sequence[TranscriptMessage],
    members: Mapping[str, TranscriptMember],
    started: datetime,
    ended: datetime | None,
) -> tuple[Entry, ...]:
    """Put what happened between what was said; of one moment, joining comes first."""
    events = []
    for one in members.values():
        if one.joined is not None and one.joined > started:  # or it is who began it
            events.append(TranscriptEvent("joined", one.joined, one.identity, one.name))
        if one.left is not None:
            events.append(TranscriptEvent("left", one.left, one.identity, one.name))
    if ended is not None:
        events.append(TranscriptEvent("ended", ended))
    return tuple(merge(messages, sorted(events, key=_moment), key=_moment))


def _moment(entry: Entry) -> tuple[datetime, int]:
    if isinstance(entry, TranscriptMessage):
        return entry.time, 1
    return entry.time, 0 if entry.kind == "joined" else 2
