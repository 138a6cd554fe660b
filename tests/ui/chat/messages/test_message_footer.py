"""What stands below a bubble."""

from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QFont

from ui.chat.messages.message_footer import Below, make_footer
from ui.chat.messages.message_style import MessageStyle
from ui.theme import LIGHT

PLACE = QRect(40, 100, 200, 0)


@pytest.fixture
def style(qapp):
    return MessageStyle(LIGHT, QFont())


@pytest.fixture
def mirrored(qapp):
    return MessageStyle(LIGHT, QFont(), is_mirrored=True)


def made(below, style) -> Any:
    return make_footer(below, PLACE, style)


def failed(error, style) -> Any:
    return made(Below(error=error, again="Send again", discard="Discard"), style)


def test_there_is_nothing_to_press_on_a_receipt(style):
    footer = made(Below(read="Read"), style)
    assert footer.height > 0
    assert footer.hit(QPointF(PLACE.right() - 5, PLACE.top() + footer.height / 2)) is None


def test_a_long_reason_takes_more_lines_and_moves_the_buttons_down(style):
    short = failed("No.", style)
    long = failed("reason " * 20, style)
    assert long.height > short.height
    edge = QPointF(PLACE.right() - 5, PLACE.top() + long.height - 12)
    hit = long.hit(edge)
    assert hit is not None
    assert hit.kind == "discard"
    assert short.hit(edge) is None


def test_between_the_buttons_the_nearer_one_is_met(style):
    footer = failed("No.", style)
    middle = PLACE.top() + footer.height - 12
    met = [footer.hit(QPointF(x, middle)) for x in range(PLACE.left(), PLACE.right())]
    kinds = [hit.kind for hit in met if hit is not None]
    assert kinds == sorted(kinds)  # again, then discard, without a gap to fall through
    gaps = met[next(n for n, hit in enumerate(met) if hit is not None) :]
    assert None not in gaps


def test_mirrored_buttons_begin_at_the_other_edge(mirrored):
    footer = failed("No.", mirrored)
    middle = PLACE.top() + footer.height - 12
    assert footer.hit(QPointF(PLACE.left() + 2, middle)).kind == "discard"
    assert footer.hit(QPointF(PLACE.right() - 2, middle)) is None


def test_what_is_on_its_way_can_be_stopped(style):
    footer = made(Below(discard="Cancel"), style)
    assert (
        footer.hit(QPointF(PLACE.right() - 2, PLACE.top() + footer.height - 12)).kind == "discard"
    )
