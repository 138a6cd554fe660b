"""Ten conversations at once, and whatever anybody may order, in any order.

After every step the customers' sides, the desks and the centre tell the same story; every refusal
is a sentence; no work is lost; no message stands in a chat where it was not said.
"""

import asyncio
import itertools
import re
from collections import defaultdict
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.agents import logged_in
from tests.support.simulation import simulation
from webchat.actions import ActionError
from webchat.centre.events import TaskChanged
from webchat.model import Worker
from webchat.model.task_life import LIFE, LIVE, is_live
from webchat.side.side import Side
from webchat.state import ChannelState

CUSTOMERS = 10
AGENTS = 2
PATIENCE = 200
_SENTENCE = re.compile(r"[A-Z“'].+\.$", re.DOTALL)

TASK_ORDERS = (
    *("AcceptTask", "WrapupTask", "CompleteTask") * 3,
    *("RejectTask", "CancelTask", "TransferTask", "SelectTask"),
)
FITS = {
    "AcceptTask": LIFE["accept"].sources,
    "WrapupTask": LIFE["wrapup"].sources,
    "CompleteTask": LIFE["complete"].sources,
    "TransferTask": LIFE["transfer"].sources,
}
agents = st.integers(0, AGENTS - 1)
customers = st.integers(0, CUSTOMERS - 1)
places = st.integers(0, 30)
steps = st.one_of(
    st.tuples(st.sampled_from(TASK_ORDERS), agents, places, st.booleans()),
    st.tuples(st.sampled_from(TASK_ORDERS), agents, places, st.just(True)),
    st.tuples(st.just("Answer"), agents, places),
    st.tuples(st.sampled_from(("Start", "Start", "Say", "Restart")), customers),
    st.tuples(st.sampled_from(("Login", "Login", "Logout", "available", "busy")), agents),
    st.tuples(st.just("Wait"), st.sampled_from((1, 61, 130))),
)


class World:
    """A simulation, and what was ordered in it."""

    def __init__(self, sim: Any) -> None:
        self.sim = sim
        self.customers = [sim.webchat, *(sim.add_customer() for _ in range(CUSTOMERS - 1))]
        self.agents = [sim.desk, *(sim.add_agent() for _ in range(AGENTS - 1))]
        self.works: dict[str, None] = {}  # in the order of their coming
        self.said: dict[str, list[str]] = defaultdict(list)
        self.refused: list[str] = []
        self.numbers = itertools.count()
        sim.centre.subscribe(self.hear)

    def hear(self, event: object) -> None:
        """Note every piece of work that ever came."""
        if isinstance(event, TaskChanged):
            self.works[event.task.task_sid] = None

    async def step(self, what: str, who: int, which: int = 0, is_fit: bool = False) -> None:
        """Do one thing, whether or not it can be done."""
        if what in TASK_ORDERS:
            await self.order(self.agents[who], what, which, is_fit)
        elif what == "Answer":
            await self.say(self.agents[who], which)
        elif what == "Say":
            await self.say(self.customers[who], which)
        elif what == "Start":
            form = {"friendlyName": self.customers[who].name}
            await self.ask(self.customers[who], "StartEngagement", {"formData": form})
        elif what == "Restart":
            await self.ask(self.customers[who], "RestartEngagement")
        elif what == "Wait":
            await self.sim.clock.advance(who)
        else:
            await self.appear(self.agents[who], what)

    async def appear(self, agent: Side, what: str) -> None:
        if what in ("Login", "Logout"):
            await self.ask(agent, what)
        else:
            await self.ask(agent, "SetActivity", {"activityName": what})

    async def ask(self, side: Side, action: str, payload: Any = None) -> Any:
        """Invoke an action; what is refused is noted."""
        try:
            return await side.actions.invoke_action(action, payload)
        except ActionError as error:
            self.refused.append(str(error))
            return None

    async def order(self, agent: Side, action: str, which: int, is_fit: bool) -> None:
        """Order something of a task, one on this desk that fits, or any at all."""
        wanted = FITS.get(action, LIVE)
        tasks = agent.store.state.tasks
        fit = [sid for sid, one in tasks.items() if one.status in wanted]
        known = fit if is_fit and fit else [*tasks, *self.works]
        if known:
            target = ("agent-1", "agent-2", "concierge")[which % 3]
            payload = {"sid": known[which % len(known)], "targetSid": target}
            await self.ask(agent, action, payload)

    async def say(self, side: Side, which: int) -> None:
        open_ones = sorted(side.store.state.chat.channels)
        if open_ones:
            sid = open_ones[which % len(open_ones)]
            body = f"{side.name} says {next(self.numbers)} in {sid}"
            payload = {"channelSid": sid, "body": body}
            if await self.ask(side, "SendMessage", payload) is not None:
                self.said[sid].append(body)

    # What must be so

    async def check(self) -> None:
        """Compare all sides with the centre; what is under way may take a moment."""
        for patience in reversed(range(PATIENCE)):
            try:
                await self.compare()
            except AssertionError:
                if not patience:
                    raise
                await asyncio.sleep(0.005)
            else:
                return

    async def compare(self) -> None:
        tasks = {one.sid: one for one in await self.sim.centre.tasks()}
        workers = {one.identity: one for one in await self.sim.centre.workers()}
        for agent, identity in zip(self.agents, ("agent-1", "agent-2"), strict=True):
            self.check_worker(agent, workers[identity])
            self.check_desk(agent, tasks)
        for customer in self.customers:
            await self.check_customer(customer)
        await self.check_work(set(tasks))
        assert [one for one in self.refused if not _SENTENCE.match(one)] == []

    def check_worker(self, agent: Side, worker: Worker) -> None:
        session = agent.store.state.session
        assert (session.worker_sid is not None) == worker.is_logged_in
        assert session.activity == worker.activity

    def check_desk(self, agent: Side, tasks: dict[str, Any]) -> None:
        state = agent.store.state
        me = state.session.worker_sid
        shown = {sid: one.status for sid, one in state.tasks.items() if not one.is_over}
        mine = {
            sid: one.status
            for sid, one in tasks.items()
            if me is not None and (one.worker_sid == me or one.status == "pending")
        }
        assert shown == mine
        open_ones = {
            one.channel_sid
            for one in state.tasks.values()
            if one.status in ("accepted", "wrapping")
        }
        assert set(state.chat.channels) == open_ones
        selected = state.session.selected_task_sid
        assert selected is None or selected in shown
        for sid, channel in state.chat.channels.items():
            assert said(channel) == sorted(self.said[sid])

    async def check_customer(self, customer: Side) -> None:
        state = customer.store.state
        sid = state.session.channel_sid
        if sid is None:
            assert not state.chat.channels
            return
        channel = state.chat.channels[sid]
        assert said(channel) == sorted(self.said[sid])
        assert channel.status == (await self.sim.centre.channel(sid)).status
        there = {one.identity for one in await self.sim.centre.members(sid) if one.online}
        assert {one.identity for one in channel.members.values() if one.online} == there

    async def check_work(self, live: set[str]) -> None:
        """All work is over, or lies where somebody can take it up."""
        for work in self.works:
            task = await self.sim.centre.task(work)
            assert is_live(task.status) == (task.sid in live)
            channel = await self.sim.centre.channel(task.channel_sid)
            owner = task.attributes["customerAddress"]
            waits = any(
                one.identity == owner and one.online
                for one in await self.sim.centre.members(channel.sid)
            )
            if waits and channel.status == "active":
                assert task.status in ("pending", "reserved", "accepted")
            if task.status in ("reserved", "accepted", "wrapping"):
                workers = {one.sid: one for one in await self.sim.centre.workers()}
                assert workers[task.worker_sid].is_logged_in


def said(channel: ChannelState) -> list[str]:
    """Return what persons said in a channel and the centre has taken."""
    taken = (one for one in channel.messages if one.index is not None)
    return sorted(one.body for one in taken if one.author != "concierge")


async def run(plan: list[tuple[Any, ...]]) -> None:
    async with simulation(agent="person", agent_delay=0.1) as sim:
        world = World(sim)
        for agent in world.agents:
            await logged_in(agent)
        for number in range(CUSTOMERS):
            await world.step("Start", number)
        for one in plan:
            await world.step(*one)
            await world.check()
        together = [world.step(*one) for one in plan]
        await asyncio.gather(*together)
        await world.check()


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(steps, min_size=20, max_size=60))
def test_whatever_is_ordered_all_sides_tell_the_same(plan):
    asyncio.run(run(plan))
