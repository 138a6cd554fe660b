"""What identity and build must not return: where, what is expected, what came."""

from typing import Any

import pytest

from tests.support.contract import KINDS, fitting, wrong

FILLED = "a text that is not blank"
ONE = "an object with either a user or a role"
JSON = "an object of JSON, at most 100 levels deep"
BUTTONS = "a list with at least one button"
STEPS = "a list with at least one step"
OWN_NUMBER = "a number that no other step has"

FORM = [{"type": "string", "key": "a", "label": "A"}]
BUTTON = {"title": "Sign"}
STEP: dict[str, Any] = {"order_number": 1, "buttons": [BUTTON]}
CARD: dict[str, Any] = {"title": "Contract", "description": "", "steps": [STEP]}
VARIABLE = {"key": "k", "label": "K", "type": "string"}


def card(**changed):
    return {"output": {"action": {**CARD, **changed}}}


def step(**changed):
    return card(steps=[{**STEP, **changed}])


def button(**changed):
    return step(buttons=[{**BUTTON, **changed}])


def deep(levels):
    value = {}
    for _ in range(levels - 1):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    ("answer", "path", "expected", "came"),
    [
        (card(title=None), "title", FILLED, "null"),
        (card(title=" "), "title", FILLED, "“ ”"),
        (card(description=5), "description", "a text", "5"),
        (card(steps=[]), "steps", STEPS, "an empty list"),
        (card(steps=None), "steps", STEPS, "null"),
        (card(steps=STEP), "steps", STEPS, "an object"),
        (card(steps=["one"]), "steps[0]", "an object", "“one”"),
        (card(steps=[STEP, STEP]), "steps[1].order_number", OWN_NUMBER, "1"),
        (step(order_number=None), "steps[0].order_number", "a whole number", "null"),
        (step(order_number="1"), "steps[0].order_number", "a whole number", "“1”"),
        (step(order_number=1.5), "steps[0].order_number", "a whole number", "1.5"),
        (step(order_number=True), "steps[0].order_number", "a whole number", "true"),
        (step(order_number=2**53), "steps[0].order_number", "a whole number", str(2**53)),
        (step(buttons=[]), "steps[0].buttons", BUTTONS, "an empty list"),
        (step(buttons=None), "steps[0].buttons", BUTTONS, "null"),
        (step(buttons=["Sign"]), "steps[0].buttons[0]", "an object", "“Sign”"),
        (button(title=""), "steps[0].buttons[0].title", FILLED, "an empty text"),
        (
            button(style="primary"),
            "steps[0].buttons[0].style",
            "“default” or “branding”",
            "“primary”",
        ),
        (button(input=["a"]), "steps[0].buttons[0].input", "an object", "a list of 1"),
        (button(input="a"), "steps[0].buttons[0].input", "an object", "“a”"),
        (button(input={"a": float("nan")}), "steps[0].buttons[0].input", JSON, "an object"),
        (button(input={"a": object()}), "steps[0].buttons[0].input", JSON, "an object"),
        (button(input={"a": "\ud83d"}), "steps[0].buttons[0].input", JSON, "an object"),
        (button(input=deep(101)), "steps[0].buttons[0].input", JSON, "an object"),
        (step(assignee="ada"), "steps[0].assignee", "an object", "“ada”"),
        (step(assignee={}), "steps[0].assignee", ONE, "an empty object"),
        (
            step(assignee={"user": {"id": "a"}, "role": {"id": "b"}}),
            "steps[0].assignee",
            ONE,
            "an object",
        ),
        (step(assignee={"user": "ada"}), "steps[0].assignee.user", "an object", "“ada”"),
        (step(assignee={"user": {}}), "steps[0].assignee.user.id", FILLED, "nothing"),
        (step(assignee={"role": {"id": 5}}), "steps[0].assignee.role.id", FILLED, "5"),
    ],
)
def test_one_field_of_an_action(answer, path, expected, came):
    assert wrong(answer, "build") == [(f"output.action.{path}", expected, came)]


@pytest.mark.parametrize("kind", ["automation", "await"])
@pytest.mark.parametrize(
    ("output", "path", "expected", "came"),
    [
        ({"variables": {}}, "variables", "a list", "an empty object"),
        ({"variables": ["k"]}, "variables[0]", "an object", "“k”"),
        ({"variables": [{**VARIABLE, "key": ""}]}, "variables[0].key", FILLED, "an empty text"),
        ({"variables": [{**VARIABLE, "label": None}]}, "variables[0].label", "a text", "null"),
        (
            {"variables": [{**VARIABLE, "type": "number"}]},
            "variables[0].type",
            "“string” or “file”",
            "“number”",
        ),
        ({"variables": [{**VARIABLE, "id": 5}]}, "variables[0].id", "a text", "5"),
        (
            {"variables": [VARIABLE, VARIABLE]},
            "variables[1].key",
            "a key that no other variable has",
            "“k”",
        ),
        ({"no_more_forms": "yes"}, "no_more_forms", "true or false", "“yes”"),
        ({"no_more_forms": 1}, "no_more_forms", "true or false", "1"),
    ],
)
def test_one_field_beside_a_process(kind, output, path, expected, came):
    answer = {"output": {kind: {}, **output}}
    assert wrong(answer, "build", kind) == [(f"output.{path}", expected, came)]


@pytest.mark.parametrize("kind", ["automation", "await"])
def test_a_process_is_described_by_a_text(kind):
    described = {"output": {kind: {"description": ["x"]}}}
    assert wrong(described, "build", kind) == [
        (f"output.{kind}.description", "a text", "a list of 1")
    ]
    assert wrong({"output": {kind: "x"}}, "build", kind) == [(f"output.{kind}", "an object", "“x”")]


def test_a_sample_is_json():
    variable = {**VARIABLE, "sample_value": {"a": float("inf")}}
    assert wrong({"output": {"variables": [variable]}}, "build", "trigger") == [
        ("output.variables[0].sample_value", "JSON, at most 100 levels deep", "an object")
    ]


OWN: dict[str, dict[str, Any]] = {
    "action": {"action": CARD},
    "automation": {"automation": {}},
    "await": {"await": {}},
    "trigger": {"variables": [VARIABLE]},
}
NAMES = dict(zip(KINDS, ("action", "automation", "await", "variables"), strict=True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("output", "came"),
    [
        ({}, "an empty object"),
        ({"form": []}, "an object with none of them"),
        ({"no_more_forms": True}, "an object with none of them"),
        ({"form": FORM, "action": CARD}, "an object with “form” and “action”"),
        ({"automation": {}, "await": {}}, "an object with “automation” and “await”"),
        ({"form": FORM, "await": {}}, "an object with “form” and “await”"),
    ],
)
def test_build_returns_exactly_one_thing(kind, output, came):
    expected = f"an object with either “form” or “{NAMES[kind]}”, for an app of kind {kind}"
    assert wrong({"output": output}, "build", kind) == [("output", expected, came)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("built", ["action", "automation", "await"])
def test_build_makes_what_the_app_is(kind, built):
    answer = {"output": OWN[built]}
    if kind == built:
        assert fitting(answer, "build", kind)
    else:
        expected = f"an object with either “form” or “{NAMES[kind]}”, for an app of kind {kind}"
        came = f"an object with “{built}”"
        assert wrong(answer, "build", kind) == [("output", expected, came)]


@pytest.mark.parametrize("kind", ["action", "automation", "await"])
def test_only_a_trigger_has_variables_alone(kind):
    assert wrong({"output": OWN["trigger"]}, "build", kind)[0][0] == "output"
    assert fitting({"output": OWN["trigger"]}, "build", "trigger").variables


def test_variables_do_not_stand_beside_a_step_for_a_trigger():
    output = {**OWN["trigger"], "automation": {}}
    expected = "an object with either “form” or “variables”, for an app of kind trigger"
    assert wrong({"output": output}, "build", "trigger") == [
        ("output", expected, "an object with “automation” and “variables”")
    ]


@pytest.mark.parametrize(
    ("output", "path", "expected", "came"),
    [
        ({"unique_id": "1"}, "output.display_id", FILLED, "nothing"),
        ({"display_id": "Ada"}, "output.unique_id", FILLED, "nothing"),
        ({"display_id": 5, "unique_id": "1"}, "output.display_id", FILLED, "5"),
        ({"display_id": "Ada", "unique_id": " "}, "output.unique_id", FILLED, "“ ”"),
        ({"display_id": "Ada", "unique_id": 1.5}, "output.unique_id", FILLED, "1.5"),
        ({"display_id": "Ada", "unique_id": True}, "output.unique_id", FILLED, "true"),
        ("Ada", "output", "an object", "“Ada”"),
    ],
)
def test_identity_says_who_it_is(output, path, expected, came):
    assert wrong({"output": output}, "identity") == [(path, expected, came)]
