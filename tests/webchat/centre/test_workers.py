"""Who is there to take tasks, and what becomes of theirs when they go."""

import pytest

from tests.webchat.centre.desk import online, only_task, worker
from webchat.centre.events import WorkerChanged
from webchat.errors import CentreError, UnknownWorkerError


@pytest.fixture
async def ann(centre):
    return await worker(centre, "Ann")


async def accepted(centre, who, ada):
    channel = await centre.open_channel(ada)
    task = await centre.change_task((await only_task(centre)).sid, "accept", who.sid)
    return channel.sid, task


async def test_a_worker_is_the_same_one_each_time(centre):
    first = await worker(centre, "Ann")
    assert (first.sid[:2], len(first.sid)) == ("WK", 34)
    assert first.is_logged_in
    await centre.log_out(first.sid)
    assert (await worker(centre, "Ann")).sid == first.sid
    assert [one.identity for one in await centre.workers()] == ["ann"]


async def test_nobody_logs_in_twice(centre, ann):
    with pytest.raises(CentreError, match="Ann is logged in already"):
        await worker(centre, "Ann")
    with pytest.raises(CentreError, match="blank"):
        await worker(centre, " ")


async def test_an_activity_is_told_once(centre, ann):
    told = []
    centre.subscribe(told.append)
    busy = await centre.set_activity(ann.sid, "busy")
    await centre.set_activity(ann.sid, "busy")
    assert told == [WorkerChanged(busy)]
    assert busy.activity == "busy"


async def test_an_activity_that_there_is_not_is_refused(centre, ann):
    with pytest.raises(CentreError, match="one of available, busy, offline, not 'asleep'"):
        await centre.set_activity(ann.sid, "asleep")
    with pytest.raises(UnknownWorkerError):
        await centre.set_activity("WKx", "busy")


async def test_who_becomes_available_is_offered_what_waits(centre, ada):
    ann = await worker(centre, "Ann", "offline")
    await centre.open_channel(ada)
    assert (await only_task(centre)).status == "pending"
    await centre.set_activity(ann.sid, "available")
    assert (await only_task(centre)).worker_sid == ann.sid


async def test_who_becomes_busy_keeps_what_was_offered(centre, ann, ada):
    await centre.open_channel(ada)
    task = await only_task(centre)
    await centre.set_activity(ann.sid, "busy")
    assert (await centre.change_task(task.sid, "accept", ann.sid)).status == "accepted"


async def test_who_logs_out_in_the_middle_leaves_the_chat_to_others(centre, ann, ada):
    sid, task = await accepted(centre, ann, ada)
    ben = await worker(centre, "Ben")
    await centre.log_out(ann.sid)
    await centre.log_out(ann.sid)
    over = await centre.task(task.sid)
    assert (over.status, over.reason) == ("cancelled", "Ann logged out.")
    assert await online(centre, sid) == ["ada"]
    next_one = await only_task(centre)
    assert (next_one.task_sid, next_one.worker_sid) == (task.task_sid, ben.sid)


async def test_what_was_offered_to_who_logs_out_goes_to_others_too(centre, ann, ada):
    await centre.open_channel(ada)
    await centre.log_out(ann.sid)
    assert (await only_task(centre)).status == "pending"


async def test_what_was_being_wrapped_up_is_complete_with_the_log_out(centre, ann, ada):
    _sid, task = await accepted(centre, ann, ada)
    await centre.change_task(task.sid, "wrapup", ann.sid)
    await centre.log_out(ann.sid)
    assert (await centre.task(task.sid)).status == "completed"
    assert await centre.tasks() == ()


async def test_a_chat_that_both_have_left_ends(centre, ann, ada):
    sid, _task = await accepted(centre, ann, ada)
    await centre.leave(sid, "ada")
    await centre.log_out(ann.sid)
    assert await centre.tasks() == ()
    assert (await centre.channel(sid)).status == "inactive"


async def test_nobody_unknown_logs_out(centre):
    with pytest.raises(UnknownWorkerError, match="There are: none"):
        await centre.log_out("WKx")
