"""Windows of further people: what they are asked, they are asked there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.support.agents import logged_in, next_task, order
from tests.support.samples import DESK_SAMPLES, load_sample
from tests.support.simulation import start
from tests.support.waiting import until
from ui.dialogs import Question


def questions(window):
    return [one for one in window.findChildren(Question) if one.parent() is window]


async def test_a_plugin_asks_an_agent_in_that_agents_window(make_shell, qtbot):
    shell = await make_shell(agent="person")
    await load_sample(shell.sim.plugins, DESK_SAMPLES / "replace_accept.py")
    window = shell.window.windows.add_agent()
    await logged_in(window.side)
    await order(window.side, "SetActivity", activityName="busy")
    await order(shell.sim.desk, "SetActivity", activityName="busy")
    await start(shell.side)
    accepting = order(window.side, "AcceptTask", await next_task(window.side, "pending"))
    await until(lambda: questions(window))
    assert questions(shell.window) == []
    button = questions(window)[0].findChild(QPushButton, "Dialog.AcceptButton")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (await accepting).status == "accepted"


async def test_whoever_brought_dialogs_of_their_own_keeps_them(shell):
    assert shell.window.windows.add_agent().side.dialogs is shell.sim.dialogs
