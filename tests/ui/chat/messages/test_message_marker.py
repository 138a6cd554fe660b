"""Rows between messages."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont

from ui.chat.messages.message_marker import MarkerLayout
from ui.chat.messages.message_style import MessageStyle
from ui.theme import LIGHT

WIDTH = 252


@pytest.fixture
def marker(qapp):
    style = MessageStyle(LIGHT, QFont())

    def make(text):
        return MarkerLayout(text, WIDTH, style, colour=style.muted, line=style.hairline)

    return make


def test_the_text_stands_in_the_middle(marker):
    rect = marker("TODAY").rect
    assert abs(rect.left() - (WIDTH - 1 - rect.right())) <= 2


def test_a_long_name_wraps_and_stays_inside(marker):
    long = marker("name " * 40 + "joined")
    assert long.height > marker("x joined").height
    assert 0 <= long.rect.left() < long.rect.right() < WIDTH


def test_lines_in_a_name_do_not_make_lines_of_the_row(marker):
    assert marker("a\n\n\nb joined").height == marker("a b joined").height


def test_there_is_nothing_to_press(marker):
    assert marker("TODAY").hit(QPointF(WIDTH / 2, 20)) is None
    assert marker("https://example.com joined").addresses() == ()
