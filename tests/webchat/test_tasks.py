"""Tasks that belong to somebody."""

import asyncio
import gc
import inspect
import threading

import pytest

from webchat.tasks import TaskBag, in_thread


@pytest.fixture
def failures():
    return []


@pytest.fixture
async def bag(failures):
    bag = TaskBag("tests", on_error=lambda task, error: failures.append((task.get_name(), error)))
    yield bag
    assert await bag.aclose() == ()
    assert len(bag) == 0


async def forever():
    await asyncio.Event().wait()


async def test_a_task_is_named_after_its_owner_and_its_purpose(bag):
    task = bag.spawn(forever(), name="waiting")
    assert task.get_name() == "tests: waiting"
    await asyncio.sleep(0)
    assert repr(bag) == "<TaskBag tests: tests: waiting>"


async def test_a_task_that_has_ended_is_let_go_of(bag):
    async def answer():
        return 42

    assert await bag.spawn(answer(), name="answer") == 42
    assert (len(bag), repr(bag)) == (0, "<TaskBag tests: empty>")


async def test_a_task_nobody_refers_to_is_not_collected(bag):
    done = asyncio.Event()

    async def wait_for_itself():
        await asyncio.get_running_loop().create_future()

    gc.freeze()  # what other tests left lying about is not this one's affair
    bag.spawn(wait_for_itself(), name="alone").add_done_callback(lambda _task: done.set())
    await asyncio.sleep(0)
    gc.collect()
    gc.unfreeze()
    assert len(bag) == 1
    assert not done.is_set()


async def test_a_failure_is_told(bag, failures):
    error = ValueError("broken")

    async def fail():
        raise error

    await asyncio.wait([bag.spawn(fail(), name="failing")])
    assert failures == [("tests: failing", error)]


async def test_a_failure_is_logged_unless_somebody_else_wants_it(caplog):
    async def fail():
        raise ValueError("broken")

    await asyncio.wait([TaskBag("tests").spawn(fail(), name="failing")])
    assert "Task tests: failing failed" in caplog.text


async def test_cancelling_is_no_failure(bag, failures):
    tasks = [bag.spawn(forever(), name=f"task {n}") for n in range(3)]
    await bag.aclose()
    assert all(task.cancelled() for task in tasks)
    assert failures == []


async def test_a_task_that_does_not_end_is_named():
    let_go = asyncio.Event()

    async def stubborn():
        while not let_go.is_set():
            try:
                await let_go.wait()
            except asyncio.CancelledError:
                continue

    bag = TaskBag("tests")
    task = bag.spawn(stubborn(), name="stubborn")
    await asyncio.sleep(0)
    assert await bag.aclose(limit=0.01) == ("tests: stubborn",)
    let_go.set()
    await task


async def test_a_task_may_close_the_bag_it_is_in(bag):
    other = bag.spawn(forever(), name="other")

    async def close():
        await bag.aclose()

    closing = bag.spawn(close(), name="closing")
    await asyncio.wait([closing])
    assert other.cancelled()


def test_without_a_loop_the_coroutine_is_closed():
    coroutine = forever()
    with pytest.raises(RuntimeError, match="no running event loop"):
        TaskBag("tests").spawn(coroutine, name="early")
    assert inspect.getcoroutinestate(coroutine) == inspect.CORO_CLOSED


async def test_a_thread_is_gone_when_its_call_has_ended():
    before = threading.enumerate()
    assert await in_thread(threading.current_thread) not in before
    assert threading.enumerate() == before


async def test_a_call_in_a_thread_raises_what_it_raised():
    with pytest.raises(ZeroDivisionError):
        await in_thread(divmod, 1, 0)


async def test_cancelling_the_await_does_not_stop_the_call():
    gate, ended = threading.Event(), threading.Event()

    def call():
        gate.wait()
        ended.set()

    waiting = asyncio.ensure_future(in_thread(call))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    gate.set()
    assert await in_thread(ended.wait, 5)
