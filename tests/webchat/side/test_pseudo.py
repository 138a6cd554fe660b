"""Languages to test with."""

import pytest

from webchat.side import templates
from webchat.side.pseudo import accented, mirrored, pseudo, pseudo_right_to_left
from webchat.side.strings import DEFAULT_STRINGS


def test_a_text_gets_accents_brackets_and_length():
    assert accented("Send Message") == "[Šëñð Ṁëššåĝë ·]"


@pytest.mark.parametrize("key", DEFAULT_STRINGS)
def test_every_text_stays_a_template_with_the_same_places(key):
    for language in (pseudo(DEFAULT_STRINGS), pseudo_right_to_left(DEFAULT_STRINGS)):
        template = language.strings[key]
        templates.check(key, template)
        assert templates.places(template) == templates.places(DEFAULT_STRINGS[key])


def test_long_texts_are_about_a_third_longer():
    text = DEFAULT_STRINGS["InvalidPreEngagementMessage"]
    assert 1.3 <= len(accented(text)) / len(text) <= 1.4


def test_what_says_nothing_of_its_own_stays_as_it_is():
    assert accented("{{message}}") == "{{message}}"


def test_words_within_a_place_are_accented_but_its_names_are_not():
    assert accented("{{'day' if count == 1 else 'days'}}").startswith("[{{'ðåý' if count == 1")


def test_words_from_right_to_left_read_backwards_and_values_do_not():
    assert mirrored("Hi {{name}}") == "\u200f\u202eHi\u202c\u200f {{name}}"
    assert pseudo_right_to_left(DEFAULT_STRINGS).direction == "rtl"
