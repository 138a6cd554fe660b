"""Whatever comes: a result or findings, never both, never neither, and never an exception."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.contract import EXAMPLES, KINDS, example, example_output, places, replaced
from webchat.functions.contract.checks import check
from webchat.functions.contract.forms import (
    answer_errors,
    answers,
    file_answer,
    form_from,
    initial_values,
    to_json,
)
from webchat.functions.contract.records import (
    FUNCTION_NAMES,
    ActionResult,
    BuildResult,
    Finding,
    InputType,
)

TEXTS = st.text(st.characters(exclude_categories=()))  # half emojis, too
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
ANY = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=20
)
KEYS = sorted(
    {str(place[-1]) for name in EXAMPLES.glob("*.jsonc") for place, _ in places(example(name.stem))}
    | {
        "form",
        "action",
        "automation",
        "await",
        "steps",
        "buttons",
        "input",
        "order_number",
        "props",
    }
    | {"assignee", "user", "role", "options", "default", "required", "no_more_forms", "@moxo.file"}
)
TYPES = ("string", "select", "multi-select", "file", "heading", "number", "date", "send_message")
MORE = ("open_url", "upload_attachment", "completed", "refresh_token", "https://a.example")
WORDS = st.sampled_from((*TYPES, *MORE))
# JSON of the contract's own words, which gets further in than any other.
ALIKE = st.recursive(
    SCALARS | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=40,
)
FILLED = st.text(min_size=1).filter(str.strip)
ANSWERS = st.one_of(
    *(SCALARS, st.sampled_from(["a", "b", "5", "2025-03-18", "14:30", "2025-03-18T14:30"])),
    *(st.lists(st.sampled_from(["a", "b", "c"])), st.just(file_answer([("a.pdf", "https://a")]))),
)
INPUTS = st.builds(
    lambda kind, default, **more: {"type": kind, **more} | _defaulting(kind, default),
    st.sampled_from(get_args(InputType)),
    ANSWERS,
    key=FILLED,
    label=st.text(),
    required=st.booleans(),
    props=st.just({"title": "T", "options": [{"label": "A", "value": one} for one in "ab"]}),
)
FUNCTIONS = st.sampled_from(FUNCTION_NAMES)
OUTPUT = example_output()
PLACES = [place for place, _ in places(OUTPUT)]


def _defaulting(kind, default):
    """Return a default of the right type, whether or not it is an answer."""
    types: dict[str, Any] = {"multi-select": list, "file": dict, "number": (str, int, float)}
    fits = isinstance(default, types.get(kind, str)) and not isinstance(default, bool)
    has_half = isinstance(default, str) and not default.isprintable()
    return {"default": default} if fits and not has_half else {}


def checked(function, kind, answer):
    """Check an answer, and what is true of every one."""
    found = check(function, kind, answer)
    assert (found.result is None) == bool(found.findings)
    for one in (*found.findings, *found.remarks):
        assert isinstance(one, Finding)
        assert one.expected
        assert one.came
        assert len(one.came) < 80
        assert one.sentence.isprintable()
        one.sentence.encode()
    return found


@given(FUNCTIONS, st.sampled_from(KINDS), ANY)
def test_any_json(function, kind, answer):
    checked(function, kind, answer)


@given(FUNCTIONS, st.sampled_from(KINDS), ALIKE)
def test_json_of_the_contract_s_own_words(function, kind, answer):
    checked(function, kind, {"output": answer})


@given(st.sampled_from(KINDS), st.sampled_from(PLACES), ANY | ALIKE)
def test_the_seed_s_example_with_anything_anywhere(kind, place, value):
    answer = replaced(OUTPUT, place, value)
    before = repr(answer)
    checked("action", kind, answer)
    assert repr(answer) == before


@given(st.lists(INPUTS, unique_by=lambda one: one["key"], max_size=5), st.lists(ANSWERS))
def test_a_form_that_fits_is_written_as_it_is_read_and_takes_any_answers(inputs, values):
    result = checked("build", "trigger", {"output": {"form": inputs}}).result
    form = result.form if isinstance(result, BuildResult) else ()
    assert len(form) == len(inputs)
    assert form_from(to_json(form)) == form
    given_values = {one.key: value for one, value in zip(form, values, strict=False)}
    assert not answer_errors(form, initial_values(form)).keys() & initial_values(form).keys()
    if not answer_errors(form, given_values):
        given_answers = answers(form, given_values)
        assert not answer_errors(form, given_answers)
        json.dumps(given_answers)


def nested(levels, outermost):
    value: Any = []
    for _ in range(levels):
        value = [value]
    for key in reversed(outermost):
        value = {key: value}
    return value


@pytest.mark.parametrize("levels", [90, 900, 100_000])
@pytest.mark.parametrize(
    "where",
    [
        *((), ("output",), ("directive", "type"), ("error", "title"), ("output", "status")),
        *(("output", "events"), ("output", "form"), ("output", "retry", "delay"), ("zzz",)),
        *(("output", "action", "title"), ("output", "variables"), ("output", "zzz")),
    ],
)
@pytest.mark.parametrize("function", FUNCTION_NAMES)
def test_json_of_any_depth(function, where, levels):
    checked(function, "action", nested(levels, where))


@pytest.mark.parametrize(
    ("levels", "fits"), [(50, True), (98, True), (99, False), (100_000, False)]
)
def test_the_input_of_a_button_is_kept_and_so_must_not_be_too_deep(levels, fits):
    button = {"title": "Go", "input": nested(levels, ["a"])}
    step = {"order_number": 1, "buttons": [button]}
    answer = {"output": {"action": {"title": "T", "steps": [step]}}}
    assert (checked("build", "action", answer).result is not None) == fits


def test_what_is_no_json_at_all():
    circle: dict[str, object] = {}
    circle["output"] = circle["form"] = [circle]
    for one in (object(), {1, 2}, b"x", ..., check, circle, {"output": {1: 2, None: b"x"}}, (1,)):
        checked("action", "action", one)
        checked("action", "action", {"output": {"events": one, "status": one, "state": one}})


@pytest.mark.parametrize("digits", [400, 5000])
def test_numbers_of_very_many_digits(digits):
    number = 10**digits
    asked = {"type": "number", "key": "k", "label": "K", "default": number}
    output = {"form": [asked], "retry": {"delay": number}, "status": number, "state": number}
    paths = [one.path for one in checked("action", "trigger", {"output": output}).findings]
    assert paths == ["output.retry.delay", "output.status", "output.state"]


def test_a_million_mistakes_are_counted_and_a_hundred_of_some_told():
    many = checked("action", "action", {"output": {"events": [1] * 1_000_000}})
    [found] = many.findings
    assert (found.path, found.came) == ("", "an answer with 1000000 wrong places")
    some = checked("action", "action", {"output": {"events": [1] * 1000}})
    assert [one.path for one in some.findings] == [f"output.events[{i}]" for i in range(100)]


def test_a_hundred_thousand_unknown_keys_do_no_harm():
    keys = {f"key-{number}": number for number in range(100_000)}
    found = checked("action", "action", {"output": {"status": "completed", **keys}})
    assert found.result == ActionResult("completed")
