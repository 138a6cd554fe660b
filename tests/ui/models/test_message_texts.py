"""What rows say, in the locale that holds."""

from datetime import UTC, date
from typing import Any

import pytest
from PySide6.QtCore import QLocale

from tests.ui.support.conversation import NOON, Conversation, history
from ui.chat.messages.message_names import wording
from ui.models.message_rows import NEW, PREDEFINED, Days, Marker
from ui.models.message_texts import RowTexts, isolated


@pytest.fixture
def texts(qapp):
    side: Any = Conversation()
    yield RowTexts(side.strings, Days(UTC), lambda: NOON, wording(side))
    QLocale.setDefault(QLocale.c())


@pytest.mark.parametrize(
    ("locale", "time", "day"),
    [("en_US", "12:00\u202fPM", "2/1/24"), ("de_DE", "12:00", "01.02.24"), ("C", "12:00", None)],
)
def test_times_and_days_are_written_as_in_the_locale(texts, locale, time, day):
    QLocale.setDefault(QLocale(locale))
    assert texts.time(history(1)[0]).replace(" ", "\u202f") == time
    if day is not None:
        assert texts.body(Marker("date", day=date(2024, 2, 1))) == day


def test_markers_say_the_documented_words(texts):
    assert [texts.body(one) for one in (PREDEFINED, NEW)] == [
        "Hi there! How can we help you today?",
        "New",
    ]
    assert [texts.author(one) for one in (PREDEFINED, NEW)] == ["Bot", ""]
    assert texts.time(PREDEFINED) == ""


def test_a_message_without_a_name_is_by_its_identity(texts):
    (message,) = history(1, authors=("nobody",))
    assert texts.author(message) == "nobody"


def test_a_row_is_spoken_as_one_sentence(texts):
    assert texts.spoken(history(1)[0]) == "Grace H., 12:00, Hello 0"
    assert texts.spoken(NEW) == "New"


@pytest.mark.parametrize(
    ("name", "direction", "is_isolated"),
    [
        ("Ada", "ltr", False),
        ("(\u05e9\u05e8\u05d4)", "ltr", True),
        ("\u05e9\u05e8\u05d4", "rtl", False),
        ("Ada", "rtl", True),
        ("42", "rtl", False),
    ],
)
def test_a_name_of_the_other_direction_does_not_turn_its_sentence(name, direction, is_isolated):
    shown = isolated(name, direction)
    assert shown.strip("\u2068\u2069") == name
    assert (shown != name) == is_isolated


def test_who_joined_is_told_in_the_direction_of_the_language(texts):
    marker = Marker("system", identity="sarah", name="\u05e9\u05e8\u05d4", text_key="MemberJoined")
    assert texts.body(marker) == "\u2068\u05e9\u05e8\u05d4\u2069 joined"
