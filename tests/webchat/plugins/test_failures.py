"""A failed listener is told once, with what it raised."""

import pytest

from webchat.actions import Scope
from webchat.plugins.failures import FailedListeners, running_event


@pytest.fixture
def told():
    return []


@pytest.fixture
def scope(sim, told):
    failures = FailedListeners(lambda *arguments: told.append(arguments))
    failures.follow(sim.kinds["webchat"])
    scope = Scope("greet")
    sim.kinds["webchat"].scopes.append(scope)
    yield scope
    failures.close()


def fail(payload):
    raise ValueError("odd")


async def fail_later(payload):
    raise ValueError("odd")


@pytest.mark.parametrize("listener", [fail, fail_later])
@pytest.mark.parametrize("event", ["beforeToggleChatVisibility", "afterToggleChatVisibility"])
async def test_a_failure_is_told_once(scope, sim, told, listener, event):
    scope.add_listener(event, listener)
    scope.add_listener(event, lambda payload: None)
    await sim.webchat.actions.invoke_action("ToggleChatVisibility")
    ((name, failed_at, error),) = told
    assert (name, failed_at, str(error)) == ("greet", event, "odd")


async def test_sides_that_come_later_are_followed(scope, sim, told):
    scope.add_listener("beforeToggleChatVisibility", fail)
    await sim.add_customer().actions.invoke_action("ToggleChatVisibility")
    assert len(told) == 1


async def test_listeners_that_belong_to_no_plugin_are_none_of_ours(scope, sim, told):
    sim.webchat.actions.add_listener("beforeToggleChatVisibility", fail)
    await sim.webchat.actions.invoke_action("ToggleChatVisibility")
    assert told == []


async def test_the_report_that_was_there_before_still_hears_of_it(sim, told, caplog):
    failures = FailedListeners(lambda *arguments: told.append(arguments))
    before = sim.webchat.actions.on_listener_failed
    failures.follow(sim.kinds["webchat"])
    sim.webchat.actions.add_listener("beforeToggleChatVisibility", fail)
    await sim.webchat.actions.invoke_action("ToggleChatVisibility")
    assert "odd" in caplog.text
    failures.close()
    assert sim.webchat.actions.on_listener_failed is before


async def test_the_running_event_is_the_innermost_of_the_plugin(scope, sim):
    seen = []

    def look(payload):
        seen.append(running_event(sim.kinds["webchat"], "greet"))

    scope.add_listener("beforeToggleChatVisibility", look)
    scope.add_listener("afterToggleChatVisibility", look)
    await sim.webchat.actions.invoke_action("ToggleChatVisibility")
    assert seen == ["beforeToggleChatVisibility", "afterToggleChatVisibility"]
    assert running_event(sim.kinds["webchat"], "greet") is None
