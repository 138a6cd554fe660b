"""Rows are laid out when they are seen, kept for a while, and guessed at until then."""

from typing import Any

import pytest
from PySide6.QtGui import QFont

from tests.ui.support.conversation import ME, OTHER, SID, Conversation, history
from tests.ui.support.documents import document
from ui.chat.messages.message_layouts import RowLayouts
from ui.chat.messages.message_names import wording
from ui.chat.messages.message_style import MessageStyle
from ui.models.messages import MessageListModel
from ui.theme import DARK, LIGHT

WIDTH = 252


class Shown:
    """A conversation, its model and its layouts."""

    def __init__(self, *messages):
        side: Any = Conversation(*messages)
        self.side = side
        self.model = MessageListModel(
            self.side.strings, now=self.side.clock.now, wording=wording(self.side)
        )
        self.layouts = RowLayouts(self.model, side, MessageStyle(LIGHT, QFont()))
        self.layouts.set_width(WIDTH)
        self._update(self.side.channel)
        self.side.store.subscribe(lambda state: state.chat.channels[SID], self._update)

    def _update(self, channel):
        self.model.set_channel(channel, ME)

    @property
    def last(self):
        return self.layouts.layout(self.model.rowCount() - 1)


@pytest.fixture
def show(qapp):
    return Shown


def test_a_layout_is_made_once(show):
    shown = show(*history(3))
    assert shown.last is shown.last


def test_a_changed_message_is_laid_out_anew(show):
    shown = show()
    sending = shown.side.send("x")
    before = shown.last
    shown.side.settle(sending, status="failed")
    assert shown.last.height > before.height


def test_a_message_that_carries_something_else_is_laid_out_anew_and_no_other(show):
    shown = show(*history(3))
    row = shown.model.rowCount() - 2
    before, last = shown.layouts.layout(row), shown.last
    shown.side.carry(1, step=2)
    assert shown.layouts.layout(row) is not before
    assert shown.last is last


def test_only_a_message_that_does_not_tell_how_far_it_is_has_a_clock_on_its_way(show):
    shown = show()
    shown.side.send("x")
    assert shown.last._bubble.is_sending
    shown.side.say(ME, "", index=None, status="sending", progress=0.5, media=(document(),))
    assert not shown.last._bubble.is_sending


def test_a_receipt_lays_a_message_out_anew(show):
    shown = show(*history(1, authors=(ME,)))
    before = shown.last
    shown.side.joins(OTHER, last_read_index=0)
    assert shown.last.height > before.height


@pytest.mark.parametrize("change", ["width", "style"])
def test_another_width_or_look_lays_everything_out_anew(show, change):
    shown = show(*history(1))
    before = shown.last
    if change == "width":
        shown.layouts.set_width(WIDTH + 1)
    else:
        shown.layouts.set_style(MessageStyle(DARK, QFont()))
    assert shown.last is not before


def test_only_the_layouts_used_last_are_kept(show):
    shown = show(*history(600))
    first = shown.layouts.layout(2)
    for row in range(3, 500):
        shown.layouts.layout(row)
    assert len(shown.layouts._kept) <= 200
    assert shown.layouts.layout(2) is not first


@pytest.mark.parametrize("body", ["Hi", "word " * 40, "word " * 400, "a\nb\nc\nd"])
def test_guesses_are_near_the_truth(show, body):
    shown = show(*history(1, body=body))
    row = shown.model.rowCount() - 1
    guess = shown.layouts.guess(row, row + 1).heights[0]
    assert guess == pytest.approx(shown.last.height, rel=0.35)


def test_without_a_width_nothing_is_guessed(show):
    shown = show(*history(1))
    shown.layouts.set_width(0)
    assert set(shown.layouts.guess(0, shown.model.rowCount()).heights) == {0}
