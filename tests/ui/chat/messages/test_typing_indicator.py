"""Who is typing, in one line."""

from typing import Any

import pytest

from tests.ui.support.conversation import ME, OTHER, Conversation, member
from ui.chat.messages.typing_indicator import TypingIndicator


@pytest.fixture
def side() -> Any:
    return Conversation(members={one: member(one) for one in (ME, OTHER, "bot")})


@pytest.fixture
def strip(side, qtbot):
    widget = TypingIndicator(side)
    qtbot.addWidget(widget)
    assert (widget.text(), widget.height()) == ("", 28)
    return widget


def test_one_is_named(strip, side):
    side.types(OTHER)
    assert strip.text() == "Grace H. is typing … "
    assert strip.accessibleName() == strip.text()


def test_several_are_counted(strip, side):
    side.types(OTHER, "bot")
    assert strip.text() == "2 people are typing … "


def test_oneself_does_not_count(strip, side):
    side.types(ME, OTHER)
    assert strip.text() == "Grace H. is typing … "
    side.types(ME)
    assert strip.text() == ""


def test_it_is_blank_again_when_they_stop(strip, side):
    side.types(OTHER)
    side.types()
    assert (strip.text(), strip.height()) == ("", 28)


def test_somebody_who_is_no_member_is_named_by_identity(strip, side):
    side.types("stranger")
    assert strip.text() == "stranger is typing … "


def test_other_words_are_shown_at_once(strip, side):
    side.types(OTHER)
    side.strings["TypingIndicator"] = "{{name}} schreibt"
    assert strip.text() == "Grace H. schreibt"


def test_a_name_is_never_markup(strip, side):
    side.joins("<b>x</b>")
    side.types("<b>x</b>")
    assert strip.text() == "<b>x</b> is typing … "
    assert strip.textFormat() == strip.textFormat().PlainText


def test_a_long_name_gives_way_before_what_it_does(strip, side):
    name = "Grace Hopper of the department of names that are far too long for one line"
    side.joins(name)
    side.types(name)
    strip.resize(200, 28)
    shown = strip.shown_line()
    assert shown.startswith("Grace Hopper")
    assert shown.endswith("… is typing …")
