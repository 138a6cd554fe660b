import asyncio
import signal
import threading

import pytest

from tests.support.waiting import until
from ui.ending import Ending, hanging_threads
from webchat.tasks import TaskBag


@pytest.fixture
def codes():
    """The exit codes with which the process would have been left."""
    return []


@pytest.fixture
def ending(codes):
    ending = Ending(codes.append)
    yield ending
    ending.over()


@pytest.fixture
async def bag():
    owned = TaskBag("test")
    yield owned
    await owned.aclose()


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr("ui.ending.LIMIT", 0.05)


async def test_a_wish_wakes_whoever_waits(ending, bag):
    waiting = bag.spawn(ending.wait(), name="wait")
    await asyncio.sleep(0)
    ending.request()
    await waiting
    assert ending.is_requested


async def test_a_wish_from_before_the_loop_is_not_lost(ending):
    ending.request()
    await ending.wait()


async def test_the_time_left_begins_with_the_first_wish(ending):
    assert ending.left == 3.0
    ending.request()
    first = ending.left
    ending.request()
    assert 0 < ending.left <= first < 3.0


async def test_a_signal_is_a_wish(ending, bag):
    before = signal.getsignal(signal.SIGINT)
    forget = ending.catch_signals()
    waiting = bag.spawn(ending.wait(), name="wait")
    await asyncio.sleep(0)
    signal.raise_signal(signal.SIGINT)
    await waiting
    forget()
    assert signal.getsignal(signal.SIGINT) == before


async def test_whoever_hangs_at_the_end_is_named(short, ending, codes, bag, capsys):
    waiting = bag.spawn(ending.wait(), name="wait")
    bag.spawn(asyncio.sleep(60), name="sleep for ever")
    await asyncio.sleep(0)
    ending.request()
    await waiting
    await until(lambda: codes)
    assert codes == [1]
    assert "test: sleep for ever" in capsys.readouterr().err


async def test_nothing_happens_at_the_limit_once_all_is_over(short, ending, codes):
    ending.request()
    ending.over()
    ending._guard.join()
    assert codes == []


async def test_a_thread_that_hangs_keeps_the_guard(short, ending, codes, capsys):
    release = threading.Event()
    thread = threading.Thread(target=release.wait, name="stuck")
    thread.start()
    assert "stuck" in hanging_threads()
    ending.request()
    ending.over()
    await until(lambda: codes)
    release.set()
    thread.join()
    assert "thread stuck" in capsys.readouterr().err
