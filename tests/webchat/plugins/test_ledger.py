"""Additions are undone last first, whatever an undo does."""

import functools

import pytest

from webchat.errors import PluginError
from webchat.plugins.ledger import Ledger


@pytest.fixture
def undone():
    return []


@pytest.fixture
def ledger(undone):
    ledger = Ledger("greet")
    for name in "abc":
        ledger.add("listener", name, functools.partial(undone.append, name), thing=name)
    return ledger


def test_everything_is_undone_in_reverse_order(ledger, undone):
    assert list(ledger.unwind(print)) == []
    assert undone == ["c", "b", "a"]
    assert len(ledger) == 0


def test_an_undo_strikes_its_entry_out(ledger, undone):
    undo = ledger.add("listener", "d", lambda: undone.append("d"))
    undo()
    undo()
    assert list(ledger.unwind(print)) == []
    assert undone == ["d", "c", "b", "a"]


@pytest.mark.parametrize("error", [ValueError("odd"), SystemExit(3)])
def test_a_failing_undo_is_reported_and_the_others_run(ledger, undone, error):
    def fail():
        raise error

    reports = []
    ledger.add("component", "star", fail)
    assert list(ledger.unwind(lambda what, error: reports.append((what, error)))) == []
    assert undone == ["c", "b", "a"]
    assert reports[0][1] is error
    assert "component star" in reports[0][0]


def test_nothing_can_be_added_after_the_end(ledger):
    ledger.check_open()
    assert list(ledger.unwind(print)) == []
    with pytest.raises(PluginError, match="greet was unloaded"):
        ledger.check_open()


def test_what_was_taken_away_otherwise_is_dropped(ledger, undone):
    ledger.add("listener", "b", lambda: undone.append("second b"), thing="b")
    ledger.drop("listener", "b", "b")
    ledger.drop("listener", "a")
    assert ledger.names("listener") == ("b", "c")
    ledger.drop("listener")
    assert list(ledger.unwind(print)) == []
    assert undone == []
