"""Shares come, go, and change places in one step, on every side of the kind."""

import pytest

from webchat.plugins.share import Share, SharedSides


@pytest.fixture
def sides(sim):
    return SharedSides(sim.kinds["webchat"])


@pytest.fixture
def share_of(sides):
    def make(owner):
        share = Share(owner, sides)
        share.scope.add_listener("beforeToggleChatVisibility", lambda payload: None)
        share.parts.add("MainHeader", lambda side, parent: owner, key=owner)
        share.texts["MainHeaderTitle"] = owner
        return share

    return make


def owners(sides):
    kind = sides.kind
    return (
        [scope.owner for scope in kind.scopes],
        [part.key for part in kind.components.parts("MainHeader")],
        kind.strings["MainHeaderTitle"],
    )


def test_a_share_counts_only_once_it_is_in(sides, share_of):
    title = sides.kind.strings["MainHeaderTitle"]
    share = share_of("a")
    assert owners(sides) == ([], [], title)
    sides.insert(0, share)
    assert owners(sides) == (["a"], ["a"], "a")
    sides.remove(share)
    assert owners(sides) == ([], [], title)


def test_replacing_keeps_the_place_and_never_shows_neither(sides, share_of):
    one, two, new = share_of("a"), share_of("b"), share_of("c")
    sides.insert(0, one)
    sides.insert(1, two)
    seen = []
    sides.kind.components.subscribe(lambda: seen.append(owners(sides)))
    sides.replace(one, new)
    assert seen == [(["c", "b"], ["c", "b"], "b")]


def test_moving_changes_the_order_of_all(sides, share_of):
    one, two = share_of("a"), share_of("b")
    sides.insert(0, one)
    sides.insert(1, two)
    sides.move(two, 0)
    assert owners(sides) == (["b", "a"], ["b", "a"], "a")


def test_subscriptions_begin_when_the_share_counts(sides, sim):
    seen, share = [], Share("a", sides)
    share.subscribe(lambda state: state.session.is_entry_point_expanded, seen.append)
    sim.webchat.actions.invoke_action("ToggleChatVisibility")
    assert seen == []
    sides.insert(0, share)
    sim.webchat.actions.invoke_action("ToggleChatVisibility")
    assert seen == [False]
    sides.remove(share)
    sim.webchat.actions.invoke_action("ToggleChatVisibility")
    assert seen == [False]


def test_a_window_that_cannot_show_the_parts_stops_no_swap(sides, share_of, caplog):
    sides.kind.components.subscribe(lambda: 1 / 0)
    sides.kind.strings.subscribe(lambda: 1 / 0)
    one = Share("a", sides)
    one.texts["MainHeaderTitle"] = "a"
    sides.insert(0, one)
    new = Share("b", sides)
    sides.replace(one, new)
    assert [scope.owner for scope in sides.kind.scopes] == ["b"]
    assert "ZeroDivisionError" in caplog.text


def test_what_is_still_in_is_named(sides, share_of):
    share = share_of("a")
    sides.insert(0, share)
    assert set(share.left_behind()) == {
        "actions of webchat",
        "components of webchat",
        "strings of webchat",
    }
