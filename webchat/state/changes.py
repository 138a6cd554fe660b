"""What can happen to the state, one frozen record per kind of change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from webchat.model import Attachment, ChannelStatus, Task, Worker
from webchat.state.records import (
    ChannelState,
    ConnectionState,
    EngagementStage,
    MemberState,
    MessageState,
)


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
class NextIdentitySet:
    """The next engagement begins with *identity*; None is a new one."""

    identity: str | None


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
    """The channel has ended at a moment, or was opened again."""

    sid: str
    status: ChannelStatus
    ended: datetime | None = None


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
class OlderMessagesAdded:
    """A page of history was read.

    Attributes:
        sid: The channel.
        messages: What stands before the first message known, in the order of their index.
        has_older: Whether there are still older ones.
        unread: Those of them that others wrote and this side has not read.
    """

    sid: str
    messages: tuple[MessageState, ...]
    has_older: bool
    unread: tuple[MessageState, ...] = ()


@dataclass(frozen=True, slots=True)
class MissedMessagesAdded:
    """What was said while there was no connection has been read.

    Attributes:
        sid: The channel.
        messages: In the order of their index, from the first one that was missed on.
        unread: Those of them that others wrote and this side has not read.
        replaces: Sids of the sending or failed messages that are among them.
    """

    sid: str
    messages: tuple[MessageState, ...]
    unread: tuple[MessageState, ...] = ()
    replaces: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MessageProgressed:
    """More of a message's files was taken.

    Attributes:
        sid: The channel.
        message_sid: The message being sent.
        progress: From 0 to 1.
    """

    sid: str
    message_sid: str
    progress: float


@dataclass(frozen=True, slots=True)
class AttachedFilesSet:
    """Which files are chosen for the next message."""

    sid: str
    files: tuple[Attachment, ...]


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


@dataclass(frozen=True, slots=True)
class ConnectionSet:
    """The connection to the centre was lost, is being made again, or is back."""

    connection_state: ConnectionState


@dataclass(frozen=True, slots=True)
class WorkerSet:
    """This side is this worker, or has logged out.

    Attributes:
        worker: As the centre has it, or None; without one there are no tasks either.
    """

    worker: Worker | None


@dataclass(frozen=True, slots=True)
class WorkersSet:
    """Somebody who takes tasks came, went, or is busy."""

    workers: tuple[Worker, ...]


@dataclass(frozen=True, slots=True)
class TaskSet:
    """A task came or its status has changed.

    A task never goes back, so that what is told late changes nothing.

    Attributes:
        task: As the centre has it.
    """

    task: Task


@dataclass(frozen=True, slots=True)
class TaskRemoved:
    """A task is somebody else's, or is shown no longer."""

    sid: str


@dataclass(frozen=True, slots=True)
class TaskSelected:
    """The agent looks at this task, or at none."""

    sid: str | None


@dataclass(frozen=True, slots=True)
class HoldSet:
    """A call was put on hold, or taken off it."""

    sid: str
    is_on_hold: bool


@dataclass(frozen=True, slots=True)
class CustomerPresenceSet:
    """The customer of a task left its chat, or came back."""

    sid: str
    has_left: bool


ChannelChange: TypeAlias = (
    ChannelStatusSet
    | MessageAdded
    | OlderMessagesAdded
    | MissedMessagesAdded
    | MessageProgressed
    | AttachedFilesSet
    | MessageRemoved
    | MemberSet
    | TypersSet
    | InputTextSet
    | Consumed
)
SessionChange: TypeAlias = StageSet | ExpandedSet | SessionOpened | SessionClosed | NextIdentitySet
DeskChange: TypeAlias = (
    WorkerSet | WorkersSet | TaskSet | TaskRemoved | TaskSelected | HoldSet | CustomerPresenceSet
)
Change: TypeAlias = (
    SessionChange | ConnectionSet | ChannelLoaded | ChannelUnloaded | ChannelChange | DeskChange
)
