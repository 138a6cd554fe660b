"""Where a word begins and ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.chat.messages.message_selection_words import word_at


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("Hello there", 2, "Hello"),
        ("Hello there", 11, "there"),
        ("Hello there", 5, " "),
        ("one\ntwo\nthree", 5, "two"),
        ("don't stop", 1, "don't"),
        ("a 😀 b", 2, "😀"),
        ("😀 word", 3, "word"),
        ("\u05e9\u05dc\u05d5\u05dd abc", 1, "\u05e9\u05dc\u05d5\u05dd"),
        ("", 0, ""),
        ("a\n\nb", 2, ""),
    ],
)
def test_the_word_at_a_place_is_found(text, place, word):
    span = word_at(text, place)
    assert text[span.start : span.end] == word


@given(st.text(alphabet="ab \n😀\u05d0.'", max_size=20), st.integers(0, 20))
def test_a_word_is_around_its_place(text, place):
    place = min(place, len(text))
    start, end = word_at(text, place)
    assert 0 <= start <= place <= max(end, place) <= len(text)
    assert "\n" not in text[start:end]
