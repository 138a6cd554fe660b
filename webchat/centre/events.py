"""What a contact centre tells those who listen to it; named tuples, see the state's changes."""

from typing import Literal, NamedTuple, TypeAlias

from webchat.model import Channel, Member, Message, Task, Worker


class MessageAdded(NamedTuple):
    """A message is durable and stands in its channel."""

    channel_sid: str
    message: Message


class MessageUpdated(NamedTuple):
    """A message's attributes have changed; everything else of it stays as it was sent."""

    channel_sid: str
    message: Message


class MemberJoined(NamedTuple):
    """Somebody joined, or came back."""

    channel_sid: str
    member: Member


class MemberLeft(NamedTuple):
    """Somebody left; ``member.online`` is False."""

    channel_sid: str
    member: Member


class MemberUpdated(NamedTuple):
    """A member's read horizon, name or avatar has changed."""

    channel_sid: str
    member: Member


class Typing(NamedTuple):
    """A member signalled that it is typing; good for five seconds or until its message."""

    channel_sid: str
    identity: str


class ChannelUpdated(NamedTuple):
    """The channel was opened, or its status or attributes have changed."""

    channel_sid: str
    channel: Channel


class TaskChanged(NamedTuple):
    """A task came, or its status has changed."""

    task: Task


class WorkerChanged(NamedTuple):
    """A worker logged in or out, or its activity has changed."""

    worker: Worker


ConnectionState: TypeAlias = Literal["connecting", "connected", "disconnected"]


class ConnectionChanged(NamedTuple):
    """The connection of whoever listens was lost, is being made again, or is back.

    Attributes:
        state: ``disconnected``, ``connecting`` or ``connected``. After ``connected`` events may
            have been missed: what was shown has to be read anew.
    """

    state: ConnectionState


ChannelEvent: TypeAlias = (
    MessageAdded
    | MessageUpdated
    | MemberJoined
    | MemberLeft
    | MemberUpdated
    | Typing
    | ChannelUpdated
)
TaskEvent: TypeAlias = TaskChanged | WorkerChanged
CentreEvent: TypeAlias = ChannelEvent | TaskEvent | ConnectionChanged
