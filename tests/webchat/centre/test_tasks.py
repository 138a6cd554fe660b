"""The life of tasks at the centre, and of the chats that they are about."""

import asyncio

import pytest

from tests.support.clock import START
from tests.webchat.centre.desk import online, only_task, statuses, worker
from webchat.centre.events import ChannelUpdated, MemberJoined, TaskChanged
from webchat.errors import (
    CentreError,
    TaskStateError,
    UnknownTaskError,
    UnknownWorkerError,
)
from webchat.model import Worker


@pytest.fixture
async def ann(centre):
    return await worker(centre, "Ann", avatar="ann.png")


async def accepted(centre, who, ada):
    """Return a task that *who* has accepted, of a chat that Ada has opened."""
    await centre.open_channel(ada)
    return await centre.change_task((await only_task(centre)).sid, "accept", who.sid)


async def test_a_chat_is_a_task_from_its_first_moment_on(centre, ada):
    data = {"preEngagementData": {"query": "tea?"}}
    channel = await centre.open_channel(ada, attributes=data)
    task = await only_task(centre)
    assert (task.sid[:2], len(task.sid)) == ("WR", 34)
    assert (task.task_sid[:2], len(task.task_sid)) == ("WT", 34)
    assert (task.status, task.worker_sid, task.created) == ("pending", None, START)
    assert (task.task_channel_unique_name, task.channel_sid) == ("chat", channel.sid)
    assert task.attributes["channelSid"] == task.attributes["conversationSid"] == channel.sid
    assert task.attributes["customerName"] == task.attributes["name"] == "Ada"
    assert task.attributes["customerAddress"] == "ada"
    assert task.attributes["preEngagementData"] == {"query": "tea?"}


async def test_a_task_is_found_by_either_sid(centre, ada):
    await centre.open_channel(ada)
    task = await only_task(centre)
    assert await centre.task(task.sid) == await centre.task(task.task_sid) == task
    with pytest.raises(UnknownTaskError, match="no task 'WRx'"):
        await centre.task("WRx")


async def test_the_whole_life_is_told_in_order(centre, ada):
    told = statuses(centre)
    ann = await worker(centre, "Ann")
    task = await accepted(centre, ann, ada)
    for verb in ("wrapup", "complete"):
        await centre.change_task(task.sid, verb, ann.sid)
    assert told == ["pending", "reserved", "accepted", "wrapping", "completed"]
    assert await centre.tasks() == ()
    assert (await centre.task(task.task_sid)).status == "completed"


async def test_who_accepts_is_in_the_chat_with_name_and_picture(centre, ann, ada):
    told = []
    centre.subscribe(told.append)
    task = await accepted(centre, ann, ada)
    member = next(one.member for one in told[::-1] if isinstance(one, MemberJoined))
    assert (member.identity, member.friendly_name, member.avatar) == ("ann", "Ann", "ann.png")
    assert await online(centre, task.channel_sid) == ["ada", "ann"]
    assert (task.status, task.worker_sid) == ("accepted", ann.sid)


async def test_wrapping_up_ends_the_chat_with_the_same_step(centre, ann, ada):
    task = await accepted(centre, ann, ada)
    told = []
    centre.subscribe(told.append)
    await centre.change_task(task.task_sid, "wrapup", ann.sid)
    assert [type(one) for one in told] == [TaskChanged, ChannelUpdated]
    assert (await centre.channel(task.channel_sid)).status == "inactive"


async def test_a_chat_that_ends_by_itself_is_to_be_wrapped_up(centre, ann, ada):
    task = await accepted(centre, ann, ada)
    await centre.close_channel(task.channel_sid)
    assert (await centre.task(task.sid)).status == "wrapping"


async def test_a_chat_that_ends_before_anybody_came_is_no_task_any_more(centre, ann, ada):
    channel = await centre.open_channel(ada)
    sid = (await only_task(centre)).sid
    await centre.close_channel(channel.sid)
    task = await centre.task(sid)
    assert (task.status, task.reason) == ("cancelled", "The chat has ended.")


# -- refusals --------------------------------------------------------------------------------


async def test_an_order_that_cannot_be_names_the_state(centre, ann, ada):
    task = await accepted(centre, ann, ada)
    with pytest.raises(TaskStateError, match=f"The task {task.sid} is accepted; only a wrapping"):
        await centre.change_task(task.sid, "complete", ann.sid)
    with pytest.raises(TaskStateError, match="is accepted; only a pending or reserved task can"):
        await centre.change_task(task.sid, "accept", ann.sid)
    assert await centre.task(task.sid) == task


async def test_of_two_who_accept_one_wins_and_the_other_learns_of_it(centre, ada):
    ann, ben = await worker(centre, "Ann", "busy"), await worker(centre, "Ben", "busy")
    await centre.open_channel(ada)
    sid = (await only_task(centre)).sid
    first = centre.change_task(sid, "accept", ann.sid)
    second = asyncio.gather(centre.change_task(sid, "accept", ben.sid), return_exceptions=True)
    task = await first
    assert (task.status, task.worker_sid) == ("accepted", ann.sid)
    (error,) = await second
    assert isinstance(error, TaskStateError)
    assert "is accepted and in the hands of Ann, not of Ben" in str(error)
    assert await online(centre, task.channel_sid) == ["ada", "ann"]


async def test_what_is_offered_to_one_is_not_for_another(centre, ann, ada):
    ben = await worker(centre, "Ben", "busy")
    await centre.open_channel(ada)
    with pytest.raises(TaskStateError, match="is reserved and in the hands of Ann, not of Ben"):
        await centre.change_task((await only_task(centre)).sid, "accept", ben.sid)


async def test_who_is_not_there_takes_nothing(centre, ann, ada):
    await centre.open_channel(ada)
    task = await only_task(centre)
    with pytest.raises(UnknownWorkerError, match=r"no worker 'eve' .* There are: ann"):
        await centre.change_task(task.sid, "accept", "eve")
    await centre.log_out(ann.sid)
    with pytest.raises(UnknownWorkerError, match="Ann is logged out"):
        await centre.change_task(task.task_sid, "accept", ann.sid)


async def test_a_customer_who_leaves_first_cannot_be_accepted(centre, ann, ada):
    channel = await centre.open_channel(ada)
    task = await only_task(centre)
    await centre.leave(channel.sid, "ada")
    with pytest.raises(TaskStateError, match=r"is cancelled; .* Ada left the chat"):
        await centre.change_task(task.sid, "accept", ann.sid)
    assert await online(centre, channel.sid) == []


# -- offered anew ----------------------------------------------------------------------------


async def test_what_is_rejected_is_offered_to_somebody_else(centre, ann, ada):
    ben = await worker(centre, "Ben")
    await centre.open_channel(ada)
    first = await only_task(centre)
    rejected = await centre.change_task(first.sid, "reject", ann.sid, "I am at lunch.")
    second = await only_task(centre)
    assert (rejected.status, rejected.reason) == ("rejected", "I am at lunch.")
    assert second.sid != first.sid
    assert (second.task_sid, second.created) == (first.task_sid, first.created)
    assert (second.status, second.worker_sid) == ("reserved", ben.sid)
    assert second.excluded == (ann.sid,)
    assert await centre.task(first.task_sid) == second


async def test_what_nobody_else_can_take_waits_and_may_be_accepted_after_all(centre, ann, ada):
    await centre.open_channel(ada)
    first = await only_task(centre)
    await centre.change_task(first.sid, "reject", ann.sid)
    waiting = await only_task(centre)
    assert (waiting.status, waiting.worker_sid) == ("pending", None)
    assert waiting.reason == "Ann rejected it."
    taken = await centre.change_task(waiting.sid, "accept", ann.sid)
    assert (taken.status, taken.worker_sid) == ("accepted", ann.sid)


async def test_a_transfer_is_cold(centre, ann, ada):
    ben = await worker(centre, "Ben", "offline")
    task = await accepted(centre, ann, ada)
    done = await centre.change_task(task.sid, "transfer", ann.sid, target_sid="ben")
    assert (done.status, done.reason) == ("completed", "Transferred to Ben.")
    assert await online(centre, task.channel_sid) == ["ada"]
    next_one = await only_task(centre)
    assert (next_one.status, next_one.worker_sid) == ("reserved", ben.sid)
    assert next_one.task_sid == task.task_sid
    assert next_one.reason == "Transferred by Ann."


@pytest.mark.parametrize("target", ["ann", "eve", "ben", ""])
async def test_a_transfer_to_nobody_is_refused_and_changes_nothing(centre, ann, ada, target):
    ben = await worker(centre, "Ben")
    await centre.log_out(ben.sid)
    task = await accepted(centre, ann, ada)
    with pytest.raises(CentreError, match=r"already|no worker|logged out"):
        await centre.change_task(task.sid, "transfer", ann.sid, target_sid=target)
    assert await centre.tasks() == (task,)


async def test_a_customer_who_has_left_is_not_transferred(centre, ann, ada):
    await worker(centre, "Ben")
    task = await accepted(centre, ann, ada)
    await centre.leave(task.channel_sid, "ada")
    with pytest.raises(TaskStateError, match=r"has left, so nobody else is needed. Wrap it up"):
        await centre.change_task(task.sid, "transfer", ann.sid, target_sid="ben")
    assert (await centre.change_task(task.sid, "wrapup", ann.sid)).status == "wrapping"


async def test_who_cancels_ends_the_chat(centre, ann, ada):
    channel = await centre.open_channel(ada)
    task = await centre.change_task((await only_task(centre)).sid, "cancel", ann.sid)
    assert (task.status, task.reason) == ("cancelled", "Ann cancelled it.")
    assert (await centre.channel(channel.sid)).status == "inactive"
    assert await centre.tasks() == ()


# -- customers who leave ---------------------------------------------------------------------


async def test_a_customer_who_leaves_later_leaves_the_task_to_be_wrapped_up(centre, ann, ada):
    task = await accepted(centre, ann, ada)
    await centre.leave(task.channel_sid, "ada")
    assert await only_task(centre) == task


async def test_a_customer_who_comes_back_is_another_piece_of_work(centre, ada):
    channel = await centre.open_channel(ada)
    first = await only_task(centre)
    await centre.leave(channel.sid, "ada")
    assert await centre.tasks() == ()
    await centre.join(channel.sid, ada)
    second = await only_task(centre)
    assert second.channel_sid == channel.sid
    assert second.task_sid != first.task_sid
    await centre.open_channel(ada, sid=channel.sid)
    assert await only_task(centre) == second


# -- calls -----------------------------------------------------------------------------------


async def test_a_call_is_a_task_without_a_channel(centre, ann):
    call = await centre.create_voice_task("Ada", {"from": "+1 555"})
    assert (call.status, call.task_channel_unique_name, call.channel_sid) == (
        "reserved",
        "voice",
        "",
    )
    assert call.attributes["name"] == "Ada"
    assert call.attributes["from"] == "+1 555"
    await centre.change_task(call.sid, "accept", ann.sid)
    assert (await centre.change_task(call.sid, "hangup", ann.sid)).status == "wrapping"


async def test_a_chat_is_not_hung_up(centre, ann, ada):
    task = await accepted(centre, ann, ada)
    with pytest.raises(TaskStateError, match=r"is a chat, no call. Wrap it up instead"):
        await centre.change_task(task.sid, "hangup", ann.sid)


async def test_what_is_no_data_is_not_kept_of_a_call(centre):
    with pytest.raises(CentreError, match="JSON"):
        await centre.create_voice_task("Ada", {"from": object()})


# -- two at once -----------------------------------------------------------------------------


async def test_work_goes_round(centre, ann):
    ben = await worker(centre, "Ben")
    for _ in range(4):
        await centre.create_voice_task("Ada")
    takers = [one.worker_sid for one in await centre.tasks()]
    assert sorted(takers) == sorted([ann.sid, ben.sid] * 2)


async def test_what_waits_is_offered_as_soon_as_somebody_is_free(centre, ann):
    for _ in range(6):
        await centre.create_voice_task("Ada")
    first, *_, last = await centre.tasks()
    assert (first.status, last.status) == ("reserved", "pending")
    await centre.change_task(first.sid, "accept", ann.sid)
    await centre.change_task(first.sid, "hangup", ann.sid)
    assert (await centre.task(last.sid)).status == "reserved"


def test_a_worker_begins_with_nothing():
    assert Worker("", "ann", "Ann") == Worker("", "ann", "Ann", None, "offline")
