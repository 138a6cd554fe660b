"""Where rows are, and how to bring them into sight."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.ui.support.conversation import ME, OTHER, history
from tests.ui.support.message_list import (
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    in_sight,
    index,
    rect,
)
from ui.theme import WidgetTheme


async def test_own_bubbles_end_at_the_right_and_others_begin_at_the_left(opened):
    side, view = await opened()
    side.say(OTHER, "theirs")
    side.say(ME, "mine")
    assert rect(view, "mine").right() == WIDTH - RIGHT - 1
    assert rect(view, "theirs").left() == LEFT + 32


@pytest.mark.parametrize("width", [200, 276, 320, 700])
async def test_bubbles_keep_to_the_width_they_are_given(opened, width):
    side, view = await opened()
    side.say(OTHER, "w" * 400)
    side.say(ME, "m" * 400)
    view.resize(width, HEIGHT)
    theirs, mine = rect(view, "w" * 400), rect(view, "m" * 400)
    assert mine.right() == width - RIGHT - 1
    assert mine.width() <= min(440, (width - LEFT - RIGHT) * 0.78 + 1)
    assert theirs.right() <= width - RIGHT


async def test_messages_of_one_author_stand_closer(opened):
    side, view = await opened()
    for author, body in ((OTHER, "a"), (OTHER, "b"), (ME, "c")):
        side.say(author, body)
    assert rect(view, "b").top() - rect(view, "a").bottom() - 1 == 4
    assert rect(view, "c").top() - rect(view, "b").bottom() - 1 == 20


async def test_scroll_to_brings_any_row_into_sight(opened):
    _side, view = await opened(*history(300))
    for body in ("Hello 5", "Hello 150", "Hello 299", "Hello 0"):
        view.scroll_to(index(view, body))
        assert in_sight(view, body)


async def test_an_index_that_is_none_has_no_place(opened):
    _side, view = await opened()
    outside = view.model().index(99)
    view.scroll_to(outside)
    assert view.item_rect(outside).isEmpty()


async def test_its_colours_follow_the_look(opened, theme):
    side, view = await opened()
    side.say(OTHER, "a")
    inside = rect(view, "a").bottomRight() - QPoint(5, 5)
    for scheme in ("light", "dark"):
        theme.set_scheme(scheme)
        picture = view.viewport().grab().toImage()
        assert picture.pixelColor(inside).name() == WidgetTheme.instance().tokens.bubble_other
        assert picture.pixelColor(2, 2).name() == WidgetTheme.instance().tokens.widget_window


async def test_the_ring_is_for_the_keyboard_only(opened, qtbot, theme):
    side, view = await opened()
    side.say(OTHER, "a")
    place = rect(view, "a")
    edge = QPoint(place.left() - 2, place.center().y())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert view.viewport().grab().toImage().pixelColor(edge).name() == "#ffffff"
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.viewport().grab().toImage().pixelColor(edge).name() != "#ffffff"
