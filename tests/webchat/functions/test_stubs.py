"""Stubs: what stands in for functions, and who is told of it."""

from typing import Any

import pytest

from webchat.functions.stubs import Stub, Stubs


def test_a_function_runs_itself_until_something_stands_in_for_it():
    stubs = Stubs()
    assert stubs.find("orders", "action") is None
    stubs.pin("orders", "action", {"output": {"status": "completed"}})
    assert stubs.find("orders", "action") == Stub(answer={"output": {"status": "completed"}})
    assert stubs.find("orders", "build") is None
    assert stubs.find("others", "action") is None


def test_the_latest_stub_counts_until_it_is_cleared():
    stubs = Stubs()
    stubs.pin("orders", "action", {})
    stubs.force("orders", "action", "timeout")
    assert stubs.find("orders", "action") == Stub(forced="timeout")
    stubs.clear("orders", "action")
    assert stubs.find("orders", "action") is None
    assert len(stubs) == 0


def test_a_way_to_fail_that_there_is_not_is_refused():
    stubs: Any = Stubs()
    with pytest.raises(
        ValueError, match="error, timeout, slow, wrong shape, but not to 'time-out'"
    ):
        stubs.force("orders", "action", "time-out")
    assert list(stubs) == []


def test_a_pinned_nothing_is_not_the_same_as_no_stub():
    stubs = Stubs()
    stubs.pin("orders", "action", None)
    assert stubs.find("orders", "action") == Stub()
    assert list(stubs) == [("orders", "action")]


def test_who_subscribed_is_told_of_every_change_and_of_nothing_else():
    stubs, told = Stubs(), []
    undo = stubs.subscribe(lambda app, function: told.append((app, function)))
    stubs.clear("orders", "action")
    stubs.force("orders", "action", "slow")
    stubs.clear("orders", "action")
    undo()
    stubs.pin("orders", "build", {})
    assert told == [("orders", "action"), ("orders", "action")]
