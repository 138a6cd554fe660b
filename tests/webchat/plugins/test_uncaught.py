"""What nobody caught is the plugin's if it begins in its file; else it goes on."""

import functools
import sys

import pytest

from tests.support.plugins import fail_in_slot
from webchat.plugins.uncaught import UncaughtErrors


@pytest.fixture
def passed_on(monkeypatch):
    errors = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, traceback: errors.append(error))
    return errors


@pytest.fixture
def told():
    return []


@pytest.fixture
def uncaught(passed_on, told):
    uncaught = UncaughtErrors(
        lambda filename: "this" if filename == __file__ else None,
        lambda name, error: told.append((name, error)),
    )
    uncaught.start()
    yield uncaught
    uncaught.stop()


def slot():
    int("x")


def test_a_plugins_error_is_its_own(uncaught, told, passed_on):
    error = fail_in_slot(slot)
    assert told == [("this", error)]
    assert passed_on == []


def test_an_error_from_elsewhere_goes_on(uncaught, told, passed_on):
    error = fail_in_slot(functools.partial(int, "x"))
    assert told == []
    assert passed_on == [error]


def test_a_wish_to_end_goes_on(uncaught, told, passed_on):
    def interrupt():
        raise KeyboardInterrupt

    fail_in_slot(interrupt)
    assert told == []
    assert len(passed_on) == 1


def test_the_hook_before_comes_back(passed_on, told):
    before = sys.excepthook
    uncaught = UncaughtErrors(lambda filename: "this", lambda *arguments: told.append(arguments))
    uncaught.start()
    uncaught.start()
    assert sys.excepthook != before
    uncaught.stop()
    assert sys.excepthook is before


def test_under_another_hook_it_only_passes_on(uncaught, told, passed_on):
    ours = sys.excepthook
    sys.excepthook = functools.partial(ours)
    uncaught.stop()
    fail_in_slot(slot)
    assert told == []
    assert len(passed_on) == 1
