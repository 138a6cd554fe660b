"""The action layer as a plugin has it: all of the contract, under its name."""

import asyncio

import pytest

from tests.support.plugins import app_of
from webchat import ActionBlockedError, ActionCancelledError, ActionFailedError, ActionNotFoundError


@pytest.fixture
async def actions(host, files):
    return (await app_of(host, files)).webchat.actions


@pytest.fixture
def invoke(sim):
    return sim.webchat.actions.invoke_action


async def test_the_decorators_register_and_hand_the_function_back(actions, invoke, host):
    calls = []

    @actions.action("Echo")
    def echo(payload):
        return payload

    @actions.before("Echo")
    def before(payload):
        calls.append(("before", payload))

    @actions.after("Echo")
    async def after(payload):
        calls.append(("after", payload))

    @actions.replacing("Echo")
    async def twice(payload, original):
        return await original(payload) * 2

    assert await invoke("Echo", "x") == "xx"
    assert calls == [("before", "x"), ("after", "x")]
    assert echo("y") == "y"
    assert host["probe"].registrations == (
        ("action", "Echo"),
        ("replacement", "Echo"),
        ("listener", "beforeEcho"),
        ("listener", "afterEcho"),
    )


async def test_an_action_that_init_registers_is_not_there_before_init_has_returned(host, files):
    path = files.write(
        "hasty.py",
        """
async def init(app):
    app.webchat.actions.register_action("Mine", lambda payload: None)
    await app.webchat.actions.invoke_action("Mine")
""",
    )
    plugin = await host.load(path)
    assert plugin.state == "failed"
    assert "'Mine' does not exist yet: what init registers counts once" in plugin.error.message
    assert plugin.error.line == 4


async def test_an_action_may_complete_its_payload(actions, invoke):
    actions.register_action("One", lambda payload: payload, lambda payload: {**payload, "n": 1})
    actions.action("Two", lambda payload: payload + 1)(lambda payload: payload)
    assert await invoke("One", {}) == {"n": 1}
    assert await invoke("Two", 1) == 2


async def test_each_undo_takes_its_own_layer(actions, invoke, host):
    first = actions.register_action("X", lambda payload: "first")
    second = actions.register_action("X", lambda payload: "second")
    first()
    assert await invoke("X") == "second"
    second()
    second()
    with pytest.raises(ActionNotFoundError):
        await invoke("X")
    assert host["probe"].registrations == ()


async def test_listeners_are_removed_by_function_or_all_at_once(actions, invoke, host):
    calls = []

    def listener(payload):
        calls.append(payload)

    actions.register_action("X", lambda payload: None)
    actions.on("beforeX", listener)
    actions.add_listener("afterX", listener)
    actions.remove_listener("beforeX", listener)
    await invoke("X", 1)
    assert calls == [1]
    actions.remove_all_listeners()
    await invoke("X", 2)
    assert calls == [1]
    assert host["probe"].registrations == (("action", "X"),)
    assert len(actions._ledger) == 1


async def test_a_block_is_lifted_by_its_undo_or_by_name(actions, invoke, sim):
    actions.register_action("X", lambda payload: "done")
    undo = actions.block_action("X")
    assert actions.find_blocked_actions("X")[0].action == "X"
    with pytest.raises(ActionBlockedError):
        await invoke("X")
    undo()
    assert await invoke("X") == "done"
    actions.block_action("X")
    sim.webchat.actions.block_action("X")
    actions.unblock_action("X")
    assert await invoke("X") == "done"
    assert len(actions._ledger) == 1


async def test_what_a_plugin_invokes_carries_its_name(actions, sim):
    await actions.invoke_action("ToggleChatVisibility")
    with actions.as_origin("elsewhere"):
        await sim.webchat.actions.invoke_action("ToggleChatVisibility")
    one, two = actions.history
    assert (one.origin, one.owner) == ("probe", "probe")
    assert (two.origin, two.owner) == ("elsewhere", None)


async def test_pending_invocations_are_found(actions, invoke):
    gate = asyncio.Event()

    async def wait(payload):
        await gate.wait()

    actions.register_action("X", wait)
    pending = invoke("X", {"n": 1})
    assert [one.payload for one in actions.find_pending_actions(["X"])] == [{"n": 1}]
    assert actions.find_pending_actions("X", {"n": 2}) == []
    gate.set()
    await pending


async def test_a_listener_of_a_plugin_may_cancel(actions, invoke):
    actions.before("ToggleChatVisibility")(lambda payload, cancel: cancel())
    with pytest.raises(ActionCancelledError) as error:
        await invoke("ToggleChatVisibility")
    assert error.value.cancelled_by == "probe"


@pytest.mark.parametrize("register", ["register_action", "replace_action", "add_listener"])
def test_what_cannot_be_called_is_refused_by_name(actions, register):
    def greedy(one, two, three, four):
        raise AssertionError

    for wrong in (greedy, 5, None):
        with pytest.raises(TypeError):
            getattr(actions, register)("beforeX", wrong)
    assert len(actions._ledger) == 0


async def test_a_body_that_fails_shows_its_line_at_the_plugin(host, files, invoke):
    text = (
        "def init(app):\n"
        "    @app.webchat.actions.action('Bad')\n"
        "    async def bad(payload):\n"
        "        return {}['x']\n"
    )
    plugin = await host.load(files.write("one.py", text))
    with pytest.raises(ActionFailedError):
        await invoke("Bad")
    assert plugin.error.line == 4


async def test_a_replacement_is_not_blamed_for_what_the_action_refuses(host, files, invoke):
    text = (
        "def init(app):\n"
        "    @app.webchat.actions.replacing('SendMessage')\n"
        "    async def same(payload, original):\n"
        "        return await original(payload)\n"
    )
    plugin = await host.load(files.write("one.py", text))
    with pytest.raises(ActionFailedError):
        await invoke("SendMessage", {"body": "", "channelSid": "CH1"})
    assert plugin.error is None
