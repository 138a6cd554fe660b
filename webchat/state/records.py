"""What one side knows, as frozen records of the documented shape.

The names are those of the reference widget's store (``session``, ``chat.channels``), written
as Python writes them. A record is never changed: :mod:`webchat.state.reducer` makes the next
one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from webchat.config import Config
from webchat.model import (
    Activity,
    Attachment,
    ChannelStatus,
    Task,
    TaskChannelName,
    TaskStatus,
    Worker,
)
from webchat.model.task_life import is_live

MessageStatus: TypeAlias = Literal["sending", "sent", "failed"]
ConnectionState: TypeAlias = Literal["connecting", "connected", "disconnected"]
CardPhase: TypeAlias = Literal["running", "form", "failed"]
_EMPTY: Mapping[str, Any] = MappingProxyType({})


def _freeze(record: object, name: str) -> None:
    """Let the mapping under *name* be one that nobody can change, shared with nobody."""
    given = getattr(record, name)
    if given is not None and type(given) is not MappingProxyType:
        object.__setattr__(record, name, MappingProxyType(dict(given)))


class EngagementStage(StrEnum):
    """How far the customer has come (webchat-ui, section 2)."""

    INIT_ENGAGEMENT = "CF_INIT_ENGAGEMENT"
    PRE_ENGAGEMENT = "CF_PRE_ENGAGEMENT"
    WAITING_ENGAGEMENT = "CF_WAITING_ENGAGEMENT"
    IN_ENGAGEMENT = "CF_IN_ENGAGEMENT"


@dataclass(frozen=True, slots=True)
class MessageState:
    """One message as this side shows it.

    Attributes:
        sid: The centre's id; while it is being sent, one of our own.
        index: Its place in the channel; None until the centre has taken it.
        author: Identity of the sender.
        author_name: The name shown for the sender when the message arrived.
        body: The text, as sent.
        timestamp: Aware, UTC.
        attributes: The sender's free data.
        media: Its files; one that is being sent has no sid yet.
        is_from_me: Whether this side sent it.
        status: ``sending`` until it is durable, then ``sent``; or ``failed``.
        error: Why it failed, a sentence, or None.
        progress: How much of its files the centre has taken, from 0 to 1; None when none are on
            their way.
    """

    sid: str
    index: int | None
    author: str
    author_name: str
    body: str
    timestamp: datetime
    attributes: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    media: tuple[Attachment, ...] = ()
    is_from_me: bool = False
    status: MessageStatus = "sent"
    error: str | None = None
    progress: float | None = None

    def __post_init__(self) -> None:
        """Freeze what a frozen record would leave open."""
        _freeze(self, "attributes")


@dataclass(frozen=True, slots=True)
class MemberState:
    """One member of a channel as this side knows it.

    The fields are those of :class:`webchat.model.Member`.
    """

    identity: str
    friendly_name: str
    avatar: str | None = None
    online: bool = True
    last_read_index: int = -1
    joined: datetime | None = None
    left: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChannelState:
    """One channel as this side shows it.

    Attributes:
        sid: The channel's id.
        status: ``inactive`` once the chat has ended.
        messages: Taken ones in the order of their index, then those not yet taken.
        members: By identity.
        typers: Identities of the others who are typing.
        input_text: What stands in the text area.
        selection_start: Where its selection begins, in characters.
        selection_end: Where its selection ends; the caret.
        unconsumed_messages: Messages of others that this side has not read.
        last_consumed_message_index: Highest index that another member has read, -1 for none.
        attached_files: Chosen for the next message, in the order of choosing.
        ended: When the chat ended, aware, UTC; None while it has not.
        has_older_messages: Whether the centre keeps messages before the first one here.
    """

    sid: str
    status: ChannelStatus = "active"
    messages: tuple[MessageState, ...] = ()
    members: Mapping[str, MemberState] = field(default_factory=lambda: _EMPTY)
    typers: tuple[str, ...] = ()
    input_text: str = ""
    selection_start: int = 0
    selection_end: int = 0
    unconsumed_messages: tuple[MessageState, ...] = ()
    last_consumed_message_index: int = -1
    attached_files: tuple[Attachment, ...] = ()
    has_older_messages: bool = False
    ended: datetime | None = None

    def __post_init__(self) -> None:
        """Freeze what a frozen record would leave open."""
        _freeze(self, "members")


@dataclass(frozen=True, slots=True)
class TaskState:
    """One task as an agent's side shows it.

    The other fields are those of :class:`webchat.model.Task`.

    Attributes:
        customer_left: Whether the customer is no longer in the chat.
        is_on_hold: Whether the call is on hold.
    """

    sid: str
    task_sid: str
    status: TaskStatus
    task_channel_unique_name: TaskChannelName
    channel_sid: str
    attributes: Mapping[str, Any]
    created: datetime
    updated: datetime
    worker_sid: str | None = None
    excluded: tuple[str, ...] = ()
    reserved_until: datetime | None = None
    reason: str = ""
    customer_left: bool = False
    is_on_hold: bool = False

    def __post_init__(self) -> None:
        """Freeze what a frozen record would leave open."""
        _freeze(self, "attributes")

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be done with it."""
        return not is_live(self.status)

    @property
    def customer_name(self) -> str:
        """How the customer is called."""
        return str(self.attributes.get("customerName") or self.attributes.get("name") or "")


def task_state(task: Task, before: TaskState | None = None) -> TaskState:
    """Return *task* as a state holds it.

    Args:
        task: The centre's record.
        before: What was known of it, of which stays what the centre does not say.
    """
    return TaskState(
        sid=task.sid,
        task_sid=task.task_sid,
        status=task.status,
        task_channel_unique_name=task.task_channel_unique_name,
        channel_sid=task.channel_sid,
        attributes=task.attributes,
        created=task.created,
        updated=task.updated,
        worker_sid=task.worker_sid,
        excluded=task.excluded,
        reserved_until=task.reserved_until,
        reason=task.reason,
        customer_left=before is not None and before.customer_left,
        is_on_hold=before is not None and before.is_on_hold and task.status == "accepted",
    )


@dataclass(frozen=True, slots=True)
class SessionState:
    """Who this side is and how far its engagement has come.

    What concerns agents only stays as it is at customers, and the other way round.

    Attributes:
        identity: Known to the centre by this name; None before the first engagement.
        is_entry_point_expanded: Whether the widget is open.
        channel_sid: The engagement's channel, or None.
        engagement_stage: See :class:`EngagementStage`.
        token_payload: What the start answered: ``token``, ``identity``, ``expiration``; or None.
        start_error: Why the last start failed, a sentence; None once another one began.
        next_identity: Who the customer is to be from the next start on; None for somebody new.
        worker_sid: Of an agent: its sid as a worker; None while it is logged out.
        activity: Of an agent: whether it is offered tasks.
        selected_task_sid: Of an agent: the task (WR…) that it looks at, or None.
    """

    identity: str | None = None
    is_entry_point_expanded: bool = False
    channel_sid: str | None = None
    engagement_stage: EngagementStage = EngagementStage.INIT_ENGAGEMENT
    token_payload: Mapping[str, Any] | None = None
    start_error: str | None = None
    next_identity: str | None = None
    worker_sid: str | None = None
    activity: Activity = "offline"
    selected_task_sid: str | None = None

    def __post_init__(self) -> None:
        """Freeze what a frozen record would leave open."""
        _freeze(self, "token_payload")


@dataclass(frozen=True, slots=True)
class ChatSessionState:
    """The connection to the contact centre (webchat-ui, section 3)."""

    connection_state: ConnectionState = "connected"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRunState:
    """What one side is doing with an action card, or how its last run failed.

    What both sides are to see of a card, such as the steps that are done, stands in its message's
    attributes; this is the rest (action-functions, section 8).

    Attributes:
        message_sid: The message that carries the card.
        channel_sid: The channel it stands in.
        step: The ``order_number`` of the step.
        button: Which of the step's buttons, from 0.
        phase: ``running`` while the function runs, ``form`` while the person is asked, ``failed``
            until the next run.
        token: Of the run.
        progress: How much of a file has been fetched, from 0 to 1; None when nothing is measured.
        form: The inputs that are asked for, as the function gave them; empty without a form.
        input: The button's input with the answers given earlier merged over it.
        error_title: What failed, in a few words; empty unless that is the phase.
        error_description: Why, a sentence; empty unless that is the phase.
    """

    message_sid: str
    channel_sid: str
    step: int
    button: int
    phase: CardPhase
    token: str
    progress: float | None = None
    form: tuple[Mapping[str, Any], ...] = ()
    input: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    error_title: str = ""
    error_description: str = ""

    def __post_init__(self) -> None:
        """Freeze what a frozen record would leave open."""
        _freeze(self, "input")
        frozen = tuple(MappingProxyType(dict(one)) for one in self.form)
        object.__setattr__(self, "form", frozen)


@dataclass(frozen=True, slots=True)
class ChatState:
    """The channels this side has open, and its connection.

    Attributes:
        channels: By sid.
        session: About the connection to the centre.
        tasks: Of an agent: those that wait, its own, and some that are over; by sid (WR…), in
            the order in which they came.
        workers: Of an agent: everybody who takes tasks, by sid.
        card_runs: What this side is doing with the action cards of its channels, by the sid of
            the message that carries the card; a card that rests is not among them.
    """

    channels: Mapping[str, ChannelState] = field(default_factory=lambda: _EMPTY)
    session: ChatSessionState = ChatSessionState()
    tasks: Mapping[str, TaskState] = field(default_factory=lambda: _EMPTY)
    workers: Mapping[str, Worker] = field(default_factory=lambda: _EMPTY)
    card_runs: Mapping[str, CardRunState] = field(default_factory=lambda: _EMPTY)

    def __post_init__(self) -> None:
        """Freeze what a frozen record would leave open."""
        for name in ("channels", "tasks", "workers", "card_runs"):
            _freeze(self, name)


@dataclass(frozen=True, slots=True)
class State:
    """Everything one side knows."""

    config: Config
    session: SessionState = field(default_factory=SessionState)
    chat: ChatState = field(default_factory=ChatState)

    @property
    def tasks(self) -> Mapping[str, TaskState]:
        """An agent's tasks; see :attr:`ChatState.tasks`."""
        return self.chat.tasks
