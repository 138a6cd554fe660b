"""An answer becomes fields, and each finding finds its own, whatever the keys are called."""

import pytest

from ui.devtools.functions.answer_fields import MISSING, fields_of
from webchat.functions.contract.checks import check
from webchat.functions.contract.records import Checked, Finding


def flat(fields, depth=0):
    for one in fields:
        yield depth, one.key, one.said
        yield from flat(one.inner, depth + 1)


def keys(answer, checked=None, **more):
    return [(depth, key) for depth, key, _said in flat(fields_of(answer, checked, **more).outer)]


def said(answer, *findings, remarks=()):
    checked = Checked(None, findings, tuple(remarks))
    return {key: text for _depth, key, text in flat(fields_of(answer, checked).outer) if text}


def test_objects_and_lists_have_fields_in_their_order():
    answer = {"output": {"events": [{"type": "x"}, 7], "status": None}}
    assert keys(answer) == [
        (0, "output"),
        (1, "events"),
        (2, "[0]"),
        (3, "type"),
        (2, "[1]"),
        (1, "status"),
    ]


@pytest.mark.parametrize("answer", [None, 7, "text", [], {}])
def test_what_holds_nothing_is_one_field(answer):
    (field,) = fields_of(answer, None).outer
    assert (field.key, field.value) == ("answer", answer)


def test_a_finding_about_the_whole_stands_before_the_fields():
    finding = Finding("", "an object", "a list of 1")
    whole, first = fields_of([5], Checked(None, (finding,))).outer
    assert whole.said == "should be an object"
    assert whole.inner == []
    assert first.key == "[0]"


def test_a_missing_field_stands_last_in_what_it_should_be_in():
    answer = {"output": {"events": [{"type": "send_message", "options": {}}], "more": 1}}
    finding = Finding("output.events[0].options.text", "a text", "nothing")
    fields = fields_of(answer, Checked(None, (finding,)))
    events = fields.outer[0].inner[0]
    missing = events.inner[0].inner[1].inner[-1]
    assert (missing.key, missing.value, missing.said) == ("text", MISSING, "should be a text")


def test_a_missing_field_in_a_missing_one_says_its_whole_way():
    finding = Finding("output.form[0].props.options", "a list", "nothing")
    assert said({"output": {}}, finding) == {"form[0].props.options": "should be a list"}


@pytest.mark.parametrize(
    "answer",
    [
        {"output": {"a.b": {"status": 1}}},
        {"output": {"a[0]": {"b": 2}, "a": [{"b": 3}]}},
        {"output": {"": 1, "x": {"": 2}}},
        {"output": {"k" * 200: 1}},
        {"output": {"line\nbreak": 1}},
        {"": {"": {"": 1}}},
    ],
)
def test_odd_keys_lose_no_finding(answer):
    checked = check("action", "action", answer)
    found = (*checked.findings, *checked.remarks)
    told = [text for _depth, _key, text in flat(fields_of(answer, checked).outer) if text]
    assert sum(len(text.split("; ")) for text in told) == len(found) > 0


def test_several_findings_at_one_field_are_all_said():
    findings = (Finding("output", "an object", "1"), Finding("output", "alone", "1"))
    remark = Finding("output", "left out", "1")
    assert said({"output": 1}, *findings, remarks=[remark]) == {
        "output": "should be an object; should be alone; should be left out"
    }


def test_what_is_too_much_is_cut():
    answer = {"output": [{"a": 1, "b": 2}] * 1000}
    fields = fields_of(answer, None, most=50)
    assert fields.is_cut
    assert len(keys(answer, most=50)) == 50
    assert not fields_of(answer, None, most=3001).is_cut


def test_the_deepest_answer_is_no_trouble():
    answer = []
    for _ in range(900):
        answer = [answer]
    assert len(list(_chain(fields_of(answer, None).outer[0]))) == 900


def _chain(field):
    while True:
        yield field
        if not field.inner:
            return
        (field,) = field.inner
