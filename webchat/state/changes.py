"""What can happen to the state, one frozen record per kind of change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from webchat.model import ChannelStatus
from webchat.state.records import ChannelState, EngagementStage, MemberState, MessageState


@dataclass(frozen=True, slots=True)
class StageSet:
    """The engagement has come to *stage*.

    Attributes:
        stage: Where it stands now.
        error: Why the start that led back here failed, a sentence, or None.
    """

    stage: EngagementStage
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ExpandedSet:
    """The widget was opened or minimised."""

    is_expanded: bool


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """This side is *identity* and its engagement is *channel_sid*."""

    identity: str
    channel_sid: str
    token_payload: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SessionClosed:
    """The engagement is over for this side; the next one begins with a new identity."""


@dataclass(frozen=True, slots=True)
class ChannelLoaded:
    """A channel was opened or its history read; takes the place of what was known of it."""

    channel: ChannelState


@dataclass(frozen=True, slots=True)
class ChannelUnloaded:
    """A channel is no longer shown."""

    sid: str


@dataclass(frozen=True, slots=True)
class ChannelStatusSet:
    """The channel has ended, or was opened again."""

    sid: str
    status: ChannelStatus


@dataclass(frozen=True, slots=True)
class MessageAdded:
    """A message stands in the channel.

    Attributes:
        sid: The channel.
        message: What was added or is being sent.
        replaces: The sid of the sending or failed message whose place it takes, or None.
        is_read: Whether the person sees it at once, so that it does not count as unread.
    """

    sid: str
    message: MessageState
    replaces: str | None = None
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class MessageRemoved:
    """A failed message was discarded."""

    sid: str
    message_sid: str


@dataclass(frozen=True, slots=True)
class MemberSet:
    """A member joined, left, or read on.

    Attributes:
        sid: The channel.
        member: As it is now.
        is_me: Whether that is this side itself, whose reading tells the sender nothing.
    """

    sid: str
    member: MemberState
    is_me: bool = False


@dataclass(frozen=True, slots=True)
class TypersSet:
    """Who is typing, besides this side."""

    sid: str
    typers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InputTextSet:
    """The text area holds *body*."""

    sid: str
    body: str
    selection_start: int
    selection_end: int


@dataclass(frozen=True, slots=True)
class Consumed:
    """This side has read every message up to *index*."""

    sid: str
    index: int


ChannelChange: TypeAlias = (
    ChannelStatusSet
    | MessageAdded
    | MessageRemoved
    | MemberSet
    | TypersSet
    | InputTextSet
    | Consumed
)
SessionChange: TypeAlias = StageSet | ExpandedSet | SessionOpened | SessionClosed
Change: TypeAlias = SessionChange | ChannelLoaded | ChannelUnloaded | ChannelChange
