"""How a finding says where it is and what came."""

import pytest

from webchat.functions.contract.findings import Found, came, findings, path, quoted, value_at

ANSWER = {"a": [{"b": 1}, {"c": None}], "d": "x"}


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ((), ""),
        (("output",), "output"),
        (("output", "events", 1, "options", "url"), "output.events[1].options.url"),
        (("a", 0, 0, "@moxo.file"), "a[0][0].@moxo.file"),
        (("a\nb", "c" * 99), f"a\ufffdb.{'c' * 59}…"),
    ],
)
def test_a_place_is_written_as_in_code(place, written):
    assert path(place) == written


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (1.5, "1.5"),
        (float("nan"), "nan"),
        (10**30, str(10**30)),
        (10**100, f"1{'0' * 58}…"),
        ("", "an empty text"),
        ("x", "“x”"),
        ("x" * 60, f"“{'x' * 60}”"),
        ("x" * 61, f"“{'x' * 59}…”"),
        ("a\nb\u202ec\ud83d", "“a\ufffdb\ufffdc\ufffd”"),
        ({}, "an empty object"),
        ({"secret": "x"}, "an object"),
        ([], "an empty list"),
        (["secret"], "a list of 1"),
        (b"x", "something that is no JSON (bytes)"),
    ],
)
def test_what_came_is_said_in_few_words(value, words):
    assert came(value) == words


def test_a_number_of_thousands_of_digits_is_not_written():
    assert came(10**5000) == "a number of very many digits"


def test_what_is_missing_is_nothing():
    for place in (
        ("z",),
        ("a", 2),
        ("a", 0, "z"),
        ("d", "z"),
        ("d", 0),
        ("a", "z"),
        ("a", 0, "b", 5),
    ):
        assert came(value_at(ANSWER, place)) == "nothing"
    assert came(value_at(ANSWER, ("a", 1, "c"))) == "null"
    assert value_at(ANSWER, ("a", 0, "b")) == 1
    assert value_at(ANSWER, ()) is ANSWER


def test_findings_stand_in_the_order_of_the_answer_and_what_is_missing_comes_last():
    places = [("z",), ("d",), ("a", 1, "x"), ("a", 1, "c"), ("a", 0, "b"), ("a",), ()]
    found = findings((Found(place, "else") for place in places), ANSWER)
    assert [one.path for one in found] == ["", "a", "a[0].b", "a[1].c", "a[1].x", "d", "z"]


def test_a_finding_may_say_itself_what_came():
    [found] = findings([Found(("d",), "a text of one line", "one with a line break")], ANSWER)
    assert found.sentence == ("“d” should be a text of one line, but one with a line break came.")


def test_names_are_joined_as_people_do():
    assert quoted(["a"], "or") == "“a”"
    assert quoted(["a", "b"], "and") == "“a” and “b”"
    assert quoted(["a", "b", "c"], "or") == "“a”, “b” or “c”"
