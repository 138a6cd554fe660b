"""What fits but does not do what its author may think: remarked upon, and taken away."""

import pytest

from tests.support.contract import KINDS, fitting, remarked, wrong
from webchat.functions.contract.checks import check
from webchat.functions.contract.records import (
    ActionResult,
    BuildResult,
    FormInput,
    SendMessageEvent,
    VariableValue,
)

SAY = {"type": "send_message", "options": {"text": "Hello"}}
OPEN = {"type": "open_url", "options": {"url": "https://a.example"}}
ASK = {"type": "string", "key": "a", "label": "A"}
GROUP = {"variables": [{"id": "1", "key": "k", "label": "K", "type": "string", "value": "v"}]}

GIVEN = {
    "status": "cancelled",
    "message": "Why",
    "events": [SAY],
    "form": [ASK],
    "retry": {"delay": 5},
    "variables": [{"key": "k", "value": "v"}],
    "state": "s",
    "variable_groups": [GROUP],
}
OF_USE = {
    "action": {"status", "events", "form"},
    "automation": {"status", "message", "retry", "variables"},
    "await": {"status", "message", "retry", "variables"},
    "trigger": {"retry", "state", "variable_groups"},
}


@pytest.mark.parametrize("function", ["action", "redirect", "webhook"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", GIVEN)
def test_each_kind_passes_over_what_is_for_others(function, kind, key):
    answer = {"output": {key: GIVEN[key]}, "callback": {"token": "t"}}
    result = fitting(answer, function, kind)
    empty = ActionResult(callback_token="t")
    paths = [path for path, _, _ in remarked(answer, function, kind) if path != "callback"]
    assert (result != empty) == (key in OF_USE[kind])
    assert paths == ([] if key in OF_USE[kind] else [f"output.{key}"])


def test_a_remark_says_for_whom_it_is_not():
    answer = {"output": {"events": [SAY]}}
    assert remarked(answer, kind="automation") == [
        ("output.events", "left out for an app of kind automation", "a list of 1")
    ]
    [remark] = check("action", "automation", answer).remarks
    assert remark.sentence == (
        "“output.events” should be left out for an app of kind automation, but a list of 1 came."
    )


@pytest.mark.parametrize(
    ("kind", "key"), [("action", "form"), ("automation", "retry"), ("await", "retry")]
)
def test_nothing_goes_on_beside_a_status(kind, key):
    answer = {"output": {"status": "completed", key: GIVEN[key]}}
    assert fitting(answer, kind=kind) == ActionResult("completed")
    assert [one[:2] for one in remarked(answer, kind=kind)] == [
        (f"output.{key}", "left out beside a status, which ends the run")
    ]


@pytest.mark.parametrize("function", ["redirect", "webhook"])
def test_a_callback_opens_nothing(function):
    answer = {"output": {"events": [OPEN, SAY, OPEN]}, "callback": {"token": "t"}}
    assert fitting(answer, function).events == (SendMessageEvent("Hello"),)
    why = f"left out for a {function} function, which opens nothing"
    assert remarked(answer, function) == [
        ("output.events[0]", why, "an object"),
        ("output.events[2]", why, "an object"),
    ]


@pytest.mark.parametrize("function", ["redirect", "webhook"])
def test_a_callback_shows_no_error_and_names_its_run(function):
    error = {"error": {"title": "No"}}
    token = ("callback.token", "the token of the run that this belongs to", "nothing")
    shows = ("error", f"left out for a {function} function, which shows nothing", "an object")
    assert remarked(error, function) == [shows, token]
    assert remarked({"output": {}}, function) == [token]
    assert remarked({"output": {}, "callback": {}}, function) == [token]
    assert remarked({"directive": {"type": "refresh_token"}}, function) == []


def test_an_action_knows_its_run():
    answer = {"output": {}, "callback": {"token": "t"}}
    assert remarked(answer) == [
        ("callback", "left out for an action function, whose run is known", "an object")
    ]


@pytest.mark.parametrize("kind", ["automation", "await", "trigger"])
def test_an_error_needs_a_reader(kind):
    answer = {"error": {"title": "No"}}
    why = f"left out for an app of kind {kind}, where nobody reads it"
    assert remarked(answer, kind=kind) == [("error", why, "an object")]
    assert remarked(answer, "build", kind) == []


@pytest.mark.parametrize(
    ("answer", "path", "meant"),
    [
        ({"output": {"evnets": []}}, "output.evnets", "events"),
        ({"output": {"variableGroups": []}}, "output.variableGroups", "variable_groups"),
        ({"output": {}, "Error": {}}, "Error", "error"),
        (
            {"output": {"events": [{**SAY, "options": {"text": "a", "texts": "b"}}]}},
            "output.events[0].options.texts",
            "text",
        ),
        ({"output": {"form": [{**ASK, "lable": "A"}]}}, "output.form[0].lable", "label"),
    ],
)
def test_a_slip_of_the_keyboard_is_told_what_it_may_mean(answer, path, meant):
    [(found, expected, _)] = remarked(answer)
    assert (found, expected) == (path, f"left out, or called “{meant}”")


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        ({"output": {}, "version": 2}, "version"),
        ({"output": {"zzz": 2}}, "output.zzz"),
        ({"output": {"events": [{**SAY, "zzz": 1}]}}, "output.events[0].zzz"),
        ({"output": {"form": [{**ASK, "is_required": True}]}}, "output.form[0].is_required"),
        ({"error": {"title": "No", "code": 5}}, "error.code"),
        ({"directive": {"type": "refresh_token", "now": True}}, "directive.now"),
        ({"output": {"a.b\n" + "c" * 99: 1}}, f"output.a.b�{'c' * 55}…"),
    ],
)
def test_an_unknown_key_does_no_harm(answer, path):
    [(found, expected, _)] = remarked(answer)
    assert (found, expected.partition(",")[0]) == (path, "left out")
    assert fitting(answer)


def test_unknown_keys_are_remarked_upon_beside_what_is_wrong():
    answer = {"output": {"statsu": "completed", "events": {}}}
    assert wrong(answer) == [("output.events", "a list", "an empty object")]
    assert remarked(answer) == [("output.statsu", "left out, or called “status”", "“completed”")]


@pytest.mark.parametrize(
    ("function", "key"), [("action", "status"), ("build", "form"), ("identity", "unique_id")]
)
def test_what_belongs_into_the_output_is_led_there(function, key):
    answer = {key: [1]}
    assert remarked(answer, function) == [(key, "inside “output”", "a list of 1")]
    [(path, expected, came)] = wrong(answer, function)
    assert (path, came) == ("", "an object with none of them")
    assert "“output”" in expected


def test_a_heading_has_no_label_and_identity_no_callback():
    heading = {"type": "heading", "key": "h", "label": "H", "props": {"title": "T"}}
    assert remarked({"output": {"form": [heading]}}) == [
        ("output.form[0].label", "left out here", "“H”")
    ]
    output = {"display_id": "a", "unique_id": "b"}
    answer = {"output": output, "callback": {}}
    assert remarked(answer, "identity") == [("callback", "left out here", "an empty object")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"type": "number", "default": "twelve"}, "a number, written as a text"),
        ({"type": "number", "default": "1,5"}, "a number, written as a text"),
        ({"type": "number", "default": "1e999"}, "a number, written as a text"),
        ({"type": "number", "default": float("nan")}, "a number, written as a text"),
        ({"type": "number", "default": 10**400}, "a number, written as a text"),
        ({"type": "date", "default": "18.03.2025"}, "a date, such as “2025-03-18”"),
        ({"type": "date", "default": "2025-02-30"}, "a date, such as “2025-03-18”"),
        ({"type": "date", "default": "2025-03-18T14:30"}, "a date, such as “2025-03-18”"),
        ({"type": "time", "default": "25:00"}, "a time, such as “14:30”"),
        ({"type": "time", "default": "noon"}, "a time, such as “14:30”"),
        (
            {"type": "date-time", "default": "2025-03-18"},
            "a date and a time, such as “2025-03-18T14:30”",
        ),
        ({"type": "select", "default": "c"}, "among the values of the options"),
        ({"type": "multi-select", "default": ["a", "c"]}, "among the values of the options"),
    ],
)
@pytest.mark.parametrize("function", ["action", "build"])
def test_a_default_that_is_no_answer_is_not_filled_in(function, given, expected):
    options = {"options": [{"label": "A", "value": "a"}]}
    asked = {"key": "k", "label": "K", **given}
    if "select" in given["type"]:
        asked["props"] = options
    answer = {"output": {"form": [ASK, asked]}}
    assert [one[:2] for one in remarked(answer, function)] == [("output.form[1].default", expected)]
    assert fitting(answer, function).form[1].default is None


@pytest.mark.parametrize(("default", "text"), [(5, "5"), (-0.5, "-0.5"), (12.0, "12"), (0, "0")])
def test_a_number_is_a_text_even_as_a_default(default, text):
    asked = {"type": "number", "key": "k", "label": "K", "default": default}
    answer = {"output": {"form": [asked]}}
    assert fitting(answer).form[0].default == text
    [(path, expected, _)] = remarked(answer)
    assert (path, expected) == ("output.form[0].default", "a number, written as a text")


@pytest.mark.parametrize("kind", ["number", "date", "select"])
def test_an_empty_default_is_none(kind):
    props = {"props": {"options": [{"label": "A", "value": "a"}]}} if kind == "select" else {}
    asked = {"type": kind, "key": "k", "label": "K", "default": "", **props}
    answer = {"output": {"form": [asked]}}
    assert fitting(answer).form[0].default is None
    assert remarked(answer) == []


@pytest.mark.parametrize("kind", ["select", "multi-select"])
def test_a_choice_of_nothing_is_remarked_upon(kind):
    asked = {"type": kind, "key": "k", "label": "K", "props": {"options": []}}
    assert remarked({"output": {"form": [asked]}}) == [
        ("output.form[0].props.options", "a list with at least one option", "an empty list")
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_variables_are_not_declared_beside_a_form(kind):
    variables = [{"key": "k", "label": "K", "type": "string"}]
    answer = {"output": {"form": [ASK], "variables": variables}}
    assert fitting(answer, "build", kind) == BuildResult((FormInput("string", "a", "A"),))
    assert remarked(answer, "build", kind) == [
        ("output.variables", "left out beside a form", "a list of 1")
    ]


def test_an_action_declares_no_variables():
    step = {"order_number": 1, "buttons": [{"title": "Go"}]}
    output = {
        "action": {"title": "T", "steps": [step]},
        "variables": [{"key": "k", "label": "K", "type": "string"}],
    }
    assert fitting({"output": output}, "build").variables == ()
    assert remarked({"output": output}, "build") == [
        ("output.variables", "left out for an app of kind action", "a list of 1")
    ]


def test_remarks_stand_in_the_order_of_the_answer():
    answer = {
        "zzz": 1,
        "output": {"state": "s", "variables": GIVEN["variables"], "aaa": 1, "events": [SAY]},
        "callback": {},
    }
    paths = [path for path, _, _ in remarked(answer, kind="await")]
    assert paths == ["zzz", "output.state", "output.aaa", "output.events", "callback"]
    assert fitting(answer, kind="await") == ActionResult(variables=(VariableValue("k", "v"),))
