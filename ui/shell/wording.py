"""Who, where and how far, in the words that chips and status bar use.

Selectors of a customer's state: cheap, and answering with a text that can be compared.
"""

from typing import NamedTuple

from ui.models.action_text import short_sid
from webchat.state import ChannelState, EngagementStage, State

_STAGES = {
    EngagementStage.INIT_ENGAGEMENT: ("Starting", "disabled"),
    EngagementStage.PRE_ENGAGEMENT: ("Not started", "disabled"),
    EngagementStage.WAITING_ENGAGEMENT: ("Waiting", "running"),
    EngagementStage.IN_ENGAGEMENT: ("In engagement", "completed"),
}
_ENDED = ("Chat ended", "refused")
_CONNECTIONS = {
    "connected": ("", "completed"),
    "connecting": ("connecting", "running"),
    "disconnected": ("connection lost", "failed"),
}


class Stage(NamedTuple):
    """How far an engagement has come.

    Attributes:
        text: In words.
        mark: Which mark goes with them.
    """

    text: str
    mark: str


class Connection(NamedTuple):
    """How the line to the contact centre is.

    Attributes:
        text: In words; empty while all is well.
        mark: Which mark goes with them.
        is_cut: Whether it was lost and nobody restores it.
    """

    text: str
    mark: str
    is_cut: bool


class Person(NamedTuple):
    """Who a customer is.

    Attributes:
        name: As shown to others; empty before the first engagement.
        identity: As the centre knows them; empty before the first engagement.
    """

    name: str
    identity: str


def person(state: State) -> Person:
    """Return who the customer is."""
    identity = state.session.identity or ""
    channel = _channel(state)
    member = channel.members.get(identity) if channel is not None else None
    return Person(member.friendly_name if member is not None else identity, identity)


def next_person(state: State) -> str:
    """Return who the customer is to be in the next engagement; empty for somebody new."""
    return state.session.next_identity or ""


def agent(state: State) -> Person:
    """Return who answers the customer now: the last one to join of those who are there."""
    channel = _channel(state)
    there = [] if channel is None else [one for one in channel.members.values() if one.online]
    others = [one for one in there if one.identity != state.session.identity]
    return Person(others[-1].friendly_name, others[-1].identity) if others else Person("", "")


def staff(state: State) -> Person:
    """Return an agent by its own state: its name, and what it is."""
    worker = state.chat.workers.get(state.session.worker_sid or "")
    return Person("", "") if worker is None else Person(worker.friendly_name, worker.activity)


def channel_sid(state: State) -> str:
    """Return the sid of the customer's channel, or an empty string."""
    return state.session.channel_sid or ""


def stage(state: State) -> Stage:
    """Return how far the engagement has come; an ended chat is told apart."""
    channel = _channel(state)
    is_over = channel is not None and channel.status == "inactive"
    return Stage(*(_ENDED if is_over else _STAGES[state.session.engagement_stage]))


def connection(state: State) -> Connection:
    """Return how the line to the contact centre is."""
    connection_state = state.chat.session.connection_state
    return Connection(*_CONNECTIONS[connection_state], connection_state == "disconnected")


def is_open(state: State) -> bool:
    """Whether the chat's panel is open."""
    return state.session.is_entry_point_expanded


def shown_sid(sid: str) -> str:
    """Return a sid as short as it is told apart."""
    return short_sid(sid)


def _channel(state: State) -> ChannelState | None:
    return state.chat.channels.get(state.session.channel_sid or "")
