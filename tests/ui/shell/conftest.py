"""The main window over a real simulation, with settings in a folder of the test's own."""

from contextlib import AsyncExitStack

import pytest

from tests.support.simulation import simulation, start
from ui.shell.main_window import MainWindow
from ui.shell.settings import Settings


class Yes:
    """Somebody who agrees to everything and remembers what was asked."""

    def __init__(self, answer=True):
        self.asked = []
        self.answer = answer

    async def alert(self, text):
        self.asked.append(text)

    async def confirm(self, text):
        self.asked.append(text)
        return self.answer

    async def prompt(self, text, default=""):
        self.asked.append(text)
        return default


class Shell:
    """A window, its simulation, and what its person does."""

    def __init__(self, window, sim):
        self.window, self.sim = window, sim
        self.side = sim.webchat
        self.actions = sim.webchat.actions

    def part(self, name):
        """Return the child of this name, whether it can be seen or not."""
        found = self.window.findChildren(object, name)
        assert len(found) == 1, f"{len(found)} parts are called {name}"
        return found[0]

    def origins(self, action):
        return [one.origin for one in self.actions.history if one.action == action]

    async def start(self, **form_data):
        await self.actions.invoke_action("ToggleChatVisibility")
        return await start(self.side, **form_data)


@pytest.fixture
async def make_shell(qtbot, theme):
    """Return a function that shows a window over a new simulation."""
    async with AsyncExitStack() as stack:

        async def make(*, settings=None, size=(1200, 800), **options):
            sim = await stack.enter_async_context(simulation(**options))
            window = MainWindow(sim, settings=settings or Settings())
            qtbot.addWidget(window)
            stack.push_async_callback(window.commands.aclose)
            stack.push_async_callback(window.functions.aclose)
            window.resize(*size)
            window.show()
            window.activateWindow()
            return Shell(window, sim)

        yield make


@pytest.fixture
async def shell(make_shell):
    return await make_shell(dialogs=Yes())
