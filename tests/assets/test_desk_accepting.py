"""The samples that concern AcceptTask: told of it, asked, in its place, and made use of."""

import logging

import pytest

from tests.support.agents import accepted, live, next_task, order, task_of
from tests.support.simulation import failure, notices, online, start
from tests.support.waiting import until
from webchat import ActionCancelledError, ActionFailedError


async def test_alert_after_accept_comes_when_the_agent_is_in_the_chat(duty):
    await duty.load("alert_after_accept")
    duty.person.has_time.clear()
    task = await duty.offered()
    accepting = order(duty.desk, "AcceptTask", task)
    await until(lambda: duty.person.asked == ["Triggered after event AcceptTask"])
    assert (duty.status(task), duty.last("AcceptTask").outcome) == ("accepted", "running")
    assert "Agent 1" in await online(duty.sim, task.channel_sid)
    duty.person.has_time.set()
    await accepting


async def test_alert_after_accept_says_nothing_of_what_was_not_accepted(duty):
    await duty.load("alert_after_accept")
    task = await duty.offered()
    await order(duty.ada, "RestartEngagement")
    assert "Ada left the chat" in str(await failure(duty.desk, "AcceptTask", {"sid": task.sid}))
    assert duty.person.asked == []


async def test_an_alert_that_stands_while_its_plugin_goes_holds_nobody_up(duty):
    await duty.load("alert_after_accept")
    duty.person.has_time.clear()
    accepting = order(duty.desk, "AcceptTask", await duty.offered())
    await until(lambda: duty.person.asked)
    await duty.plugins.unload("alert_after_accept")
    assert (await accepting).status == "accepted"
    assert duty.last("AcceptTask").listeners[-1].verdict == "released"


async def test_confirm_before_accept_alerts_first_and_lets_a_yes_pass(duty):
    module = await duty.load("confirm_before_accept")
    task = await duty.offered()
    await order(duty.desk, "AcceptTask", task)
    assert duty.person.asked == [module.TEXT, module.QUESTION]
    assert duty.status(task) == "accepted"


async def test_confirm_before_accept_aborts_at_a_no_and_the_task_can_be_accepted_later(duty):
    await duty.load("confirm_before_accept")
    duty.person.says_yes = False
    task = await duty.offered()
    with pytest.raises(ActionCancelledError, match="Action AcceptTask cancelled by before event"):
        await order(duty.desk, "AcceptTask", task)
    assert await online(duty.sim, task.channel_sid) == ["Ada"]
    assert await duty.is_open(task)


async def test_who_thinks_for_longer_than_the_offer_lasts_has_not_accepted(duty):
    await duty.load("confirm_before_accept")
    duty.person.has_time.clear()
    task = await duty.offered()
    accepting = order(duty.desk, "AcceptTask", task)
    await until(lambda: duty.person.asked)
    await duty.clock.advance(121)
    await until(lambda: duty.status(task) == "timed_out")
    duty.person.has_time.set()
    with pytest.raises(ActionFailedError, match="is timed out"):
        await accepting
    assert [one.status for one in live(duty.desk)] == ["pending"]


async def test_a_question_whose_plugin_goes_is_asked_no_more(duty):
    await duty.load("confirm_before_accept")
    duty.person.has_time.clear()
    task = await duty.offered()
    accepting = order(duty.desk, "AcceptTask", task)
    await until(lambda: duty.person.asked)
    await duty.plugins.unload("confirm_before_accept")
    assert (await accepting).status == duty.status(task) == "accepted"
    assert len(duty.person.asked) == 1


async def test_detect_call_notes_calls_only(duty, caplog):
    caplog.set_level(logging.INFO, logger="webchat.plugin")
    await duty.load("detect_call")
    await duty.accepted_chat()
    assert "Call detected" not in caplog.messages
    await duty.sim.centre.create_voice_task("Hedy")
    task = await next_task(duty.desk)
    await order(duty.desk, "AcceptTask", task)
    assert caplog.messages.count("Call detected") == 1
    assert duty.status(task) == "accepted"


async def test_detect_call_has_no_part_in_a_task_that_there_is_not(duty):
    await duty.load("detect_call")
    assert "There is no task" in str(await failure(duty.desk, "AcceptTask", {"sid": "WRx"}))
    assert duty.plugins["detect_call"].error is None


async def test_replace_accept_alerts_and_goes_on_with_the_original(duty):
    await duty.load("replace_accept")
    duty.person.has_time.clear()
    task = await duty.offered()
    accepting = order(duty.desk, "AcceptTask", task)
    await until(lambda: duty.person.asked == ["I have replaced this Action"])
    assert duty.status(task) == "reserved"
    duty.person.has_time.set()
    assert (await accepting).sid == task.sid
    assert (duty.status(task), duty.last("AcceptTask").replaced_by) == (
        "accepted",
        "replace_accept",
    )


async def test_replace_accept_hands_on_what_the_original_refuses(duty):
    await duty.load("replace_accept")
    task = await duty.accepted_chat()
    assert "is accepted" in str(await failure(duty.desk, "AcceptTask", {"sid": task.sid}))
    assert duty.plugins["replace_accept"].error is None


async def test_a_replacement_whose_plugin_goes_leaves_the_task_to_be_accepted(duty):
    await duty.load("replace_accept")
    duty.person.has_time.clear()
    task = await duty.offered()
    accepting = order(duty.desk, "AcceptTask", task)
    await until(lambda: duty.person.asked)
    await duty.plugins.unload("replace_accept")
    with pytest.raises(ActionFailedError, match="replace_accept was unloaded while"):
        await accepting
    assert await duty.is_open(task)


async def test_register_accept_accepts_nothing_until_it_is_unloaded(duty):
    await duty.load("register_accept")
    task = await duty.offered()
    assert await order(duty.desk, "AcceptTask", task) is None
    assert notices(duty.desk) == ["An exercise: you would be speaking with Ada now."]
    assert await online(duty.sim, task.channel_sid) == ["Ada"]
    await duty.plugins.unload("register_accept")
    assert await duty.is_open(task)


# -- an action of its own ----------------------------------------------------------------------


@pytest.fixture
async def queue(duty):
    """Ada's task is wrapped up, Bob and Cleo wait."""
    task = await duty.wrapped_up()
    for name in ("Bob", "Cleo"):
        await duty.clock.advance(1)
        await start(duty.sim.add_customer(), friendlyName=name)
    await until(lambda: len(live(duty.desk)) == 3)
    return task


def names(duty, *statuses):
    return [one.customer_name for one in live(duty.desk) if one.status in statuses]


async def test_accept_oldest_goes_on_with_who_has_waited_longest(duty, queue):
    await duty.load("accept_oldest")
    await order(duty.desk, "CompleteTask", queue)
    assert names(duty, "accepted") == ["Bob"]
    accept, mine = duty.last("AcceptTask"), duty.last("AcceptOldest")
    assert (accept.parent_id, mine.parent_id) == (mine.id, duty.last("CompleteTask").id)
    assert (accept.owner, list(accept.payload)) == ("accept_oldest", ["sid"])
    assert (await duty.desk.actions.invoke_action("AcceptOldest")).attributes["name"] == "Cleo"
    assert await duty.desk.actions.invoke_action("AcceptOldest") is None


async def test_accept_oldest_lets_an_agent_take_a_break(duty, queue):
    await duty.load("accept_oldest")
    await order(duty.desk, "SetActivity", activityName="busy")
    await order(duty.desk, "CompleteTask", queue)
    assert names(duty, "accepted") == []


async def test_accept_oldest_passes_over_what_the_agent_has_rejected(duty, queue):
    await duty.load("accept_oldest")
    bob = next(one for one in live(duty.desk) if one.customer_name == "Bob")
    await order(duty.desk, "RejectTask", bob)
    await order(duty.desk, "CompleteTask", queue)
    assert names(duty, "accepted") == ["Cleo"]
    assert names(duty, "pending") == ["Bob"]


async def test_accept_oldest_asks_whoever_listens_to_accept_task(duty, queue):
    await duty.load("accept_oldest")
    await duty.load("confirm_before_accept")
    duty.person.says_yes = False
    await order(duty.desk, "CompleteTask", queue)
    assert (duty.status(queue), names(duty, "accepted")) == ("completed", [])
    assert duty.plugins["accept_oldest"].error is None


# -- listeners that come and go ----------------------------------------------------------------


@pytest.fixture
async def full(duty):
    """An agent with as many conversations as the sample allows, and one more who waits."""
    await duty.load("named_listeners")
    for name in ("Ada", "Bob"):
        side = duty.ada if name == "Ada" else duty.sim.add_customer()
        await start(side, friendlyName=name)
        await accepted(duty.desk)
    await start(duty.sim.add_customer(), friendlyName="Cleo")
    return await next_task(duty.desk)


async def test_named_listeners_let_no_agent_have_too_many_conversations(duty, full):
    with pytest.raises(ActionCancelledError):
        await order(duty.desk, "AcceptTask", full)
    (notice,) = duty.desk.notifications.active
    assert notice.text == "You have 2 conversations already. Complete one of them first."
    assert names(duty, "reserved") == ["Cleo"]
    done = live(duty.desk)[0]
    await order(duty.desk, "WrapupTask", done)
    await order(duty.desk, "CompleteTask", done)
    assert await duty.is_open(full)


async def test_named_listeners_count_the_conversations_of_their_own_desk(duty, full):
    other = duty.sim.add_agent("Ben")
    await order(other, "SetActivity", activityName="busy")
    await order(duty.desk, "RejectTask", full)
    task = await next_task(other, "pending")
    await order(other, "AcceptTask", task)
    assert task_of(other, task.sid).status == "accepted"


async def test_named_listeners_are_removed_by_their_action(duty, full):
    with pytest.raises(ActionCancelledError):
        await order(duty.desk, "AcceptTask", full)
    (notice,) = duty.desk.notifications.active
    notice.on_action()
    await until(lambda: not any(kind == "listener" for kind, _name in registered(duty)))
    assert await duty.is_open(full)
    assert duty.last("AcceptTask").listeners == ()


async def test_removing_them_twice_is_harmless(duty, full):
    for _ in range(2):
        await duty.desk.actions.invoke_action("LiftTaskLimit")
    assert registered(duty) == (("action", "LiftTaskLimit"),)
    assert duty.plugins["named_listeners"].error is None


def registered(duty):
    return duty.plugins["named_listeners"].registrations
