"""What a plugin still does when it goes: its listeners, bodies and replacements."""

import asyncio

import pytest

from tests.support.waiting import until
from webchat import ActionFailedError

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


IN_PLACE = """
import asyncio

def init(app):
    @app.webchat.actions.action("Hang")
    async def hang():
        await asyncio.Event().wait()

    @app.webchat.actions.replacing("ToggleChatVisibility")
    async def replace(payload, original):
        await asyncio.Event().wait()

    @app.webchat.actions.replacing("Slow")
    async def hand_on(payload, original):
        result = await original(payload)
        if payload == "hang":
            await asyncio.Event().wait()
        return result
"""


@pytest.fixture
async def actions(host, files, sim):
    """Those of a customer, with a plugin that does not come to an end."""
    await host.load(files.write("hang.py", IN_PLACE))
    return sim.webchat.actions


@pytest.fixture
def slow(actions):
    """Let the original of an action wait for an event."""
    going_on = asyncio.Event()

    async def body(payload):
        await going_on.wait()
        return f"done with {payload}"

    actions.register_action("Slow", body)
    return going_on


@pytest.mark.parametrize("way", ["unload", "disable"])
async def test_what_stands_in_an_actions_place_fails_when_its_plugin_goes(actions, host, way):
    invoked = actions.invoke_action("ToggleChatVisibility")
    await getattr(host, way)("hang")
    sentence = "hang was unloaded while its replacement of ToggleChatVisibility was running"
    with pytest.raises(ActionFailedError, match=sentence):
        await invoked
    await actions.invoke_action("ToggleChatVisibility")
    assert actions.history[-1].replaced_by is None


async def test_a_body_that_waits_fails_when_its_plugin_goes(actions, host):
    invoked = actions.invoke_action("Hang")
    await host.unload("hang")
    with pytest.raises(ActionFailedError, match="while its body of Hang was running"):
        await invoked


async def test_what_was_handed_on_to_the_original_ends_as_it_would(actions, slow, host):
    invoked = actions.invoke_action("Slow", "it")
    await host.unload("hang")
    assert not invoked.done()
    slow.set()
    assert await invoked == "done with it"


async def test_what_waits_on_after_the_original_fails_then(actions, slow, host):
    invoked = actions.invoke_action("Slow", "hang")
    await host.unload("hang")
    slow.set()
    with pytest.raises(ActionFailedError, match="was unloaded"):
        await invoked


async def test_what_stands_in_an_actions_place_outlives_a_reload_but_not_the_unload(actions, host):
    invoked = actions.invoke_action("ToggleChatVisibility")
    for _ in range(2):
        await host.reload("hang")
    assert not invoked.done()
    await host.unload("hang")
    with pytest.raises(ActionFailedError, match="was unloaded"):
        await invoked


async def test_a_failure_that_nobody_awaits_is_told_to_the_person(actions, host, sim):
    actions.invoke_action("ToggleChatVisibility")
    await host.unload("hang")
    await until(lambda: sim.webchat.notifications.active)
    assert "Try again" in sim.webchat.notifications.active[0].text


async def test_at_the_end_of_everything_nobody_is_told(actions, sim, caplog):
    invoked = actions.invoke_action("ToggleChatVisibility")
    await sim.aclose()
    with pytest.raises(asyncio.CancelledError):
        await invoked
    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == []
