"""What is no form, returned by build as by action: where, what is expected, what came."""

import pytest

from tests.support.contract import fitting, wrong

FILLED = "a text that is not blank"
TYPES = (
    "“string”, “text”, “number”, “date”, “time”, “date-time”, “select”, “multi-select”, "
    "“file” or “heading”"
)
TEXTS = ["string", "text", "date", "time", "date-time"]
CHOICES = {"props": {"options": [{"label": "A", "value": "a"}]}}
EVERY = [*((one, {}) for one in (*TEXTS, "number", "file")), ("select", CHOICES)]
ASKED = [*EVERY, ("multi-select", CHOICES)]


def asked(kind, **more):
    return {"type": kind, "key": "k", "label": "K", **more}


@pytest.fixture(params=["action", "build"])
def found(request):
    """Return what is wrong with one input of a form, by its path inside the input."""

    def check(given):
        inside = "output.form[0]"
        wrongs = wrong({"output": {"form": [given]}}, request.param)
        assert all(path.startswith(inside) for path, _, _ in wrongs)
        return [(path.removeprefix(inside), *others) for path, *others in wrongs]

    return check


@pytest.mark.parametrize("given", ["string", 5, [], None])
def test_an_input_is_an_object(found, given):
    [(path, expected, _)] = found(given)
    assert (path, expected) == ("", "an object")


@pytest.mark.parametrize(
    ("given", "came"),
    [("String", "“String”"), ("checkbox", "“checkbox”"), (None, "null"), (1, "1")],
)
def test_a_type_is_one_of_ten(found, given, came):
    assert found(asked(given)) == [(".type", TYPES, came)]


def test_an_input_without_a_type_says_so(found):
    assert found({"key": "k", "label": "K"}) == [(".type", TYPES, "nothing")]


@pytest.mark.parametrize(("kind", "more"), ASKED)
@pytest.mark.parametrize(
    ("changed", "path", "expected", "came"),
    [
        ({"key": None}, ".key", FILLED, "null"),
        ({"key": ""}, ".key", FILLED, "an empty text"),
        ({"key": 5}, ".key", FILLED, "5"),
        ({"label": None}, ".label", "a text", "null"),
        ({"label": {"en": "K"}}, ".label", "a text", "an object"),
        ({"tip": 5}, ".tip", "a text", "5"),
        ({"placeholder": []}, ".placeholder", "a text", "an empty list"),
        ({"required": "no"}, ".required", "true or false", "“no”"),
        ({"required": 0}, ".required", "true or false", "0"),
    ],
)
def test_every_input_asks_something(found, kind, more, changed, path, expected, came):  # noqa: PLR0917  a row of the table
    assert found(asked(kind, **more, **changed) | changed) == [(path, expected, came)]


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("default", [5, True, ["x"], {"x": 1}])
def test_the_default_of_a_text_is_a_text(found, kind, default):
    [(path, expected, _)] = found(asked(kind, default=default))
    assert (path, expected) == (".default", "a text")


@pytest.mark.parametrize("default", [True, ["5"], {"x": 1}])
def test_the_default_of_a_number_is_a_text_or_a_number(found, default):
    [(path, expected, _)] = found(asked("number", default=default))
    assert (path, expected) == (".default", "a number, written as a text")


@pytest.mark.parametrize(
    ("props", "path", "expected", "came"),
    [
        (None, ".props", "an object", "null"),
        ([], ".props", "an object", "an empty list"),
        ({}, ".props.options", "a list", "nothing"),
        ({"options": None}, ".props.options", "a list", "null"),
        ({"options": {"a": "A"}}, ".props.options", "a list", "an object"),
        ({"options": ["a"]}, ".props.options[0]", "an object", "“a”"),
        ({"options": [{"value": "a"}]}, ".props.options[0].label", "a text", "nothing"),
        ({"options": [{"label": "A"}]}, ".props.options[0].value", "a text", "nothing"),
        ({"options": [{"label": "A", "value": 1}]}, ".props.options[0].value", "a text", "1"),
    ],
)
@pytest.mark.parametrize("kind", ["select", "multi-select"])
def test_a_choice_has_options(found, kind, props, path, expected, came):  # noqa: PLR0917  a row of the table
    assert found(asked(kind, props=props)) == [(path, expected, came)]


def test_the_default_of_a_choice_has_the_type_of_its_answer(found):
    assert found(asked("select", **CHOICES, default=["a"])) == [
        (".default", "a text", "a list of 1")
    ]
    assert found(asked("multi-select", **CHOICES, default="a")) == [(".default", "a list", "“a”")]
    assert found(asked("multi-select", **CHOICES, default=["a", 5])) == [
        (".default[1]", "a text", "5")
    ]


@pytest.mark.parametrize(
    ("default", "path", "expected", "came"),
    [
        ("a.pdf", ".default", "an object", "“a.pdf”"),
        ([{"url": "u"}], ".default", "an object", "a list of 1"),
        ({}, ".default.@moxo.file", "an object", "nothing"),
        ({"@moxo.file": []}, ".default.@moxo.file", "an object", "an empty list"),
        ({"@moxo.file": {}}, ".default.@moxo.file.files", "a list", "nothing"),
        ({"@moxo.file": {"files": ["u"]}}, ".default.@moxo.file.files[0]", "an object", "“u”"),
        (
            {"@moxo.file": {"files": [{}]}},
            ".default.@moxo.file.files[0].url",
            "an http or https address",
            "nothing",
        ),
        (  # a function can name no file of the person's machine
            {"@moxo.file": {"files": [{"url": "file:///etc/passwd"}]}},
            ".default.@moxo.file.files[0].url",
            "an http or https address",
            "“file:///etc/passwd”",
        ),
        (
            {"@moxo.file": {"files": [{"url": "http://a", "name": 5}]}},
            ".default.@moxo.file.files[0].name",
            "a text",
            "5",
        ),
    ],
)
def test_the_default_of_a_file_is_a_file_object(found, default, path, expected, came):
    assert found(asked("file", default=default)) == [(path, expected, came)]


@pytest.mark.parametrize(
    ("props", "path", "expected", "came"),
    [
        (None, ".props", "an object", "null"),
        ("Title", ".props", "an object", "“Title”"),
        ({}, ".props", "an object with a title, a description or both", "an empty object"),
        ({"title": 5}, ".props.title", "a text", "5"),
        ({"description": 5}, ".props.description", "a text", "5"),
    ],
)
def test_a_heading_says_something(found, props, path, expected, came):
    assert found({"type": "heading", "key": "h", "props": props}) == [(path, expected, came)]


def test_a_heading_has_a_key(found):
    assert found({"type": "heading", "props": {"title": "T"}}) == [(".key", FILLED, "nothing")]


@pytest.mark.parametrize("function", ["action", "build"])
def test_two_inputs_have_two_keys_but_headings_do_not_count(function):
    heading = {"type": "heading", "key": "k", "props": {"title": "T"}}
    form = [heading, asked("string"), heading, asked("text"), asked("file")]
    assert wrong({"output": {"form": form}}, function) == [
        (f"output.form[{number}].key", "a key that no other input has", "“k”") for number in (3, 4)
    ]
    assert len(fitting({"output": {"form": form[:3]}}, function).form) == 3
