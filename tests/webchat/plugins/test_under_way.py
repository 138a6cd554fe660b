"""A listener that still runs when its plugin goes."""

import asyncio

import pytest

HANGS = """
import asyncio

def init(app):
    app.webchat.actions.add_listener("beforeToggleChatVisibility", hang)

async def hang(payload):
    await asyncio.Event().wait()
"""


@pytest.mark.parametrize("way", ["unload", "disable"])
async def test_no_action_waits_for_a_plugin_that_is_gone(host, files, sim, way):
    await host.load(files.write("hang.py", HANGS))
    before = asyncio.all_tasks()
    invoked = sim.webchat.actions.invoke_action("ToggleChatVisibility")
    await getattr(host, way)("hang")
    await invoked
    assert sim.webchat.actions.history[-1].listeners[0].verdict == "released"
    assert asyncio.all_tasks() <= before


async def test_a_listener_outlives_the_reload_of_its_plugin(host, files, sim):
    await host.load(files.write("hang.py", HANGS))
    invoked = sim.webchat.actions.invoke_action("ToggleChatVisibility")
    await host.reload("hang")
    call = sim.webchat.actions.history[-1].listeners[0]
    assert call.verdict == "running"
    call.release()
    await invoked
