"""The list of actions follows real action layers, a frame at a time, and forgets the oldest."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.support.waiting import until
from ui.models.action_cells import Column
from ui.models.actions import ActionsModel, Role
from webchat.actions import ActionsManager, Scope

TEXT = Qt.ItemDataRole.DisplayRole


@pytest.fixture
def actions():
    manager = ActionsManager()
    manager.register_action("Ping", lambda payload: payload)
    manager.register_action("Fail", _fail)
    return manager


@pytest.fixture
def model(actions, qapp):
    result = ActionsModel()
    result.watch(actions)
    tester = QAbstractItemModelTester(result, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tester.setParent(result)
    yield result
    result.deleteLater()


def _fail(_payload):
    raise ValueError("no luck")


def texts(model, column=Column.ACTION, parent=None):
    parents = () if parent is None else (parent,)
    rows = range(model.rowCount(*parents))
    return [model.index(row, column, *parents).data(TEXT) for row in rows]


def children(model, row, column=Column.ACTION):
    return texts(model, column, model.index(row, 0))


async def test_invocations_stand_in_the_order_in_which_they_began(model, actions):
    for number in range(3):
        actions.invoke_action("Ping", {"n": number})
    model.flush()

    assert texts(model, Column.PAYLOAD) == ["n 0", "n 1", "n 2"]
    assert texts(model, Column.OUTCOME) == ["completed"] * 3


async def test_an_invocation_alone_changes_nothing_before_the_next_frame(model, actions):
    actions.invoke_action("Ping")

    assert model.rowCount() == 0
    await until(model.rowCount)


def test_what_happened_before_the_window_opened_is_there(qapp, actions):
    actions.invoke_action("Ping")

    model = ActionsModel()
    model.watch(actions)

    assert texts(model) == ["Ping"]


async def test_listeners_stand_beneath_their_invocation_with_owner_and_verdict(model, actions):
    plugin = Scope("mask")
    plugin.add_listener("beforePing", lambda payload: payload.update(n=2))
    plugin.add_listener("afterPing", lambda _payload: None)
    actions.scopes.append(plugin)

    actions.invoke_action("Ping", {"n": 1})
    model.flush()

    names = [name.rpartition(":")[0] for name in children(model, 0)]
    assert names == ["before · mask", "after · mask"]
    assert children(model, 0, Column.OUTCOME) == ["changed payload", "passed"]
    assert children(model, 0, Column.PAYLOAD) == ["n → 2", ""]


async def test_a_failure_says_why_beneath_it(model, actions):
    with pytest.raises(Exception, match="no luck"):
        await actions.invoke_action("Fail")
    model.flush()

    assert model.index(0, 0).data(Role.MARK) == "failed"
    assert children(model, 0) == ["no luck"]


async def test_a_cancelled_action_names_who_cancelled_it(model, actions):
    plugin = Scope("guard")
    plugin.add_listener("beforePing", lambda _payload, cancel: cancel())
    actions.scopes.append(plugin)

    await asyncio.gather(actions.invoke_action("Ping"), return_exceptions=True)
    model.flush()

    assert texts(model, Column.OUTCOME) == ["cancelled by guard"]
    assert children(model, 0, Column.OUTCOME) == ["cancelled"]


async def test_a_replaced_action_carries_the_mark_and_names_the_replacement(model, actions):
    plugin = Scope("sign")
    plugin.replace_action("Ping", lambda payload, original: original(payload))
    actions.scopes.append(plugin)

    actions.invoke_action("Ping", {"n": 1})
    model.flush()

    assert model.index(0, 0).data(Role.MARK) == "replaced"
    assert texts(model, Column.OUTCOME) == ["replaced by sign"]
    assert children(model, 0)[0].startswith("replacement · sign")


async def test_a_nested_invocation_names_the_action_it_came_from(model, actions):
    actions.register_action("Outer", lambda _payload: actions.invoke_action("Ping"))
    with actions.as_origin("Menu"):
        actions.invoke_action("Outer")
    model.flush()

    assert texts(model, Column.ORIGIN) == ["Menu", "Outer"]
    assert model.shown_row(1).depth == 1


async def test_a_listener_that_hangs_is_shown_running_until_it_is_released(model, actions):
    plugin = Scope("slow")
    plugin.add_listener("beforePing", _never)
    actions.scopes.append(plugin)

    result = actions.invoke_action("Ping")
    model.flush()
    assert texts(model, Column.OUTCOME) == ["waiting"]
    assert children(model, 0, Column.OUTCOME) == ["still running"]

    model.index(0, 0, model.index(0, 0)).data(Role.CHILD).release()
    await result
    model.flush()
    assert texts(model, Column.OUTCOME) == ["completed"]
    assert children(model, 0, Column.OUTCOME) == ["released"]


async def _never(_payload):
    await asyncio.Event().wait()


async def test_the_list_keeps_as_many_as_the_history(model, actions):
    actions.history.limit = 10
    for number in range(25):
        actions.invoke_action("Ping", {"n": number})
        if number % 7 == 0:
            model.flush()
    model.flush()

    assert texts(model, Column.PAYLOAD) == [f"n {number}" for number in range(15, 25)]


async def test_clear_empties_the_list_and_the_history(model, actions):
    actions.invoke_action("Ping")
    model.flush()

    model.clear()

    assert model.rowCount() == 0
    assert len(actions.history) == 0


async def test_what_was_running_when_the_list_was_cleared_does_not_come_back(model, actions):
    plugin = Scope("slow")
    gate = asyncio.Event()
    plugin.add_listener("beforePing", lambda _payload: gate.wait())
    actions.scopes.append(plugin)
    result = actions.invoke_action("Ping")
    model.flush()

    model.clear()
    gate.set()
    await result
    model.flush()

    assert model.rowCount() == 0


async def test_a_filter_looks_for_every_word_in_all_that_is_shown(model, actions):
    plugin = Scope("mask")
    plugin.add_listener("beforePing", lambda payload: None)
    actions.scopes.append(plugin)
    actions.invoke_action("Ping", {"body": "Hello"})
    actions.invoke_action("Ping", {"body": "World"})
    await asyncio.gather(actions.invoke_action("Fail"), return_exceptions=True)

    for words, count in [("ping hello", 1), ("MASK", 2), ("no luck", 1), ("ping luck", 0), ("", 3)]:
        model.set_filter(words)
        assert model.rowCount() == count, words


async def test_a_filter_holds_for_what_comes_later(model, actions):
    model.set_filter("world")
    for body in ["Hello", "World"]:
        actions.invoke_action("Ping", {"body": body})
    model.flush()

    assert texts(model, Column.PAYLOAD) == ['body "World"']
    assert model.total == 2


async def test_two_action_layers_whose_ids_are_equal_are_told_apart(model, actions):
    other = ActionsManager()
    other.register_action("Pong", lambda _payload: None)
    model.watch(other)

    actions.invoke_action("Ping")
    other.invoke_action("Pong")
    model.flush()

    assert texts(model) == ["Ping", "Pong"]


async def test_who_acted_is_said_where_it_does_not_go_without_saying(model, actions):
    other = ActionsManager()
    other.register_action("Pong", lambda _payload: None)
    model.watch(other, "agent 1")
    with other.as_origin("Desk"):
        other.invoke_action("Pong")
    with actions.as_origin("EntryPoint"):
        actions.invoke_action("Ping")
    model.flush()
    assert texts(model, Column.ORIGIN) == ["agent 1 · Desk", "EntryPoint"]
    model.set_filter("agent 1")
    assert texts(model) == ["Pong"]


async def test_nothing_is_told_after_watching_has_ended(qapp, actions):
    model = ActionsModel()
    end = model.watch(actions)

    end()
    end()
    actions.invoke_action("Ping")
    model.flush()

    assert model.rowCount() == 0


async def test_a_burst_within_one_frame_is_kept_within_bounds(model, actions, monkeypatch):
    monkeypatch.setattr("ui.models.actions._MOST_PENDING", 20)
    actions.history.limit = 10
    for number in range(105):
        actions.invoke_action("Ping", {"n": number})
        assert len(model._pending) <= 20
    assert model.rowCount() == 10  # without a frame having passed
    model.flush()
    assert texts(model, Column.PAYLOAD)[-1] == "n 104"
