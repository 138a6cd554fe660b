"""A simulation in which the samples are tried as a person would try them."""

import sys
from pathlib import Path

import pytest

from webchat import Config, Simulator

SAMPLES = Path(__file__).parents[2] / "assets" / "plugins"


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
        plugin = await self.plugins.load(SAMPLES / name)
        assert (plugin.state, plugin.error) == ("active", None)
        stem = name.removesuffix(".py")
        return next(
            module
            for key, module in sys.modules.items()
            if key.startswith(f"webchat_plugin_{stem}_")
        )

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
