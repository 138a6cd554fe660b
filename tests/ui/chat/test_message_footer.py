"""What stands below a bubble."""

import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QFont

from ui.chat.message_footer import FailedFooter, ReadFooter
from ui.chat.message_style import MessageStyle
from ui.theme import LIGHT

PLACE = QRect(40, 100, 200, 0)


@pytest.fixture
def style(qapp):
    return MessageStyle(LIGHT, QFont())


def test_there_is_nothing_to_press_on_a_receipt(style):
    footer = ReadFooter("Read", PLACE, style)
    assert footer.height > 0
    assert footer.hit(QPointF(PLACE.right() - 5, PLACE.top() + footer.height / 2)) is None


def test_a_long_reason_takes_more_lines_and_moves_the_buttons_down(style):
    short = FailedFooter("No.", "Send again", "Discard", PLACE, style)
    long = FailedFooter("reason " * 20, "Send again", "Discard", PLACE, style)
    assert long.height > short.height
    edge = QPointF(PLACE.right() - 5, PLACE.top() + long.height - 12)
    hit = long.hit(edge)
    assert hit is not None
    assert hit.kind == "discard"
    assert short.hit(edge) is None


def test_between_the_buttons_the_nearer_one_is_met(style):
    footer = FailedFooter("No.", "Send again", "Discard", PLACE, style)
    middle = PLACE.top() + footer.height - 12
    met = [footer.hit(QPointF(x, middle)) for x in range(PLACE.left(), PLACE.right())]
    kinds = [hit.kind for hit in met if hit is not None]
    assert kinds == sorted(kinds)  # again, then discard, without a gap to fall through
    gaps = met[next(n for n, hit in enumerate(met) if hit is not None) :]
    assert None not in gaps
