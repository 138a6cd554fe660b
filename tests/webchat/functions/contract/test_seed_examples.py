"""The seed's own examples: each fits, and each of their fields is missed by its name."""

import pytest

from tests.support.contract import (
    KINDS,
    example,
    example_output,
    fitting,
    places,
    remarked,
    replaced,
    without,
    wrong,
)
from webchat.functions.contract.checks import check
from webchat.functions.contract.findings import path
from webchat.functions.contract.records import (
    ActionResult,
    GroupedVariable,
    OpenUrlEvent,
    RefreshToken,
    RemoteFile,
    SendMessageEvent,
    ShownError,
    UploadAttachmentEvent,
    VariableValue,
)

URL = "https://example.com/a"
HEADERS = (("header name1", "header value1"), ("header name2", "header value2"))
FILE = RemoteFile(URL, "xxx", "xxx", HEADERS)
EVENTS = (SendMessageEvent("xxx"), UploadAttachmentEvent(FILE), OpenUrlEvent(URL, "webview"))
VARIABLES = (VariableValue("xxxx", "xxx"), VariableValue("xxx", None, (FILE, FILE)))
GROUP = (GroupedVariable("xxx", "xxx", "xxx", "string", "xxx"),)

OUTPUT = example_output()
EVERY = [place for place, _ in places(OUTPUT)]
OPTIONAL = {
    "output.status",
    "output.message",
    "output.events",
    "output.events[1].options.headers",
    "output.events[2].options.open_type",
    "output.retry",
    "output.variables",
    "output.variables[1].files[0].headers",
    "output.variables[1].files[1].headers",
    "output.state",
    "output.variable_groups",
    "output.variable_groups[0].variables[0].value",
    "output.variable_groups[1].variables[0].value",
}
FOREIGN = {
    "action": ["message", "variables", "state", "variable_groups"],
    "automation": ["events", "state", "variable_groups"],
    "await": ["events", "state", "variable_groups"],
    "trigger": ["status", "message", "events", "variables"],
}


def test_its_placeholders_are_no_addresses():
    assert wrong(example("output")) == [
        (f"output.{where}.url", "an http or https address", "“xxx”")
        for where in (
            "events[1].options",
            "events[2].options",
            "variables[1].files[0]",
            "variables[1].files[1]",
        )
    ]


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("action", ActionResult(status="completed", events=EVENTS)),
        ("automation", ActionResult("completed", "xxx", variables=VARIABLES)),
        ("await", ActionResult("completed", "xxx", variables=VARIABLES)),
        (
            "trigger",
            ActionResult(retry_delay=60.0, state="xxx", variable_groups=(GROUP, GROUP)),
        ),
    ],
)
def test_each_kind_makes_use_of_what_is_meant_for_it(kind, record):
    assert fitting(OUTPUT, kind=kind) == record


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_meant_for_another_kind_is_remarked_upon(kind):
    ended = "left out beside a status, which ends the run"
    expected = {f"output.{key}": f"left out for an app of kind {kind}" for key in FOREIGN[kind]}
    if kind == "action":
        expected["output.retry"] = "left out for an app of kind action"
    if kind in {"automation", "await"}:
        expected["output.retry"] = ended
    found = {where: why for where, why, _ in remarked(OUTPUT, kind=kind)}
    assert found == expected


@pytest.mark.parametrize("place", EVERY, ids=path)
@pytest.mark.parametrize("value", [True, -1, ["x"], {"status": 1}, "\ud83d"], ids=repr)
def test_a_value_of_another_type_is_found_at_its_place(place, value):
    found = wrong(replaced(OUTPUT, place, value))
    assert all(one.startswith(path(place)) for one, _, _ in found), found


@pytest.mark.parametrize("place", EVERY, ids=path)
def test_null_is_the_same_as_a_key_that_is_not_there(place):
    if isinstance(place[-1], int):
        assert wrong(replaced(OUTPUT, place, None))[0][0] == path(place)
        return
    null = check("action", "trigger", replaced(OUTPUT, place, None))
    none = check("action", "trigger", without(OUTPUT, place))
    assert null.result == none.result
    assert [one.path for one in null.findings] == [one.path for one in none.findings]
    assert (null.result is not None) == (path(place) in OPTIONAL)


def test_a_missing_field_is_named_and_nothing_came():
    answer = without(OUTPUT, ("output", "events", 1, "options", "file_name"))
    path = "output.events[1].options.file_name"
    assert wrong(answer) == [(path, "a text that is not blank", "nothing")]


def test_the_directive_asks_for_a_fresh_token():
    assert fitting(example("directive")) == RefreshToken()
    for value in ("revoke", 1, None, [], {"refresh_token": True}):
        found = wrong({"directive": {"type": value}})
        assert [one[:2] for one in found] == [("directive.type", "“refresh_token”")]


def test_the_error_is_what_the_person_is_told():
    shown = ShownError("Display error title", "Display error description")
    assert fitting(example("error")) == shown
    assert remarked(example("error")) == []
    for key, expected in (("title", "a text that is not blank"), ("description", "a text")):
        assert wrong(replaced(example("error"), ("error", key), 5)) == [
            (f"error.{key}", expected, "5")
        ]


def test_an_error_that_is_a_text_is_no_error_object():
    assert wrong({"error": "Sorry"}) == [("error", "an object", "“Sorry”")]


def test_the_code_example_returns_what_fits():
    url = "https://xxx?redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fredirect%2Fabc"
    answer = {
        "output": {
            "events": [
                {"type": "send_message", "options": {"text": "xxx"}},
                {"type": "open_url", "options": {"url": url}},
            ]
        }
    }
    events = (SendMessageEvent("xxx"), OpenUrlEvent(url, "redirect"))
    assert fitting(answer) == ActionResult(events=events)
    assert remarked(answer) == []
