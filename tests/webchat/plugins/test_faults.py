"""Whatever was raised becomes a sentence with a place in the plugin's own file."""

import asyncio
import os
from pathlib import Path

import pytest

from webchat.errors import EngagementError
from webchat.plugins.faults import (
    ExitRefusedError,
    describe,
    fault_of,
    is_within,
    must_pass,
    tamed,
)

HERE = Path(__file__)


def caught(function):
    try:
        function()
    except BaseException as error:
        return error
    raise AssertionError("It did not raise.")


class MuteError(Exception):
    def __str__(self):
        raise SystemExit


def test_a_sentence_of_ours_stands_as_it_is():
    assert describe(EngagementError("Not now.")) == "Not now."


def test_others_are_named_by_their_type():
    assert describe(ValueError("odd")) == "ValueError: odd"
    assert describe(AssertionError()) == "AssertionError"


def test_an_error_whose_text_cannot_be_made_is_still_described():
    assert describe(MuteError()).startswith("MuteError: (its text cannot be made")


def test_a_very_long_text_is_cut():
    assert len(describe(ValueError("x" * 10_000))) < 600


def test_the_line_is_the_innermost_one_in_the_plugin():
    error = caught(lambda: int("x"))
    fault = fault_of(error, HERE)
    assert fault.path == HERE
    assert (
        fault.line == test_the_line_is_the_innermost_one_in_the_plugin.__code__.co_firstlineno + 1
    )


def test_the_line_is_found_through_a_cause():
    inner = caught(lambda: 1 / 0)
    outer = RuntimeError("about it")
    outer.__cause__ = inner
    assert fault_of(outer, HERE).line is not None


def test_an_error_of_another_file_has_no_line():
    error = caught(lambda: 1 / 0)
    assert fault_of(error, Path("/elsewhere.py")).line is None


def test_a_loop_of_causes_ends():
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    assert fault_of(one, HERE).line is None


def test_what_is_in_a_folder_is_told_from_what_begins_alike():
    folder = Path(os.sep, "a", "pack")
    assert is_within(str(folder / "x.py"), folder)
    assert not is_within(str(folder) + "2.py", folder)


@pytest.mark.parametrize(
    "error", [SystemExit(), GeneratorExit(), BaseExceptionGroup("g", [SystemExit()])]
)
def test_what_would_end_the_program_is_tamed(error):
    refused = tamed(error, "greet")
    assert isinstance(refused, ExitRefusedError)
    assert refused.__cause__ is error
    assert "greet" in str(refused)


def test_an_exception_is_tame_already():
    error = ValueError()
    assert tamed(error, "greet") is error


def test_requests_to_end_pass():
    assert must_pass(KeyboardInterrupt())
    assert must_pass(asyncio.CancelledError())
    assert not must_pass(SystemExit())
