"""What the mouse does in the list."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import (
    QClipboard,
    QCursor,
    QGuiApplication,
    QHelpEvent,
    QTextDocumentFragment,
)
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QToolTip

from tests.support.waiting import until
from tests.ui.support.conversation import OTHER
from tests.ui.support.documents import document
from tests.ui.support.message_list import (
    index,
    press_link,
    rect,
)
from ui.chat.props import Props


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


async def test_a_caret_is_shown_over_text(opened, qtbot):
    side, view = await opened()
    side.say(OTHER, "some words to select")
    place = rect(view, "some words to select").bottomLeft() + QPoint(30, -15)
    qtbot.mouseMove(view.viewport(), place)
    assert view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


@pytest.fixture
def tooltip_at():
    def ask(view, place):
        where = view.viewport().mapToGlobal(place)
        QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, where))
        return QTextDocumentFragment.fromHtml(QToolTip.text()).toPlainText()

    yield ask
    QToolTip.hideText()


async def test_a_link_tells_where_it_leads(opened, tooltip_at):
    side, view = await opened()
    Props.of(side).set_markdown(True)
    side.say(OTHER, "[this page](https://<evil>.example/?a=1&b=2) [there](https://a.example/x)")
    body = view.model().body(view.model().rowCount() - 1)
    row = index(view, body).row()
    (target,) = view.layout_of(row).targets()
    place = target.rect.center().toPoint() + QPoint(view.content_left, view.flow.top(row))
    assert tooltip_at(view, place) == "https://a.example/x"


async def test_a_file_tells_its_whole_name(opened, tooltip_at):
    name = "a very long name & more of it " * 5 + ".pdf"
    side, view = await opened()
    side.say(OTHER, "", media=(document(name),))
    row = view.model().rowCount() - 1
    (target,) = view.layout_of(row).targets()
    place = target.rect.center().toPoint() + QPoint(view.content_left, view.flow.top(row))
    assert tooltip_at(view, place) == name


async def test_what_is_selected_can_be_pasted_with_the_middle_button(opened, qtbot, monkeypatch):
    offered = []

    class Clipboard:  # of a platform that has such a thing, which the one of the tests is not
        def supportsSelection(self):  # noqa: N802
            return True

        def setText(self, text, mode):  # noqa: N802
            offered.append((text, mode))

    side, view = await opened()
    side.say(OTHER, "word")
    monkeypatch.setattr(QGuiApplication, "clipboard", Clipboard)
    place = rect(view, "word").bottomLeft() + QPoint(12, -15)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert offered == [("word", QClipboard.Mode.Selection)]
