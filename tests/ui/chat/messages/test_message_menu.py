"""What can be done with a message and with what is selected."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tests.support.waiting import until
from tests.ui.support.conversation import OTHER, history
from tests.ui.support.documents import document
from tests.ui.support.message_list import rect, tab_to

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing", extend=True)


def names(menu):
    return [action.objectName() for action in menu.actions() if not action.isSeparator()]


def choose(menu, name):
    next(action for action in menu.actions() if action.objectName() == name).trigger()


@pytest.fixture
def menu_of(qtbot):
    """Open the menu of the current message by the keyboard; closed when the test is over."""
    menus = []

    def open_menu(view, key=Qt.Key.Key_Menu, held=Qt.KeyboardModifier.NoModifier):
        tab_to(view)
        qtbot.keyClick(view, key, held)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        menus.append(menu)
        return menu

    yield open_menu
    for menu in menus:
        if isValid(menu):
            menu.close()


async def test_copying_takes_the_text_as_it_was_sent(opened, qtbot):
    side, view = await opened()
    side.say(OTHER, "  <b>as it is</b>\n")
    tab_to(view)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "  <b>as it is</b>\n"


async def test_copying_without_a_message_leaves_the_clipboard_alone(opened, qtbot):
    _side, view = await opened(*history(1))
    QGuiApplication.clipboard().setText("kept")
    view.copy()
    assert QGuiApplication.clipboard().text() == "kept"


async def test_the_menu_of_a_message_copies_and_quotes(opened, menu_of):
    _side, view = await opened(*history(1))
    menu = menu_of(view)
    assert names(menu) == ["MessageCopy", "MessageQuote", "MessageSelectAll"]
    quoted = QSignalSpy(view.quoted)
    choose(menu, "MessageQuote")
    choose(menu, "MessageCopy")
    assert quoted.at(0) == ["Hello 0"]
    assert QGuiApplication.clipboard().text() == "Hello 0"


async def test_the_menu_of_a_failed_message_sends_it_again_or_takes_it_away(opened, menu_of):
    side, view = await opened()
    failed = side.settle(side.send("x"), status="failed")
    menu = menu_of(view)
    again, discard = QSignalSpy(view.send_again_requested), QSignalSpy(view.discard_requested)
    choose(menu, "MessageSendAgain")
    choose(menu, "MessageDiscard")
    assert (again.at(0), discard.at(0)) == ([failed], [failed])


async def test_the_menu_opens_and_copies_addresses(opened, menu_of):
    side, view = await opened()
    side.say(OTHER, "see https://example.com/a")
    menu = menu_of(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    activated = QSignalSpy(view.link_activated)
    choose(menu, "MessageOpenLink")
    choose(menu, "MessageCopyLink")
    assert activated.at(0) == ["https://example.com/a"]
    assert QGuiApplication.clipboard().text() == "https://example.com/a"


async def test_the_menu_opens_and_saves_files(opened, menu_of):
    side, view = await opened()
    message = side.say(OTHER, "", media=(document(), document("a & b.pdf")))
    menu = menu_of(view)
    texts = [one.text() for one in menu.actions() if one.objectName() == "MessageOpenFile"]
    assert texts == ["Open report.pdf", "Open a && b.pdf"]
    opens, saves = QSignalSpy(view.file_activated), QSignalSpy(view.file_save_requested)
    choose(menu, "MessageOpenFile")
    choose(menu, "MessageSaveFile")
    assert (opens.at(0), saves.at(0)) == ([message, 0], [message, 0])


async def test_a_long_name_keeps_its_ending_and_none_turns_the_direction_of_writing(
    opened, menu_of
):
    side, view = await opened()
    long = f"a report with {'a very ' * 10}long name.pdf"
    side.say(OTHER, "", media=(document(long), document("\u202efdp.exe")))
    menu = menu_of(view)
    texts = [one.text() for one in menu.actions() if one.objectName() == "MessageSaveFile"]
    assert texts == ["Save a report with a very a very a very…g name.pdf …", "Save fdp.exe …"]


async def test_a_message_on_its_way_with_files_can_be_stopped(opened, menu_of):
    side, view = await opened()
    sending = side.say("ada", "x", index=None, status="sending", media=(document(),))
    menu = menu_of(view)
    discard = QSignalSpy(view.discard_requested)
    choose(menu, "MessageCancelSending")
    assert discard.at(0) == [sending]


async def test_what_is_selected_goes_before_the_message(opened, menu_of):
    _side, view = await opened(*history(2))
    view.selectAll()
    menu = menu_of(view)
    choose(menu, "MessageCopy")
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3
    choose(menu, "MessageCopyWhole")
    assert QGuiApplication.clipboard().text() == "Hello 1"


async def test_the_menu_under_the_pointer_is_about_the_address_there(opened):
    side, view = await opened()
    body = "https://a.example\nhttps://b.example"
    side.say(OTHER, body)
    place = rect(view, body).bottomLeft() + QPoint(30, -15)
    where = view.viewport().mapToGlobal(place)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, where)
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    opens = [one.text() for one in menu.actions() if one.objectName() == "MessageOpenLink"]
    menu.close()
    assert opens == ["Open https://b.example"]


async def test_nothing_can_be_quoted_where_nothing_can_be_written(opened, menu_of):
    _side, view = await opened(*history(1))
    view.can_quote = False
    assert "MessageQuote" not in names(menu_of(view))


async def test_enter_opens_the_menu_of_a_message_without_parts(opened, menu_of):
    _side, view = await opened(*history(1))
    assert names(menu_of(view, Qt.Key.Key_Return))


async def test_the_keyboard_is_where_it_was_when_the_menu_is_closed(opened, qtbot, menu_of):
    _side, view = await opened(*history(3))
    menu = menu_of(view)
    before = view.current_row
    menu.close()
    await until(view.hasFocus)
    ringed = view.viewport().grab().toImage()
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current_row == before
    assert view.viewport().grab().toImage() == ringed
