"""The samples for the desk by real clicks: the agent's there, the customer's on the widget."""

import logging
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from shiboken6 import isValid

from tests.support.agents import live, next_task
from tests.support.samples import DESK_SAMPLES, Crm, load_sample
from tests.support.simulation import simulation, start
from tests.support.waiting import until
from tests.ui.support.checklist import Widget
from tests.ui.support.gestures import click, parts, texts
from ui.desk.desk import Desk
from ui.dialogs import Question, WindowDialogs


class Chairs(Widget):
    """A customer's widget and an agent's desk, each in a window of its own."""

    def __init__(self, sim, qtbot):
        super().__init__(sim, qtbot)
        self.desk = Desk(sim.desk)
        qtbot.addWidget(self.desk)
        self.desk.resize(420, 720)
        self.desk.show()
        self.desk.activateWindow()
        sim.dialogs = WindowDialogs(self.desk)

    async def load(self, name):
        return await load_sample(self.sim.plugins, DESK_SAMPLES / f"{name}.py")

    # What the agent sees

    @property
    def statuses(self):
        """Names and statuses of the tasks in the list."""
        return [(one.customer_name, one.status) for one in live(self.sim.desk)]

    @property
    def question(self):
        """The text of the dialog that stands, or None."""
        standing = [one for one in self.desk.findChildren(Question) if one.isVisible()]
        return texts(standing[0])[0] if standing else None

    @property
    def conversations(self):
        return len(parts(self.desk, "Desk.Conversation"))

    def is_accept_over(self):
        return not self.sim.desk.actions.find_pending_actions("AcceptTask")

    def can_press(self, name):
        return any(one.isEnabled() for one in parts(self.desk, f"Desk.{name}Button"))

    # What the agent does

    async def order(self, name):
        """Press one of the desk's buttons as soon as there is one that can be pressed."""
        await until(lambda: self.can_press(name))
        button = next(one for one in parts(self.desk, f"Desk.{name}Button") if one.isEnabled())
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    async def answer(self, text, which="Accept"):
        """Wait for a dialog with this text, and press one of its buttons."""
        await until(lambda: self.question == text)
        click(self.qtbot, self.desk, f"Dialog.{which}Button")
        await until(lambda: self.question != text)

    async def came(self, name="Ada"):
        """Let Ada fill in the form, or somebody else come without being watched."""
        if name == "Ada":
            self.submit()
        else:
            await start(self.sim.add_customer(), friendlyName=name)
        await until(lambda: (name, "reserved") in self.statuses)

    async def accepted(self, name="Ada"):
        await self.came(name)
        await self.order("Accept")
        await until(lambda: (name, "accepted") in self.statuses)
        await until(self.is_accept_over)


@asynccontextmanager
async def seated(qtbot):
    async with simulation(agent="person") as sim:
        one = Chairs(sim, qtbot)
        yield one
        for widget in (one.root, one.desk):
            if isValid(widget):  # qtbot closes them first, and may have let go of them by now
                widget.hide()


@pytest.fixture
async def chairs(qtbot):
    async with seated(qtbot) as one:
        yield one


# -- accepting ---------------------------------------------------------------------------------


async def test_alert_after_accept_shows_its_box_over_the_open_conversation(chairs):
    module = await chairs.load("alert_after_accept")
    await chairs.came()
    await chairs.order("Accept")
    await until(lambda: chairs.question == module.TEXT)
    assert (chairs.statuses, chairs.conversations) == ([("Ada", "accepted")], 1)
    await chairs.answer(module.TEXT)
    await until(lambda: chairs.is_seen("MessageInput"))
    await chairs.say("Hello")
    assert chairs.bodies == ["Hello"]


async def test_confirm_before_accept_asks_and_no_leaves_the_offer(chairs):
    module = await chairs.load("confirm_before_accept")
    await chairs.came()
    await chairs.order("Accept")
    assert not chairs.can_press("Accept")  # it is under way
    await chairs.answer(module.TEXT)
    await chairs.answer(module.QUESTION, "Reject")
    assert (chairs.statuses, chairs.conversations) == ([("Ada", "reserved")], 0)
    await chairs.order("Accept")
    await chairs.answer(module.TEXT)
    await chairs.answer(module.QUESTION)
    await until(lambda: chairs.statuses == [("Ada", "accepted")])


async def test_an_aborted_accept_is_no_error_to_the_agent(chairs):
    module = await chairs.load("confirm_before_accept")
    await chairs.came()
    await chairs.order("Accept")
    await chairs.answer(module.TEXT)
    await chairs.answer(module.QUESTION, "Reject")
    await until(lambda: chairs.can_press("Accept"))
    assert chairs.sim.desk.notifications.active == ()


async def test_a_question_goes_with_its_plugin_and_the_accept_goes_on(chairs):
    module = await chairs.load("confirm_before_accept")
    await chairs.came()
    await chairs.order("Accept")
    await until(lambda: chairs.question == module.TEXT)
    await chairs.sim.plugins.unload("confirm_before_accept")
    await until(lambda: chairs.question is None and chairs.statuses == [("Ada", "accepted")])


async def test_a_customer_who_leaves_while_the_agent_is_asked_is_told_of(chairs):
    module = await chairs.load("confirm_before_accept")
    await chairs.came()
    await chairs.order("Accept")
    await chairs.answer(module.TEXT)
    await until(lambda: chairs.question == module.QUESTION)
    await chairs.side.actions.invoke_action("RestartEngagement")
    await chairs.answer(module.QUESTION)
    await until(lambda: chairs.sim.desk.notifications.active)
    assert "Ada left the chat" in chairs.sim.desk.notifications.active[0].text
    assert chairs.statuses == []


async def test_detect_call_logs_a_call_that_is_accepted(chairs, caplog):
    caplog.set_level(logging.INFO, logger="webchat.plugin")
    await chairs.load("detect_call")
    await chairs.accepted()
    assert "Call detected" not in caplog.messages
    await chairs.sim.centre.create_voice_task("Hedy")
    await chairs.order("Accept")
    await until(lambda: ("Hedy", "accepted") in chairs.statuses)
    assert caplog.messages.count("Call detected") == 1


async def test_replace_accept_alerts_before_anything_is_accepted(chairs):
    module = await chairs.load("replace_accept")
    await chairs.came()
    await chairs.order("Accept")
    await until(lambda: chairs.question == module.TEXT)
    assert chairs.statuses == [("Ada", "reserved")]
    await chairs.answer(module.TEXT)
    await until(lambda: chairs.statuses == [("Ada", "accepted")] and chairs.conversations == 1)


async def test_a_replacement_that_goes_with_its_plugin_takes_its_box_along(chairs):
    module = await chairs.load("replace_accept")
    await chairs.came()
    await chairs.order("Accept")
    await until(lambda: chairs.question == module.TEXT)
    await chairs.sim.plugins.unload("replace_accept")
    await until(lambda: chairs.question is None and "Try again" in "".join(texts(chairs.desk)))
    await chairs.order("Accept")
    await until(lambda: chairs.statuses == [("Ada", "accepted")])


async def test_register_accept_leaves_the_customer_waiting_until_it_is_unloaded(chairs):
    await chairs.load("register_accept")
    await chairs.came()
    await chairs.order("Accept")
    await until(lambda: "An exercise: you would be speaking with Ada now." in texts(chairs.desk))
    assert chairs.statuses == [("Ada", "reserved")]
    await chairs.sim.plugins.unload("register_accept")
    await chairs.order("Accept")
    await until(lambda: chairs.statuses == [("Ada", "accepted")])


# -- completing --------------------------------------------------------------------------------


async def test_accept_oldest_opens_the_next_conversation_at_a_click_on_complete(chairs):
    await chairs.load("accept_oldest")
    await chairs.accepted()
    await chairs.order("Wrapup")
    await chairs.came("Bob")
    await chairs.came("Cleo")
    await chairs.order("Complete")
    await until(lambda: chairs.statuses == [("Bob", "accepted"), ("Cleo", "reserved")])
    bob = live(chairs.sim.desk)[0]
    await until(lambda: chairs.desk.pages.task_sid == bob.sid)


async def test_my_action_shows_what_the_server_answered(chairs):
    module = await chairs.load("my_action_after_complete")
    async with Crm() as crm:
        module.URL = crm.url
        await chairs.accepted()
        task = await next_task(chairs.sim.desk, "accepted")
        await chairs.order("Wrapup")
        await chairs.order("Complete")
        await chairs.answer('Triggered MyAction with response {"ok": true}')
        assert crm.asked == [("GET", "/test", {"taskSid": task.task_sid})]
    assert chairs.statuses == []


async def test_a_server_that_is_down_keeps_no_task_on_the_desk(chairs):
    module = await chairs.load("my_action_after_complete")
    module.URL = "http://127.0.0.1:1/test"
    await chairs.accepted()
    await chairs.order("Wrapup")
    await chairs.order("Complete")
    await until(lambda: chairs.sim.plugins["my_action_after_complete"].error)
    assert (chairs.statuses, chairs.question) == ([], None)
    assert parts(chairs.desk, "Desk.CompleteButton") == []


# -- wrapping up -------------------------------------------------------------------------------


async def test_the_customer_reads_the_goodbye_and_then_that_the_chat_has_ended(chairs):
    module = await chairs.load("goodbye_before_wrapup")
    await chairs.accepted()
    await until(lambda: chairs.is_seen("MessageInput"))
    await chairs.order("Wrapup")
    await until(lambda: chairs.channel.status == "inactive")
    assert chairs.rows() == [module.GOODBYE]
    await until(lambda: chairs.is_seen("MessageCanvasTray"))
    assert chairs.can_press("Complete")


async def test_a_call_is_hung_up_without_a_goodbye(chairs):
    await chairs.load("goodbye_before_wrapup")
    await chairs.sim.centre.create_voice_task("Hedy")
    await chairs.order("Accept")
    await chairs.order("Hangup")
    await until(lambda: chairs.statuses == [("Hedy", "wrapping")])
    assert "SendMessage" not in [one.action for one in chairs.sim.desk.actions.history]


# -- listeners that come and go ----------------------------------------------------------------


async def test_named_listeners_refuse_a_third_conversation_until_their_button_is_pressed(chairs):
    await chairs.load("named_listeners")
    await chairs.accepted()
    await chairs.accepted("Bob")
    await chairs.came("Cleo")
    await chairs.order("Accept")
    refusal = "You have 2 conversations already. Complete one of them first."
    await until(lambda: refusal in texts(chairs.desk))
    assert ("Cleo", "reserved") in chairs.statuses
    lift = next(
        one for one in chairs.desk.findChildren(QPushButton) if one.text() == "Lift the limit"
    )
    chairs.qtbot.mouseClick(lift, Qt.MouseButton.LeftButton)
    await chairs.order("Accept")
    await until(lambda: ("Cleo", "accepted") in chairs.statuses)


# -- plugins that do not do their part ---------------------------------------------------------

HANGS = """
import asyncio

def init(app):
    @app.desk.actions.replacing("CompleteTask")
    async def complete(payload, original):
        await asyncio.Event().wait()
"""
IGNORES = """
def init(app):
    app.desk.actions.replace_action("CompleteTask", lambda payload, original: None)
"""


@pytest.mark.parametrize("text", [HANGS, IGNORES], ids=["hangs", "ignores"])
async def test_a_task_that_a_plugin_never_completes_is_completed_without_it(chairs, tmp_path, text):
    path = tmp_path / "bad.py"
    path.write_text(text)
    await chairs.sim.plugins.load(path)
    await chairs.accepted()
    await chairs.order("Wrapup")
    await chairs.order("Complete")
    assert chairs.statuses == [("Ada", "wrapping")]
    assert chairs.can_press("Complete") is (text is IGNORES)
    await chairs.sim.plugins.unload("bad")
    await chairs.order("Complete")
    await until(lambda: chairs.statuses == [])
