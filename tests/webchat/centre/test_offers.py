"""Offers that nobody answers, by a clock that stands still."""

import pytest

from tests.support.clock import ManualClock
from tests.support.waiting import until
from tests.webchat.centre.desk import only_task, worker
from webchat.centre.embedded import EmbeddedCentre
from webchat.clock import random_id


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
async def centre(clock):
    one = EmbeddedCentre(None, clock=clock, ids=random_id, reservation_timeout=30)
    await one.open()
    yield one
    await one.aclose()
    assert clock.sleepers == 0


async def status(centre, sid):
    return (await centre.task(sid)).status


async def test_an_offer_that_is_not_answered_goes_to_the_next(centre, clock, ada):
    ann = await worker(centre, "Ann")
    await centre.open_channel(ada)
    first = await only_task(centre)
    ben = await worker(centre, "Ben")
    await clock.advance(29.9)
    assert await status(centre, first.sid) == "reserved"
    await clock.advance(0.2)
    over = await centre.task(first.sid)
    assert (over.status, over.reason) == ("timed_out", "Ann did not answer in time.")
    second = await only_task(centre)
    assert (second.worker_sid, second.excluded) == (ben.sid, (ann.sid,))
    await clock.advance(31)
    assert (await only_task(centre)).status == "pending"


async def test_what_is_answered_is_left_alone(centre, clock, ada):
    ann = await worker(centre, "Ann")
    await centre.open_channel(ada)
    task = await only_task(centre)
    await centre.change_task(task.sid, "accept", ann.sid)
    await until(lambda: clock.sleepers == 0)
    await clock.advance(100)
    assert await status(centre, task.sid) == "accepted"


async def test_an_answer_at_the_last_moment_counts(centre, clock, ada):
    ann = await worker(centre, "Ann")
    await centre.open_channel(ada)
    task = await only_task(centre)
    accepting = centre.change_task(task.sid, "accept", ann.sid)
    await clock.advance(0)
    taken = await accepting
    await clock.advance(30)
    assert await status(centre, taken.sid) == "accepted"
