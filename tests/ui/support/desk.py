"""The desk of one agent beside the widgets of customers, in a real simulation."""

from contextlib import AsyncExitStack

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.simulation import simulation, start
from tests.support.waiting import until
from tests.ui.support.gestures import part, parts
from ui.chat import RootContainer
from ui.desk.desk import Desk

DESK_SIZE = (360, 780)
CHAT_SIZE = (420, 780)


class Office:
    """A desk and the first customer's widget, and what their persons do."""

    def __init__(self, window, root, desk, sim):
        self.window, self.root, self.desk, self.sim = window, root, desk, sim
        self.customer, self.agent = sim.webchat, sim.desk

    @property
    def tasks(self):
        return self.agent.store.state.tasks

    def statuses(self):
        return [one.status for one in self.tasks.values()]

    def rows(self):
        """Return what the list shows: (name, status), from top to bottom."""
        model = self.desk.model
        shown = [model.row(at) for at in range(model.rowCount())]
        return [(one.name, one.status) for one in shown]

    def invoked(self, action):
        return [one for one in self.agent.actions.history if one.action == action]

    async def comes(self, name="Ada", side=None, **form_data):
        """Let a customer start a chat; return task and channel once the desk has them."""
        channel = await start(side or self.customer, friendlyName=name, **form_data)
        await until(lambda: any(one.channel_sid == channel for one in self.tasks.values()))
        return next(one.sid for one in self.tasks.values() if one.channel_sid == channel), channel

    async def another(self, name, **form_data):
        return await self.comes(name, self.sim.add_customer(), **form_data)

    async def accepted(self, name="Ada", side=None):
        task, channel = await self.comes(name, side)
        await self.agent.actions.invoke_action("AcceptTask", {"sid": task})
        await until(lambda: channel in self.agent.store.state.chat.channels)
        return task, channel

    async def calls(self, name="Hedy"):
        """Let a call come in and be accepted; return the task."""
        await self.sim.centre.create_voice_task(name)
        await until(lambda: (name, "reserved") in self.rows())
        sid = next(one.sid for one in self.tasks.values() if one.customer_name == name)
        await self.agent.actions.invoke_action("AcceptTask", {"sid": sid})
        return sid


def click(qtbot, root, name):
    qtbot.mouseClick(part(root, name), Qt.MouseButton.LeftButton)


async def seen(root, name):
    """Wait for a part that can be seen, and return it."""
    await until(lambda: parts(root, name))
    return part(root, name)


async def popup(kind=QWidget):
    """Wait for a menu or another popup, and return it."""
    await until(lambda: isinstance(QApplication.activePopupWidget(), kind))
    found = QApplication.activePopupWidget()
    assert found is not None
    return found


@pytest.fixture
async def make_office(qtbot):
    """Return a function that shows a desk and a widget side by side."""
    async with AsyncExitStack() as stack:

        async def make(**settings):
            sim = await stack.enter_async_context(simulation(**{"agent": "person", **settings}))
            window = QWidget()
            window.resize(CHAT_SIZE[0] + DESK_SIZE[0], DESK_SIZE[1])
            root, desk = RootContainer(sim.webchat, window), Desk(sim.desk, window)
            root.setGeometry(0, 0, *CHAT_SIZE)
            desk.setGeometry(CHAT_SIZE[0], 0, *DESK_SIZE)
            qtbot.addWidget(window)
            window.show()
            window.activateWindow()
            return Office(window, root, desk, sim)

        yield make


@pytest.fixture
async def office(make_office):
    """A person who is available, and nobody else."""
    return await make_office()
