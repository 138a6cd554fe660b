"""Load, check, swap, let go: the old version runs until the new one is ready."""

import asyncio
import sys

import pytest

from tests.support.plugins import registries, toggle
from tests.support.waiting import until
from webchat import ActionNotFoundError


@pytest.fixture
def said(monkeypatch):
    """Lines that plugin files say with ``sys.said``."""
    lines = []
    monkeypatch.setattr(sys, "said", lines.append, raising=False)
    return lines


def version(number, init=""):
    return (
        "import asyncio, sys\n"
        f"N = {number}\n"
        "async def stay():\n"
        "    try:\n"
        "        await asyncio.Event().wait()\n"
        "    finally:\n"
        "        sys.said(f'task {N} ended')\n"
        "async def init(app):\n"
        f"    {init or 'pass'}\n"
        "    app.spawn(stay())\n"
        "    app.webchat.actions.register_action('Which', lambda payload: N)\n"
        "    app.on_unload(lambda: sys.said(f'undo {N}'))\n"
        "    await asyncio.sleep(0)\n"
        "    sys.said(f'init {N}')\n"
        "async def shutdown(app):\n"
        "    now = await app.webchat.actions.invoke_action('Which')\n"
        "    sys.said(f'shutdown {N}, now {now}')\n"
    )


async def which(sim):
    return await sim.webchat.actions.invoke_action("Which")


async def test_a_reload_swaps_first_and_lets_go_afterwards(host, files, sim, said):
    await host.load(files.write("one.py", version(1)))
    files.write("one.py", version(2))
    await host.reload("one")
    assert said == ["init 1", "init 2", "shutdown 1, now 2", "undo 1", "task 1 ended"]
    assert await which(sim) == 2
    await host.unload("one")
    assert said[5:] == ["shutdown 2, now 2", "undo 2", "task 2 ended"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("def init(app)\n    pass\n", 1),
        ("\nraise ValueError('no')\n", 2),
        (version(2, "1 / 0"), 9),
        (version(2, "sys.exit(1)"), 9),
        ("x = 1\n", 1),
    ],
)
async def test_a_failed_reload_keeps_the_old_version_running(sim, files, said, text, line):
    host = sim.plugins
    plugin = await host.load(files.write("one.py", version(1)))
    before = registries(sim)
    files.write("one.py", text)
    await host.reload("one")
    assert plugin.state == "active"
    assert plugin.error.line == line
    assert await which(sim) == 1
    assert "shutdown" not in "".join(said)
    assert registries(sim) == before


async def test_a_good_reload_takes_the_error_back(host, files, sim, said):
    plugin = await host.load(files.write("one.py", version(1)))
    files.write("one.py", "(")
    await host.reload("one")
    assert plugin.error is not None
    files.write("one.py", version(3))
    await host.reload("one")
    assert plugin.error is None
    assert await which(sim) == 3


async def test_a_failed_plugin_becomes_active_when_its_file_is_mended(host, files, sim, said):
    plugin = await host.load(files.write("one.py", "("))
    assert plugin.state == "failed"
    files.write("one.py", version(1))
    await host.reload("one")
    assert (plugin.state, plugin.error) == ("active", None)


async def test_nobody_sees_registrations_before_init_has_ended(host, files, sim):
    host.unwatch()
    path = files.copy("never_ready.py")
    loading = asyncio.ensure_future(host.load(path))
    await until(lambda: "never_ready" in host)
    await asyncio.sleep(0)
    assert host["never_ready"].state == "loading"
    assert registries(sim)["kinds"]["webchat"][0] == []
    await host.unload("never_ready")
    assert (await loading).state == "disabled"
    assert list(host) == []


async def test_a_load_during_an_unload_comes_after_it(host, files, sim, said):
    path = files.write("one.py", version(1))
    await host.load(path)
    _none, plugin = await asyncio.gather(host.unload("one"), host.load(path))
    assert said[-1] == "init 1"
    assert list(host) == [plugin]
    assert await which(sim) == 1


async def test_a_newer_file_ends_an_init_that_hangs(host, files, sim, said):
    host.unwatch()
    loading = asyncio.ensure_future(host.load(files.write("one.py", version(1, "await stay()"))))
    await until(lambda: "one" in host and host["one"].state == "loading")
    await asyncio.sleep(0.01)
    files.write("one.py", version(2))
    await host.reload("one")
    plugin = await loading
    assert plugin is host["one"]
    assert (plugin.state, plugin.error) == ("active", None)
    assert await which(sim) == 2
    assert said == ["task 1 ended", "init 2"]


async def test_loading_the_same_file_while_it_loads_joins_that(host, files, said):
    text = version(1, "await asyncio.sleep(0.02)")
    path = files.write("one.py", text)
    await asyncio.gather(host.load(path), host.load(path), host.load(path))
    assert said == ["init 1"]


async def test_a_load_that_is_cancelled_leaves_nothing(host, files, sim):
    before = registries(sim)
    path = files.copy("never_ready.py")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await host.load(path)
    assert host["never_ready"].state == "failed"
    assert "cancelled" in host["never_ready"].error.message
    assert registries(sim) == before


async def test_disabling_ends_an_init_that_hangs(host, files, sim):
    loading = asyncio.ensure_future(host.load(files.copy("never_ready.py")))
    await until(lambda: "never_ready" in host and host["never_ready"].state == "loading")
    await host.disable("never_ready")
    assert (await loading).state == "disabled"


async def test_an_init_that_takes_long_is_warned_of_with_its_line(host, files, monkeypatch):
    monkeypatch.setattr("webchat.plugins.version.SLOW_INIT", 0.02)
    loading = asyncio.ensure_future(host.load(files.copy("never_ready.py")))
    await until(lambda: "never_ready" in host and host["never_ready"].error)
    error = host["never_ready"].error
    assert "has not finished" in error.message
    assert error.line == 8
    await host.disable("never_ready")
    await loading


async def test_unloading_twice_at_once_is_unloading_once(host, files, sim, said):
    await host.load(files.write("one.py", version(1)))
    await asyncio.gather(host.unload("one"), host.unload("one"))
    assert said.count("undo 1") == 1
    assert list(host) == []
    with pytest.raises(ActionNotFoundError):
        await which(sim)


async def test_an_invocation_that_runs_during_a_swap_ends_well(host, files, sim):
    text = (
        "import asyncio\ngate = asyncio.Event()\n"
        "def init(app):\n"
        "    app.webchat.actions.add_listener('beforeToggleChatVisibility', wait)\n"
        "    app.webchat.actions.register_action('Open', lambda payload: gate.set())\n"
        "async def wait(payload):\n    await gate.wait()\n"
    )
    await host.load(files.write("one.py", text))
    pending = toggle(sim)
    await sim.webchat.actions.invoke_action("Open")
    files.listening("one.py")
    await host.reload("one")
    await pending
    assert next(iter(sim.webchat.actions.history)).outcome == "completed"
