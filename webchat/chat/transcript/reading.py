"""From the contact centre's history to a transcript.

The store of a side holds what its person has looked at, which need not be all. So the history is
read anew, from the first message on, in pages small enough that turning one into entries is not
noticed. What is said after the reading began is not part of the transcript.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
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

_SAID = 1  # the rank of a message among what has the same time


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
    story = _Story(_events(members.values(), channel))
    pictures = Pictures(find_file)
    newest = await source.messages(limit=1)
    count = newest[-1].index + 1 if newest else 0
    for start in range(0, count, PAGE):
        end = min(start + PAGE, count)
        for message in await source.messages(before=end, limit=end - start):
            files = tuple([await pictures.file(one) for one in message.media])
            story.add(_message(message, members.get(message.author), files))
        progress(end / count)
    ended = channel.ended
    if ended is None and channel.status == "inactive":  # it ended before that was written down
        ended = newest[-1].timestamp if newest else channel.created
    return Transcript(
        title=make_title([one.name for one in members.values() if not one.is_own]),
        channel_sid=channel.sid,
        started=channel.created,
        ended=ended,
        participants=tuple(members.values()),
        entries=story.told(ended),
    )


class _Story:
    """What was said with what happened in between, in the order of time.

    It grows with each page, as to merge all of it in the end would take too long at once.
    """

    def __init__(self, events: Iterable[TranscriptEvent]) -> None:
        self._entries: list[Entry] = []
        self._coming = deque(sorted(events, key=_moment))

    def add(self, message: TranscriptMessage) -> None:
        """Tell what happened before a message, then the message."""
        while self._coming and _moment(self._coming[0]) < (message.time, _SAID):
            self._entries.append(self._coming.popleft())
        self._entries.append(message)

    def told(self, ended: datetime | None) -> tuple[Entry, ...]:
        """Return all of it, with the end where there was one."""
        rest: list[Entry] = list(self._coming)
        if ended is not None:
            rest = sorted([*rest, TranscriptEvent("ended", ended)], key=_moment)
        return (*self._entries, *rest)


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


def _events(members: Iterable[TranscriptMember], channel: Channel) -> Iterator[TranscriptEvent]:
    for one in members:
        if one.joined is not None and one.joined > channel.created:  # or it is who began it
            yield TranscriptEvent("joined", one.joined, one.identity, one.name)
        if one.left is not None:
            yield TranscriptEvent("left", one.left, one.identity, one.name)


def _moment(event: Entry) -> tuple[datetime, int]:
    """Order by time, and of one moment first who joined, then what was said, then the rest."""
    if isinstance(event, TranscriptMessage):
        return event.time, _SAID
    return event.time, _SAID - 1 if event.kind == "joined" else _SAID + 1
