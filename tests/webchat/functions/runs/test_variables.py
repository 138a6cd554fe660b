"""Variables: declared against given, groups, and the places where they are used."""

import pytest

from webchat.functions.contract.records import GroupedVariable, RemoteFile, Variable, VariableValue
from webchat.functions.runs import variables
from webchat.functions.runs.records import ReceivedVariable, Run

NUMBER = Variable("number", "Tracking number")
LABEL = Variable("label", "Shipping label", "file")
PDF = RemoteFile("https://shop.example/label.pdf", "label.pdf", "application/pdf")
GIVEN = ReceivedVariable("number", "Tracking number", "string", "1Z 999")
FILES = ReceivedVariable("label", "Label", "file", files=["/tmp/a b.pdf", "/tmp/c.pdf"])  # noqa: S108  never opened


def test_values_that_were_declared_are_accepted():
    given = [VariableValue("number", "1Z 999"), VariableValue("label", files=(PDF,))]
    fitting, sentences = variables.accepted([NUMBER, LABEL], given)
    assert fitting == [
        variables.Accepted(NUMBER, "1Z 999"),
        variables.Accepted(LABEL, files=(PDF,)),
    ]
    assert sentences == []


def test_an_empty_text_is_a_value():
    fitting, sentences = variables.accepted([NUMBER], [VariableValue("number", "")])
    assert (fitting, sentences) == ([variables.Accepted(NUMBER, "")], [])


@pytest.mark.parametrize(
    ("declared", "given", "sentence"),
    [
        (
            [NUMBER, LABEL],
            VariableValue("nubmer", "1"),
            "Build declared no variable “nubmer”, only “number”, “label”. It was left out.",
        ),
        (
            [],
            VariableValue("number", "1"),
            "Build declared no variable “number”, none at all. It was left out.",
        ),
        (
            [LABEL],
            VariableValue("label", "a text"),
            "The variable “label” was declared as files, but a text came. It was left out.",
        ),
        (
            [NUMBER],
            VariableValue("number", files=(PDF,)),
            "The variable “number” was declared as a text, but files came. It was left out.",
        ),
    ],
)
def test_what_was_not_declared_so_is_left_out_and_named(declared, given, sentence):
    assert variables.accepted(declared, [given]) == ([], [sentence])


def test_the_last_of_two_values_counts():
    given = [VariableValue("number", "1"), VariableValue("number", "2")]
    fitting, sentences = variables.accepted([NUMBER], given)
    assert [one.value for one in fitting] == ["2"]
    assert sentences == ["The variable “number” came twice; the last value counts."]


def test_what_was_declared_but_never_came_is_named():
    assert variables.missing([NUMBER, LABEL], [GIVEN]) == [
        "Build declared the variable “label”, but no value came for it."
    ]


def test_a_later_value_takes_the_place_of_an_earlier_one():
    later = ReceivedVariable("number", "Tracking number", "string", "2")
    assert variables.merged([GIVEN, FILES], [later]) == [later, FILES]


# -- groups --------------------------------------------------------------------------------------


def grouped(key="order", **fields):
    return GroupedVariable(
        **{"id": "1", "label": "", "type": "string", "value": "A-1", **fields}, key=key
    )


def test_a_group_is_the_input_of_what_it_starts():
    group = [grouped(), grouped("count", value=3)]
    assert variables.group_input(group) == {"order": "A-1", "count": 3}
    assert [one.key for one in variables.of_group(group)] == ["order"]


@pytest.mark.parametrize(
    ("group", "sentences"),
    [
        ([grouped()], []),
        (
            [grouped(), grouped("count")],
            ["Build declared no variable “count”, only “order”."],
        ),
        ([], ["Build declared the variable “order”, but a group came without it."]),
        (
            [grouped(id="2")],
            ["The variable “order” was declared with the id “1”, but “2” came."],
        ),
        (
            [grouped(type="file")],
            ["The variable “order” was declared as a text, but files came."],
        ),
    ],
)
def test_a_group_is_compared_with_what_build_declared(group, sentences):
    declared = [Variable("order", "Order", "string", id="1")]
    assert variables.group_misfits(declared, group) == sentences


# -- places --------------------------------------------------------------------------------------


def run_with(*given):
    return Run("RU1", "app", "automation", "key", variables=list(given))


def test_the_latest_run_that_gave_a_variable_counts():
    later = ReceivedVariable("number", "Tracking number", "string", "2")
    found = variables.known([run_with(GIVEN, FILES), run_with(later), run_with()])
    assert found == {"number": later, "label": FILES}


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("Parcel {{variables.number}} is ready", "Parcel 1Z 999 is ready"),
        ("{{ variables.number }}{{variables.number}}", "1Z 9991Z 999"),
        ({"a": ["{{variables.number}}", 3, None, True]}, {"a": ["1Z 999", 3, None, True]}),
        ("See {{variables.label}}", "See a b.pdf, c.pdf"),
        (
            "{{variables.label}}",
            {
                "@moxo.file": {
                    "files": [
                        {"name": "a b.pdf", "url": "file:///tmp/a%20b.pdf"},
                        {"name": "c.pdf", "url": "file:///tmp/c.pdf"},
                    ]
                }
            },
        ),
        ("{{variable.number}} {variables.number}", "{{variable.number}} {variables.number}"),
    ],
)
def test_places_are_filled_at_any_depth(value, filled):
    known = {"number": GIVEN, "label": FILES}
    assert variables.filled(value, known) == (filled, [])


def test_a_value_is_not_searched_for_places_itself():
    value = ReceivedVariable("number", "", "string", "{{variables.number}}")
    assert variables.filled("{{variables.number}}", {"number": value})[0] == "{{variables.number}}"


def test_a_place_that_nobody_fills_stays_and_is_named_once():
    value, sentences = variables.filled("{{variables.a}} {{variables.a}}", {})
    assert value == "{{variables.a}} {{variables.a}}"
    assert sentences == ["No run has given the variable “a” yet, so its place was left as it is."]
