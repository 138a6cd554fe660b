"""Who holds up the loop is named while it does so."""

import asyncio
import logging
import threading
import time

import pytest

from tests.support.plugins import toggle
from tests.support.waiting import until
from webchat.plugins.watchdog import Watchdog


@pytest.fixture
async def watchdog():
    watchdog = Watchdog(
        lambda filename: "this" if filename == __file__ else None,
        lambda plugin, function: f"{plugin}.{function}",
        threshold=0.1,
    )
    watchdog.start()
    yield watchdog
    watchdog.stop()


def outer():
    hold_up()


def hold_up():
    time.sleep(0.4)


HELD_LINE = hold_up.__code__.co_firstlineno + 1


async def test_a_blockage_is_told_when_the_loop_is_free(watchdog):
    told = []
    watchdog.subscribe(lambda blockage: told.append((blockage, threading.get_ident())))
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(outer)
    await until(lambda: told)
    blockage, thread = told[0]
    assert (blockage.plugin, blockage.line) == ("this", HELD_LINE)
    assert blockage.seconds >= 0.3
    assert "this held everything up" in str(blockage)
    assert thread == threading.get_ident()
    assert len(told) == 1


async def test_it_is_in_the_log_while_the_loop_stands_still(watchdog, caplog):
    times = []

    class Handler(logging.Handler):
        def emit(self, record):
            times.append((time.monotonic(), record.getMessage()))

    handler = Handler()
    log = logging.getLogger("webchat.plugins.watchdog")
    log.addHandler(handler)
    try:
        outer()
        free = time.monotonic()
    finally:
        log.removeHandler(handler)
    when, message = times[0]
    assert when < free
    assert "Plugin this blocks the event loop" in message
    assert f":{HELD_LINE}" in message
    assert "time.sleep" in message


async def test_a_loop_that_turns_is_left_in_peace(watchdog, caplog):
    watchdog.stop()
    watchdog.threshold = 1.0  # asks four times a second, and the machine may be busy
    watchdog.start()
    for _ in range(60):
        await asyncio.sleep(0.01)
    assert caplog.text == ""


async def test_standing_still_without_a_plugin_is_told_without_one(caplog):
    told = []
    watchdog = Watchdog(lambda _name: None, lambda _plugin, _name: "", threshold=0.1)
    watchdog.start()
    watchdog.subscribe(told.append)
    hold_up()
    await until(lambda: told)
    watchdog.stop()
    assert told[0].plugin is None
    assert "Nothing could move" in str(told[0])


async def test_it_ends_when_stopped_and_can_start_again(watchdog):
    watchdog.stop()
    watchdog.stop()
    assert not watchdog.is_running
    assert "plugin watchdog" not in [thread.name for thread in threading.enumerate()]
    watchdog.start()
    watchdog.start()
    assert [thread.name for thread in threading.enumerate()].count("plugin watchdog") == 1


async def test_a_plugin_that_blocks_is_named_with_event_and_line(host, files, sim, caplog):
    host.watchdog.threshold = 0.2
    told = []
    host.watchdog.subscribe(told.append)
    plugin = await host.load(files.copy("blocks_loop.py"))
    await toggle(sim)
    await until(lambda: told)
    assert (told[0].plugin, told[0].line) == ("blocks_loop", 10)
    assert told[0].event == "beforeToggleChatVisibility"
    assert plugin.error.line == 10
    assert "beforeToggleChatVisibility has not returned" in caplog.text


async def test_a_plugin_that_blocks_in_init_is_named(host, files, caplog):
    host.watchdog.threshold = 0.1
    text = "import time\ntime.sleep(0.4)\ndef init(app):\n    time.sleep(0.4)\n"
    plugin = await host.load(files.write("slow.py", text))
    assert plugin.state == "active"
    await until(lambda: "init has not returned" in caplog.text)
    assert "import has not returned" in caplog.text


async def test_a_listener_that_never_ends_is_seen_running_and_can_be_released(host, files, sim):
    await host.load(files.copy("never_finishes.py"))
    pending = toggle(sim)
    await asyncio.sleep(0)
    call = next(iter(sim.webchat.actions.history)).listeners[0]
    assert (call.owner, call.verdict) == ("never_finishes", "running")
    call.release()
    await pending
    assert call.verdict == "released"
