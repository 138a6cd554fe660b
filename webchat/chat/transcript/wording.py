"""What a transcript says by itself: words of the string table, times of the reader's place.

Dates and the time of day are written by two functions that a window may replace with those of
its locale; without one they are written as every reader of English understands them.
"""

import functools
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, tzinfo
from typing import Protocol

from webchat.chat.transcript.record import Transcript, TranscriptEvent

_UNITS = (("Days", 86_400), ("Hours", 3_600), ("Minutes", 60), ("Seconds", 1))
_EVENTS = {"joined": "MemberJoined", "left": "MemberLeft", "ended": "ChatEnded"}
_KIB = 1024


class Render(Protocol):
    """A string table's way to fill in a template, such as ``Strings.render``."""

    def __call__(self, key: str, **values: object) -> str:
        """Return the text under *key* with *values* put in."""


def long_date(day: date) -> str:
    """Write a day in English, such as ``Friday, 1 March 2024``."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def short_time(moment: time) -> str:
    """Write a time of day with 24 hours, such as ``13:05``."""
    return f"{moment:%H:%M}"


class Wording:
    """The words and times of one reader.

    Attributes:
        language: The language of the words, such as ``en-US``.
        is_right_to_left: Whether that language is written from the right.
    """

    def __init__(
        self,
        render: Render,
        *,
        zone: tzinfo | None = None,
        date_text: Callable[[date], str] = long_date,
        time_text: Callable[[time], str] = short_time,
        language: str = "en-US",
        is_right_to_left: bool = False,
    ) -> None:
        """Take the words from a string table.

        Args:
            render: Fills in its templates.
            zone: Where the reader is; None is where this machine is.
            date_text: Writes a day.
            time_text: Writes a time of day, of which only hour and minute are given.
            language: The language of the words.
            is_right_to_left: Whether that is written from the right.
        """
        self.render = render
        self.language = language
        self.is_right_to_left = is_right_to_left
        self._zone = zone
        self._date_text = functools.lru_cache(maxsize=8)(date_text)
        self._time_text = functools.lru_cache(maxsize=1440)(time_text)

    def title(self, names: Sequence[str]) -> str:
        """Return the title of a conversation with the people of these names."""
        if not names:
            return self.render("TranscriptTitleAlone")
        return self.render("TranscriptTitle", names=", ".join(names))

    def day(self, moment: datetime) -> date:
        """Return the day of *moment* where the reader is."""
        return moment.astimezone(self._zone).date()

    def date(self, day: date) -> str:
        """Return a day in words."""
        return self._date_text(day)

    def time(self, moment: datetime) -> str:
        """Return the time of day of *moment* where the reader is."""
        local = moment.astimezone(self._zone)
        return self._time_text(time(local.hour, local.minute))

    def event(self, event: TranscriptEvent) -> str:
        """Return what happened, in words."""
        return self.render(_EVENTS[event.kind], name=event.author)

    def size(self, size: int) -> str:
        """Return a size in bytes as a person reads it: kilobytes rounded up, or megabytes."""
        if size < _KIB * _KIB:
            return self.render("FileSizeKilobytes", size=-(-size // _KIB))
        return self.render("FileSizeMegabytes", size=f"{size / (_KIB * _KIB):.1f}")

    def facts(self, transcript: Transcript) -> tuple[tuple[str, str], ...]:
        """Return what stands at the head of a transcript: a few pairs of label and text."""
        started = f"{self.date(self.day(transcript.started))}, {self.time(transcript.started)}"
        names = ", ".join(one.name for one in transcript.participants)
        facts = [
            ("TranscriptStarted", started),
            ("TranscriptDuration", self.duration(transcript)),
            ("TranscriptParticipants", names),
            ("TranscriptZone", self.zone(transcript)),
        ]
        return tuple((self.render(key), text) for key, text in facts if text)

    def duration(self, transcript: Transcript) -> str:
        """Return how long it took in whole units, seconds only where it took less than a minute."""
        left = max(0, round((transcript.until - transcript.started).total_seconds()))
        parts: list[str] = []
        for unit, seconds in _UNITS:
            count, left = divmod(left, seconds)
            if count and not (unit == "Seconds" and parts):
                parts.append(self.render(f"Transcript{unit}", count=count))
        return " ".join(parts) or self.render("TranscriptSeconds", count=0)

    def zone(self, transcript: Transcript) -> str:
        """Name the zone of the times; both where summer time came or went meanwhile."""
        ends = (transcript.started, transcript.until)
        return ", ".join(dict.fromkeys(_zone_name(one.astimezone(self._zone)) for one in ends))


def _zone_name(local: datetime) -> str:
    offset = f"{local:%z}"
    shift = f"UTC{offset[:3]}:{offset[3:5]}"
    name = local.tzname() or shift
    return name if name in {shift, "UTC"} else f"{name} ({shift})"
