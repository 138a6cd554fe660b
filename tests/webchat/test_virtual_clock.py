"""Waiting that can be skipped: nobody wakes early, nobody is forgotten."""

import asyncio
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.clock import START, ManualClock
from tests.support.waiting import until
from webchat.clock import Clock, SystemClock
from webchat.tasks import TaskBag
from webchat.virtual_clock import VirtualClock


class Dormitory:
    """Sleepers by a virtual clock, and who woke when."""

    def __init__(self, base):
        self.base = base
        self.clock = VirtualClock(base)
        self.tasks = TaskBag("dormitory")
        self.woken = []
        self.due = {}
        self._numbers = itertools.count()

    async def lie_down(self, seconds, who=""):
        number = next(self._numbers)
        self.due[number] = self.clock.monotonic() + seconds
        task = self.tasks.spawn(self._sleep(number, seconds, who), name=str(number))
        await self.settle()
        return task

    async def _sleep(self, number, seconds, who):
        await self.clock.sleep(seconds, who)
        self.woken.append((number, self.clock.monotonic()))

    async def settle(self):
        """Let whoever was woken get up."""
        for _ in range(20):
            await asyncio.sleep(0)

    async def skip(self, seconds):
        self.clock.skip(seconds)
        await self.settle()

    async def skip_to_next(self):
        skipped = self.clock.skip_to_next()
        await self.settle()
        return skipped

    @property
    def awake(self):
        return [number for number, _when in self.woken]


@pytest.fixture
async def dormitory():
    dormitory = Dormitory(ManualClock())
    yield dormitory
    assert await dormitory.tasks.aclose() == ()


def test_it_says_what_the_clock_underneath_says():
    base = ManualClock()
    clock: Clock = VirtualClock(base)
    assert (clock.now(), clock.timestamp(), clock.monotonic()) == (START, START.timestamp(), 0.0)


def test_skipping_moves_all_three_readings():
    clock = VirtualClock(ManualClock())
    clock.skip(90.0)
    assert (clock.now() - START).total_seconds() == 90.0
    assert clock.timestamp() == START.timestamp() + 90.0
    assert clock.monotonic() == clock.skipped == 90.0


async def test_time_that_passes_underneath_wakes_a_sleeper(dormitory):
    await dormitory.lie_down(10)
    await dormitory.base.advance(9)
    assert dormitory.awake == []
    await dormitory.base.advance(1)
    assert dormitory.woken == [(0, 10.0)]


async def test_skipping_wakes_who_is_due_in_their_order(dormitory):
    for seconds in (30, 10, 20, 40):
        await dormitory.lie_down(seconds)
    await dormitory.skip(30)
    assert dormitory.awake == [1, 2, 0]


async def test_what_was_skipped_is_not_waited_for_again(dormitory):
    await dormitory.lie_down(60)
    await dormitory.skip(45)
    await dormitory.base.advance(14)
    assert dormitory.awake == []
    await dormitory.base.advance(1)
    assert dormitory.woken == [(0, 60.0)]


async def test_skipping_to_the_next_one_wakes_only_that_one(dormitory):
    await dormitory.lie_down(60)
    await dormitory.lie_down(25)
    assert await dormitory.skip_to_next() == 25
    assert dormitory.awake == [1]
    assert await dormitory.skip_to_next() == 35
    assert dormitory.awake == [1, 0]
    assert await dormitory.skip_to_next() is None


async def test_whom_it_skips_to_wakes_also_where_the_sum_of_the_parts_is_less(dormitory):
    await dormitory.lie_down(3.8)
    await dormitory.skip(1.1)
    await dormitory.base.advance(0.3)
    await dormitory.skip_to_next()
    assert dormitory.clock.monotonic() < 3.8  # by the last bit of the number
    assert dormitory.awake == [0]


async def test_two_skips_in_one_turn_add_up(dormitory):
    await dormitory.lie_down(10)
    await dormitory.lie_down(20)
    assert (dormitory.clock.skip_to_next(), dormitory.clock.skip_to_next()) == (10, 10)
    await dormitory.settle()
    assert dormitory.awake == [0, 1]


async def test_two_skips_one_turn_apart_add_up(dormitory):
    await dormitory.lie_down(10)
    dormitory.clock.skip(5)
    await asyncio.sleep(0)  # the sleeper is on its way, but has not looked yet
    dormitory.clock.skip(5)
    await dormitory.settle()
    assert dormitory.woken == [(0, 10.0)]


async def test_who_sleeps_is_known_until_they_wake(dormitory):
    seen = []
    dormitory.clock.subscribe(lambda: seen.append([one.who for one in dormitory.clock.sleepers]))
    await dormitory.lie_down(60, "the next poll")
    await dormitory.lie_down(30, "a retry")
    (first, second) = dormitory.clock.sleepers
    assert (first.who, first.until) == ("a retry", START.timestamp() + 30)
    assert second.who == "the next poll"
    await dormitory.skip(40)
    assert [one.until for one in dormitory.clock.sleepers] == [START.timestamp() + 60]
    assert seen[0] == ["the next poll"]
    assert seen[-1] == ["the next poll"]
    assert ["a retry", "the next poll"] in seen


async def test_a_sleeper_that_is_cancelled_is_gone(dormitory):
    task = await dormitory.lie_down(60)
    task.cancel()
    await dormitory.settle()
    assert task.cancelled()
    assert dormitory.clock.sleepers == ()
    assert dormitory.base.sleepers == 0


async def test_a_sleeper_that_is_cancelled_while_it_is_woken_ends_once(dormitory):
    task = await dormitory.lie_down(60)
    dormitory.clock.skip(60)
    task.cancel()
    await dormitory.settle()
    assert task.done()
    assert dormitory.clock.sleepers == ()


@pytest.mark.parametrize("seconds", [0, -3])
async def test_waiting_for_no_time_only_lets_the_others_have_a_turn(dormitory, seconds):
    await dormitory.lie_down(seconds)
    assert dormitory.awake == [0]


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), 1e300, 1e12])
def test_what_cannot_be_skipped_is_refused_and_time_stays(seconds):
    clock = VirtualClock(ManualClock())
    with pytest.raises(ValueError, match="cannot be skipped"):
        clock.skip(seconds)
    assert (clock.skipped, clock.now()) == (0.0, START)


async def test_a_listener_that_fails_keeps_nobody_asleep(dormitory, caplog):
    heard = []
    undo = dormitory.clock.subscribe(lambda: 1 / 0)
    dormitory.clock.subscribe(lambda: heard.append(True))
    await dormitory.lie_down(5)
    await dormitory.skip(5)
    assert dormitory.awake == [0]
    assert len(heard) == 3
    assert "A listener of the clock failed" in caplog.text
    undo()
    undo()
    await dormitory.lie_down(5)
    assert len(heard) == 4


async def test_over_the_systems_clock_an_hour_can_be_skipped():
    dormitory = Dormitory(SystemClock())
    await dormitory.lie_down(3600)
    await dormitory.lie_down(0.01)
    await until(lambda: dormitory.awake == [1])
    await dormitory.skip(3600)
    assert dormitory.awake == [1, 0]
    assert await dormitory.tasks.aclose() == ()


moments = st.integers(0, 800).map(lambda eighths: eighths / 8) | st.floats(0, 100)
steps = st.lists(
    st.tuples(st.just("sleep"), moments)
    | st.tuples(st.sampled_from(["advance", "skip"]), moments)
    | st.tuples(st.just("next"), st.just(0.0)),
    max_size=25,
)


async def _play(plan):
    dormitory = Dormitory(ManualClock())
    for step, seconds in plan:
        match step:
            case "sleep":
                await dormitory.lie_down(seconds)
            case "advance":
                await dormitory.base.advance(seconds)
            case "skip":
                await dormitory.skip(seconds)
            case _:
                await dormitory.skip_to_next()
        _check(dormitory)
    while await dormitory.skip_to_next() is not None:
        _check(dormitory)
    assert sorted(dormitory.awake) == sorted(dormitory.due)
    assert len(dormitory.tasks) == dormitory.base.sleepers == 0


def _check(dormitory):
    """Nobody woke early, and nobody sleeps who was due: but for the last bits of a number."""
    assert all(when >= dormitory.due[number] - 1e-9 for number, when in dormitory.woken)
    asleep = dormitory.due.keys() - set(dormitory.awake)
    assert all(dormitory.due[number] > dormitory.clock.monotonic() - 1e-9 for number in asleep)
    assert len(dormitory.clock.sleepers) == len(asleep)


@settings(max_examples=200, deadline=None)
@given(steps)
def test_nobody_wakes_early_and_nobody_is_forgotten(plan):
    asyncio.run(_play(plan))
