"""Simulations in which the samples are tried as a person would try them."""

import asyncio

import pytest

from tests.support.agents import accepted, next_task, order, task_of
from tests.support.clock import ManualClock
from tests.support.samples import DESK_SAMPLES, SAMPLES, Crm, load_sample
from tests.support.simulation import simulation, start
from webchat import Config, Simulator


class Person:
    """Answers questions as it is told, and remembers them."""

    def __init__(self):
        self.says_yes = True
        self.asked = []

    async def alert(self, text):
        self.asked.append(text)

    async def confirm(self, text):
        self.asked.append(text)
        return self.says_yes

    async def prompt(self, text, default=""):
        self.asked.append(text)
        return default


class Trial:
    """One customer with one sample loaded."""

    def __init__(self, sim, person):
        self.sim = sim
        self.person = person
        self.plugins = sim.plugins
        self.side = sim.webchat

    async def load(self, name):
        """Load a sample and return its module, whose constants a test may set."""
        return await load_sample(self.plugins, SAMPLES / name)

    async def start(self):
        await self.side.actions.invoke_action(
            "StartEngagement", {"formData": {"friendlyName": "Ada"}}
        )

    async def send(self, body):
        sid = self.side.store.state.session.channel_sid
        await self.side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": body})

    @property
    def bodies(self):
        """What has been said, oldest first."""
        state = self.side.store.state
        return [one.body for one in state.chat.channels[state.session.channel_sid].messages]

    @property
    def notices(self):
        return [notice.text for notice in self.side.notifications.active]


@pytest.fixture
async def trial():
    person = Person()
    async with Simulator(Config(agent="none"), dialogs=person) as sim:
        yield Trial(sim, person)


class Reader(Person):
    """One who reads every question, and may take their time about it."""

    def __init__(self):
        super().__init__()
        self.has_time = asyncio.Event()
        self.has_time.set()

    async def alert(self, text):
        await super().alert(text)
        await self.has_time.wait()

    async def confirm(self, text):
        answer = await super().confirm(text)
        await self.has_time.wait()
        return answer


class Duty:
    """An agent with a sample, and a customer."""

    def __init__(self, sim, person, clock):
        self.sim, self.person, self.clock = sim, person, clock
        self.desk, self.ada, self.plugins = sim.desk, sim.webchat, sim.plugins

    async def load(self, name):
        """Load a sample and return its module, whose constants a test may set."""
        return await load_sample(self.plugins, DESK_SAMPLES / f"{name}.py")

    async def offered(self):
        """Let Ada come, and return the task that the desk is offered."""
        await start(self.ada)
        return await next_task(self.desk)

    async def accepted_chat(self):
        await start(self.ada)
        return await accepted(self.desk)

    async def wrapped_up(self):
        task = await self.accepted_chat()
        await order(self.desk, "WrapupTask", task)
        return task

    def status(self, task):
        return task_of(self.desk, task.sid).status

    def last(self, action):
        return [one for one in self.desk.actions.history if one.action == action][-1]

    @property
    def connection_state(self):
        return self.desk.store.state.chat.session.connection_state

    async def is_open(self, task):
        """Whether a task is still offered, and can be accepted when nobody minds."""
        self.person.says_yes = True
        assert self.status(task) == "reserved"
        await order(self.desk, "AcceptTask", task)
        return self.status(task) == "accepted"


@pytest.fixture
async def duty():
    person, clock = Reader(), ManualClock()
    async with simulation(agent="person", dialogs=person, clock=clock) as sim:
        yield Duty(sim, person, clock)


@pytest.fixture
async def crm():
    async with Crm() as server:
        yield server
