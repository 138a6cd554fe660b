"""What a screen reader says by itself: one function, through which every announcement goes.

A person who does not see the chat hears of a new message, an error or an ended chat without
having to look for it. Who calls decides whether that may interrupt: an error does, a message
waits for its turn. Without a screen reader nothing happens, at the price of one question.
"""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from webchat.undo import Undo, once

Recorder: TypeAlias = Callable[[str, bool], object]

_recorders: list[Recorder] = []


def announce(widget: QObject, text: str, *, assertive: bool = False) -> None:
    """Let a screen reader say *text*, if one is there.

    Args:
        widget: Whose news it is.
        text: Plain text, already in the person's language; blank says nothing.
        assertive: Interrupt what is being said; else it waits until that is over.
    """
    sentence = text.strip()
    if not sentence:
        return
    for recorder in tuple(_recorders):
        recorder(sentence, assertive)
    if QAccessible.isActive():
        levels = QAccessible.AnnouncementPoliteness
        event = QAccessibleAnnouncementEvent(widget, sentence)
        event.setPoliteness(levels.Assertive if assertive else levels.Polite)
        QAccessible.updateAccessibility(event)


def record(recorder: Recorder) -> Undo:
    """Tell *recorder* of every announcement, whether or not there is a screen reader.

    Args:
        recorder: Is given the text, and whether it may interrupt.

    Returns:
        An undo that stops it.
    """
    _recorders.append(recorder)
    return once(lambda: _recorders.remove(recorder))
