"""What is under way when a manager ends, or when the owner of a listener goes."""

import asyncio

import pytest

from webchat.actions import ActionsManager, Scope


@pytest.fixture
def actions():
    return ActionsManager()


async def forever(_payload):
    await asyncio.Event().wait()


@pytest.mark.parametrize("part", ["listener", "body", "replacement", "told"])
async def test_the_end_ends_what_is_under_way_and_reports_no_failure(actions, part, caplog):
    before = asyncio.all_tasks()
    actions.register_action("A", forever if part == "body" else lambda _payload: None)
    if part == "listener":
        actions.add_listener("beforeA", forever)
    elif part == "replacement":
        actions.replace_action("A", forever)
    elif part == "told":
        actions.on("invocationBegin", lambda: forever(None))
    actions.invoke_action("A")
    await asyncio.sleep(0)
    assert asyncio.all_tasks() != before
    assert await actions.aclose() == ()
    assert asyncio.all_tasks() == before
    assert actions.find_pending_actions("A") == []
    assert caplog.text == ""


async def test_a_part_that_does_not_end_is_named(actions):
    gate = asyncio.Event()

    async def stubborn(_payload):
        while not gate.is_set():
            try:
                await gate.wait()
            except asyncio.CancelledError:
                continue

    actions.register_action("A", stubborn)
    invoked = actions.invoke_action("A")
    [name] = await actions.aclose(0.01)
    assert "test_running.py" in name
    gate.set()
    await invoked


async def test_only_the_listeners_of_the_one_who_goes_are_released(actions):
    actions.register_action("A", lambda _payload: "done")
    gone, gate = Scope("gone"), asyncio.Event()
    actions.scopes.append(gone)
    gone.add_listener("beforeA", forever)
    actions.add_listener("beforeA", lambda _payload: gate.wait())
    invoked = actions.invoke_action("A")
    actions.release_listeners("gone")
    assert [call.verdict for call in actions.history[-1].listeners] == ["running", "released"]
    gate.set()
    assert await invoked == "done"
