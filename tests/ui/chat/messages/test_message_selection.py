"""What is selected over the messages of a list, by gestures and by keys."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.waiting import until
from tests.ui.support.conversation import ME, OTHER, history
from tests.ui.support.documents import document
from tests.ui.support.message_list import bar, in_sight, index, tab_to
from ui.chat.messages.message_part import Span
from ui.chat.messages.message_selection_text import selected_text
from ui.chat.props import Props
from webchat.state import changes

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def before(view, body, part=0):
    """Return the place in the viewport just before the text of a message."""
    row = index(view, body).row()
    corner = view.part_place(row, part)
    return QPoint(round(corner.x()), round(corner.y()) + 8)


def behind(view, body, part=0):
    row = index(view, body).row()
    width = view.parts_of(row)[part].width
    return before(view, body, part) + QPoint(round(width) + 2, 0)


def drag(qtbot, view, start, end):
    port = view.viewport()
    qtbot.mousePress(port, LEFT, pos=start)
    qtbot.mouseMove(port, end)
    qtbot.mouseRelease(port, LEFT, pos=end)


def selected(view):
    return selected_text(view, view.selection)


async def test_dragging_over_a_text_selects_it(opened, qtbot):
    side, view = await opened()
    side.say(OTHER, "Hello there")
    drag(qtbot, view, before(view, "Hello there"), behind(view, "Hello there"))
    assert selected(view) == "Hello there"
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "Hello there"


@pytest.mark.parametrize("is_upward", [False, True])
async def test_dragging_from_one_message_to_another_selects_what_is_between(
    opened, qtbot, is_upward
):
    _side, view = await opened(*history(3))
    ends = before(view, "Hello 0"), behind(view, "Hello 2")
    drag(qtbot, view, *(reversed(ends) if is_upward else ends))
    assert selected(view).splitlines() == [
        "[12:00] Grace H.: Hello 0",
        "[12:01] Ada Lovelace: Hello 1",
        "[12:02] Grace H.: Hello 2",
    ]


async def test_a_part_of_each_end_may_be_selected(opened, qtbot):
    side, view = await opened()
    side.say(OTHER, "iiiii iiiii")
    side.say(ME, "second")
    row = index(view, "iiiii iiiii").row()
    half = before(view, "iiiii iiiii") + QPoint(round(view.parts_of(row)[0].width / 2), 0)
    drag(qtbot, view, half, behind(view, "second"))
    first, second = selected(view).splitlines()
    assert 3 <= first.count("i") <= 8
    assert second.endswith("Ada Lovelace: second")


async def test_two_clicks_select_a_word_and_three_the_message(opened, qtbot):
    side, view = await opened()
    side.say(OTHER, "Hello there friend")
    place = before(view, "Hello there friend") + QPoint(3, 0)
    port = view.viewport()
    qtbot.mouseClick(port, LEFT, pos=place)
    qtbot.mouseDClick(port, LEFT, pos=place)
    assert selected(view) == "Hello"
    qtbot.mouseClick(port, LEFT, pos=place, delay=1)
    assert selected(view) == "Hello there friend"


async def test_a_selection_by_words_grows_by_words(opened, qtbot):
    side, view = await opened()
    side.say(OTHER, "Hello there friend")
    place = before(view, "Hello there friend")
    qtbot.mousePress(view.viewport(), LEFT, pos=place + QPoint(3, 0))
    qtbot.mouseRelease(view.viewport(), LEFT, pos=place + QPoint(3, 0))
    QTest.mouseDClick(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place + QPoint(3, 0))
    row = index(view, "Hello there friend").row()
    middle = place + QPoint(round(view.parts_of(row)[0].width / 2), 0)
    qtbot.mouseClick(view.viewport(), LEFT, SHIFT, middle)
    assert selected(view) == "Hello there"


async def test_shift_and_a_click_take_the_selection_there(opened, qtbot):
    _side, view = await opened(*history(3))
    qtbot.mouseClick(view.viewport(), LEFT, pos=before(view, "Hello 0"))
    qtbot.mouseClick(view.viewport(), LEFT, SHIFT, behind(view, "Hello 1"))
    assert len(selected(view).splitlines()) == 2


async def test_a_click_elsewhere_selects_nothing(opened, qtbot):
    _side, view = await opened(*history(2))
    drag(qtbot, view, before(view, "Hello 0"), behind(view, "Hello 0"))
    qtbot.mouseClick(view.viewport(), LEFT, pos=behind(view, "Hello 1"))
    assert selected(view) == ""


async def test_dragging_over_a_link_selects_it_and_opens_nothing(opened, qtbot):
    side, view = await opened()
    body = "https://example.com/a"
    side.say(OTHER, body)
    opened_links = []
    view.link_activated.connect(opened_links.append)
    drag(qtbot, view, before(view, body) + QPoint(1, 0), behind(view, body) - QPoint(4, 0))
    assert selected(view).startswith("https://example.com")
    assert opened_links == []


async def test_dragging_beyond_the_edge_scrolls_and_selects_on(opened, qtbot):
    _side, view = await opened(*history(60))
    start = before(view, "Hello 58")
    port = view.viewport()
    qtbot.mousePress(port, LEFT, pos=start)
    outside = QPointF(40, -30)
    where = QPointF(port.mapToGlobal(outside))
    held = Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QMouseEvent.Type.MouseMove, outside, where, LEFT, LEFT, held)
    QApplication.sendEvent(port, move)
    await until(lambda: in_sight(view, "Hello 45"))
    value = bar(view).value()
    qtbot.mouseRelease(port, LEFT, pos=QPoint(40, -30))
    assert value < bar(view).maximum()
    assert len(selected(view).splitlines()) > 5


async def test_everything_that_is_loaded_can_be_selected(opened, qtbot):
    _side, view = await opened(*history(300))
    qtbot.keyClick(view, Qt.Key.Key_A, CONTROL)
    lines = selected(view).splitlines()
    assert len(lines) == 301  # with the greeting, which has no time
    assert lines[0].startswith("Bot: ")
    assert lines[-1].endswith("Ada Lovelace: Hello 299")


async def test_shift_and_arrows_select_message_by_message(opened, qtbot):
    _side, view = await opened(*history(5))
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Up, SHIFT)
    assert [line[-7:] for line in selected(view).splitlines()] == ["Hello 3", "Hello 4"]
    qtbot.keyClick(view, Qt.Key.Key_Up, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    assert [line[-7:] for line in selected(view).splitlines()] == ["Hello 3", "Hello 4"]


async def test_shift_and_the_end_keys_select_to_the_ends(opened, qtbot):
    _side, view = await opened(*history(5))
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Home, SHIFT)
    assert len(selected(view).splitlines()) == 6


async def test_escape_lets_go_of_the_selection_first(opened, qtbot):
    _side, view = await opened(*history(2))
    qtbot.keyClick(view, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert selected(view) == ""


async def test_a_selection_stays_with_its_message_when_others_come(opened, qtbot):
    side, view = await opened(*history(3))
    drag(qtbot, view, before(view, "Hello 1"), behind(view, "Hello 1"))
    older = [side.message(OTHER, f"older {n}", number=n - 50, index=n - 50) for n in range(5)]
    side.store.dispatch(changes.OlderMessagesAdded("CH1", tuple(older), has_older=False))
    side.say(OTHER, "newer")
    view.resize(400, 300)
    assert selected(view) == "Hello 1"


async def test_a_selection_stays_with_a_message_that_is_taken(opened, qtbot):
    side, view = await opened()
    sending = side.send("mine")
    drag(qtbot, view, before(view, "mine"), behind(view, "mine"))
    side.say(OTHER, "theirs")
    side.settle(sending)
    assert selected(view) == "mine"


async def test_a_selection_whose_end_is_gone_is_gone(opened, qtbot):
    side, view = await opened()
    gone = side.settle(side.send("mine"), status="failed")
    drag(qtbot, view, before(view, "mine"), behind(view, "mine"))
    side.discard(gone)
    assert selected(view) == ""
    assert not view.grab().isNull()


async def test_no_half_of_an_emoji_is_selected(opened, qtbot):
    family = "👩\u200d👩\u200d👧"
    side, view = await opened()
    side.say(OTHER, family + "ab")
    row = index(view, family + "ab").row()
    for x in range(0, round(view.parts_of(row)[0].width) + 4, 3):
        drag(qtbot, view, before(view, family + "ab"), before(view, family + "ab") + QPoint(x, 0))
        assert selected(view) in ("", family, family + "a", family + "ab")


async def test_what_is_selected_is_painted(opened, qtbot):
    _side, view = await opened(*history(1))
    before_it = view.viewport().grab().toImage()
    drag(qtbot, view, before(view, "Hello 0"), behind(view, "Hello 0"))
    row = index(view, "Hello 0").row()
    assert view.selection.span(row, 0) == Span(0, 7)
    view.viewport().unsetCursor()
    assert view.viewport().grab().toImage() != before_it


async def test_what_markdown_shows_is_selected_and_turning_it_off_lets_go(opened, qtbot):
    side, view = await opened()
    side.say(OTHER, "**bold** move")
    Props.of(side).set_markdown(True)
    drag(qtbot, view, before(view, "**bold** move"), behind(view, "**bold** move"))
    assert selected(view) == "bold move"
    Props.of(side).set_markdown(False)
    assert selected(view) == ""


async def test_a_file_among_messages_is_copied_as_its_name(opened, qtbot):
    side, view = await opened(*history(1))
    side.say(OTHER, "", media=(document(),))
    qtbot.keyClick(view, Qt.Key.Key_A, CONTROL)
    assert selected(view).splitlines()[-1].endswith("Grace H.: report.pdf")


async def test_the_right_to_left_text_is_selected_in_its_order(opened, qtbot):
    shalom = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd"
    side, view = await opened()
    side.say(OTHER, shalom)
    drag(qtbot, view, behind(view, shalom), before(view, shalom) - QPoint(2, 0))
    assert selected(view) == shalom


async def test_a_text_with_a_file_is_copied_with_its_name(opened, qtbot):
    side, view = await opened(*history(1))
    side.say(OTHER, "see **this**", media=(document(),))
    side.say(OTHER, "and that")
    Props.of(side).set_markdown(True)
    drag(qtbot, view, before(view, "Hello 0"), behind(view, "and that"))
    assert selected(view).splitlines()[1:3] == ["[12:00] Grace H.: see this", "report.pdf"]
    drag(qtbot, view, before(view, "see **this**"), behind(view, "see **this**"))
    assert selected(view) == "see this"
