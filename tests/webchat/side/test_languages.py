"""The shipped languages, and which one a configuration gets."""

import json

import pytest

from tests.support.found import found as there
from tests.support.simulation import simulation
from webchat.config import Config
from webchat.side import languages, string_file, templates
from webchat.side.language import ENGLISH
from webchat.side.strings import DEFAULT_STRINGS, Strings

FILES = sorted(path for place in languages._PLACES for path in place.glob("*.json"))


def by_name(path):
    return path.stem


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_a_shipped_file_has_every_text_and_nothing_odd(path):
    language, warnings = string_file.read(path)
    assert warnings == ()
    assert [key for key in DEFAULT_STRINGS if key not in language.strings] == []
    assert language.code == path.stem


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_a_shipped_file_asks_for_every_value_that_english_shows(path):
    texts = string_file.read(path).language.strings
    missing = [
        key
        for key, english in DEFAULT_STRINGS.items()
        if templates.places(english) - templates.places(texts.get(key, ""))
    ]
    assert missing == []


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_a_shipped_file_leaves_no_text_in_english(path):
    texts = string_file.read(path).language.strings
    same = {key for key, english in DEFAULT_STRINGS.items() if texts.get(key) == english}
    worded = {key for key in same if any(one.isalpha() for one in _words(DEFAULT_STRINGS[key]))}
    assert worded <= {"PredefinedChatMessageAuthorName", "FileSizeKilobytes", "FileSizeMegabytes"}


def _words(template):
    return template.split("}}")[-1] if "{{" in template else template


def test_german_japanese_and_a_language_from_right_to_left_are_shipped():
    directions = {one.code: one.direction for one in languages.shipped()}
    assert directions["de"] == directions["ja"] == directions["en-US"] == "ltr"
    assert "rtl" in directions.values()


@pytest.mark.parametrize(
    ("code", "found"),
    [("de", "de"), ("de-AT", "de"), ("de_DE", "de"), ("JA", "ja"), ("en-GB", "en-US")],
)
def test_the_nearest_language_is_found(code, found):
    assert there(languages.find(code)).code == found


def test_a_language_that_nobody_wrote_is_none():
    assert languages.find("tlh") is None


def test_the_configuration_wins_over_the_language_and_a_plugin_over_both():
    strings = Strings()
    languages.configured(strings, Config(language="de", strings={"Read": "Da"}))
    assert (strings["Read"], strings.language.code) == ("Da", "de")
    assert strings["NewMessages"] != DEFAULT_STRINGS["NewMessages"]
    undo = strings.override("Read", "Plugin")
    assert strings["Read"] == "Plugin"
    undo()
    assert strings["Read"] == "Da"


def test_another_language_keeps_what_was_configured():
    strings = Strings()
    languages.configured(strings, Config(strings={"Read": "Da"}))
    strings.speak(there(languages.find("ja")))
    assert strings["Read"] == "Da"
    strings.speak(ENGLISH)
    assert strings["NewMessages"] == "New"


def test_what_a_configuration_gets_wrong_is_told_in_sentences():
    config = Config(language="tlh", strings={"Raed": "x", "Today": "{{{x}}}"})
    language, unknown, wrong = languages.warnings_about(config, "my.toml")
    assert language.startswith("my.toml: there is no language 'tlh'")
    assert "'de'" not in language
    assert unknown == "my.toml: strings: there is no text 'Raed'; did you mean 'Read'?"
    assert wrong.startswith("my.toml: strings: String 'Today': triple braces")


def test_a_loaded_file_lies_over_the_language_that_it_is_of(tmp_path):
    path = tmp_path / "house.json"
    path.write_text(json.dumps({"language": "de", "strings": {"Read": "Da"}}), encoding="utf-8")
    language, warnings = languages.loaded(path, ENGLISH)
    assert (language.strings["Read"], warnings) == ("Da", ())
    assert language.strings["NewMessages"] == there(languages.find("de")).strings["NewMessages"]


def test_a_loaded_file_without_a_language_lies_over_the_one_in_use(tmp_path):
    path = tmp_path / "house.json"
    path.write_text(json.dumps({"Read": "Da"}), encoding="utf-8")
    language, _warnings = languages.loaded(path, there(languages.find("ja")))
    assert (language.code, language.name, language.strings["Read"]) == ("ja", "house", "Da")


async def test_a_simulation_speaks_what_it_is_configured_for():
    async with simulation(language="de", strings={"Read": "Da"}) as sim:
        assert sim.webchat.strings.language.code == "de"
        assert sim.webchat.strings["Read"] == "Da"
        assert sim.webchat.strings["Today"] != "TODAY"
