"""The welcome at the top of a conversation."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.support.conversation import Conversation
from ui.chat.messages.welcome_message import WelcomeMessage


@pytest.fixture
def side():
    return Conversation()


@pytest.fixture
def welcome(side, qtbot):
    widget = WelcomeMessage(side)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_it_says_the_documented_words(welcome):
    assert welcome.text() == "Welcome to customer service"
    assert welcome.accessibleName() == welcome.text()


def test_other_words_are_shown_at_once(welcome, side):
    side.strings["WelcomeMessage"] = "<b>Hello</b>"
    assert welcome.text() == "<b>Hello</b>"


def test_it_grows_with_its_text(welcome, side):
    before = welcome.heightForWidth(200)
    side.strings["WelcomeMessage"] = "many words " * 20
    assert welcome.heightForWidth(200) > before


def test_a_plugin_adds_a_part_and_takes_it_away(welcome, side):
    undo = side.components.add(
        "WelcomeMessage", lambda _side, parent: QLabel("hours", parent), key="hours"
    )
    assert welcome.findChild(QLabel, "hours") is not None
    undo()
    assert welcome.layout().count() == 2


def test_its_icon_follows_the_look(welcome, theme):
    icon = welcome.findChild(QLabel)
    before = icon.pixmap().toImage()
    theme.set_scheme("dark")
    assert icon.pixmap().toImage() != before
