"""Requests that cannot be meant: refused in the right place, with a sentence."""

from typing import Any

import pytest

from webchat.actions import ActionNotFoundError, ActionsManager


@pytest.fixture
def actions():
    return ActionsManager()


@pytest.mark.parametrize("name", [None, 3, ["SendMessage"], {"action": "SendMessage"}])
async def test_invoking_what_is_no_name_is_refused_and_recorded(actions, name):
    invoked = actions.invoke_action(name)
    with pytest.raises(ActionNotFoundError, match="the name of an action is a text"):
        await invoked
    assert actions.history[-1].outcome == "refused"


@pytest.mark.parametrize(
    "register",
    [
        lambda actions: actions.add_listener(None, print),
        lambda actions: actions.register_action(3, print),
        lambda actions: actions.replace_action(["A"], print),
    ],
)
def test_registering_for_what_is_no_name_is_refused(actions, register):
    with pytest.raises(TypeError, match="is a text"):
        register(actions)


def test_a_payload_that_contains_itself_harms_nobody(actions):
    actions.register_action("A", lambda payload: payload["n"])
    payload: dict[str, Any] = {"n": 1}
    payload["list"] = [payload, payload]
    assert actions.invoke_action("A", payload).result() == 1
    assert actions.history[-1].as_json()["payload"]["n"] == 1
