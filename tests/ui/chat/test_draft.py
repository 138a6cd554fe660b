"""What was being written is still there, whatever became of the widget that it was written in."""

import pytest

from tests.support.clock import ManualClock
from tests.support.ids import CountingIds
from tests.support.simulation import channel, simulation, start
from tests.ui.support.gestures import part
from ui.chat import RootContainer


@pytest.fixture
def shown(qtbot):
    """Return a function that shows the widget of a side."""

    def show(side):
        root = RootContainer(side)
        qtbot.addWidget(root)
        root.resize(420, 700)
        root.show()
        return root

    return show


def box(root):
    return part(root, "MessageInput.TextArea")


async def test_a_draft_stands_in_the_text_area_after_a_restart_of_the_program(
    shown, qtbot, tmp_path
):
    clock, ids = ManualClock(), CountingIds()
    async with simulation(clock=clock, ids=ids, data_dir=tmp_path) as sim:
        await sim.webchat.actions.invoke_action("ToggleChatVisibility")
        root = shown(sim.webchat)
        await start(sim.webchat)
        qtbot.keyClicks(box(root), "I was about to")
        await sim.webchat.input_queue.settled(channel(sim.webchat).sid)
    async with simulation(clock=clock, ids=ids, data_dir=tmp_path) as sim:
        root = shown(sim.webchat)
        assert box(root).toPlainText() == "I was about to"
        assert box(root).textCursor().position() == len("I was about to")


async def test_a_draft_survives_minimising(shown, qtbot):
    async with simulation() as sim:
        invoke = sim.webchat.actions.invoke_action
        await invoke("ToggleChatVisibility")
        root = shown(sim.webchat)
        await start(sim.webchat)
        qtbot.keyClicks(box(root), "one moment")
        await invoke("MinimizeChat")
        await invoke("ToggleChatVisibility")
        assert box(root).toPlainText() == "one moment"
