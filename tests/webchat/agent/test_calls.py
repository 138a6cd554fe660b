"""Simulated calls: a task without a chat."""

import pytest

from tests.support.agents import accepted, next_task, order, task_of
from tests.support.simulation import failure, start
from webchat.errors import TaskStateError


@pytest.fixture
async def call(sim, desk):
    await sim.centre.create_voice_task("Ada")
    return await accepted(desk)


async def test_a_call_is_held_and_hung_up(desk, call):
    assert (call.task_channel_unique_name, call.customer_name) == ("voice", "Ada")
    handle = await order(desk, "HoldCall", call)
    assert handle.is_on_hold
    assert task_of(desk, call.sid).is_on_hold
    await order(desk, "UnholdCall", call)
    assert not handle.isOnHold
    await order(desk, "HangupCall", call)
    assert task_of(desk, call.sid).status == "wrapping"
    await order(desk, "CompleteTask", call)
    assert handle.status == "completed"


async def test_a_hold_that_changes_nothing_is_refused(desk, call):
    assert "is not on hold" in str(await failure(desk, "UnholdCall", {"sid": call.sid}))
    await order(desk, "HoldCall", call)
    assert "is on hold already" in str(await failure(desk, "HoldCall", {"sid": call.sid}))


async def test_who_hangs_up_lets_nobody_hold(desk, call):
    await order(desk, "HoldCall", call)
    await order(desk, "HangupCall", call)
    assert not task_of(desk, call.sid).is_on_hold
    error = await failure(desk, "HoldCall", {"sid": call.sid})
    assert "is wrapping; only an accepted task can be put on hold" in str(error)


async def test_a_chat_has_no_hold(desk, ada):
    await start(ada)
    task = await next_task(desk)
    error = await failure(desk, "HoldCall", {"sid": task.sid})
    assert isinstance(error, TaskStateError)
    assert "is a chat; only a call has a hold" in str(error)


async def test_a_call_is_not_transferred_to_a_bot(desk, call):
    error = await failure(desk, "TransferTask", {"sid": call.sid, "targetSid": "concierge"})
    assert "Concierge takes no calls" in str(error)
