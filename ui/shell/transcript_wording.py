"""The words and times of a transcript, as a side's language and this machine's locale have them."""

from datetime import date, time

from PySide6.QtCore import QDate, QLocale, QTime

from ui.models.locales import locale_of
from webchat.chat.transcript import Wording
from webchat.side.strings import Strings


def wording_of(strings: Strings) -> Wording:
    """Return the wording of a transcript in the language that is spoken now."""
    language = strings.language
    locale = locale_of(language)
    pattern = locale.timeFormat(QLocale.FormatType.ShortFormat).replace(":ss", "")

    def date_text(day: date) -> str:
        return locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)

    def time_text(moment: time) -> str:
        return locale.toString(QTime(moment.hour, moment.minute), pattern)

    return Wording(
        strings.render,
        date_text=date_text,
        time_text=time_text,
        language=language.code,
        is_right_to_left=language.direction == "rtl",
    )
