"""Forms and a person's answers: what is asked, what is wrong, what the function gets."""

from typing import Any

import pytest

from webchat.functions.contract.answer import AnswerError
from webchat.functions.contract.forms import (
    answer_errors,
    answers,
    file_answer,
    form_from,
    initial_values,
    merged,
    to_json,
    with_usable_defaults,
)
from webchat.functions.contract.records import FormInput, Option

OPTIONS = (Option("Red", "r"), Option("Green", "g"))
FILE = file_answer([("a.pdf", "https://a.example/a.pdf")])
EVERY: dict[Any, Any] = {
    "string": "Ada",
    "text": "many\nlines ",
    "number": "12",
    "date": "2025-03-18",
    "time": "14:30",
    "date-time": "2025-03-18T14:30",
    "select": "g",
    "multi-select": ["g", "r"],
    "file": FILE,
}
FORM = (
    FormInput("heading", "h", required=False, title="Title"),
    *(FormInput(kind, kind, kind.title(), options=OPTIONS) for kind in EVERY),
)


def one(kind, **more):
    """Return a form with a single input, whose key is ``k``."""
    return (FormInput(kind, "k", "K", options=OPTIONS, **more),)


def kinds(form, values):
    return {key: error.kind for key, error in answer_errors(form, values).items()}


def test_every_type_takes_an_answer_of_its_own():
    assert answer_errors(FORM, EVERY) == {}
    assert answers(FORM, EVERY) == EVERY


def test_headings_ask_nothing():
    assert "h" not in answer_errors(FORM, {})
    assert "h" not in answers(FORM, {**EVERY, "h": "x"})
    assert initial_values((FormInput("heading", "h", default="x"),)) == {}


def test_what_must_be_answered_is_missed_in_the_order_of_the_form():
    found = answer_errors(FORM, {})
    assert list(found) == list(EVERY)
    assert set(found.values()) == {AnswerError("required", kind.title()) for kind in EVERY}


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("blank", [None, "", " \n", [], (), file_answer([])])
def test_nothing_is_no_answer(kind, blank):
    assert kinds(one(kind), {"k": blank}) == {"k": "required"}
    assert kinds(one(kind, required=False), {"k": blank}) == {}
    assert answers(one(kind, required=False), {"k": blank}) == {}


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("string", 5, "text"),
        ("string", ["a"], "text"),
        ("text", {"a": 1}, "text"),
        ("number", "twelve", "number"),
        ("number", "1,5", "number"),
        ("number", "1 000", "number"),
        ("number", "1_000", "number"),
        ("number", "0x10", "number"),
        ("number", "٣", "number"),
        ("number", "nan", "number"),
        ("number", "Infinity", "number"),
        ("number", "1e999", "number"),
        ("number", "-", "number"),
        ("number", ".", "number"),
        ("number", float("inf"), "number"),
        ("number", True, "number"),
        ("number", ["5"], "number"),
        ("date", "18.03.2025", "date"),
        ("date", "2025-13-01", "date"),
        ("date", "2025-02-29", "date"),
        ("date", "20250318", "date"),
        ("date", "2025-W12-2", "date"),
        ("date", 20250318, "date"),
        ("time", "24:01", "time"),
        ("time", "14", "time"),
        ("time", "2 pm", "time"),
        ("date-time", "2025-03-18", "date-time"),
        ("date-time", "14:30", "date-time"),
        ("date-time", "2025-03-18 25:00", "date-time"),
        ("select", "b", "option"),
        ("select", "Red", "option"),
        ("select", ["r"], "option"),
        ("multi-select", "r", "option"),
        ("multi-select", ["r", "b"], "option"),
        ("multi-select", [["r"]], "option"),
        ("multi-select", {"r": True}, "option"),
        ("file", "a.pdf", "file"),
        ("file", ["a.pdf"], "file"),
        ("file", {"files": []}, "file"),
        ("file", {"@moxo.file": "a.pdf"}, "file"),
        ("file", {"@moxo.file": {"files": ["a.pdf"]}}, "file"),
        ("file", {"@moxo.file": {"files": [{"name": "a.pdf"}]}}, "file"),
        ("file", {"@moxo.file": {"files": [{"url": 5}]}}, "file"),
        ("file", {"@moxo.file": {"files": [{"url": "u", "name": 5}]}}, "file"),
    ],
)
def test_what_is_no_answer_is_told(kind, value, wanted):
    assert kinds(one(kind), {"k": value}) == {"k": wanted}
    assert kinds(one(kind, required=False), {"k": value}) == {"k": wanted}


@pytest.mark.parametrize(
    ("kind", "value", "given"),
    [
        ("number", " 12.50 ", "12.50"),
        ("number", "-.5", "-.5"),
        ("number", "1e3", "1e3"),
        ("number", 5, "5"),
        ("number", 5.0, "5"),
        ("number", 0.1, "0.1"),
        ("number", -2.5e-7, "-2.5e-07"),
        ("date", " 2025-03-18\n", "2025-03-18"),
        ("time", "14:30:59.5", "14:30:59.5"),
        ("time", "14:30:00+01:00", "14:30:00+01:00"),
        ("date-time", "2025-03-18 14:30", "2025-03-18 14:30"),
        ("date-time", "2025-03-18T14:30:00Z", "2025-03-18T14:30:00Z"),
        ("string", " Ada ", " Ada "),
        ("multi-select", ("r",), ["r"]),
        ("multi-select", ["r", "r"], ["r", "r"]),
        (
            "file",
            {"@moxo.file": {"files": ({"url": "u"},)}},
            {"@moxo.file": {"files": ({"url": "u"},)}},
        ),
    ],
)
def test_answers_are_written_as_the_contract_has_them(kind, value, given):
    assert kinds(one(kind), {"k": value}) == {}
    assert answers(one(kind), {"k": value}) == {"k": given}


def test_a_choice_may_have_blanks_around_it():
    form = (FormInput("select", "k", "K", options=(Option("A", " a "),)),)
    assert answers(form, {"k": " a "}) == {"k": " a "}


def test_what_was_not_asked_is_passed_over():
    assert answer_errors(one("string"), {"k": "a", "more": object()}) == {}
    assert answers(one("string"), {"k": "a", "more": object()}) == {"k": "a"}


@pytest.mark.parametrize(
    "kind", ["required", "text", "number", "date", "time", "date-time", "option", "file"]
)
def test_each_error_is_a_sentence(kind):
    sentence = AnswerError(kind, "Question").sentence
    assert sentence.endswith(".")
    assert len(sentence) < 60


def test_initial_values_are_the_defaults():
    form = (
        FormInput("string", "a", default="A"),
        FormInput("number", "b", default="0"),
        FormInput("multi-select", "c", options=OPTIONS, default=["r"]),
        FormInput("string", "d"),
    )
    assert initial_values(form) == {"a": "A", "b": "0", "c": ["r"]}


def test_later_answers_win_and_earlier_ones_stay():
    earlier = {"a": 1, "b": [1]}
    assert merged(earlier, {"b": [2], "c": 3}) == {"a": 1, "b": [2], "c": 3}
    assert earlier == {"a": 1, "b": [1]}


def test_a_file_without_a_name_has_only_an_address():
    assert file_answer([("", "u"), ("a", "v")]) == {
        "@moxo.file": {"files": [{"url": "u"}, {"name": "a", "url": "v"}]}
    }


def test_a_form_is_written_as_functions_return_it():
    form = (
        FormInput("heading", "h", required=False, title="T"),
        FormInput("select", "s", "S", "tip", "choose", "r", required=False, options=OPTIONS),
        FormInput("string", "a", "A"),
    )
    written: list[dict[str, Any]] = [
        {"type": "heading", "key": "h", "props": {"title": "T"}},
        {
            "type": "select",
            "key": "s",
            "label": "S",
            "required": False,
            "tip": "tip",
            "placeholder": "choose",
            "default": "r",
            "props": {
                "options": [{"label": "Red", "value": "r"}, {"label": "Green", "value": "g"}]
            },
        },
        {"type": "string", "key": "a", "label": "A", "required": True},
    ]
    assert to_json(form) == written
    assert form_from(written) == form


def test_defaults_that_are_no_answers_are_taken_away():
    form = (*one("date", default="tomorrow"), FormInput("string", "a", default="x"))
    usable, wrong = with_usable_defaults(form)
    assert [given.default for given in usable] == [None, "x"]
    assert wrong == {0: AnswerError("date", "K")}
