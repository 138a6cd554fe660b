"""A version that is let go is gone, or what is left of it is named."""

import asyncio
import sys

import pytest

from tests.support.plugins import registries
from tests.support.waiting import until


def module_of(name):
    return next(module for key, module in sys.modules.items() if f"webchat_plugin_{name}_" in key)


@pytest.fixture
async def version(host, files):
    """A version whose task and ``shutdown`` do not end when they are told to."""
    await host.load(files.copy("never_leaves.py"))
    module = module_of("never_leaves")
    await asyncio.sleep(0)
    yield host._roster["never_leaves"].version
    module.until.set()


async def test_letting_go_takes_no_longer_than_its_limits(version, host, caplog):
    left = await version.let_go(0.05)
    assert left == ("task plugin never_leaves: stay",)
    assert "left something behind: task plugin never_leaves: stay" in caplog.text
    assert "shutdown did not end within 0.05 s" in host["never_leaves"].error.message


async def test_a_version_that_leaves_nothing_says_so(host, files):
    await host.load(files.copy("good.py"))
    assert await host._roster["good"].version.let_go() == ()


async def test_what_is_left_is_named(host, files, sim, caplog):
    await host.load(files.copy("good.py"))
    version = host._roster["good"].version
    scope = version.shares["webchat"].scope
    undo, scope.remove_listener = scope.add_listener, None  # added behind the ledger's back
    undo("beforeSendMessage", print)
    assert await version.let_go() == ("actions of webchat",)
    assert "actions of webchat" in caplog.text


async def test_shutdown_may_still_use_the_plugins_own_actions(host, files, sim):
    text = (
        "def init(app):\n"
        "    app.webchat.actions.register_action('Mine', lambda payload: None)\n"
        "def shutdown(app):\n"
        "    app.webchat.actions.invoke_action('Mine')\n"
    )
    await host.load(files.write("one.py", text))
    await host.unload("one")
    assert list(sim.webchat.actions.history)[-1].outcome == "completed"


@pytest.mark.parametrize(
    "text",
    [
        "def shutdown():\n    pass\n",
        "shutdown = 3\n",
        "def shutdown(app):\n    raise SystemExit\n",
        "async def shutdown(app):\n    raise SystemExit\n",
    ],
)
async def test_a_shutdown_that_fails_stops_nothing(sim, files, text, caplog):
    before = registries(sim)
    await sim.plugins.load(files.write("one.py", f"def init(app):\n    pass\n{text}"))
    await sim.plugins.unload("one")
    assert registries(sim) == before
    assert "shutdown" in caplog.text


async def test_the_end_of_the_program_is_not_held_up(sim, files):
    plugin = await sim.plugins.load(files.copy("never_leaves.py"))
    module = module_of("never_leaves")
    await asyncio.sleep(0)
    await sim.plugins.aclose(0.2)
    assert plugin.registrations == ()
    module.until.set()
    await until(lambda: not [t for t in asyncio.all_tasks() if "never_leaves" in t.get_name()])
