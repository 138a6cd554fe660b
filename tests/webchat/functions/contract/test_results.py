"""What fits becomes a record, whole or with nothing but what must be there."""

from typing import Any

import pytest

from tests.support.contract import KINDS, fitting, remarked
from webchat.functions.contract.records import (
    FUNCTION_NAMES,
    ActionResult,
    Assignee,
    BuildResult,
    Button,
    Card,
    FormInput,
    GroupedVariable,
    IdentityResult,
    InputType,
    OpenUrlEvent,
    Option,
    RefreshToken,
    RemoteFile,
    ShownError,
    Step,
    UploadAttachmentEvent,
    Variable,
    VariableValue,
)

URL = "https://a.example/a?b=c#d"


def test_identity_says_who_the_account_is():
    output = {"display_id": "Emily60", "unique_id": "07847fd7"}
    assert fitting({"output": output}, "identity") == IdentityResult("Emily60", "07847fd7")
    assert remarked({"output": output}, "identity") == []


def test_an_id_that_is_a_whole_number_is_taken_as_a_text():
    answer = {"output": {"display_id": "Ada", "unique_id": 4711}}
    assert fitting(answer, "identity") == IdentityResult("Ada", "4711")
    assert remarked(answer, "identity") == [("output.unique_id", "a text", "4711")]


@pytest.mark.parametrize("function", FUNCTION_NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_function_may_ask_for_a_fresh_token_or_tell_an_error(function, kind):
    assert fitting({"directive": {"type": "refresh_token"}}, function, kind) == RefreshToken()
    answer = {"error": {"title": "No", "description": "Not now."}}
    assert fitting(answer, function, kind) == ShownError("No", "Not now.")


def test_an_error_needs_no_description():
    assert fitting({"error": {"title": "No"}}) == ShownError("No", "")


def test_an_output_with_nothing_in_it_leaves_the_run_open():
    assert fitting({"output": {}}) == ActionResult()
    assert remarked({"output": {}}) == []


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_a_status_ends_the_run(status):
    assert fitting({"output": {"status": status}}) == ActionResult(status)


def test_null_says_nothing():
    nulls = dict.fromkeys(
        ("status", "message", "events", "form", "retry", "variables", "state", "variable_groups")
    )
    answer = {"output": nulls, "directive": None, "error": None, "callback": None, "more": None}
    assert fitting(answer) == ActionResult()
    assert remarked(answer) == []


def test_an_event_has_its_defaults():
    file = {"file_name": "../../etc/passwd", "mime_type": "", "url": URL}
    events = [
        {"type": "upload_attachment", "options": file},
        {"type": "open_url", "options": {"url": URL}},
    ]
    assert fitting({"output": {"events": events}}).events == (
        UploadAttachmentEvent(RemoteFile(URL, "../../etc/passwd", "", ())),
        OpenUrlEvent(URL, "redirect"),
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "HTTPS://A.EXAMPLE:8443/a%20b?c=d&e=%0a#f",
        "http://127.0.0.1:8080/",
        "http://[::1]:8080/a",
        "https://user:secret@a.example/",
        "https://münchen.example/straße",
    ],
)
def test_addresses_of_the_web_are_addresses(url):
    events = [{"type": "open_url", "options": {"url": url, "open_type": "webview"}}]
    assert fitting({"output": {"events": events}}).events == (OpenUrlEvent(url, "webview"),)


def test_headers_keep_their_order_and_their_repetitions():
    headers = [{"name": "A", "value": "1"}, {"name": "a", "value": ""}, {"name": "A", "value": "ü"}]
    file = {"file_name": "a", "mime_type": "b", "url": URL, "headers": headers}
    answer = {"output": {"events": [{"type": "upload_attachment", "options": file}]}}
    assert fitting(answer).events[0].file.headers == (("A", "1"), ("a", ""), ("A", "ü"))


@pytest.mark.parametrize(
    ("delay", "seconds"), [(0, 0.0), (60, 60.0), (0.5, 0.5), (31622400, 3.16224e7)]
)
@pytest.mark.parametrize("kind", ["automation", "await", "trigger"])
def test_a_delay_is_any_number_of_seconds_within_a_year(kind, delay, seconds):
    result = fitting({"output": {"retry": {"delay": delay}}}, kind=kind)
    assert result == ActionResult(retry_delay=seconds)
    assert isinstance(result.retry_delay, float)


def test_variables_are_texts_or_files():
    file = {"file_name": "a", "mime_type": "b", "url": URL}
    variables = [
        {"key": "a", "value": ""},
        {"key": "b", "files": [file]},
        {"key": "c", "files": []},
    ]
    assert fitting({"output": {"variables": variables}}, kind="automation").variables == (
        VariableValue("a", ""),
        VariableValue("b", None, (RemoteFile(URL, "a", "b"),)),
        VariableValue("c", None, ()),
    )


def test_a_group_may_have_no_value_and_files_have_any():
    variables = [
        {"id": "1", "key": "a", "label": "A", "type": "string"},
        {"id": "2", "key": "b", "label": "B", "type": "string", "value": None},
        {"id": "3", "key": "c", "label": "", "type": "file", "value": [{"url": URL}]},
    ]
    answer = {"output": {"state": "", "variable_groups": [{"variables": variables}]}}
    assert fitting(answer, kind="trigger") == ActionResult(
        state="",
        variable_groups=(
            (
                GroupedVariable("1", "a", "A", "string", None),
                GroupedVariable("2", "b", "B", "string", None),
                GroupedVariable("3", "c", "", "file", [{"url": URL}]),
            ),
        ),
    )


@pytest.mark.parametrize("function", ["redirect", "webhook"])
def test_a_callback_says_which_run_it_belongs_to(function):
    answer = {"output": {"status": "completed"}, "callback": {"token": "abc"}}
    assert fitting(answer, function) == ActionResult("completed", callback_token="abc")
    assert remarked(answer, function) == []
    failed = {"error": {"title": "No"}, "callback": {"token": "abc"}}
    assert fitting(failed, function) == ShownError("No", "", "abc")


def test_build_makes_an_action_with_its_steps_in_order():
    buttons = [
        {"title": "Sign", "style": "branding", "input": {"page": 1, "more": [None, {"a": 0.5}]}},
        {"title": "Later"},
    ]
    steps = [
        {"assignee": {"role": {"id": "boss"}}, "buttons": buttons[1:], "order_number": 20},
        {"assignee": {"user": {"id": "ada"}}, "buttons": buttons, "order_number": -1},
        {"buttons": buttons[1:], "order_number": 3},
    ]
    answer = {"output": {"action": {"title": "Contract", "description": "Two", "steps": steps}}}
    sign = Button("Sign", "branding", {"page": 1, "more": [None, {"a": 0.5}]})
    later = Button("Later", "default", {})
    card = Card(
        "Contract",
        "Two",
        (
            Step(-1, (sign, later), Assignee(user="ada")),
            Step(3, (later,)),
            Step(20, (later,), Assignee(role="boss")),
        ),
    )
    assert fitting(answer, "build") == BuildResult(card=card)
    assert remarked(answer, "build") == []


@pytest.mark.parametrize("kind", ["automation", "await"])
def test_build_makes_a_process_with_its_variables(kind):
    variables = [
        {"key": "a", "label": "A", "type": "string"},
        {"key": "b", "label": "B", "type": "file"},
    ]
    answer = {"output": {kind: {"description": "Waits"}, "variables": variables}}
    declared = (Variable("a", "A"), Variable("b", "B", "file"))
    assert fitting(answer, "build", kind) == BuildResult(process="Waits", variables=declared)
    assert remarked(answer, "build", kind) == []
    assert fitting({"output": {kind: {}}}, "build", kind) == BuildResult(process="")


def test_build_makes_a_trigger_of_variables_alone():
    variable = {
        "id": "salesforce-1",
        "key": "a",
        "label": "A",
        "sample_value": "Ada",
        "type": "string",
    }
    answer = {"output": {"variables": [variable]}}
    declared = (Variable("a", "A", "string", "salesforce-1", "Ada"),)
    assert fitting(answer, "build", "trigger") == BuildResult(variables=declared)
    assert fitting({"output": {"variables": []}}, "build", "trigger") == BuildResult()


@pytest.mark.parametrize("kind", KINDS)
def test_build_of_any_kind_asks_by_forms(kind):
    form = [{"type": "string", "key": "a", "label": "A"}]
    asked = (FormInput("string", "a", "A"),)
    assert fitting({"output": {"form": form}}, "build", kind) == BuildResult(asked)
    last = {"output": {"form": form, "no_more_forms": True}}
    assert fitting(last, "build", kind) == BuildResult(asked, is_last_form=True)


def test_an_empty_form_beside_a_step_is_none():
    output = {"form": [], "automation": {"description": "x"}}
    assert fitting({"output": output}, "build", "automation") == BuildResult(process="x")


def test_an_action_asks_by_a_form_of_ten_types():
    common = {"tip": "T", "placeholder": "P", "required": False}
    options = {"options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]}
    files = {"@moxo.file": {"files": [{"name": "a", "url": "https://a"}, {"url": "https://b"}]}}
    defaults: dict[InputType, Any] = {
        "string": "one line",
        "text": "many\nlines",
        "number": "12.50",
        "date": "2025-03-18",
        "time": "14:30:00Z",
        "date-time": "2025-03-18T14:30:00+01:00",
        "select": "b",
        "multi-select": ["b", "a"],
        "file": files,
    }
    form = [
        {"type": kind, "key": kind, "label": kind.title(), "default": default, **common}
        | ({"props": options} if "select" in kind else {})
        for kind, default in defaults.items()
    ]
    heading = {"type": "heading", "key": "h", "props": {"title": "Title", "description": "More"}}
    read = fitting({"output": {"form": [heading, *form]}}).form
    choices = (Option("A", "a"), Option("B", "b"))
    assert read == (
        FormInput("heading", "h", required=False, title="Title", description="More"),
        *(
            FormInput(
                kind,
                kind,
                kind.title(),
                "T",
                "P",
                default,
                required=False,
                options=choices if "select" in kind else (),
            )
            for kind, default in defaults.items()
        ),
    )
    assert remarked({"output": {"form": [heading, *form]}}) == []


def test_an_input_is_required_unless_it_says_otherwise():
    form = [{"type": "string", "key": "a", "label": ""}]
    assert fitting({"output": {"form": form}}).form == (FormInput("string", "a", required=True),)


def test_a_huge_text_is_a_text():
    text = "ä" * 5_000_000
    events = [{"type": "send_message", "options": {"text": text}}]
    assert fitting({"output": {"events": events}}).events[0].text is text
