"""Dataclasses from JSON: what fits is read, what does not is named with its place."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from webchat.plain_json import dump, parse


@dataclass
class Leaf:
    path: Path
    size: int = 1


@dataclass
class Tree:
    name: str
    mood: Literal["good", "bad"] = "good"
    is_tall: bool | None = None
    leaves: list[Leaf] = field(default_factory=list)
    marks: dict[str, str | Leaf] = field(default_factory=dict)
    other: Any = None


WHOLE = Tree("Ö", "bad", True, [Leaf(Path("/a"), 2)], {"x": "y", "z": Leaf(Path("b"))}, [1, None])


def test_what_is_written_is_read_again():
    assert parse(Tree, dump(WHOLE)) == WHOLE


def test_what_is_not_there_has_its_default():
    assert parse(Tree, '{"name": "oak"}') == Tree("oak")


def test_an_unknown_key_is_passed_over_unless_the_form_is_closed():
    assert parse(Tree, '{"name": "oak", "age": 5}') == Tree("oak")
    with pytest.raises(ValueError, match="age is not known"):
        parse(Tree, '{"name": "oak", "age": 5}', closed=True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{}", "^name is missing"),
        ("[]", r"^it should be an object, but '\[\]' came"),
        ('{"name": 5}', "^name should be str, but '5' came"),
        ('{"name": "", "mood": "sad"}', "^mood should be 'good' or 'bad', but 'sad' came"),
        ('{"name": "", "is_tall": 1}', "^is_tall should be"),
        ('{"name": "", "leaves": {}}', "^leaves should be a list"),
        ('{"name": "", "leaves": [{"path": "/a"}, {}]}', r"^leaves\[1\]\.path is missing"),
        ('{"name": "", "leaves": [{"path": 5}]}', r"^leaves\[0\]\.path should be a path"),
        ('{"name": "", "leaves": [{"path": "", "size": true}]}', r"size should be int"),
        ('{"name": "", "marks": []}', "^marks should be an object"),
        ('{"name": "", "marks": {"x": {"size": 1}}}', r"^marks\.x\.path is missing"),
        ("{", "Expecting"),
        (b"\xff\xfe", "Expecting"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse(Tree, text)
