"""Two people on one embedded centre in memory, each with a store and a client."""

from dataclasses import dataclass

import pytest

from tests.support.clock import ManualClock
from tests.support.ids import CountingIds
from webchat.centre.embedded import EmbeddedCentre
from webchat.centre.protocol import ContactCentre
from webchat.chat.client import ChannelHandle, ChatClient
from webchat.config import Config
from webchat.model import Member
from webchat.state import ChannelState, State, Store
from webchat.tasks import TaskBag


@dataclass
class Person:
    store: Store
    tasks: TaskBag
    client: ChatClient
    channel: ChannelHandle

    @property
    def state(self) -> ChannelState:
        return self.store.state.chat.channels[self.channel.sid]

    @property
    def bodies(self) -> list[str]:
        return [one.body for one in self.state.messages]


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
async def centre(clock):
    one = EmbeddedCentre(None, clock=clock, ids=CountingIds())
    await one.open()
    yield one
    await one.aclose()


@pytest.fixture
async def channel_sid(centre):
    channel = await centre.open_channel(Member("ada", "Ada"), attributes={"about": "tea"})
    await centre.join(channel.sid, Member("bob", "Bob"))
    return channel.sid


@pytest.fixture
async def person(centre, clock, channel_sid):
    """Make somebody who has the channel open."""
    made = []

    async def make(identity: str, at: ContactCentre = centre) -> Person:
        store, tasks = Store(State(Config())), TaskBag(identity)
        name = identity.capitalize()
        client = ChatClient(at, identity, name, store=store, clock=clock, tasks=tasks)
        made.append(Person(store, tasks, client, await client.load(channel_sid)))
        return made[-1]

    yield make
    for one in made:
        await one.client.aclose()
        assert await one.tasks.aclose() == ()


@pytest.fixture
async def ada(person):
    return await person("ada")


@pytest.fixture
async def bob(person):
    return await person("bob")
