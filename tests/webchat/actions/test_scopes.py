"""Plugins' registrations: their order, their exchange in one step, and their going."""

import pytest

from webchat.actions import ActionBlockedError, ActionsManager, Scope, Scopes


@pytest.fixture
def scopes():
    return Scopes()


@pytest.fixture
def actions(scopes):
    manager = ActionsManager(scopes)
    manager.register_action("A", lambda _payload: None)
    return manager


def logging(log, name):
    return lambda _payload: log.append(name)


def listening(name, log):
    scope = Scope(name)
    scope.add_listener("beforeA", logging(log, name))
    return scope


def test_own_listeners_come_first_then_the_plugins_in_order(actions, scopes):
    log = []
    scopes.append(listening("one", log))
    scopes.append(listening("two", log))
    actions.add_listener("beforeA", lambda _payload: log.append("own"))
    actions.invoke_action("A")
    assert log == ["own", "one", "two"]


def test_moving_a_scope_changes_the_order_of_its_listeners(actions, scopes):
    log = []
    one, two = listening("one", log), listening("two", log)
    scopes.append(one)
    scopes.append(two)
    scopes.move(two, 0)
    actions.invoke_action("A")
    assert log == ["two", "one"]


def test_the_later_plugin_s_replacement_is_outermost(actions, scopes):
    log = []
    for name in ("one", "two"):
        scope = Scope(name)
        scope.replace_action("A", logging(log, name))
        scopes.append(scope)
    actions.invoke_action("A")
    assert log == ["two"]


def test_a_staged_scope_takes_the_place_of_the_old_one_in_one_step(actions, scopes):
    log = []
    old, after = listening("old", log), listening("after", log)
    scopes.append(old)
    scopes.append(after)
    new = listening("new", log)
    actions.invoke_action("A")
    scopes.replace(old, new)
    actions.invoke_action("A")
    assert log == ["old", "after", "new", "after"]


def test_one_scope_takes_effect_on_every_manager_present_and_later(scopes):
    log = []
    first = ActionsManager(scopes)
    scopes.append(listening("plugin", log))
    second = ActionsManager(scopes)
    for manager in (first, second):
        manager.register_action("A", lambda _payload: None)
        manager.invoke_action("A")
    assert log == ["plugin", "plugin"]


def test_a_removed_scope_takes_its_blocks_along_and_says_so(actions, scopes):
    changes = []
    actions.add_listener("actionBlockedChanged", lambda *change: changes.append(change))
    scope = Scope("plugin")
    scope.block_action("A", {"n": 1})
    scopes.append(scope)
    with pytest.raises(ActionBlockedError):
        actions.invoke_action("A", {"n": 1}).result()
    scopes.remove(scope)
    assert actions.invoke_action("A", {"n": 1}).exception() is None
    assert changes == [(True, "A", {"n": 1}), (False, "A", {"n": 1})]


def test_registrations_are_listed_by_kind_and_name():
    scope = Scope("plugin")
    scope.register_action("Mine", lambda _payload: None)
    scope.replace_action("A", lambda _payload: None)
    undo = scope.add_listener("beforeA", lambda _payload: None)
    scope.block_action("B")
    assert scope.registrations == (
        ("action", "Mine"),
        ("replacement", "A"),
        ("listener", "beforeA"),
        ("block", "B"),
    )
    undo()
    assert ("listener", "beforeA") not in scope.registrations


def test_a_change_of_a_scope_during_an_invocation_counts_from_the_next_phase(actions, scopes):
    log = []
    scope = listening("plugin", log)
    scopes.append(scope)
    scope.add_listener("beforeA", lambda _payload: scopes.remove(scope))
    scope.add_listener("beforeA", lambda _payload: log.append("still called"))
    scope.add_listener("afterA", lambda _payload: log.append("after"))
    actions.invoke_action("A")
    assert log == ["plugin", "still called"]


async def test_a_silent_after_event_is_told_to_nobody_and_warned_of_once(caplog):
    first, second, heard = ActionsManager(), ActionsManager(), []
    shared = Scope("greet")
    shared.add_listener("afterLeave", heard.append)
    for actions in (first, second):
        actions.own.register_action("Leave", lambda: 7, silent_after="Nobody is there to hear.")
        actions.scopes.append(shared)
    first.add_listener("beforeLeave", heard.append)
    assert await first.invoke_action("Leave", "payload") == 7
    assert heard == ["payload"]
    assert caplog.text.count("The listener of greet on afterLeave: Nobody is there to hear.") == 1


async def test_who_registers_the_action_anew_tells_after_it_again():
    actions, heard = ActionsManager(), []
    actions.own.register_action("Leave", print, silent_after="Nobody is there to hear.")
    undo = actions.register_action("Leave", lambda: None)
    actions.add_listener("afterLeave", heard.append)
    await actions.invoke_action("Leave", "first")
    undo()
    await actions.invoke_action("Leave", "second")
    assert heard == ["first"]
