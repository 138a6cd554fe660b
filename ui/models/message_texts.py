"""What a row of the conversation says, in the strings and the locale that hold now."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QTime

from ui.models.message_rows import Days, Marker, Row
from webchat.side.strings import Strings

_MARKER_KEYS = {"predefined": "PredefinedChatMessageBody", "new": "NewMessages"}


class RowTexts:
    """The texts of rows."""

    def __init__(self, strings: Strings, days: Days, now: Callable[[], datetime]) -> None:
        """Take texts from *strings* and the calendar from *days*; *now* decides what is today."""
        self._strings = strings
        self._days = days
        self._now = now

    def body(self, row: Row) -> str:
        """Return the text of a row: a message's as it was sent, a marker's as it is shown."""
        if not isinstance(row, Marker):
            return row.body
        if row.day is not None:
            return self._day(row)
        key = _MARKER_KEYS.get(row.kind, row.text_key)
        return self._strings.render(key, name=row.name)

    def author(self, row: Row) -> str:
        """Return the name shown above a bubble, empty for what is none."""
        if not isinstance(row, Marker):
            return row.author_name or row.author
        if row.kind == "predefined":
            return self._strings.render("PredefinedChatMessageAuthorName")
        return ""

    def time(self, row: Row) -> str:
        """Return the time of a message, as short as the locale writes it."""
        if isinstance(row, Marker):
            return ""
        local = self._days.local(row.timestamp)
        locale = QLocale()
        pattern = locale.timeFormat(QLocale.FormatType.ShortFormat).replace(":ss", "")
        return locale.toString(QTime(local.hour, local.minute), pattern)

    def error(self, row: Row) -> str:
        """Return why a message failed, empty where it did not."""
        if isinstance(row, Marker) or row.status != "failed":
            return ""
        return row.error or self._strings.render("MessageFailed")

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
        return QLocale().toString(shown, QLocale.FormatType.ShortFormat)
