"""What can be done with one message."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from tests.ui.support.conversation import OTHER
from tests.ui.support.message_list import (
    tab_to,
)


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
