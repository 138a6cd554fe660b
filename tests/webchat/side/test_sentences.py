"""Which text an error's sentence is."""

import pytest

from tests.support.found import found
from webchat.side import languages
from webchat.side.sentences import Sentences
from webchat.side.strings import DEFAULT_STRINGS, Strings

TABLE = {
    "ErrorGone": "It has gone.",
    "ErrorFull": "“{{name}}” (1+1) cannot be kept in {{where}}.",
    "Other": "{{name}} is no error.",
}


def test_a_sentence_is_found_word_for_word():
    assert Sentences(TABLE).find("It has gone.") == ("ErrorGone", {})


def test_what_stands_in_its_places_is_found_whatever_it_is():
    told = Sentences(TABLE).find("“a” (1+1)\n{{b}}.*” (1+1) cannot be kept in /x y.")
    assert told == ("ErrorFull", {"name": "a” (1+1)\n{{b}}.*", "where": "/x y"})


@pytest.mark.parametrize("sentence", ["", "It has gone", "Ada is no error.", "“” (1+1) cannot be"])
def test_anything_else_is_not(sentence):
    assert Sentences(TABLE).find(sentence) is None


@pytest.mark.parametrize("code", [one.code for one in languages.shipped()])
def test_every_language_says_them_with_what_stood_in_them(code):
    strings = Strings()
    strings.speak(found(languages.find(code)))
    given = DEFAULT_STRINGS["ErrorFileMissing"].replace("{{where}}", "/data/<b>")
    given = given.replace("{{fileName}}", "{{where}}.pdf")
    said = strings.sentence(given)
    assert "{{where}}.pdf" in said
    assert "/data/<b>" in said
