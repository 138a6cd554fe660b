"""Files that translators write, and what they get wrong."""

import json

import pytest

from webchat.errors import ConfigError
from webchat.side.string_file import LARGEST, checked, read


@pytest.fixture
def write(tmp_path):
    def write(content, name="mine.json"):
        path = tmp_path / name
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_file_gives_a_language_and_its_texts(write):
    given = {"language": "de", "name": "Deutsch", "direction": "ltr", "strings": {"Read": "Da"}}
    language, warnings = read(write(given))
    assert (language.code, language.name, language.direction) == ("de", "Deutsch", "ltr")
    assert (dict(language.strings), warnings) == ({"Read": "Da"}, ())


def test_a_file_of_nothing_but_texts_is_understood(write):
    language, warnings = read(write({"Read": "Da"}, "ours.json"))
    assert (language.code, language.name, dict(language.strings)) == ("", "ours", {"Read": "Da"})
    assert warnings == ()


def test_a_mark_at_the_begin_of_a_file_is_passed_over(write):
    assert read(write('\ufeff{"Read": "Da"}')).language.strings == {"Read": "Da"}


def test_an_unknown_key_is_named_with_the_nearest_known_one(write):
    language, warnings = read(write({"strings": {"EntrypointTagLine": "Hallo", "Read": "Da"}}))
    assert warnings == (
        "mine.json: there is no text 'EntrypointTagLine'; did you mean 'EntryPointTagline'?",
    )
    assert dict(language.strings) == {"Read": "Da"}


def test_a_wrong_template_is_passed_over_and_named_with_its_file(write):
    texts = {"Read": "{{{x}}}", "Today": "{{ 1 +* }}", "Yesterday": 7, "NewMessages": "Neu"}
    language, warnings = read(write({"strings": texts}))
    assert dict(language.strings) == {"NewMessages": "Neu"}
    assert [one.split(":")[0] for one in warnings] == ["mine.json"] * 3
    assert [key in one for key, one in zip(texts, warnings, strict=False)] == [True] * 3
    assert all(one.endswith("It was passed over.") for one in warnings)


def test_a_place_that_gets_no_value_is_a_warning_and_the_text_stays():
    found = checked({"TypingIndicator": "{{nmae}} schreibt"}, "mine.json")
    assert found.strings == {"TypingIndicator": "{{nmae}} schreibt"}
    assert len(found.warnings) == 1
    assert "a place for 'nmae'" in found.warnings[0]
    assert found.warnings[0].endswith("known places: name.")


def test_a_direction_that_is_none_is_a_warning(write):
    language, warnings = read(write({"direction": "up", "strings": {"Read": "Da"}}))
    assert language.direction == "ltr"
    assert "ltr or rtl, not 'up'" in warnings[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        ("[1]", "must hold one object of texts, but holds a list"),
        ("{}", "holds no texts"),
        ('{"strings": []}', "holds no texts"),
        (" " * (LARGEST + 1), "too large"),
    ],
)
def test_what_is_no_file_of_texts_is_refused_in_a_sentence(write, content, says):
    path = write(content)
    with pytest.raises(ConfigError, match=says) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read(tmp_path / "none.json")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(ConfigError, match="cannot be read"):
        read(tmp_path / "bytes.json")
