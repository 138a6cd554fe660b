"""What action, redirect and webhook must not return: where, what is expected, what came."""

import math

import pytest

from tests.support.contract import KINDS, wrong

TYPES = "“send_message”, “upload_attachment” or “open_url”"
ADDRESS = "an http or https address"
PARTS = "an object with exactly one of “output”, “directive” and “error”"
DELAY = "a number of seconds from 0 to 31622400 (a year)"
FILLED = "a text that is not blank"
EITHER = "an object with either a value or files"
NAME = "the name of a header"

OUTPUT = {"status": "completed"}
ERROR = {"title": "No", "description": ""}
REFRESH = {"type": "refresh_token"}


def event(kind, **options):
    return {"events": [{"type": kind, "options": options}]}


def upload(**changed):
    file = {"file_name": "a.pdf", "mime_type": "application/pdf", "url": "http://a.example/a"}
    return event("upload_attachment", **{**file, **changed})


def header(name="A", value="b"):
    return upload(headers=[{"name": name, "value": value}])


def grouped(**changed):
    one = {"id": "1", "key": "k", "label": "K", "type": "string", "value": "v", **changed}
    return {"variable_groups": [{"variables": [one]}]}


@pytest.mark.parametrize("function", ["action", "redirect", "webhook"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("answer", "path", "expected", "came"),
    [
        (None, "", "an object with “output”, “directive” or “error”", "nothing"),
        ("completed", "", "an object with “output”, “directive” or “error”", "“completed”"),
        ([OUTPUT], "", "an object with “output”, “directive” or “error”", "a list of 1"),
        (True, "", "an object with “output”, “directive” or “error”", "true"),
        ({}, "", PARTS, "an empty object"),
        (OUTPUT, "", PARTS, "an object with none of them"),
        ({"output": None}, "", PARTS, "an object with none of them"),
        ({"output": OUTPUT, "error": ERROR}, "", PARTS, "an object with “output” and “error”"),
        (
            {"directive": REFRESH, "output": {}},
            "",
            PARTS,
            "an object with “output” and “directive”",
        ),
        (
            {"error": ERROR, "directive": REFRESH},
            "",
            PARTS,
            "an object with “directive” and “error”",
        ),
        ({"output": []}, "output", "an object", "an empty list"),
        ({"output": "completed"}, "output", "an object", "“completed”"),
        ({"directive": "refresh_token"}, "directive", "an object", "“refresh_token”"),
        ({"directive": {}}, "directive.type", "“refresh_token”", "nothing"),
        ({"directive": {"type": "reload"}}, "directive.type", "“refresh_token”", "“reload”"),
        ({"error": "Sorry"}, "error", "an object", "“Sorry”"),
        ({"error": {"description": "No"}}, "error.title", FILLED, "nothing"),
        ({"error": {"title": " "}}, "error.title", FILLED, "“ ”"),
        ({"error": {**ERROR, "description": 404}}, "error.description", "a text", "404"),
        ({"output": OUTPUT, "callback": "t"}, "callback", "an object", "“t”"),
        ({"output": OUTPUT, "callback": {"token": 5}}, "callback.token", FILLED, "5"),
        ({"output": OUTPUT, "callback": {"token": ""}}, "callback.token", FILLED, "an empty text"),
    ],
)
def test_the_whole_answer(function, kind, answer, path, expected, came):  # noqa: PLR0917  a row of the table
    assert wrong(answer, function, kind) == [(path, expected, came)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("output", "path", "expected", "came"),
    [
        ({"status": "done"}, "status", "“completed” or “cancelled”", "“done”"),
        ({"status": "Completed"}, "status", "“completed” or “cancelled”", "“Completed”"),
        ({"status": True}, "status", "“completed” or “cancelled”", "true"),
        ({"status": {"message": "x"}}, "status", "“completed” or “cancelled”", "an object"),
        ({"message": ["x"]}, "message", "a text", "a list of 1"),
        ({"events": {}}, "events", "a list", "an empty object"),
        ({"events": "send_message"}, "events", "a list", "“send_message”"),
        ({"events": ["send_message"]}, "events[0]", "an object", "“send_message”"),
        ({"events": [{}]}, "events[0].type", TYPES, "nothing"),
        (event("sendMessage"), "events[0].type", TYPES, "“sendMessage”"),
        (event(None), "events[0].type", TYPES, "null"),
        (event(["open_url"]), "events[0].type", TYPES, "a list of 1"),
        ({"events": [{"type": "send_message"}]}, "events[0].options", "an object", "nothing"),
        (event("send_message"), "events[0].options.text", FILLED, "nothing"),
        (event("send_message", text=""), "events[0].options.text", FILLED, "an empty text"),
        (event("send_message", text="\n "), "events[0].options.text", FILLED, "“� ”"),
        (event("send_message", text=5), "events[0].options.text", FILLED, "5"),
        (
            event("send_message", text="half \ud83d"),
            "events[0].options.text",
            "a text of whole characters",
            "“half �”",
        ),
        (event("open_url"), "events[0].options.url", ADDRESS, "nothing"),
        (
            event("open_url", url="http://a.example", open_type="tab"),
            "events[0].options.open_type",
            "“redirect” or “webview”",
            "“tab”",
        ),
        (upload(file_name=None), "events[0].options.file_name", "a text that is not blank", "null"),
        (upload(file_name=" "), "events[0].options.file_name", "a text that is not blank", "“ ”"),
        (upload(mime_type=["a/b"]), "events[0].options.mime_type", "a text", "a list of 1"),
        (upload(headers={"A": "b"}), "events[0].options.headers", "a list", "an object"),
        (upload(headers=["A: b"]), "events[0].options.headers[0]", "an object", "“A: b”"),
        (header(name=5), "events[0].options.headers[0].name", NAME, "5"),
        (header(name=""), "events[0].options.headers[0].name", NAME, "an empty text"),
        (header(name="A\r\nB"), "events[0].options.headers[0].name", NAME, "“A��B”"),
        (header(name="A:"), "events[0].options.headers[0].name", NAME, "“A:”"),
        (header(value=5), "events[0].options.headers[0].value", "a text", "5"),
        (
            header(value="secret\r\nX: y"),
            "events[0].options.headers[0].value",
            "a text of one line",
            "one with a line break",
        ),
        ({"form": {}}, "form", "a list", "an empty object"),
        ({"retry": 60}, "retry", "an object", "60"),
        ({"retry": {}}, "retry.delay", DELAY, "nothing"),
        ({"retry": {"delay": -1}}, "retry.delay", DELAY, "-1"),
        ({"retry": {"delay": math.nan}}, "retry.delay", DELAY, "nan"),
        ({"retry": {"delay": math.inf}}, "retry.delay", DELAY, "inf"),
        ({"retry": {"delay": True}}, "retry.delay", DELAY, "true"),
        ({"retry": {"delay": "60"}}, "retry.delay", DELAY, "“60”"),
        ({"retry": {"delay": 10**12}}, "retry.delay", DELAY, "1000000000000"),
        ({"variables": {"a": "b"}}, "variables", "a list", "an object"),
        ({"variables": [{"value": "v"}]}, "variables[0].key", FILLED, "nothing"),
        ({"variables": [{"key": "k"}]}, "variables[0]", EITHER, "an object"),
        (
            {"variables": [{"key": "k", "value": "v", "files": []}]},
            "variables[0]",
            EITHER,
            "an object",
        ),
        ({"variables": [{"key": "k", "value": 5}]}, "variables[0].value", "a text", "5"),
        (
            {"variables": [{"key": "k", "files": {}}]},
            "variables[0].files",
            "a list",
            "an empty object",
        ),
        (
            {
                "variables": [
                    {
                        "key": "k",
                        "files": [
                            {"file_name": "a", "mime_type": "b", "url": "file:///etc/passwd"}
                        ],
                    }
                ]
            },
            "variables[0].files[0].url",
            ADDRESS,
            "“file:///etc/passwd”",
        ),
        ({"state": {"since": 5}}, "state", "a text", "an object"),
        ({"state": 5}, "state", "a text", "5"),
        ({"variable_groups": {}}, "variable_groups", "a list", "an empty object"),
        ({"variable_groups": [{}]}, "variable_groups[0].variables", "a list", "nothing"),
        ({"variable_groups": [[]]}, "variable_groups[0]", "an object", "an empty list"),
        (grouped(id=None), "variable_groups[0].variables[0].id", FILLED, "null"),
        (grouped(key=""), "variable_groups[0].variables[0].key", FILLED, "an empty text"),
        (grouped(label=5), "variable_groups[0].variables[0].label", "a text", "5"),
        (
            grouped(type="text"),
            "variable_groups[0].variables[0].type",
            "“string” or “file”",
            "“text”",
        ),
        (
            grouped(value=5),
            "variable_groups[0].variables[0].value",
            "a text, as its type says",
            "5",
        ),
    ],
)
def test_one_field_of_the_output(kind, output, path, expected, came):
    assert wrong({"output": output}, kind=kind) == [(f"output.{path}", expected, came)]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://a.example/%0aalert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://a.example/a",
        "mailto:ada@example.com",
        "about:blank",
        "//a.example/a",
        "/a",
        "a.example",
        "http:",
        "http://",
        "https:///a",
        "http://:80/",
        "http://a.example:port/",
        "http://[::1",
        " https://a.example",
        "https://a.example\r\nX: y",
        "https:\\\\a.example",
        "",
        5,
        ["https://a.example"],
    ],
)
@pytest.mark.parametrize("kind", ["open_url", "upload_attachment"])
def test_only_the_web_is_opened_and_fetched(kind, url):
    output = event("open_url", url=url) if kind == "open_url" else upload(url=url)
    found = wrong({"output": output})
    assert [one[:2] for one in found] == [("output.events[0].options.url", ADDRESS)]


def test_everything_that_is_wrong_is_told_at_once_in_its_order():
    answer = {
        "callback": 5,
        "output": {
            "retry": {"delay": "soon"},
            "events": [{"type": "x"}, {"type": "open_url", "options": {"open_type": 1}}],
            "status": "done",
        },
        "error": {},
    }
    assert [path for path, _, _ in wrong(answer)] == [
        "",
        "callback",
        "output.retry.delay",
        "output.events[0].type",
        "output.events[1].options.open_type",
        "output.events[1].options.url",
        "output.status",
        "error.title",
    ]
