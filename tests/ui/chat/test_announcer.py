from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from ui.chat import announcer
from ui.chat.announcer import announce


def test_an_announcement_waits_for_its_turn_unless_it_is_urgent(qtbot, announcements):
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, "A message")
    announce(label, "An error", assertive=True)
    assert announcements == [("A message", False), ("An error", True)]


def test_blank_text_is_not_announced(qtbot, announcements):
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, " \n")
    assert announcements == []


def test_a_recorder_that_was_taken_away_hears_no_more(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    heard = []
    undo = announcer.record(lambda text, urgent: heard.append(text))
    announce(label, "one")
    undo()
    announce(label, "two")
    assert heard == ["one"]


def test_with_a_screen_reader_the_words_reach_the_platform(qtbot, announcements):
    label = QLabel()
    qtbot.addWidget(label)
    QAccessible.setActive(True)
    try:
        announce(label, "Said aloud", assertive=True)
    finally:
        QAccessible.setActive(False)
    assert announcements == [("Said aloud", True)]
