"""A list keeps what is read in its place while it is scrolled, sized and filled."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from tests.support.waiting import until
from tests.ui.support.conversation import ME, OTHER, history
from tests.ui.support.message_list import HEIGHT, WIDTH, bar, in_sight, rect


async def test_it_opens_at_the_end(opened):
    _side, view = await opened(*history(200))
    assert in_sight(view, "Hello 199")
    assert bar(view).value() == bar(view).maximum() > 0


async def test_it_stays_at_the_end(opened):
    side, view = await opened(*history(200))
    side.say(OTHER, "news")
    assert in_sight(view, "news")


async def test_it_stays_where_somebody_reads(opened):
    side, view = await opened(*history(200))
    bar(view).setValue(bar(view).maximum() // 2)
    row = view.rows_in_sight()[2].row
    before = view.item_rect(view.model().index(row))
    side.say(OTHER, "news")
    side.joins("bot")
    assert view.item_rect(view.model().index(row)) == before


async def test_it_keeps_the_end_in_sight_when_it_shrinks(opened):
    _side, view = await opened(*history(50))
    view.resize(WIDTH, HEIGHT // 2)
    assert in_sight(view, "Hello 49")


async def test_it_keeps_the_row_at_the_top_when_it_becomes_wider(opened):
    _side, view = await opened(*history(200, body="quite some words to wrap, number"))
    bar(view).setValue(bar(view).maximum() // 2)
    first = view.rows_in_sight()[0].row
    view.resize(WIDTH + 200, HEIGHT)
    assert view.rows_in_sight()[0].row == first


def turn_wheel(view, *, pixels=0, notches=0.0):
    """Turn the wheel over the list, up if positive."""
    middle = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        middle,
        view.viewport().mapToGlobal(middle),
        QPoint(0, pixels),
        QPoint(0, int(notches * 120)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


@pytest.mark.parametrize(("turn", "distance"), [({"pixels": 7}, 7), ({"notches": 2}, 240)])
async def test_the_wheel_moves_all_that_is_in_sight_by_as_much(opened, turn, distance):
    _side, view = await opened(*history(200))
    before = {placed.row: placed.top for placed in view.rows_in_sight()}
    turn_wheel(view, **turn)
    after = {placed.row: placed.top for placed in view.rows_in_sight()}
    assert {after[row] - before[row] for row in before.keys() & after.keys()} == {distance}


async def test_parts_of_a_notch_add_up(opened):
    _side, view = await opened(*history(200))
    before = bar(view).value()
    for _ in range(4):
        turn_wheel(view, notches=0.25)
    assert before - bar(view).value() == 120


async def test_the_welcome_scrolls_with_the_messages(opened):
    _side, view = await opened(*history(100))
    welcome = view.findChild(object, "WelcomeMessage")
    assert welcome.geometry().bottom() < 0
    view.scroll_to_start()
    assert welcome.geometry().top() == 0
    assert rect(view, "TODAY").top() > welcome.geometry().bottom()


async def test_a_status_leaves_everything_else_in_place(opened):
    side, view = await opened(*history(100))
    sending = side.send("x")
    before = {placed.row: placed.top for placed in view.rows_in_sight()}
    side.settle(sending)
    assert {placed.row: placed.top for placed in view.rows_in_sight()} == before


async def test_the_longest_message_can_be_scrolled_through(opened):
    side, view = await opened(*history(3))
    side.say(OTHER, "word " * 6_553)
    assert bar(view).maximum() > 10_000
    bar(view).setValue(bar(view).maximum() // 2)
    assert len(view.rows_in_sight()) == 1


async def test_dragging_the_bar_goes_to_both_ends_and_between(opened):
    _side, view = await opened(*history(500))
    slider = bar(view)
    slider.setSliderDown(True)
    slider.setSliderPosition(0)
    assert in_sight(view, "TODAY")
    slider.setSliderPosition(slider.maximum() // 2)
    assert 150 < view.rows_in_sight()[0].row < 350
    slider.setSliderPosition(slider.maximum())
    slider.setSliderDown(False)
    assert in_sight(view, "Hello 499")
    assert view.is_at_end


async def test_the_content_is_clear_of_the_bar_in_both_directions(opened):
    side, view = await opened(*history(100))
    side.say(ME, "mine")
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        view.setLayoutDirection(direction)
        view.resize(WIDTH, HEIGHT - 10)
        await until(lambda: bar(view).isRightToLeft() == view.isRightToLeft())
        view.resize(WIDTH, HEIGHT)
        room = view.viewport().rect().adjusted(3, 0, -3, 0)
        assert rect(view, "mine").right() <= room.right()
        assert rect(view, "Hello 98").left() - 32 >= room.left()
