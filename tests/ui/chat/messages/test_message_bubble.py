"""What stands where in a message's row."""

from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont

from tests.ui.support.conversation import Conversation
from ui.chat.messages.message_avatar import initials
from ui.chat.messages.message_bubble import Bubble, BubbleLayout
from ui.chat.messages.message_footer import Below
from ui.chat.messages.message_parts import MessageParts
from ui.chat.messages.message_style import MessageStyle
from ui.theme import LIGHT

WIDTH = 252
FAILED = Below(error="It could not be sent.", again="Send again", discard="Discard")
READ = Below(read="Read")


@pytest.fixture
def laid_out(qapp):
    style = MessageStyle(LIGHT, QFont())
    side: Any = Conversation()
    parts = MessageParts(side)

    def lay_out(body="Hello", width=WIDTH, **more):
        values = {"author": "Ada", "time": "12:00", "is_own": True, "gap": 4, **more}
        made = partial(parts.make, body, None, style)
        return BubbleLayout(Bubble(made, **values), width, style)

    return lay_out


def kinds(layout, width=WIDTH):
    """Return what can be met below the bubble, from left to right."""
    middle = layout.height - 12
    met = (layout.hit(QPointF(x, middle)) for x in range(width))
    return list(dict.fromkeys(hit.kind for hit in met if hit is not None))


def test_the_row_is_the_gap_the_bubble_and_what_stands_below(laid_out):
    plain, read = laid_out(), laid_out(below=READ)
    assert plain.height == 4 + plain.rect.height()
    assert read.height > plain.height
    assert read.rect == plain.rect


@pytest.mark.parametrize("width", [150, 252, 600, 1200])
def test_a_long_text_takes_the_documented_share(laid_out, width):
    assert laid_out("word " * 200, width).rect.width() <= min(440, round(width * 0.78))
    assert laid_out("x" * 900, width).rect.right() == width - 1


def test_a_short_text_takes_what_it_needs_but_not_less_than_a_bubble(laid_out):
    short = laid_out("a", author="A", time="")
    assert short.rect.width() == 100
    assert short.rect.right() == WIDTH - 1


def test_a_long_name_does_not_widen_the_bubble_beyond_its_share(laid_out):
    assert laid_out("a", author="name " * 50).rect.width() <= round(WIDTH * 0.78)


def test_others_stand_beside_their_circle(laid_out):
    assert laid_out(is_own=False).rect.left() == 32


def test_a_failed_message_can_be_sent_again_or_taken_away(laid_out):
    assert kinds(laid_out(below=FAILED)) == ["again", "discard"]
    assert kinds(laid_out()) == []


def test_blank_lines_around_a_text_take_no_room(laid_out):
    assert laid_out("\n\n a \n\n").height == laid_out("a").height


def test_addresses_are_listed_once_each(laid_out):
    body = "https://a.example https://b.example https://a.example"
    assert laid_out(body).addresses() == ("https://a.example", "https://b.example")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("Grace H.", "GH"),
        ("grace brewster murray hopper", "GH"),
        ("Concierge", "C"),
        ("  ", ""),
        ("(Bob)", "B"),
        ("🤖", "🤖"),
        ("李 小龍", "李小"),
    ],
)
def test_a_name_is_shortened_to_its_initials(name, letters):
    assert initials(name) == letters
