"""The keyboard within a message."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tests.support.waiting import until
from tests.ui.support.conversation import OTHER, history
from tests.ui.support.documents import document
from tests.ui.support.message_list import in_sight, index, tab_to
from ui.chat.messages.message_hit import Hit

TWO = "https://a.example and https://b.example"
A, B = Hit("link", "https://a.example"), Hit("link", "https://b.example")


async def inside(opened, qtbot, body=TWO):
    side, view = await opened()
    side.say(OTHER, body)
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    return side, view


async def test_enter_goes_to_the_first_part_and_arrows_to_the_others(opened, qtbot):
    _side, view = await inside(opened, qtbot)
    assert view.focused[1] == A
    for key, there in (
        (Qt.Key.Key_Right, B),
        (Qt.Key.Key_Right, B),
        (Qt.Key.Key_Left, A),
        (Qt.Key.Key_Down, B),
        (Qt.Key.Key_Up, A),
    ):
        qtbot.keyClick(view, key)
        assert view.focused[1] == there


async def test_in_a_mirrored_list_left_leads_on(opened, qtbot):
    _side, view = await inside(opened, qtbot)
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.focused[1] == B


async def test_enter_and_space_press_what_the_keyboard_is_at(opened, qtbot):
    _side, view = await inside(opened, qtbot)
    activated = QSignalSpy(view.link_activated)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert [activated.at(0), activated.at(1)] == [[A.address], [B.address]]


async def test_escape_leads_back_to_the_message(opened, qtbot):
    _side, view = await inside(opened, qtbot)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.focused is None
    assert view.current_row == index(view, TWO).row()


async def test_tab_goes_through_the_parts_and_then_out_of_the_list(opened, qtbot):
    side, view = await opened(is_shown=False)
    side.say(OTHER, TWO)
    window = QWidget()
    qtbot.addWidget(window)
    column, field = QVBoxLayout(window), QLineEdit()
    column.addWidget(view)
    column.addWidget(field)
    window.resize(300, 400)
    window.show()
    window.activateWindow()
    await until(window.isActiveWindow)
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.focused[1] == B
    qtbot.keyClick(view, Qt.Key.Key_Backtab)
    assert view.focused[1] == A
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.focused is None
    assert field.hasFocus()


async def test_a_failed_message_is_sent_again_by_the_keyboard(opened, qtbot):
    side, view = await opened()
    failed = side.settle(side.send("x"), status="failed")
    again, discard = QSignalSpy(view.send_again_requested), QSignalSpy(view.discard_requested)
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.focused[1] == Hit("again")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert (again.at(0), discard.at(0)) == ([failed], [failed])


async def test_a_file_is_opened_by_the_keyboard(opened, qtbot):
    side, view = await opened()
    message = side.say(OTHER, "see", media=(document(),))
    activated = QSignalSpy(view.file_activated)
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert activated.at(0) == [message, 0]


async def test_the_ring_is_seen_around_what_the_keyboard_is_at(opened, qtbot):
    _side, view = await inside(opened, qtbot)
    first = view.viewport().grab().toImage()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.viewport().grab().toImage() != first


async def test_what_the_keyboard_goes_to_comes_into_sight_and_is_said(opened, qtbot, announcements):
    tall = "https://a.example " + "word " * 500 + "https://b.example"
    _side, view = await inside(opened, qtbot, tall)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    target = view.layout_of(view.focused[0]).targets()[1]
    top = view.flow.top(view.focused[0]) + target.rect.top()
    assert 0 <= top < view.viewport().height()
    assert "https://b.example" in str(announcements[-1])


async def test_another_message_lets_go_of_the_part(opened, qtbot):
    side, view = await opened(*history(30))
    side.say(OTHER, TWO)
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.focused is None
    assert not in_sight(view, TWO)


async def test_a_part_that_is_gone_is_let_go_of(opened, qtbot):
    side, view = await opened(*history(1))
    failed = side.settle(side.send("x"), status="failed")
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    side.settle(failed)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.focused is None
