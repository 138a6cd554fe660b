"""What runs for a card: one thing at a time, stopped with a reason, and waited for."""

import asyncio

import pytest

from tests.support.waiting import until
from webchat.errors import FunctionCancelledError, FunctionError
from webchat.functions.runs.underway import UnderwayCards
from webchat.tasks import TaskBag


async def working(cards, ends=None, tidying=None):
    with cards.entered("IM1", "Sign") as underway:
        try:
            async with underway.stoppable():
                await (ends or asyncio.Event()).wait()
        finally:
            if tidying is not None:
                await tidying.wait()


async def test_a_second_thing_for_one_card_is_refused_with_a_sentence():
    cards = UnderwayCards()
    with cards.entered("IM1", "Sign"), cards.entered("IM2", "Pay"):
        assert "IM1" in cards
        with pytest.raises(FunctionError, match="“Sign” is at work already"):
            cards.entered("IM1", "Sign").__enter__()
    assert "IM1" not in cards
    with cards.entered("IM1", "Sign"):
        pass


async def test_what_is_stopped_fails_with_the_first_reason():
    cards, tasks = UnderwayCards(), TaskBag("test", lambda _task, _error: None)
    task = tasks.spawn(working(cards), name="work")
    await until(lambda: "IM1" in cards)
    assert cards.stop("IM1", "The function was stopped.")
    assert cards.stop("IM1", "The chat ended.")
    with pytest.raises(FunctionCancelledError, match="was stopped"):
        await task
    assert not cards.stop("IM1", "Too late.")


async def test_it_may_be_stopped_before_it_has_anything_to_wait_for():
    cards = UnderwayCards()
    with cards.entered("IM1", "Sign") as underway:
        cards.stop("IM1", "The chat ended.")
        with pytest.raises(FunctionCancelledError, match="The chat ended"):
            async with underway.stoppable():
                pytest.fail("It was to be stopped.")


async def test_it_is_over_only_when_it_has_tidied_up():
    cards, tasks = UnderwayCards(), TaskBag("test", lambda _task, _error: None)
    tidying = asyncio.Event()
    task = tasks.spawn(working(cards, tidying=tidying), name="work")
    await until(lambda: "IM1" in cards)
    stopping = tasks.spawn(cards.stop_all("The program ended."), name="stop")
    for _ in range(5):
        await asyncio.sleep(0)
    assert not stopping.done()
    tidying.set()
    await stopping
    with pytest.raises(FunctionCancelledError):
        await task


async def test_a_stop_that_comes_with_the_end_does_not_reach_what_follows():
    cards, tasks, ends = UnderwayCards(), TaskBag("test"), asyncio.Event()

    async def work():
        await working(cards, ends)
        await asyncio.sleep(0.01)
        return "went on"

    task = tasks.spawn(work(), name="work")
    await until(lambda: "IM1" in cards)
    ends.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    cards.stop("IM1", "Too late.")
    assert await task == "went on"


async def test_a_real_cancellation_passes():
    cards, tasks = UnderwayCards(), TaskBag("test")
    task = tasks.spawn(working(cards), name="work")
    await until(lambda: "IM1" in cards)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
