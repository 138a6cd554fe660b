"""Words come from the table, times from where the reader is."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.webchat.chat.transcript.conftest import NOON, at, said, transcript
from webchat.chat.transcript import Wording


def test_times_are_those_of_the_reader(wording):
    assert (wording.time(NOON), wording.date(wording.day(NOON))) == (
        "13:00",
        "Friday, 1 March 2024",
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (59, "59 seconds"),
        (61, "1 minute"),
        (3 * 3600 + 120, "3 hours 2 minutes"),
        (86_400 + 3600, "1 day 1 hour"),
    ],
)
def test_the_duration_is_in_whole_units(wording, seconds, words):
    assert wording.duration(transcript(ended=NOON + timedelta(seconds=seconds))) == words


def test_a_conversation_that_goes_on_lasts_until_the_last_message(wording):
    assert wording.duration(transcript(said("bob", "Hello", 5))) == "5 minutes"


def test_the_zone_is_named_with_its_distance(wording):
    assert wording.zone(transcript()) == "CET (UTC+01:00)"


def test_both_zones_are_named_when_summer_time_came_meanwhile(strings):
    wording = Wording(strings.render, zone=ZoneInfo("Europe/Berlin"))
    long_one = transcript(ended=NOON + timedelta(days=60))
    assert wording.zone(long_one) == "CET (UTC+01:00), CEST (UTC+02:00)"


def test_every_word_can_be_replaced(strings, wording):
    strings["TranscriptStarted"] = "Begonnen"
    strings["TranscriptHours"] = "{{count}} Std."
    facts = dict(wording.facts(transcript(ended=at(120))))
    assert facts["Begonnen"] == "Friday, 1 March 2024, 13:00"
    assert facts["Duration"] == "2 Std."


def test_a_window_may_write_times_as_its_locale_does(strings):
    wording = Wording(strings.render, date_text=str, time_text=lambda one: f"{one:%I:%M %p}")
    assert wording.time(NOON.astimezone()).endswith(("AM", "PM"))
    assert wording.date(NOON.date()) == "2024-03-01"


def test_nobody_else_is_not_named(wording):
    assert (wording.title([]), wording.title(["Bob", "Eve"])) == (
        "Conversation",
        "Conversation with Bob, Eve",
    )


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1 KB"), (2049, "3 KB"), (1024 * 1024, "1.0 MB"), (10_485_760, "10.0 MB")],
)
def test_a_size_is_one_that_a_person_reads(wording, size, text):
    assert wording.size(size) == text
