"""The message list by its gestures and by what can be read from it."""

from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from tests.support.waiting import until
from tests.ui.support.conversation import ME, OTHER, SID, Conversation, history
from ui.chat.message_list import MessageList
from ui.models.messages import Role
from webchat.state import ChannelState, changes

WIDTH, HEIGHT = 276, 420
LEFT, RIGHT = 12, 15  # room beside the content


@pytest.fixture
async def opened(qtbot):
    """Open a list over a conversation, in a window in use; returns its side and the list."""
    sides = []

    async def open_list(*messages, is_shown=True, **more):
        side: Any = Conversation(*messages, **more)
        sides.append(side)
        view = MessageList(side)
        if is_shown:
            qtbot.addWidget(view)
        view.resize(WIDTH, HEIGHT)
        if is_shown:
            view.show()
            view.activateWindow()
            await until(view.isActiveWindow)
        return side, view

    yield open_list
    for side in sides:
        await side.tasks.aclose()


def index(view, body):
    model = view.model()
    rows = range(model.rowCount())
    return next(model.index(row) for row in rows if model.index(row).data(Role.BODY) == body)


def rect(view, body):
    return view.item_rect(index(view, body))


def bar(view):
    return view.verticalScrollBar()


def in_sight(view, body):
    place = rect(view, body)
    return place.top() >= 0 and place.bottom() < view.viewport().height()


def press_link(qtbot, view, kind, body):
    """Press the first thing of a kind that is found in the row of *body*."""
    row = index(view, body).row()
    for y in range(view.viewport().height()):
        for x in range(0, WIDTH, 6):
            met = view.hit(QPoint(x, y).toPointF())
            if met and met[0] == row and met[1].kind == kind:
                qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))
                return met[1]
    raise AssertionError(f"nothing of kind {kind} in sight")


def in_window(qtbot, view):
    """Show a list as a part of a window, as the widget does."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(view)
    window.resize(WIDTH, HEIGHT)
    window.show()
    window.activateWindow()
    return window


def tab_to(view):
    """Give the keyboard to a list as Tab does."""
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)


async def test_it_has_the_documented_parts_and_names(opened):
    _side, view = await opened()
    assert view.objectName() == "MessageList"
    assert view.accessibleName()
    for name in ("WelcomeMessage", "TypingIndicator"):
        part = view.findChild(QLabel if name == "TypingIndicator" else object, name)
        assert part is not None
        assert part.isVisible()


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


async def test_ones_own_message_comes_into_sight(opened):
    side, view = await opened(*history(200))
    bar(view).setValue(0)
    side.send("mine")
    assert in_sight(view, "mine")


async def test_a_button_leads_to_messages_below(opened, qtbot):
    side, view = await opened(*history(200))
    button = view.findChild(object, "MessageList.NewMessages")
    bar(view).setValue(0)
    assert not button.isVisible()
    side.say(OTHER, "news")
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert in_sight(view, "news")
    assert not button.isVisible()


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


async def test_scrolling_with_the_wheel_moves_by_as_much(opened, qtbot):
    _side, view = await opened(*history(200))
    before = {placed.row: placed.top for placed in view.rows_in_sight()}
    bar(view).setValue(bar(view).value() - 77)
    after = {placed.row: placed.top for placed in view.rows_in_sight()}
    assert {after[row] - before[row] for row in before.keys() & after.keys()} == {77}


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


async def test_the_welcome_scrolls_with_the_messages(opened):
    _side, view = await opened(*history(100))
    welcome = view.findChild(object, "WelcomeMessage")
    assert welcome.geometry().bottom() < 0
    view.scroll_to_start()
    assert welcome.geometry().top() == 0
    assert rect(view, "TODAY").top() > welcome.geometry().bottom()


async def test_what_a_plugin_removes_takes_no_room(opened):
    side, view = await opened(*history(1))
    before = rect(view, "TODAY").top()
    undo = side.components.remove("WelcomeMessage")
    assert rect(view, "TODAY").top() < before
    undo()
    assert rect(view, "TODAY").top() == before


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


async def test_at_the_end_of_a_window_in_use_all_is_read(opened):
    side, view = await opened()
    side.say(OTHER, "a")
    await until(lambda: not side.channel.unconsumed_messages)
    assert view.isActiveWindow()
    assert side.chat_client.consumed == [0]


async def test_further_up_nothing_is_read_until_the_end_is_in_sight(opened):
    side, view = await opened(*history(100))
    bar(view).setValue(0)
    side.say(OTHER, "a")
    assert not len(side.tasks)
    bar(view).setValue(bar(view).maximum())
    await until(lambda: side.chat_client.consumed == [100])


async def test_a_list_that_is_put_away_reads_nothing_until_it_is_shown(opened, qtbot):
    side, view = await opened(is_shown=False)
    window = in_window(qtbot, view)
    await until(window.isActiveWindow)
    view.hide()
    side.say(OTHER, "a")
    assert not len(side.tasks)
    view.show()
    await until(lambda: side.chat_client.consumed == [0])


async def test_a_window_that_is_not_in_use_reads_nothing_until_it_is(opened, qtbot):
    side, view = await opened()
    other = QLabel()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    await until(lambda: not view.isActiveWindow())
    side.say(OTHER, "a")
    assert not len(side.tasks)
    view.activateWindow()
    await until(lambda: side.chat_client.consumed == [0])


async def test_a_refused_reading_is_tried_again_with_the_next_message(opened):
    side, _view = await opened()
    side.chat_client.is_refusing = True
    side.say(OTHER, "a")
    await until(lambda: side.chat_client.consumed == [0] and not len(side.tasks))
    side.chat_client.is_refusing = False
    side.say(OTHER, "b")
    await until(lambda: side.chat_client.consumed == [0, 1])


async def test_opening_with_unread_messages_shows_where_they_begin(opened):
    messages = history(100)
    side, view = await opened(*messages, unconsumed_messages=messages[40:])
    assert rect(view, "New").top() >= 0
    assert in_sight(view, "Hello 40")
    assert not side.chat_client.consumed


async def test_opening_with_one_unread_message_shows_the_end(opened):
    messages = history(100)
    side, view = await opened(*messages, unconsumed_messages=messages[99:])
    assert in_sight(view, "New")
    assert in_sight(view, "Hello 99")
    await until(lambda: side.chat_client.consumed == [99])


async def test_what_comes_while_it_is_closed_is_new_when_it_is_opened(opened):
    side, view = await opened(*history(3))
    view.hide()
    side.say(OTHER, "while closed")
    view.show()
    new = view.model().row_of_new()
    assert view.model().index(new + 1).data(Role.BODY) == "while closed"


async def test_keys_go_from_message_to_message(opened, qtbot):
    _side, view = await opened(*history(100))
    tab_to(view)
    assert view.current_row == index(view, "Hello 99").row()
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_row == index(view, "Hello 98").row()
    for _ in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    assert in_sight(view, "Hello 78")
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current_row == index(view, "Hello 79").row()


async def test_home_and_end_go_to_the_ends(opened, qtbot):
    _side, view = await opened(*history(100))
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.model().kind(view.current_row) == "predefined"
    assert bar(view).value() == 0
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current_row == index(view, "Hello 99").row()
    assert bar(view).value() == bar(view).maximum()


async def test_pages_scroll_by_what_is_in_sight(opened, qtbot):
    _side, view = await opened(*history(100))
    first = view.rows_in_sight()[0].row
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    rows = [placed.row for placed in view.rows_in_sight()]
    assert rows[0] < first <= rows[-1] + 1
    assert view.current_row in rows
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert in_sight(view, "Hello 99")


async def test_a_message_taller_than_the_list_is_read_before_it_is_left(opened, qtbot):
    long = "line\n" * 80
    side, view = await opened(*history(2))
    side.say(OTHER, long)
    side.say(OTHER, "last")
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    row = view.current_row
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_row == row
    for _ in range(40):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_row < row


async def test_copying_takes_the_text_as_it_was_sent(opened, qtbot):
    side, view = await opened()
    side.say(OTHER, "  <b>as it is</b>\n")
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "  <b>as it is</b>\n"


@pytest.mark.qt_log_ignore("does not support grabbing", extend=True)
async def test_the_menu_offers_what_can_be_done(opened, qtbot):
    side, view = await opened()
    failed = side.settle(side.send("see https://example.com/a"), status="failed")
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["Copy", "Send again", "Discard", "Open https://example.com/a"]
    again, opened_links = QSignalSpy(view.send_again_requested), QSignalSpy(view.link_activated)
    menu.actions()[1].trigger()
    menu.actions()[-1].trigger()
    assert (again.at(0), opened_links.at(0)) == ([failed], ["https://example.com/a"])
    menu.close()


async def test_keys_for_nothing_go_on_to_the_widget_around(opened, qtbot):
    _side, view = await opened(is_shown=False)
    pressed = []
    window = in_window(qtbot, view)
    window.keyPressEvent = lambda event: pressed.append(event.key())
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert pressed == [Qt.Key.Key_Escape]


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


async def test_its_colours_follow_the_look(opened, theme):
    side, view = await opened()
    side.say(OTHER, "a")
    inside = rect(view, "a").bottomRight() - QPoint(5, 5)
    for scheme in ("light", "dark"):
        theme.set_scheme(scheme)
        picture = view.viewport().grab().toImage()
        assert picture.pixelColor(inside).name() == theme.tokens.bubble_other
        assert picture.pixelColor(2, 2).name() == theme.tokens.widget_window


async def test_other_strings_are_shown_at_once(opened):
    side, view = await opened(*history(1))
    side.strings["Today"] = "A MUCH LONGER TODAY"
    place = rect(view, "A MUCH LONGER TODAY")
    del side.strings["Today"]
    assert rect(view, "TODAY").width() < place.width()


async def test_a_status_leaves_everything_else_in_place(opened):
    side, view = await opened(*history(100))
    sending = side.send("x")
    before = {placed.row: placed.top for placed in view.rows_in_sight()}
    side.settle(sending)
    assert {placed.row: placed.top for placed in view.rows_in_sight()} == before


async def test_another_engagement_begins_with_its_own_messages(opened):
    side, view = await opened(*history(100))
    bar(view).setValue(0)
    side.store.dispatch(changes.ChannelLoaded(ChannelState("CH2", messages=history(60))))
    side.store.dispatch(changes.SessionOpened(ME, "CH2"))
    assert in_sight(view, "Hello 59")
    side.store.dispatch(changes.ChannelUnloaded(SID))
    side.store.dispatch(changes.SessionClosed())
    assert view.model().rowCount() == 0


async def test_a_list_without_a_channel_is_empty_and_still_drawn(opened):
    side, view = await opened()
    side.store.dispatch(changes.SessionClosed())
    assert not view.grab().isNull()
    assert view.rows_in_sight() == ()


async def test_the_longest_message_can_be_scrolled_through(opened):
    side, view = await opened(*history(3))
    side.say(OTHER, "word " * 6_553)
    assert bar(view).maximum() > 10_000
    bar(view).setValue(bar(view).maximum() // 2)
    assert len(view.rows_in_sight()) == 1


async def test_a_list_that_is_gone_listens_no_longer(opened):
    side, view = await opened(is_shown=False)
    assert side.store._subscriptions
    shiboken6.delete(view)
    assert not side.store._subscriptions
    side.say(OTHER, "a")
