"""Which rows a conversation has: its messages, and the markers between them.

A message is its own row: the record of the state stands in the list of rows as it is, so that a
conversation of a hundred thousand costs no more than the list. Everything else is a
:class:`Marker`. Nothing here knows Qt, the language, or how a row looks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import chain, repeat
from typing import Literal, Protocol, TypeAlias

from webchat.state import MessageState

MarkerKind: TypeAlias = Literal["date", "predefined", "new", "system"]


@dataclass(frozen=True, slots=True)
class Marker:
    """A row that is no message.

    Attributes:
        kind: ``date`` begins a day, ``predefined`` is the greeting that nobody sent, ``new``
            stands above what was unread, ``system`` says what happened to the chat.
        day: The day that begins.
        text_key: Key of the template that a system row shows.
        name: The friendly name of whom it tells.
        identity: Of whom it tells.
    """

    kind: MarkerKind
    day: date | None = None
    text_key: str = ""
    name: str = ""
    identity: str = ""


Row: TypeAlias = MessageState | Marker

PREDEFINED = Marker("predefined")
NEW = Marker("new")
CHAT_ENDED = Marker("system", text_key="ChatEnded")


class Days:
    """Local calendar days, asked for a hundred thousand moments in a row.

    Turning a moment into local time is slow, so the bounds of the day found last are kept: the
    next moment nearly always falls between them.
    """

    def __init__(self, zone: tzinfo | None = None) -> None:
        """Count days in *zone*; None is the system's."""
        self._zone = zone
        self._day = date.min
        self._start = self._end = datetime.max.replace(tzinfo=UTC)

    def local(self, moment: datetime) -> datetime:
        """Return *moment* in local time."""
        return moment.astimezone(self._zone)

    def day(self, moment: datetime) -> date:
        """Return the calendar day that *moment* falls on."""
        if not self._start <= moment < self._end:
            self._day = self.local(moment).date()
            self._start = self._midnight(self._day)
            self._end = self._midnight(self._day + timedelta(days=1))
        return self._day

    def _midnight(self, day: date) -> datetime:
        local = datetime.combine(day, time(), self._zone)
        return local.astimezone(UTC)  # a naive moment is taken as the system's local time


class _Lines(Protocol):
    def between(self, start: int, end: int) -> Iterator[tuple[int, Marker]]: ...


@dataclass(slots=True)
class Outline:
    """What the rows are made of besides the messages.

    Attributes:
        days: Where days begin.
        lines: System rows, each with the number of messages above it, ascending.
        has_predefined: Whether the greeting stands above the first message.
        first_new: The sid of the message above which ``new`` stands, or None.
    """

    days: Days
    lines: _Lines
    has_predefined: bool = True
    first_new: str | None = None

    def rows(self, messages: Sequence[MessageState], start: int = 0) -> list[Row]:
        """Return the rows below the first *start* messages."""
        rows = self._down_to(len(messages), messages, start)
        rows.extend(line for _, line in self.lines.between(len(messages), len(messages) + 1))
        return rows

    def head(self, messages: Sequence[MessageState], place: int) -> list[Row]:
        """Return the rows above the message at *place*; without messages, all there are."""
        return self._down_to(place + 1, messages, 0)[:-1] if messages else self.rows(messages)

    def _down_to(self, end: int, messages: Sequence[MessageState], start: int) -> list[Row]:
        rows: list[Row] = []
        day = self.days.day(messages[start - 1].timestamp) if start else None
        if not start and not messages:
            rows.extend(self._greeting())
        upcoming = chain(self.lines.between(start, end), repeat((end, None)))
        at, line = next(upcoming)
        for place in range(start, end):
            message = messages[place]
            today = self.days.day(message.timestamp)
            if today != day:
                rows.append(Marker("date", day=today))
                if not place:
                    rows.extend(self._greeting())
                day = today
            while at <= place and line is not None:
                rows.append(line)
                at, line = next(upcoming)
            if message.sid == self.first_new:
                rows.append(NEW)
            rows.append(message)
        return rows

    def _greeting(self) -> tuple[Marker, ...]:
        return (PREDEFINED,) if self.has_predefined else ()
