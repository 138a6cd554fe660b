"""Both chairs: what an agent orders, and what the customer sees of it."""

import asyncio

import pytest

from tests.support.agents import accepted, live, next_task, order, task_of
from tests.support.simulation import bodies, channel, failure, notices, online, start
from tests.support.waiting import until
from webchat.actions import ActionFailedError
from webchat.errors import PayloadError, TaskStateError, UnknownTaskError
from webchat.model.task_life import LIVE


async def test_a_whole_conversation(sim, ada, desk):
    sid = await start(ada, friendlyName="Ada", query="tea?")
    task = await next_task(desk)
    assert (task.channel_sid, task.customer_name) == (sid, "Ada")
    assert task.attributes["preEngagementData"]["query"] == "tea?"

    handle = await order(desk, "AcceptTask", task)
    assert handle.status == task_of(desk, task.sid).status == "accepted"
    assert desk.store.state.session.selected_task_sid == task.sid
    assert channel(ada).members["agent-1"].friendly_name == "Agent 1"
    await desk.actions.invoke_action("SetInputText", {"channelSid": sid, "body": "He"})
    await until(lambda: channel(ada).typers == ("agent-1",))
    await order(desk, "SendMessage", channelSid=sid, body="Hello")
    await order(ada, "SendMessage", channelSid=sid, body="Milk, please")
    assert bodies(ada) == ["Hello", "Milk, please"]
    assert [one.body for one in desk.store.state.chat.channels[sid].messages] == bodies(ada)

    await order(desk, "WrapupTask", task)
    assert (handle.status, channel(ada).status) == ("wrapping", "inactive")
    assert desk.store.state.chat.channels[sid].status == "inactive"
    await order(desk, "CompleteTask", task)
    assert (handle.status, (await sim.centre.task(task.sid)).status) == ("completed", "completed")
    assert desk.store.state.chat.channels == {}
    assert desk.store.state.session.selected_task_sid is None
    assert notices(desk) == notices(ada) == []


async def test_what_was_said_before_is_there_for_who_accepts(ada, desk):
    sid = await start(ada)
    await order(ada, "SendMessage", channelSid=sid, body="Anybody?")
    await accepted(desk)
    (message,) = desk.store.state.chat.channels[sid].messages
    assert (message.body, message.author_name) == ("Anybody?", "Ada")


@pytest.mark.parametrize("key", ["sid", "task_sid"])
async def test_a_payload_names_the_task_by_either_sid_and_has_both_for_listeners(ada, desk, key):
    heard = []
    desk.actions.add_listener("beforeAcceptTask", lambda payload: heard.append(dict(payload)))
    await start(ada)
    task = await next_task(desk)
    handle = await desk.actions.invoke_action("AcceptTask", {"sid": getattr(task, key)})
    assert heard == [{"sid": task.sid, "task": handle}]
    assert heard[0]["task"].taskChannelUniqueName == "chat"
    await desk.actions.invoke_action("WrapupTask", {"task": handle})
    assert handle.status == "wrapping"


TASK_ACTIONS = [
    "AcceptTask",
    "RejectTask",
    "CancelTask",
    "TransferTask",
    "WrapupTask",
    "CompleteTask",
    "SelectTask",
    "HoldCall",
    "UnholdCall",
    "HangupCall",
]


@pytest.mark.parametrize("action", TASK_ACTIONS)
async def test_a_task_that_is_missing_or_unknown_is_refused_with_a_sentence(desk, action):
    assert isinstance(await failure(desk, action), PayloadError)
    assert isinstance(await failure(desk, action, {"sid": 7, "targetSid": "x"}), PayloadError)
    error = await failure(desk, action, {"sid": "WRx", "targetSid": "concierge"})
    assert isinstance(error, UnknownTaskError)
    assert "There is no task 'WRx' at this contact centre" in str(error)


async def test_orders_that_cannot_be_are_refused_and_name_the_state(ada, desk):
    await start(ada)
    task = await next_task(desk)
    for action in ("WrapupTask", "CompleteTask"):
        assert "is reserved; only" in str(await failure(desk, action, {"sid": task.sid}))
    await order(desk, "AcceptTask", task)
    for action in ("AcceptTask", "RejectTask", "CancelTask", "CompleteTask", "HangupCall"):
        assert isinstance(await failure(desk, action, {"sid": task.sid}), TaskStateError)
    assert task_of(desk, task.sid).status == "accepted"


async def test_what_is_rejected_waits_and_may_be_accepted_after_all(ada, desk):
    await start(ada)
    first = await next_task(desk)
    await order(desk, "RejectTask", first, reason="Lunch.")
    assert (task_of(desk, first.sid).status, task_of(desk, first.sid).reason) == (
        "rejected",
        "Lunch.",
    )
    second = await next_task(desk, "pending")
    assert second.task_sid == first.task_sid
    await order(desk, "AcceptTask", second)
    assert task_of(desk, second.sid).status == "accepted"


async def test_who_cancels_ends_the_chat_for_the_customer(ada, desk):
    await start(ada)
    await order(desk, "CancelTask", await next_task(desk))
    assert channel(ada).status == "inactive"
    assert live(desk) == []


# -- two agents ------------------------------------------------------------------------------


async def test_of_two_agents_who_accept_one_wins_and_the_other_is_told(sim, ada, desk):
    other = sim.add_agent()
    for side in (desk, other):
        await order(side, "SetActivity", activityName="busy")
    sid = await start(ada)
    task = await next_task(desk, "pending")
    assert (await next_task(other, "pending")).sid == task.sid
    first, second = order(desk, "AcceptTask", task), order(other, "AcceptTask", task)
    assert (await first).status == "accepted"
    with pytest.raises(ActionFailedError, match="in the hands of Agent 1, not of Agent 2"):
        await second
    assert live(other) == []
    assert sorted(await online(sim, sid)) == ["Ada", "Agent 1"]
    assert "in the hands of Agent 1" in str(await failure(other, "AcceptTask", {"sid": task.sid}))


async def test_a_transfer_moves_the_chat_to_another_desk(sim, ada, desk):
    other = sim.add_agent("Ben")
    await order(other, "SetActivity", activityName="busy")
    sid = await start(ada)
    task = await accepted(desk)
    await order(desk, "SendMessage", channelSid=sid, body="One moment")
    await order(desk, "TransferTask", task, targetSid="agent-2")
    assert task_of(desk, task.sid).reason == "Transferred to Ben."
    assert desk.store.state.chat.channels == {}
    assert not channel(ada).members["agent-1"].online
    theirs = await accepted(other)
    assert theirs.task_sid == task.task_sid
    assert channel(ada).members["agent-2"].friendly_name == "Ben"
    assert [one.body for one in other.store.state.chat.channels[sid].messages] == ["One moment"]
    sentence = str(await failure(desk, "WrapupTask", {"sid": task.task_sid}))
    assert "is completed; only an accepted task can be wrapped up" in sentence
    assert "Transferred to Ben." in sentence
    assert "not of Agent 1" in str(await failure(desk, "WrapupTask", {"sid": theirs.sid}))


async def test_several_chats_at_once_are_kept_apart(sim, ada, desk):
    bob = sim.add_customer()
    for side, name in ((ada, "Ada"), (bob, "Bob")):
        sid = await start(side, friendlyName=name)
        await accepted(desk)
        await order(desk, "SendMessage", channelSid=sid, body=f"Hello {name}")
    assert (bodies(ada), bodies(bob)) == (["Hello Ada"], ["Hello Bob"])
    first, second = live(desk)
    assert desk.store.state.session.selected_task_sid == second.sid
    await order(desk, "SelectTask", first)
    assert desk.store.state.session.selected_task_sid == first.sid
    await order(desk, "WrapupTask", first)
    await order(desk, "CompleteTask", first)
    assert desk.store.state.session.selected_task_sid == second.sid
    assert list(desk.store.state.chat.channels) == [second.channel_sid]


async def test_what_is_over_cannot_be_looked_at(ada, desk):
    await start(ada)
    task = await next_task(desk)
    await order(desk, "CancelTask", task)
    assert "is cancelled and no longer on this desk" in str(
        await failure(desk, "SelectTask", {"sid": task.sid})
    )


# -- customers who go ------------------------------------------------------------------------


async def test_a_race_of_accepting_and_leaving_has_one_outcome_for_both(sim, ada, desk):
    sid = await start(ada)
    task = await next_task(desk)
    accepting, leaving = order(desk, "AcceptTask", task), order(ada, "RestartEngagement")
    await asyncio.gather(accepting, leaving, return_exceptions=True)
    error = accepting.exception()
    known = (await sim.centre.task(task.sid)).status
    if error is not None:
        assert known == "cancelled"
        assert "Ada left the chat" in str(error)
        assert desk.store.state.chat.channels == {}
    else:
        await until(lambda: task_of(desk, task.sid).customer_left)
        assert known == task_of(desk, task.sid).status == "accepted"
        await order(desk, "WrapupTask", task)
        await order(desk, "CompleteTask", task)
    assert "Ada" not in await online(sim, sid)


async def test_a_customer_who_leaves_before_is_gone_from_the_desk(ada, desk):
    await start(ada)
    task = await next_task(desk)
    await order(ada, "RestartEngagement")
    assert live(desk) == []
    sentence = str(await failure(desk, "AcceptTask", {"sid": task.sid}))
    assert "is cancelled" in sentence
    assert "Ada left the chat." in sentence


async def test_a_customer_who_restarts_in_the_middle_is_seen_and_wrapped_up(sim, ada, desk):
    sid = await start(ada)
    task = await accepted(desk)
    await order(ada, "RestartEngagement")
    assert task_of(desk, task.sid).customer_left
    assert task_of(desk, task.sid).status == "accepted"
    error = await failure(desk, "TransferTask", {"sid": task.sid, "targetSid": "concierge"})
    assert "has left" in str(error)
    await start(ada, friendlyName="Ada again")
    assert (await next_task(desk)).customer_name == "Ada again"
    await order(desk, "WrapupTask", task)
    await order(desk, "CompleteTask", task)
    assert (await sim.centre.channel(sid)).status == "inactive"


# -- plugins ---------------------------------------------------------------------------------


async def test_a_plugin_that_never_completes_leaves_a_task_that_can_be_left(sim, ada, desk):
    undo = desk.actions.replace_action("CompleteTask", lambda payload, original: None)
    await start(ada)
    task = await accepted(desk)
    await order(desk, "WrapupTask", task)
    assert await order(desk, "CompleteTask", task) is None
    assert task_of(desk, task.sid).status == "wrapping"
    await order(desk, "Logout")
    assert (await sim.centre.task(task.sid)).status == "completed"
    undo()


async def test_a_goodbye_in_a_replaced_wrapup_comes_before_the_end(ada, desk):
    async def wrap_up(payload, original):
        task = payload["task"]
        if task.taskChannelUniqueName == "chat":
            sid = task.attributes["conversationSid"]
            goodbye = {"body": "Goodbye.", "conversationSid": sid}
            await desk.actions.invoke_action("SendMessage", goodbye)
        return await original(payload)

    desk.actions.replace_action("WrapupTask", wrap_up)
    await start(ada)
    task = await accepted(desk)
    await order(desk, "WrapupTask", task)
    assert (bodies(ada), channel(ada).status) == (["Goodbye."], "inactive")


async def test_a_cancelled_accept_leaves_the_offer(ada, desk):
    desk.actions.add_listener("beforeAcceptTask", lambda _payload, cancel: cancel())
    await start(ada)
    task = await next_task(desk)
    with pytest.raises(Exception, match="Action AcceptTask cancelled by before event"):
        await order(desk, "AcceptTask", task)
    assert task_of(desk, task.sid).status in LIVE[:2]
