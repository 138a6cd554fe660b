"""A conversation as it is written down: frozen, whole, without a trace of where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

EventKind: TypeAlias = Literal["joined", "left", "ended"]


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    """A file that came with a message.

    Attributes:
        name: What the sender called it: text to show, never a path.
        content_type: Its media type, such as ``image/png``.
        size: In bytes.
        digest: SHA-256 of its content in hexadecimal digits, empty when that is not known.
        content: The content itself, where it was read along; None elsewhere.
    """

    name: str
    content_type: str
    size: int
    digest: str = ""
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TranscriptMember:
    """Somebody who took part.

    Attributes:
        identity: The stable name the centre knows the person by.
        name: As shown.
        is_own: Whether the transcript is this person's.
        joined: When they last joined, aware, UTC; None where that is not known.
        left: When they last left, aware, UTC; None while they have not.
    """

    identity: str
    name: str
    is_own: bool = False
    joined: datetime | None = None
    left: datetime | None = None


@dataclass(frozen=True, slots=True)
class TranscriptMessage:
    """What somebody said.

    Attributes:
        sid: The centre's id.
        index: Its place in the channel, from 0.
        time: When the centre took it, aware, UTC.
        identity: Who sent it.
        author: The name shown for them.
        body: The text, as sent.
        is_own: Whether the person whose transcript it is sent it.
        files: In the sender's order.
        attributes: Free data of the sender, JSON.
    """

    sid: str
    index: int
    time: datetime
    identity: str
    author: str
    body: str
    is_own: bool = False
    files: tuple[TranscriptFile, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TranscriptEvent:
    """Something that happened to the conversation itself.

    Attributes:
        kind: ``joined``, ``left`` or ``ended``.
        time: When, aware, UTC.
        identity: Whom it concerns; empty for ``ended``.
        author: The name shown for them; empty for ``ended``.
    """

    kind: EventKind
    time: datetime
    identity: str = ""
    author: str = ""


Entry: TypeAlias = TranscriptMessage | TranscriptEvent


@dataclass(frozen=True, slots=True)
class Transcript:
    """One conversation from its beginning to now, or to its end.

    Attributes:
        title: What it is called, in the language of its reader.
        channel_sid: Which conversation.
        started: When it was opened, aware, UTC.
        ended: When the chat ended, aware, UTC; None while it goes on.
        participants: Everybody who took part, in the order of joining.
        entries: What was said and what happened, in the order of time.
    """

    title: str
    channel_sid: str
    started: datetime
    ended: datetime | None = None
    participants: tuple[TranscriptMember, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def messages(self) -> tuple[TranscriptMessage, ...]:
        """What was said, without what happened."""
        return tuple(one for one in self.entries if isinstance(one, TranscriptMessage))

    @property
    def until(self) -> datetime:
        """When it ended, or when the last thing in it happened."""
        if self.ended is not None:
            return self.ended
        return self.entries[-1].time if self.entries else self.started
