"""Where a card can be posted, and as whom: everybody who is in a conversation now."""

from collections.abc import Iterator
from dataclasses import dataclass

from ui.models.tasks import is_mine
from ui.shell import wording
from webchat.side.side import Side
from webchat.simulator import Simulator
from webchat.state import EngagementStage, State, TaskState


@dataclass(frozen=True, slots=True)
class Place:
    """One conversation as one side is in it.

    Attributes:
        side: Who would post.
        channel_sid: Where.
        text: Both, for a person.
    """

    side: Side
    channel_sid: str
    text: str = ""

    def is_same(self, other: "Place | None") -> bool:
        """Whether *other* is this side in this conversation, whatever it is called."""
        return other is not None and (self.side, self.channel_sid) == (
            other.side,
            other.channel_sid,
        )


def places(sim: Simulator) -> tuple[Place, ...]:
    """Return where a card can be posted: agents first, since it is mostly they who do."""
    agents = (place for side in sim.agents for place in _of_agent(side))
    customers = (place for side in sim.customers for place in _of_customer(side))
    return (*agents, *customers)


def situation(state: State) -> object:
    """Return what of a side's state decides on its places."""
    chat, session = state.chat, state.session
    talks = tuple((sid, one.status) for sid, one in chat.channels.items())
    return talks, session.channel_sid, session.engagement_stage, state.tasks


def _of_agent(side: Side) -> Iterator[Place]:
    state = side.store.state
    name = wording.staff(state).name or side.name.capitalize()
    for task in state.tasks.values():
        if is_mine(state, task) and _is_open(state, task.channel_sid):
            yield Place(side, task.channel_sid, f"{name}, to {_customer_of(task)}")


def _of_customer(side: Side) -> Iterator[Place]:
    state = side.store.state
    sid = state.session.channel_sid
    is_talking = state.session.engagement_stage is EngagementStage.IN_ENGAGEMENT
    if sid is not None and is_talking and _is_open(state, sid):
        name = wording.person(state).name or side.name.capitalize()
        yield Place(side, sid, f"{name}, {side.name}")


def _is_open(state: State, channel_sid: str) -> bool:
    channel = state.chat.channels.get(channel_sid)
    return channel is not None and channel.status == "active"


def _customer_of(task: TaskState) -> str:
    return task.customer_name or "a customer without a name"
