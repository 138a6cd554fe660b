"""The list as a screen reader finds it."""

import gc

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from tests.ui.support.conversation import OTHER, history
from tests.ui.support.message_list import index, rect, tab_to
from ui.chat.messages.message_list import MessageList

Role, Name = QAccessible.Role, QAccessible.Text.Name


@pytest.fixture(autouse=True)
def _listened_to():
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def of(view):
    return QAccessible.queryAccessibleInterface(view)


def names(view):
    found = of(view)
    return [found.child(place).text(Name) for place in range(found.childCount())]


async def test_the_messages_are_the_items_of_a_list(opened):
    _side, view = await opened(*history(2))
    assert (of(view).role(), of(view).text(Name)) == (Role.List, "Messages")
    assert of(view).child(0).role() == Role.ListItem
    assert names(view) == [
        "TODAY",
        "Bot, Hi there! How can we help you today?, 1 of 3",
        "Grace H., 12:00, Hello 0, 2 of 3",
        "Ada Lovelace, 12:01, Hello 1, 3 of 3",
    ]


async def test_an_item_is_where_its_message_is_drawn(opened):
    _side, view = await opened(*history(2))
    row = index(view, "Hello 1").row()
    place = rect(view, "Hello 1").translated(view.viewport().mapToGlobal(view.rect().topLeft()))
    item = of(view).child(row)
    assert item.rect() == place
    assert of(view).indexOfChild(item) == row
    assert of(view).childAt(place.center().x(), place.center().y()).text(Name) == item.text(Name)


async def test_the_item_that_has_the_keyboard_says_so(opened, qtbot):
    _side, view = await opened(*history(3))
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert of(view).focusChild().text(Name) == "Ada Lovelace, 12:01, Hello 1, 3 of 4"
    assert of(view).focusChild().state().focused
    assert not of(view).child(view.current_row + 1).state().focused


async def test_items_follow_what_comes_and_goes(opened):
    side, view = await opened(*history(1))
    kept = of(view).child(2)
    side.say(OTHER, "new")
    assert names(view)[-1] == "Grace H., 12:00, new, 3 of 3"
    failed = side.settle(side.send("x"), status="failed", error="The line is cut.")
    item = of(view).child(4)
    assert item.text(Name) == "Ada Lovelace, 12:00, x, The line is cut., 4 of 4"
    side.discard(failed)
    assert not item.isValid()
    assert kept.text(Name) == "Grace H., 12:00, Hello 0, 2 of 3"


async def test_what_is_out_of_sight_says_so(opened):
    _side, view = await opened(*history(50))
    assert of(view).child(2).state().offscreen
    assert not of(view).child(of(view).childCount() - 1).state().offscreen


async def test_a_list_that_is_gone_leaves_nothing_behind(opened):
    side, _view = await opened(*history(3))
    for _ in range(5):
        view = MessageList(side)
        view.resize(200, 200)
        items = [of(view).child(place) for place in range(4)]
        shiboken6.delete(view)
        del view, items
        gc.collect()
    assert names(_view)
