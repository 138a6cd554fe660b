"""The list knows its order, its names, and whose file is whose."""

from pathlib import Path

import pytest

from webchat.plugins.roster import NoSuchPluginError, Roster
from webchat.plugins.runner import Surroundings
from webchat.side.dialogs import SilentDialogs


def no_apps():
    raise AssertionError("a list of plugins needs no function apps")


@pytest.fixture
def roster():
    roster = Roster()
    around = Surroundings({}, no_apps, SilentDialogs, roster.index_of, lambda: None)
    for path in ("/a/one.py", "/b/one.py", "/c/one", "/a/two.py"):
        roster.enter(Path(path), around)
    return roster


def names(roster):
    return [runner.plugin.name for runner in roster]


def test_equal_stems_are_numbered_as_they_come(roster):
    assert names(roster) == ["one", "one-2", "one-3", "two"]
    assert "one-3" in roster
    assert len(roster) == 4


def test_a_plugin_is_found_by_path_and_by_a_file_of_its(roster):
    assert roster.find(Path("/b/one.py")) is roster["one-2"]
    assert roster.find(Path("/b/two.py")) is None
    assert roster.whose("/c/one/helper.py") == "one-3"
    assert roster.whose("/c/one.py") is None


def test_a_place_beyond_the_end_is_the_last(roster):
    roster.move(roster["one"], 99)
    roster.move(roster["two"], -5)
    assert names(roster) == ["two", "one-2", "one-3", "one"]


def test_removing_tells_whether_it_was_there(roster):
    runner = roster["two"]
    assert roster.remove(runner)
    assert not roster.remove(runner)


def test_an_unknown_name_is_answered_with_a_sentence(roster):
    with pytest.raises(NoSuchPluginError, match=r"^No plugin is called 'x'; there are: one, one-2"):
        roster["x"]
    with pytest.raises(KeyError, match=r"^No plugin is called 'x'; none is loaded\.$"):
        Roster()["x"]
