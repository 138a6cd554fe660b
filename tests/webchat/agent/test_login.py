"""Who is there: activities, and what becomes of tasks when somebody goes."""

import pytest

from tests.support.agents import accepted, live, next_task, order, task_of
from tests.support.simulation import bodies, channel, failure, online, start
from webchat.errors import EngagementError, UnknownWorkerError


async def test_an_activity_is_set_on_both_sides(sim, desk):
    assert desk.store.state.session.activity == "available"
    assert await order(desk, "SetActivity", activityName="Busy") == "busy"
    assert desk.store.state.session.activity == "busy"
    mine = desk.store.state.session.worker_sid
    assert {one.sid: one.activity for one in await sim.centre.workers()}[mine] == "busy"


async def test_who_logs_out_in_the_middle_leaves_the_chat_to_others(sim, ada, desk):
    other = sim.add_agent()
    sid = await start(ada)
    task = await accepted(desk)
    await order(desk, "Logout")
    session = desk.store.state.session
    assert (session.worker_sid, session.activity, session.identity) == (None, "offline", None)
    assert (live(desk), desk.store.state.chat.channels) == ([], {})
    assert await online(sim, sid) == ["Ada"]
    assert (await accepted(other)).task_sid == task.task_sid
    await order(other, "SendMessage", channelSid=sid, body="I go on.")
    assert bodies(ada) == ["I go on."]


async def test_who_is_logged_out_orders_nothing(ada, desk):
    await start(ada)
    task = await next_task(desk)
    await order(desk, "Logout")
    for action in ("AcceptTask", "WrapupTask", "SelectTask", "Logout"):
        error = await failure(desk, action, {"sid": task.sid})
        assert isinstance(error, UnknownWorkerError)
        assert str(error) == "Agent 1 is logged out. Log in first."
    with pytest.raises(EngagementError, match=r"it comes with the login. Invoke Login first"):
        _ = desk.chat_client


async def test_who_comes_back_is_the_same_worker_and_sees_what_waits(ada, desk):
    worker = desk.store.state.session.worker_sid
    await start(ada)
    await order(desk, "Logout")
    assert await order(desk, "Login") == worker
    task = await accepted(desk)
    assert channel(ada).members["agent-1"].online
    assert task_of(desk, task.sid).worker_sid == worker


async def test_who_comes_back_may_say_as_what(desk):
    await order(desk, "Logout")
    await order(desk, "Login", activityName="busy")
    assert desk.store.state.session.activity == "busy"
    assert "logged in already" in str(await failure(desk, "Login"))


async def test_after_logout_nobody_is_told_and_who_listens_is_warned_once(desk, caplog):
    told = []
    desk.actions.add_listener("afterLogout", told.append)
    desk.actions.add_listener("beforeLogout", told.append)
    await order(desk, "Logout")
    await order(desk, "Login")
    await order(desk, "Logout")
    assert len(told) == 2
    assert caplog.text.count("on afterLogout: It is never called") == 1


async def test_a_new_agent_can_be_ordered_about_at_once(sim):
    other = sim.add_agent("  Ben  Ali ")
    await order(other, "SetActivity", activityName="busy")
    assert other.store.state.session.identity == "agent-2"
    names = [one.friendly_name for one in other.store.state.chat.workers.values()]
    assert names == ["Agent 1", "Concierge", "Ben Ali"]
