"""Notices of the program wait for each other, and none is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ui.shell.notice_bar import NoticeAction, NoticeBar


@pytest.fixture
def bar(qtbot):
    result = NoticeBar()
    qtbot.addWidget(result)
    assert result.isHidden()
    return result


def test_notices_are_shown_one_after_another_oldest_first(bar):
    bar.show_notice("first", "warning")
    bar.show_notice("second", "error")
    assert (bar.accessibleName(), bar.notices) == ("Warning: first", ("first", "second"))

    bar.dismiss()
    assert bar.accessibleName() == "Error: second"
    bar.dismiss()
    assert bar.isHidden()


def test_a_notice_that_waits_already_is_not_repeated(bar):
    bar.show_notice("same")
    bar.show_notice("same")
    assert bar.notices == ("same",)


def test_dismissing_nothing_is_harmless(bar):
    bar.dismiss()
    assert bar.notices == ()


def test_a_notice_may_offer_something_to_do(bar, qtbot):
    done = []
    bar.show_notice("first", action=NoticeAction("Do it", lambda: done.append(1)))
    bar.show_notice("second")
    bar.show()
    button = bar.findChild(QPushButton, "NoticeBar.ActionButton")
    assert button.text() == "Do it"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [1]
    bar.dismiss()
    assert button.isHidden()
