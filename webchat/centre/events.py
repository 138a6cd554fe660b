"""What a contact centre tells those who listen to it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from webchat.model import Channel, Member, Message, Task, Worker


@dataclass(frozen=True, slots=True)
class MessageAdded:
    """A message is durable and stands in its channel."""

    channel_sid: str
    message: Message


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """Somebody joined, or came back."""

    channel_sid: str
    member: Member


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Somebody left; ``member.online`` is False."""

    channel_sid: str
    member: Member


@dataclass(frozen=True, slots=True)
class MemberUpdated:
    """A member's read horizon, name or avatar has changed."""

    channel_sid: str
    member: Member


@dataclass(frozen=True, slots=True)
class Typing:
    """A member signalled that it is typing; good for five seconds or until its message."""

    channel_sid: str
    identity: str


@dataclass(frozen=True, slots=True)
class ChannelUpdated:
    """The channel was opened, or its status or attributes have changed."""

    channel_sid: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class TaskChanged:
    """A task came, or its status has changed."""

    task: Task


@dataclass(frozen=True, slots=True)
class WorkerChanged:
    """A worker logged in or out, or its activity has changed."""

    worker: Worker


ConnectionState: TypeAlias = Literal["connecting", "connected", "disconnected"]


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """The connection of whoever listens was lost, is being made again, or is back.

    Attributes:
        state: ``disconnected``, ``connecting`` or ``connected``. After ``connected`` events may
            have been missed: what was shown has to be read anew.
    """

    state: ConnectionState


ChannelEvent: TypeAlias = (
    MessageAdded | MemberJoined | MemberLeft | MemberUpdated | Typing | ChannelUpdated
)
TaskEvent: TypeAlias = TaskChanged | WorkerChanged
CentreEvent: TypeAlias = ChannelEvent | TaskEvent | ConnectionChanged
