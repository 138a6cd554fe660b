"""What the mouse does in the list."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QSignalSpy

from tests.support.waiting import until
from tests.ui.support.conversation import OTHER
from tests.ui.support.message_list import (
    press_link,
    rect,
)


async def test_a_link_is_opened_through_the_signal(opened, qtbot):
    side, view = await opened()
    side.say(OTHER, "see https://example.com/a")
    activated = QSignalSpy(view.link_activated)
    press_link(qtbot, view, "link", "see https://example.com/a")
    assert activated.at(0) == ["https://example.com/a"]


async def test_the_hand_is_shown_over_a_link_only(opened, qtbot):
    side, view = await opened()
    side.say(OTHER, "https://example.com/a")
    place = rect(view, "https://example.com/a")
    qtbot.mouseMove(view.viewport(), place.bottomLeft() + QPoint(30, -15))
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(view.viewport(), place.topLeft() + QPoint(5, 2))
    assert view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


@pytest.mark.parametrize(
    ("kind", "signal"), [("again", "send_again_requested"), ("discard", "discard_requested")]
)
async def test_a_failed_message_asks_to_be_sent_again_or_taken_away(opened, qtbot, kind, signal):
    side, view = await opened()
    failed = side.settle(side.send("x"), status="failed", error="No line.")
    wanted = QSignalSpy(getattr(view, signal))
    press_link(qtbot, view, kind, "x")
    assert wanted.at(0) == [failed]


async def test_a_press_that_is_released_elsewhere_presses_nothing(opened, qtbot):
    side, view = await opened()
    side.say(OTHER, "https://example.com/a")
    activated = QSignalSpy(view.link_activated)
    place = rect(view, "https://example.com/a").bottomLeft() + QPoint(30, -15)
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert activated.count() == 0


async def test_what_comes_under_a_pointer_at_rest_lights_up(opened):
    side, view = await opened()
    side.say(OTHER, "https://example.com/a")
    place = rect(view, "https://example.com/a").bottomLeft() + QPoint(30, -15)
    QCursor.setPos(view.viewport().mapToGlobal(place))
    await until(lambda: view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor)
    side.discard(side.channel.messages[0])
    assert view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
