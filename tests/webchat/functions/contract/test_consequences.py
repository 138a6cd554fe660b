"""What would follow from an answer, said before anything follows."""

import pytest

from tests.support.contract import example_output, fitting
from webchat.functions.contract.consequences import consequences


def said(output, function="action", kind="action"):
    return list(consequences(fitting({"output": output}, function, kind), function))


def event(kind, **options):
    return {"type": kind, "options": options}


URL = "https://user:secret@a.example/a"
EVENTS = [
    event("send_message", text="Hello,\n  Ada"),
    event("upload_attachment", file_name="a.pdf", mime_type="b", url=URL),
    event("open_url", url="https://a.example"),
    event("open_url", url="https://a.example", open_type="webview"),
]
FORM = [
    {"type": "heading", "key": "h", "props": {"title": "T"}},
    {"type": "string", "key": "a", "label": "A"},
]


def test_events_are_told_in_their_order_and_without_passwords():
    assert said({"events": EVENTS, "status": "completed"}) == [
        "The message “Hello, Ada” is sent.",
        "“a.pdf” is fetched from a.example and posted.",
        "“https://a.example” is opened in the browser.",
        "“https://a.example” is opened in the program.",
        "The step is completed.",
    ]


@pytest.mark.parametrize("function", ["redirect", "webhook"])
def test_after_a_callback_nothing_is_opened_and_nobody_told(function):
    answer = {"output": {"events": EVENTS[2:]}, "callback": {"token": "t"}}
    result = fitting(answer, function)
    assert list(consequences(result, function)) == ["It belongs to the run of the token “t”."]


def test_a_run_without_an_end_stays_open():
    assert said({}) == ["The run stays open until a redirect or a webhook ends it."]
    assert said({}, "webhook") == ["Nothing follows from it."]


@pytest.mark.parametrize(
    ("kind", "output", "sentences"),
    [
        ("action", {"form": FORM}, ["A form with 1 input is shown; then it runs again."]),
        ("await", {"retry": {"delay": 1.5}}, ["It runs again after 1.5 s."]),
        (
            "automation",
            {"status": "cancelled", "message": "No stock"},
            ["The step is cancelled: “No stock”."],
        ),
    ],
)
def test_what_goes_on_is_told(kind, output, sentences):
    assert said(output, kind=kind) == sentences


def test_each_kind_s_part_of_the_seed_s_example_is_told():
    output = example_output()["output"]
    assert said(output, kind="automation") == [
        "The variable xxxx becomes “xxx”.",
        "The variable xxx becomes 2 files.",
        "The step is completed: “xxx”.",
    ]
    assert said(output, kind="trigger") == [
        "The next poll gets the state “xxx”.",
        "2 flows are started.",
        "It runs again after 60 s.",
    ]


def test_long_texts_are_shortened():
    [sentence, _] = said({"events": [event("send_message", text="a" * 500)], "status": "completed"})
    assert sentence == f"The message “{'a' * 79}…” is sent."


def test_what_is_no_output_is_told():
    fresh = fitting({"directive": {"type": "refresh_token"}})
    assert consequences(fresh, "action") == (
        "The token is refreshed, and the function is called once more.",
    )
    who = fitting({"output": {"display_id": "Ada", "unique_id": "1"}}, "identity")
    assert consequences(who, "identity") == ("The account is 1, shown as Ada.",)


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        ("action", "It fails: the person is told “No”, and can click the button again."),
        ("build", "It fails: who sets it up is told “No”."),
        ("redirect", "The error “No” is noted in the run; the person is not told."),
        ("webhook", "The error “No” is noted in the run; the person is not told."),
    ],
)
def test_who_is_told_of_an_error_depends_on_the_function(function, sentence):
    assert consequences(fitting({"error": {"title": "No"}}, function), function) == (sentence,)


def test_one_flow_is_told_as_one():
    variable = {"id": "1", "key": "order", "label": "Order", "type": "string", "value": "A-1"}
    output = {"variable_groups": [{"variables": [variable]}]}
    assert said(output, kind="trigger") == ["1 flow is started."]


@pytest.mark.parametrize(
    ("kind", "output", "sentences"),
    [
        (
            "action",
            {"form": FORM, "no_more_forms": True},
            ["A form with 1 input is shown, the last one; build is called again with the answers."],
        ),
        (
            "action",
            {
                "action": {
                    "title": "Contract",
                    "steps": [{"order_number": 1, "buttons": [{"title": "Sign"}]}],
                }
            },
            ["The step exists: “Contract”, with 1 step."],
        ),
        (
            "await",
            {
                "await": {"description": "Waits"},
                "variables": [{"key": "k", "label": "K", "type": "file"}],
            },
            ["The step exists: “Waits”.", "It declares k."],
        ),
    ],
)
def test_what_build_makes_is_told(kind, output, sentences):
    assert said(output, "build", kind) == sentences
