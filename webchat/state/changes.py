"""What can happen to the state, one record per kind of change.

They are named tuples, which the start makes in a sixth of the time that frozen dataclasses take.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from webchat.model import Attachment, ChannelStatus, Task, Worker
from webchat.state.records import (
    CardRunState,
    ChannelState,
    ConnectionState,
    EngagementStage,
    MemberState,
    MessageState,
)


class StageSet(NamedTuple):
    """The engagement has come to *stage*.

    Attributes:
        stage: Where it stands now.
        error: Why the start that led back here failed, a sentence, or None.
    """

    stage: EngagementStage
    error: str | None = None


class ExpandedSet(NamedTuple):
    """The widget was opened or minimised."""

    is_expanded: bool


class SessionOpened(NamedTuple):
    """This side is *identity* and its engagement is *channel_sid*."""

    identity: str
    channel_sid: str
    token_payload: Mapping[str, Any] | None = None


class SessionClosed(NamedTuple):
    """The engagement is over for this side; the next one begins with a new identity."""


class NextIdentitySet(NamedTuple):
    """The next engagement begins with *identity*; None is a new one."""

    identity: str | None


class ChannelLoaded(NamedTuple):
    """A channel was opened or its history read; takes the place of what was known of it."""

    channel: ChannelState


class ChannelUnloaded(NamedTuple):
    """A channel is no longer shown."""

    sid: str


class ChannelStatusSet(NamedTuple):
    """The channel has ended at a moment, or was opened again."""

    sid: str
    status: ChannelStatus
    ended: datetime | None = None


class MessageAdded(NamedTuple):
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


class OlderMessagesAdded(NamedTuple):
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


class MissedMessagesAdded(NamedTuple):
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


class MessageAttributesSet(NamedTuple):
    """What messages carry besides their text has changed, or was read anew.

    Attributes:
        sid: The channel.
        attributes: Of each of the messages, by its index.
    """

    sid: str
    attributes: Mapping[int, Mapping[str, Any]]


class MessageProgressed(NamedTuple):
    """More of a message's files was taken.

    Attributes:
        sid: The channel.
        message_sid: The message being sent.
        progress: From 0 to 1.
    """

    sid: str
    message_sid: str
    progress: float


class AttachedFilesSet(NamedTuple):
    """Which files are chosen for the next message."""

    sid: str
    files: tuple[Attachment, ...]


class MessageRemoved(NamedTuple):
    """A failed message was discarded."""

    sid: str
    message_sid: str


class MemberSet(NamedTuple):
    """A member joined, left, or read on.

    Attributes:
        sid: The channel.
        member: As it is now.
        is_me: Whether that is this side itself, whose reading tells the sender nothing.
    """

    sid: str
    member: MemberState
    is_me: bool = False


class TypersSet(NamedTuple):
    """Who is typing, besides this side."""

    sid: str
    typers: tuple[str, ...]


class InputTextSet(NamedTuple):
    """The text area holds *body*."""

    sid: str
    body: str
    selection_start: int
    selection_end: int


class Consumed(NamedTuple):
    """This side has read every message up to *index*."""

    sid: str
    index: int  # type: ignore[assignment]  # hides a method of tuples that nobody needs


class CardRunSet(NamedTuple):
    """This side does something else with an action card.

    Attributes:
        message_sid: The message that carries the card.
        run: What it does now, or how that failed; None once the card rests again.
    """

    message_sid: str
    run: CardRunState | None


class ConnectionSet(NamedTuple):
    """The connection to the centre was lost, is being made again, or is back."""

    connection_state: ConnectionState


class WorkerSet(NamedTuple):
    """This side is this worker, or has logged out.

    Attributes:
        worker: As the centre has it, or None; without one there are no tasks either.
    """

    worker: Worker | None


class WorkersSet(NamedTuple):
    """Somebody who takes tasks came, went, or is busy."""

    workers: tuple[Worker, ...]


class TaskSet(NamedTuple):
    """A task came or its status has changed.

    A task never goes back, so that what is told late changes nothing.

    Attributes:
        task: As the centre has it.
    """

    task: Task


class TaskRemoved(NamedTuple):
    """A task is somebody else's, or is shown no longer."""

    sid: str


class TaskSelected(NamedTuple):
    """The agent looks at this task, or at none."""

    sid: str | None


class HoldSet(NamedTuple):
    """A call was put on hold, or taken off it."""

    sid: str
    is_on_hold: bool


class CustomerPresenceSet(NamedTuple):
    """The customer of a task left its chat, or came back."""

    sid: str
    has_left: bool


ChannelChange: TypeAlias = (
    ChannelStatusSet
    | MessageAdded
    | OlderMessagesAdded
    | MissedMessagesAdded
    | MessageAttributesSet
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
    SessionChange
    | ConnectionSet
    | ChannelLoaded
    | ChannelUnloaded
    | ChannelChange
    | CardRunSet
    | DeskChange
)
