"""What stock loops on Qt get wrong, and what plain asyncio promises."""

import asyncio
import contextlib
import contextvars
import os
import signal
import sys
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from tests.support.waiting import until
from ui.loop import QtLoop, make_loop
from webchat.tasks import TaskBag

number = contextvars.ContextVar("number", default=0)


@pytest.fixture
async def bag():
    owned = TaskBag("test")
    yield owned
    await owned.aclose()


@pytest.fixture
def fresh_loop(qapp):
    """A loop that is not running."""
    loop = make_loop(qapp)
    yield loop
    loop.close()


async def count(seen):
    while True:
        await asyncio.sleep(0.001)
        seen.append(len(seen))


# Order and time


async def test_call_soon_keeps_the_order_of_the_calls():
    seen = []
    for value in range(5):
        asyncio.get_running_loop().call_soon(seen.append, value)
    await asyncio.sleep(0)
    assert seen == [0, 1, 2, 3, 4]


async def test_a_callback_never_runs_inside_call_soon():
    seen = []
    asyncio.get_running_loop().call_soon(seen.append, 1)
    assert seen == []
    await asyncio.sleep(0)


async def test_a_timer_is_never_early_and_timers_fire_in_order():
    loop, seen, start = asyncio.get_running_loop(), [], asyncio.get_running_loop().time()
    for delay in (0.003, 0.0005, 0.002):
        loop.call_later(delay, lambda d: seen.append((d, loop.time() - start)), delay)
    await asyncio.sleep(0.01)
    assert [delay for delay, _ in seen] == [0.0005, 0.002, 0.003]
    assert all(passed >= delay for delay, passed in seen)


async def test_a_cancelled_handle_does_not_run():
    loop, seen = asyncio.get_running_loop(), []
    loop.call_soon(seen.append, 1).cancel()
    loop.call_later(0.001, seen.append, 2).cancel()
    await asyncio.sleep(0.005)
    assert seen == []


async def test_cancelled_timers_do_not_pile_up():
    loop = asyncio.get_running_loop()
    assert isinstance(loop, QtLoop)
    for _ in range(1000):
        loop.call_later(3600, print).cancel()
    assert len(loop._scheduled) < 300


async def test_qt_has_its_turn_while_tasks_spin(bag):
    qt = asyncio.Event()

    async def spin():
        while True:  # noqa: ASYNC110  to spin is the point
            await asyncio.sleep(0)

    bag.spawn(spin(), name="spin")
    QTimer.singleShot(0, qt.set)
    async with asyncio.timeout(5):
        await qt.wait()


# Cancel, timeout, groups


async def test_a_cancelled_task_ends_as_cancelled(bag):
    task = bag.spawn(asyncio.sleep(60), name="long")
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_timeout_ends_what_takes_too_long():
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)


async def test_a_failing_member_ends_its_group():
    async def fail():
        raise ValueError("no")

    async def both():
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(60))
            group.create_task(fail())

    with pytest.raises(ExceptionGroup) as error:
        await both()
    assert [type(one) for one in error.value.exceptions] == [ValueError]


async def test_async_generators_dropped_half_way_are_closed():
    closed = asyncio.Event()

    async def values():
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            closed.set()

    async for _ in values():
        break
    async with asyncio.timeout(2):
        await closed.wait()


# Nested loops of Qt


async def test_other_tasks_go_on_inside_a_nested_loop(bag):
    seen = []
    task = bag.spawn(count(seen), name="counter")
    nested = QEventLoop()
    QTimer.singleShot(60, nested.quit)
    nested.exec()
    inside = len(seen)
    await until(lambda: len(seen) >= inside + 3)
    assert inside > 3
    assert not task.done()


async def test_a_dialog_run_by_exec_loses_no_task(bag):
    seen, dialog = [], QDialog()
    bag.spawn(count(seen), name="counter")
    QTimer.singleShot(40, dialog.accept)
    assert dialog.exec() == QDialog.DialogCode.Accepted
    inside = len(seen)
    await asyncio.sleep(0.02)
    assert 0 < inside < len(seen)
    dialog.deleteLater()


async def test_a_coroutine_in_a_nested_loop_is_still_the_current_task_afterwards(bag):
    mine = asyncio.current_task()
    bag.spawn(asyncio.sleep(0.001), name="other")
    nested = QEventLoop()
    QTimer.singleShot(20, nested.quit)
    nested.exec()
    assert asyncio.current_task() is mine
    async with asyncio.timeout(1):
        await asyncio.sleep(0.001)


async def test_callbacks_queued_before_a_nested_loop_run_inside_it():
    loop, seen, nested = asyncio.get_running_loop(), [], QEventLoop()

    def nest():
        loop.call_later(0.005, nested.quit)
        nested.exec()
        seen.append("nested ended")

    loop.call_soon(nest)
    loop.call_soon(seen.append, "behind it")
    await until(lambda: len(seen) == 2)
    assert seen == ["behind it", "nested ended"]


async def test_processing_events_by_hand_steps_the_others(bag):
    seen = []
    bag.spawn(count(seen), name="counter")
    while len(seen) < 3:
        QCoreApplication.processEvents()
    await asyncio.sleep(0.005)
    assert len(seen) >= 3


# Threads


async def test_a_thread_gives_its_result(bag):
    assert await asyncio.to_thread(lambda: 6 * 7) == 42
    assert await asyncio.get_running_loop().run_in_executor(None, os.getpid) == os.getpid()


async def test_call_soon_threadsafe_keeps_its_context():
    loop, seen = asyncio.get_running_loop(), asyncio.Queue()
    context = contextvars.copy_context()
    context.run(number.set, 7)

    def from_thread():
        loop.call_soon_threadsafe(lambda: seen.put_nowait(number.get()), context=context)

    await asyncio.to_thread(from_thread)
    assert await seen.get() == 7


async def test_calls_from_threads_keep_their_order_and_none_is_lost():
    loop, seen = asyncio.get_running_loop(), []

    def send(name):
        for value in range(200):
            loop.call_soon_threadsafe(seen.append, (name, value))

    await asyncio.gather(*(asyncio.to_thread(send, name) for name in "abc"))
    await asyncio.sleep(0)
    for name in "abc":
        assert [value for who, value in seen if who == name] == list(range(200))


async def test_a_coroutine_can_be_sent_from_a_thread():
    loop = asyncio.get_running_loop()

    def ask():
        return asyncio.run_coroutine_threadsafe(asyncio.sleep(0.001, 5), loop).result(5)

    assert await asyncio.to_thread(ask) == 5


def test_a_hanging_thread_does_not_hold_the_end_for_long(qapp, monkeypatch):
    monkeypatch.setattr("ui.loop.EXECUTOR_LIMIT", 0.05)
    release = threading.Event()

    async def start():
        asyncio.get_running_loop().run_in_executor(None, release.wait)

    with asyncio.Runner(loop_factory=lambda: make_loop(qapp)) as runner:
        runner.run(start())
    assert not release.is_set()
    release.set()


# The outside world


async def test_a_subprocess_is_read_to_its_end():
    code = "import sys; sys.stdout.write('x' * 300_000)"
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=pipe)
    out, _ = await process.communicate()
    assert (len(out), process.returncode) == (300_000, 0)


@pytest.mark.skipif(os.name == "nt", reason="a loop on Windows has no signal handlers")
@pytest.mark.parametrize("which", ["SIGTERM", "SIGINT", "SIGUSR1"])
async def test_a_signal_reaches_its_handler_while_qt_sleeps(which):
    loop, got, number_ = asyncio.get_running_loop(), asyncio.Event(), getattr(signal, which)
    loop.add_signal_handler(number_, got.set)
    timer = threading.Timer(0.02, os.kill, (os.getpid(), number_))
    timer.start()
    async with asyncio.timeout(5):
        await got.wait()
    timer.join()
    loop.remove_signal_handler(number_)


@pytest.mark.skipif(os.name == "nt", reason="a loop on Windows has no signal handlers")
async def test_a_handler_of_pythons_own_runs_while_qt_sleeps():
    got = asyncio.Event()
    before = signal.signal(signal.SIGUSR1, lambda *_: got.set())
    timer = threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGUSR1))
    timer.start()
    async with asyncio.timeout(5):
        await got.wait()
    timer.join()
    signal.signal(signal.SIGUSR1, before)


async def test_streams_carry_bytes_both_ways():
    async def echo(reader, writer):
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hello\n")
    assert await reader.read() == b"HELLO\n"
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


async def test_an_http_server_and_client_talk():
    from aiohttp import ClientSession, web  # noqa: PLC0415  slow to import

    async def answer(request):
        return web.json_response({"got": await request.json()})

    app = web.Application()
    app.router.add_post("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with ClientSession() as client:
        answers = await asyncio.gather(*(_ask(client, port, n) for n in range(10)))
    await runner.cleanup()
    assert answers == [{"got": n} for n in range(10)]


async def _ask(client, port, value):
    async with client.post(f"http://127.0.0.1:{port}/", json=value) as response:
        return await response.json()


# The end of it


def test_closing_the_last_window_does_not_end_the_loop(fresh_loop):
    assert not QApplication.quitOnLastWindowClosed()


def test_a_quit_of_qt_is_told_and_the_coroutine_finishes(fresh_loop):
    async def work():
        stop = asyncio.Event()
        fresh_loop.on_quit = stop.set
        QTimer.singleShot(0, QApplication.quit)
        await stop.wait()
        await asyncio.sleep(0.005)
        return "done"

    assert fresh_loop.run_until_complete(work()) == "done"


def test_a_callback_that_ends_the_program_is_reported_instead(fresh_loop):
    reports = []
    fresh_loop.set_exception_handler(lambda _loop, context: reports.append(context["exception"]))
    fresh_loop.call_soon(sys.exit, 3)
    fresh_loop.run_until_complete(asyncio.sleep(0.001))
    assert [error.code for error in reports] == [3]


def test_a_keyboard_interrupt_leaves_the_loop_usable(fresh_loop):
    def interrupt():
        raise KeyboardInterrupt

    fresh_loop.call_soon(interrupt)
    with contextlib.closing(asyncio.sleep(0.001)) as never, pytest.raises(KeyboardInterrupt):
        fresh_loop.run_until_complete(never)
    assert fresh_loop.run_until_complete(asyncio.sleep(0, 4)) == 4


def test_what_was_queued_while_the_loop_stood_still_runs_later(fresh_loop, qapp):
    seen = []
    fresh_loop.call_soon(seen.append, 1)
    qapp.processEvents()
    assert seen == []
    fresh_loop.run_until_complete(asyncio.sleep(0))
    assert seen == [1]


def test_the_main_coroutine_may_fail(fresh_loop):
    async def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fresh_loop.run_until_complete(fail())


def test_a_closed_loop_refuses_callbacks(qapp):
    loop = make_loop(qapp)
    loop.close()
    with pytest.raises(RuntimeError, match="closed"):
        loop.call_soon(print)
    with pytest.raises(RuntimeError, match="closed"):
        loop.call_soon_threadsafe(print)


def test_debug_mode_names_a_slow_callback(fresh_loop, caplog):
    fresh_loop.set_debug(True)
    fresh_loop.slow_callback_duration = 0.0
    fresh_loop.run_until_complete(asyncio.sleep(0))
    assert "Executing" in caplog.text


def test_debug_mode_catches_a_call_from_another_thread(fresh_loop):
    fresh_loop.set_debug(True)

    async def call():
        with pytest.raises(RuntimeError, match="Non-thread-safe"):
            await asyncio.to_thread(fresh_loop.call_soon, print)

    fresh_loop.run_until_complete(call())
