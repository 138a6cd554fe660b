"""Older messages come before they are missed, and move nothing that is read."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.support.waiting import until
from tests.ui.support.conversation import ME, history
from tests.ui.support.message_list import bar, in_sight, rect
from ui.models.messages import Role


async def open_paged(opened, count=400, here=100, **more):
    """Open a list over the last of many messages; the centre keeps the others."""
    whole = history(count, **more)
    side, view = await opened(*whole[count - here :], has_older_messages=True)
    side.chat_client.kept = whole[: count - here]
    return side, view


def up(view, viewports=1.0):
    bar(view).setValue(bar(view).value() - round(viewports * view.viewport().height()))


def to_top(view):
    bar(view).setValue(0)


def first_body(view):
    model = view.model()
    return next(model.index(n).data(Role.BODY) for n in range(9) if model.kind(n) == "message")


async def test_nothing_is_read_while_the_top_is_far_away(opened):
    side, view = await open_paged(opened)
    up(view, 2)
    assert side.chat_client.asked == []


async def test_a_page_is_read_before_the_top_is_reached(opened):
    side, view = await open_paged(opened)
    view.flow.scroll_to(round(1.4 * view.viewport().height()))
    view.settle()
    await until(lambda: len(side.channel.messages) == 200)
    assert side.chat_client.asked == [None]


async def test_what_is_read_keeps_its_place_to_the_pixel(opened):
    side, view = await open_paged(opened, authors=(ME,))
    side.chat_client.gate = gate = asyncio.Event()
    to_top(view)
    await until(lambda: side.chat_client.asked)
    view.grab()
    before = {body: rect(view, body) for body in ("Hello 300", "Hello 301", "Hello 303")}
    gate.set()
    await until(lambda: len(side.channel.messages) == 200)
    assert rect(view, "Hello 301") == before["Hello 301"]
    assert rect(view, "Hello 303") == before["Hello 303"]
    assert rect(view, "Hello 300").bottom() == before["Hello 300"].bottom()


async def test_a_page_that_could_not_be_read_is_tried_again_at_the_next_scroll(opened):
    side, view = await open_paged(opened)
    side.chat_client.is_refusing = True
    to_top(view)
    await until(lambda: not len(side.tasks))
    assert side.chat_client.asked == [None]
    side.chat_client.is_refusing = False
    bar(view).setValue(bar(view).value() + 40)
    await until(lambda: len(side.channel.messages) > 100)


async def test_home_goes_to_the_very_first_message(opened, qtbot):
    side, view = await open_paged(opened, 2000)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    await until(lambda: len(side.channel.messages) == 2000 and not len(side.tasks))
    assert first_body(view) == "Hello 0"
    assert in_sight(view, "Hello 0")
    assert view.model().body(view.current_row) in {"Hello 0", view.model().texts.greeting.body}


async def test_escape_stops_on_the_way_to_the_first_message(opened, qtbot):
    side, view = await open_paged(opened, 2000)
    side.chat_client.gate = gate = asyncio.Event()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    await until(lambda: side.chat_client.asked)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    gate.set()
    await until(lambda: not len(side.tasks))
    assert len(side.channel.messages) < 400


async def test_a_mark_shows_while_a_page_takes_its_time(opened):
    side, view = await open_paged(opened)
    mark = view.findChild(QWidget, "MessageList.Loading")
    side.chat_client.gate = gate = asyncio.Event()
    to_top(view)
    assert mark.isHidden()
    await until(mark.isVisible)
    assert mark.accessibleName() == "Loading earlier messages …"
    gate.set()
    await until(mark.isHidden)


async def test_the_welcome_waits_for_the_whole_history(opened):
    side, view = await open_paged(opened, 150)
    welcome = view.findChild(QWidget, "WelcomeMessage")
    assert welcome.isHidden()
    to_top(view)
    await until(lambda: len(side.channel.messages) == 150)
    assert not welcome.isHidden()
