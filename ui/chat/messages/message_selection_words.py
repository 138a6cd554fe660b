"""Where the word at a place begins and ends, as the writing system has it."""

from PySide6.QtCore import QTextBoundaryFinder

from ui.chat.messages.message_part import Span
from ui.chat.text.message_text_lines import Units


def word_at(text: str, place: int) -> Span:
    """Return the word, or the run of spaces or marks, at a place of *text*.

    Args:
        text: Only the line at the place is looked at, however long the text is.
        place: Counts characters.
    """
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    if not line:
        return Span(place, place)
    units = Units(line)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, line)
    finder.setPosition(units.of(min(place - start, len(line) - 1)))
    if not finder.isAtBoundary():
        finder.toPreviousBoundary()
    first = finder.position()
    last = finder.toNextBoundary()
    return Span(start + units.place(first), start + units.place(last))
