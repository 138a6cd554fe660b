"""The Actions dock over a real action layer."""

import pytest

from ui.devtools.actions_dock import ActionsDock
from webchat.actions import ActionsManager, Scope


@pytest.fixture
def actions():
    manager = ActionsManager()
    manager.register_action("Ping", lambda payload: payload)
    return manager


@pytest.fixture
def dock(qtbot, actions):
    result = ActionsDock()
    qtbot.addWidget(result)
    result.watch(actions)
    result.resize(900, 320)
    result.show()
    assert result.model.rowCount() == 0
    return result


@pytest.fixture
def ping(actions, dock):
    """Return a function that invokes Ping so often and waits for no frame."""

    def invoke(times=1):
        for number in range(times):
            actions.invoke_action("Ping", {"n": number})
        dock.model.flush()

    return invoke


@pytest.fixture
def plugin(actions):
    """A plugin's scope with one listener before Ping."""
    scope = Scope("mask")
    scope.add_listener("beforePing", lambda _payload: None)
    actions.scopes.append(scope)
    return scope
