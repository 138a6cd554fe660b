"""The whole chat widget of one customer in a real simulation."""

from contextlib import AsyncExitStack

import pytest

from tests.support.simulation import simulation, start
from ui.chat import RootContainer

SIZE = (420, 700)


class Chat:
    """The widget and whose it is."""

    def __init__(self, root, side, sim):
        self.root, self.side, self.sim = root, side, sim

    @property
    def session(self):
        return self.side.store.state.session

    def invoked(self, action):
        """Return the records of an action, oldest first."""
        return [one for one in self.side.actions.history if one.action == action]

    async def toggle(self):
        await self.side.actions.invoke_action("ToggleChatVisibility")

    async def start(self, **form_data):
        """Open the widget and come into an engagement; return the channel's sid."""
        await self.toggle()
        return await start(self.side, **form_data)


@pytest.fixture
async def make_chat(qtbot):
    """Return a function that shows the widget of a new simulation with the given settings."""
    async with AsyncExitStack() as stack:

        async def make(**settings):
            sim = await stack.enter_async_context(simulation(**settings))
            root = RootContainer(sim.webchat)
            qtbot.addWidget(root)
            root.resize(*SIZE)
            root.show()
            root.activateWindow()
            return Chat(root, sim.webchat, sim)

        yield make


@pytest.fixture
async def chat(make_chat):
    """The closed widget with the default form."""
    return await make_chat()
