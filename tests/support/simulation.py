"""Real simulations for tests: in memory, by a clock that stands still, with ids that count."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.support.clock import ManualClock
from tests.support.ids import CountingIds
from webchat.actions import ActionFailedError
from webchat.chat.client import ChatClient
from webchat.config import Config
from webchat.model import Member
from webchat.side.side import Side
from webchat.simulator import Simulator
from webchat.state import ChannelState, EngagementStage, State, Store
from webchat.tasks import TaskBag


@asynccontextmanager
async def simulation(
    *, clock: Any = None, ids: Any = None, dialogs: Any = None, **settings: Any
) -> AsyncIterator[Simulator]:
    """Run a simulation without an agent, unless *settings* say otherwise.

    No task of it may be left when it has ended; those of a server that a test runs may.
    """
    before = asyncio.all_tasks()
    config = Config(**{"agent": "none", **settings})
    simulator = Simulator(
        config, clock=clock or ManualClock(), ids=ids or CountingIds(), dialogs=dialogs
    )
    async with simulator as sim:
        yield sim
    ours = asyncio.all_tasks() - before - {asyncio.current_task()}
    assert not [task for task in ours if "RequestHandler" not in repr(task.get_coro())]


async def start(side: Side, **form_data: Any) -> str:
    """Start an engagement and return its channel's sid."""
    form_data.setdefault("friendlyName", "Ada")
    sid = await side.actions.invoke_action("StartEngagement", {"formData": form_data})
    return str(sid)


def stage(side: Side) -> EngagementStage:
    """Return how far the customer has come."""
    return side.store.state.session.engagement_stage


def channel(side: Side) -> ChannelState:
    """Return the channel of a customer who is in an engagement."""
    state = side.store.state
    assert state.session.channel_sid is not None
    return state.chat.channels[state.session.channel_sid]


def bodies(side: Side) -> list[str]:
    """Return what stands in that channel."""
    return [one.body for one in channel(side).messages]


def stages(side: Side) -> list[EngagementStage]:
    """Collect the stages that a side comes through from now on, the present one first."""
    found = [stage(side)]
    side.store.subscribe(lambda state: state.session.engagement_stage, found.append)
    return found


async def failure(
    side: Side, action: str = "StartEngagement", payload: Any = None
) -> BaseException:
    """Invoke an action whose body fails; return what it raised."""
    with pytest.raises(ActionFailedError) as caught:
        await side.actions.invoke_action(action, payload)
    assert caught.value.__cause__ is not None
    assert str(caught.value) == str(caught.value.__cause__)
    return caught.value.__cause__


async def online(sim: Simulator, sid: str) -> list[str]:
    """Return the names of those who are in a channel."""
    return [one.friendly_name for one in await sim.centre.members(sid) if one.online]


def notices(side: Side) -> list[str]:
    """Return the texts of the notices that a side shows."""
    return [one.text for one in side.notifications.active]


async def companion(sim: Simulator, sid: str, identity: str = "bob") -> ChatClient:
    """Let somebody else join a channel, and return their client; it need not be closed."""
    await sim.centre.join(sid, Member(identity, identity.capitalize()))
    return ChatClient(
        sim.centre,
        identity,
        identity.capitalize(),
        store=Store(State(sim.config)),
        clock=sim.clock,
        tasks=TaskBag(identity),
    )
