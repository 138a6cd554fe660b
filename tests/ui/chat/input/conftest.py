"""A customer in a chat, and the input alone."""

import pytest

from tests.support.simulation import channel, simulation, start
from tests.ui.support.message_input import shown_input


@pytest.fixture
async def side():
    async with simulation() as sim:
        await start(sim.webchat)
        yield sim.webchat


@pytest.fixture
def entry(side, qtbot):
    """The input of the only channel, shown, empty, and with the focus."""
    return shown_input(side, qtbot)


@pytest.fixture
def attach(side):
    """Attach files by the action."""

    async def attach(*paths):
        for path in paths:
            payload = {"channelSid": channel(side).sid, "file": str(path)}
            await side.actions.invoke_action("AttachFile", payload)

    return attach
