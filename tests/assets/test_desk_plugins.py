"""The samples for the agent's desk do what their docstrings say, and leave nothing behind."""

import ast
import asyncio

import pytest

from tests.support.agents import accepted, order
from tests.support.plugins import registries
from tests.support.samples import DESK_SAMPLES
from tests.support.simulation import bodies, channel, failure, start
from tests.support.waiting import passing, until
from webchat import ActionFailedError

NAMES = sorted(path.name for path in DESK_SAMPLES.glob("*.py"))


def test_there_is_one_for_each_example():
    assert NAMES == [
        "accept_oldest.py",
        "alert_after_accept.py",
        "confirm_before_accept.py",
        "detect_call.py",
        "goodbye_before_wrapup.py",
        "my_action_after_complete.py",
        "named_listeners.py",
        "register_accept.py",
        "replace_accept.py",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_short_and_explains_itself(name):
    text = (DESK_SAMPLES / name).read_text()
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring is not None
    assert len(docstring.split()) > 25
    assert len(text.splitlines()) < 60


@pytest.mark.parametrize("name", NAMES)
async def test_loading_and_unloading_leaves_nothing(duty, name):
    before, stem = registries(duty.sim), name.removesuffix(".py")
    await duty.load(stem)
    assert duty.plugins[stem].registrations
    assert registries(duty.sim) != before
    await duty.plugins.unload(stem)
    assert registries(duty.sim) == before


async def test_all_samples_work_together(duty, crm):
    for name in NAMES:
        if name != "register_accept.py":
            module = await duty.load(name.removesuffix(".py"))
            module.URL = crm.url
    task = await duty.wrapped_up()
    await order(duty.desk, "CompleteTask", task)
    assert duty.status(task) == "completed"
    assert [plugin.error for plugin in duty.plugins] == [None] * (len(NAMES) - 1)
    assert duty.person.asked == [
        "Triggered before event AcceptTask",
        "Are you sure you want to accept the task?",
        "I have replaced this Action",
        "Triggered after event AcceptTask",
        'Triggered MyAction with response {"ok": true}',
    ]


async def test_a_sample_of_the_desk_leaves_the_customer_alone(duty):
    before = duty.sim.webchat.actions.history
    await duty.load("alert_after_accept")
    await start(duty.ada)
    assert duty.person.asked == []
    assert [one.action for one in before] == ["StartEngagement"]


# -- a request ---------------------------------------------------------------------------------


async def test_my_action_asks_the_server_after_completing_and_alerts_its_answer(duty, crm):
    module = await duty.load("my_action_after_complete")
    module.URL, crm.asked[:] = crm.url, []
    task = await duty.wrapped_up()
    assert crm.asked == []
    await order(duty.desk, "CompleteTask", task)
    assert crm.asked == [("GET", "/test", {"taskSid": task.task_sid})]
    assert duty.person.asked == ['Triggered MyAction with response {"ok": true}']
    mine = duty.last("MyAction")
    assert (mine.owner, mine.parent_id) == (
        "my_action_after_complete",
        duty.last("CompleteTask").id,
    )


@pytest.mark.parametrize("failing", ["down", "500", "no JSON"])
async def test_my_action_logs_what_went_wrong_and_raises_it_on(duty, crm, caplog, failing):
    module = await duty.load("my_action_after_complete")
    module.URL = "http://127.0.0.1:1/test" if failing == "down" else crm.url
    crm.status = 500 if failing == "500" else 200
    crm.text = "{" if failing == "no JSON" else "{}"
    task = await duty.wrapped_up()
    await order(duty.desk, "CompleteTask", task)
    assert (duty.status(task), duty.person.asked) == ("completed", [])
    assert duty.last("MyAction").outcome == "failed"
    assert any("did not answer as it should" in one for one in caplog.messages)
    error = duty.plugins["my_action_after_complete"].error
    assert error is not None
    assert error.path.name == "my_action_after_complete.py"
    with pytest.raises(ActionFailedError):
        await duty.desk.actions.invoke_action("MyAction")


async def test_my_action_is_made_for_each_task_though_an_answer_is_still_being_read(duty, crm):
    module = await duty.load("my_action_after_complete")
    module.URL = crm.url
    first = await duty.wrapped_up()
    await start(duty.sim.add_customer(), friendlyName="Bob")
    second = await accepted(duty.desk)
    await order(duty.desk, "WrapupTask", second)
    duty.person.has_time.clear()
    completing = [order(duty.desk, "CompleteTask", one) for one in (first, second)]
    await until(lambda: len(duty.person.asked) == 2)
    duty.person.has_time.set()
    await asyncio.gather(*completing)
    assert duty.plugins["my_action_after_complete"].error is None


# -- wrapping up -------------------------------------------------------------------------------


async def test_the_goodbye_is_with_the_customer_before_the_chat_has_ended(duty):
    module = await duty.load("goodbye_before_wrapup")
    seen = []
    task = await duty.accepted_chat()
    duty.ada.store.subscribe(
        lambda state: next(iter(state.chat.channels.values())),
        lambda one: seen.append((one.status, [message.body for message in one.messages])),
    )
    await order(duty.desk, "WrapupTask", task)
    assert (duty.status(task), channel(duty.ada).status) == ("wrapping", "inactive")
    assert ("active", [module.GOODBYE]) in seen
    assert seen[-1] == ("inactive", [module.GOODBYE])
    assert duty.last("SendMessage").payload["channelSid"] == task.channel_sid


async def test_a_call_is_wrapped_up_without_a_goodbye(duty):
    await duty.load("goodbye_before_wrapup")
    await duty.sim.centre.create_voice_task("Hedy")
    task = await accepted(duty.desk)
    await order(duty.desk, "WrapupTask", task)
    assert duty.status(task) == "wrapping"
    assert "SendMessage" not in [one.action for one in duty.desk.actions.history]


async def test_the_goodbye_goes_to_the_chat_that_is_wrapped_up(duty):
    module = await duty.load("goodbye_before_wrapup")
    task = await duty.accepted_chat()
    bob = duty.sim.add_customer()
    await start(bob, friendlyName="Bob")
    await accepted(duty.desk)
    await order(duty.desk, "WrapupTask", task)
    assert (bodies(duty.ada), bodies(bob)) == ([module.GOODBYE], [])


async def test_a_goodbye_that_is_not_sent_keeps_nobody_in_the_chat(duty):
    await duty.load("goodbye_before_wrapup")
    task = await duty.accepted_chat()
    duty.desk.actions.add_listener("beforeSendMessage", lambda _payload, cancel: cancel())
    await order(duty.desk, "WrapupTask", task)
    assert (duty.status(task), bodies(duty.ada)) == ("wrapping", [])


async def test_a_wrapup_without_a_connection_is_made_with_one_goodbye_later(duty):
    module = await duty.load("goodbye_before_wrapup")
    task = await duty.accepted_chat()
    duty.desk.line.cut()
    await failure(duty.desk, "WrapupTask", {"sid": task.sid})
    assert (duty.status(task), bodies(duty.ada)) == ("accepted", [])
    duty.desk.line.restore()
    await passing(duty.clock, lambda: duty.connection_state == "connected")
    await order(duty.desk, "WrapupTask", task)
    assert (duty.status(task), bodies(duty.ada)) == ("wrapping", [module.GOODBYE])


async def test_a_chat_that_its_customer_has_left_is_wrapped_up_with_the_goodbye(duty):
    await duty.load("goodbye_before_wrapup")
    task = await duty.accepted_chat()
    await order(duty.ada, "RestartEngagement")
    await order(duty.desk, "WrapupTask", task)
    assert duty.status(task) == "wrapping"


@pytest.mark.parametrize("payload", [{}, {"sid": "WRx"}, "wrapping"])
async def test_the_goodbye_leaves_refusing_to_the_action(duty, payload):
    await duty.load("goodbye_before_wrapup")
    task = await duty.wrapped_up()
    await failure(duty.desk, "WrapupTask", {"sid": task.sid} if payload == "wrapping" else payload)
    assert duty.plugins["goodbye_before_wrapup"].error is None
    assert len(bodies(duty.ada)) == 1


async def test_a_wrapup_whose_plugin_goes_on_the_way_ends_in_a_state_that_can_be_left(duty):
    await duty.load("goodbye_before_wrapup")
    task = await duty.accepted_chat()
    sending = asyncio.Event()
    duty.desk.actions.add_listener("beforeSendMessage", lambda _payload: sending.wait())
    wrapping_up = order(duty.desk, "WrapupTask", task)
    await until(lambda: duty.desk.actions.find_pending_actions("SendMessage"))
    await duty.plugins.unload("goodbye_before_wrapup")
    sending.set()
    with pytest.raises(ActionFailedError, match="goodbye_before_wrapup was unloaded while"):
        await wrapping_up
    assert duty.status(task) == "accepted"
    await order(duty.desk, "WrapupTask", task)
    assert duty.status(task) == "wrapping"
