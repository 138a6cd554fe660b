"""What a row of the conversation says, in the strings and the locale that hold now."""

import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from PySide6.QtCore import QDate, QLocale, QTime

from ui.models.locales import locale_of
from ui.models.message_rows import Days, Marker, Row
from webchat.side.language import Direction
from webchat.side.strings import Strings


class Greeting(Protocol):
    """The message above all others, which nobody sent."""

    @property
    def author_name(self) -> str:
        """Who seems to have written it."""

    @property
    def body(self) -> str:
        """Its text."""

    @property
    def is_from_me(self) -> bool:
        """Whether it stands on one's own side."""


class Wording(NamedTuple):
    """What a widget's properties say about names and the greeting.

    Attributes:
        name: Returns the name shown for an identity, of this friendly name, that is one's own
            or not.
        greeting: Returns the message above all others in the present language, None for none.
    """

    name: Callable[[str, str, bool], str]
    greeting: Callable[[], Greeting | None]


class RowTexts:
    """The texts of rows."""

    def __init__(
        self, strings: Strings, days: Days, now: Callable[[], datetime], wording: Wording
    ) -> None:
        """Take texts from *strings* and the calendar from *days*; *now* decides what is today."""
        self._strings = strings
        self._days = days
        self._now = now
        self._wording = wording

    @property
    def greeting(self) -> Greeting | None:
        """The message above all others, None for none."""
        return self._wording.greeting()

    def body(self, row: Row) -> str:
        """Return the text of a row: a message's as it was sent, a marker's as it is shown."""
        if not isinstance(row, Marker):
            return row.body
        if row.day is not None:
            return self._day(row)
        if row.kind == "predefined":
            greeting = self.greeting
            return greeting.body if greeting else ""
        if row.kind == "new":
            return self._strings.render("NewMessages")
        name = self._wording.name(row.identity, row.name, False)
        shown = isolated(name, self._strings.language.direction)
        return self._strings.render(row.text_key, name=shown)

    def author(self, row: Row) -> str:
        """Return the name shown above a bubble, empty for what is none."""
        if not isinstance(row, Marker):
            return self._wording.name(row.author, row.author_name, row.is_from_me)
        greeting = self.greeting if row.kind == "predefined" else None
        return greeting.author_name if greeting else ""

    def time(self, row: Row) -> str:
        """Return the time of a message, as short as the locale writes it."""
        if isinstance(row, Marker):
            return ""
        local = self._days.local(row.timestamp)
        locale = self._locale()
        pattern = locale.timeFormat(QLocale.FormatType.ShortFormat).replace(":ss", "")
        return locale.toString(QTime(local.hour, local.minute), pattern)

    def error(self, row: Row) -> str:
        """Return why a message failed, empty where it did not."""
        if isinstance(row, Marker) or row.status != "failed":
            return ""
        return self._strings.sentence(row.error or self._strings.render("MessageFailed"))

    def spoken(self, row: Row) -> str:
        """Return the row as a screen reader says it."""
        parts = (self.author(row), self.time(row), self.body(row), self.error(row))
        return ", ".join(part for part in parts if part)

    def _day(self, row: Marker) -> str:
        day = row.day
        if day is None:
            return ""
        today = self._days.local(self._now()).date()
        if today - timedelta(days=1) <= day <= today:
            return self._strings.render("Today" if day == today else "Yesterday")
        shown = QDate(day.year, day.month, day.day)
        return self._locale().toString(shown, QLocale.FormatType.ShortFormat)

    def _locale(self) -> QLocale:
        return locale_of(self._strings.language)


def isolated(name: str, direction: Direction) -> str:
    """Return a name as it is put into a sentence that is written the other way.

    The first letter of a line decides which way the whole of it runs, and may be the name's.
    """
    strong = (unicodedata.bidirectional(one) for one in name)
    first = next((one for one in strong if one in {"L", "R", "AL"}), None)
    is_other = first is not None and (first == "L") is not (direction == "ltr")
    return f"\u2068{name}\u2069" if is_other else name
