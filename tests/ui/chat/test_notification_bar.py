import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication

from tests.ui.support.gestures import click, is_seen, part, parts
from ui.chat.notification_bar import SHOWN, STAY_MS

_TEXT = "NotificationBar.Text"


@pytest.fixture
async def opened(chat):
    await chat.toggle()
    assert not is_seen(chat.root, "NotificationBar")
    return chat


def shown(chat):
    """Return what the notices say, from top to bottom."""
    found = parts(chat.root, _TEXT)
    return [one.text() for one in sorted(found, key=_place)]


def _place(text):
    item = text.parentWidget()
    return item.parentWidget().layout().indexOf(item)


def timer(chat):
    return part(chat.root, "NotificationBar.Item").findChild(QTimer)


def let_time_pass(chat):
    """Do what the clock would do in eight seconds."""
    timer(chat).timeout.emit()


async def test_a_notice_is_shown_over_the_canvas_and_can_be_closed(opened, qtbot):
    opened.side.notifications.show("Something happened.", "warning")
    assert shown(opened) == ["Something happened."]
    assert part(opened.root, "NotificationBar.Item").property("kind") == "warning"
    click(qtbot, opened.root, "NotificationBar.CloseButton")
    assert not is_seen(opened.root, "NotificationBar")


async def test_it_goes_away_by_itself_after_eight_seconds(opened):
    opened.side.notifications.show("Something happened.")
    assert timer(opened).isActive()
    assert timer(opened).interval() == STAY_MS == 8000
    let_time_pass(opened)
    assert shown(opened) == []


async def test_a_sticky_one_stays(opened):
    opened.side.notifications.show("Something happened.", is_sticky=True)
    assert not timer(opened).isActive()


async def test_under_the_pointer_time_stands_still(opened):
    opened.side.notifications.show("Something happened.")
    item, middle = part(opened.root, "NotificationBar.Item"), QPointF(5, 5)
    QApplication.sendEvent(item, QEnterEvent(middle, middle, middle))
    assert not timer(opened).isActive()
    QApplication.sendEvent(item, QEvent(QEvent.Type.Leave))
    assert timer(opened).isActive()


async def test_while_minimised_time_stands_still(opened, qtbot):
    opened.side.notifications.show("Something happened.")
    running = timer(opened)
    click(qtbot, opened.root, "MainHeader.CloseButton")
    assert not running.isActive()
    click(qtbot, opened.root, "EntryPoint")
    assert running.isActive()


async def test_who_is_about_to_press_its_button_is_waited_for(opened):
    opened.side.notifications.show("Failed.", action_label="Retry", on_action=list)
    part(opened.root, "NotificationBar.ActionButton").setFocus()
    let_time_pass(opened)
    assert shown(opened) == ["Failed."]


async def test_its_button_acts_and_it_goes_away(opened, qtbot):
    pressed = []
    opened.side.notifications.show(
        "Failed.", "error", action_label="Retry", on_action=lambda: pressed.append(1)
    )
    click(qtbot, opened.root, "NotificationBar.ActionButton")
    assert (pressed, shown(opened)) == ([1], [])


async def test_notices_stack_and_the_newest_are_shown(opened):
    for number in range(SHOWN + 2):
        opened.side.notifications.show(f"Notice {number}")
    assert shown(opened) == [f"Notice {number}" for number in range(2, SHOWN + 2)]
    opened.side.notifications.dismiss(opened.side.notifications.active[-1].id)
    assert shown(opened) == [f"Notice {number}" for number in range(1, SHOWN + 1)]


async def test_a_long_notice_wraps_inside_the_panel(opened):
    opened.side.notifications.show("word " * 30 + "https://example.com/" + "x" * 200)
    text, item = part(opened.root, _TEXT), part(opened.root, "NotificationBar.Item")
    assert item.width() <= part(opened.root, "MainContainer").width()
    assert text.heightForWidth(text.width()) > 5 * text.fontMetrics().lineSpacing()


async def test_markup_is_shown_as_it_is_written(opened):
    opened.side.notifications.show("<b>no</b>")
    assert shown(opened) == ["<b>no</b>"]


async def test_each_notice_is_announced_once_and_errors_interrupt(opened, announcements):
    opened.side.notifications.show("Fine.", "success")
    opened.side.notifications.show("Broken.", "error")
    for number in range(SHOWN):
        opened.side.notifications.show(f"Notice {number}")
    for _ in range(SHOWN):
        opened.side.notifications.dismiss(opened.side.notifications.active[-1].id)
    assert shown(opened) == ["Fine.", "Broken."]
    assert announcements[:2] == [("Success: Fine.", False), ("Error: Broken.", True)]
    assert len(announcements) == 2 + SHOWN


async def test_those_that_have_no_room_are_counted(opened):
    for number in range(SHOWN + 2):
        opened.side.notifications.show(f"Notice {number}")
    assert part(opened.root, "NotificationBar.Waiting").text() == "2 more"
    opened.side.notifications.clear()
    assert not is_seen(opened.root, "NotificationBar")


async def test_tab_comes_to_a_notice_before_what_it_covers(opened, qtbot):
    opened.side.notifications.show("Failed.", action_label="Retry", on_action=list)
    part(opened.root, "MainHeader.CloseButton").setFocus()
    stops = []
    for _ in range(3):
        qtbot.keyClick(opened.root.window().focusWidget(), Qt.Key.Key_Tab)
        stops.append(opened.root.window().focusWidget().objectName())
    bar = "NotificationBar"
    assert stops[:2] == [f"{bar}.ActionButton", f"{bar}.CloseButton"]
    assert stops[2].startswith("PreEngagementCanvas.Field.")


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space])
async def test_a_notice_is_closed_by_keyboard_and_the_focus_goes_on(opened, qtbot, key):
    opened.side.notifications.show("One.")
    opened.side.notifications.show("Two.")
    window = opened.root.window()
    newest = parts(opened.root, "NotificationBar.CloseButton")[-1]
    newest.setFocus()
    qtbot.keyClick(newest, key)
    assert shown(opened) == ["One."]
    assert window.focusWidget() is part(opened.root, "NotificationBar.CloseButton")
    qtbot.keyClick(window.focusWidget(), key)
    assert not is_seen(opened.root, "NotificationBar")
    assert window.focusWidget().objectName().startswith("PreEngagementCanvas.Field.")


async def test_who_is_about_to_close_it_is_waited_for(opened):
    opened.side.notifications.show("Something happened.")
    part(opened.root, "NotificationBar.CloseButton").setFocus()
    let_time_pass(opened)
    assert shown(opened) == ["Something happened."]


async def test_a_widget_without_notices_shows_none(make_chat):
    chat = await make_chat(component_props={"MainContainer": {"showNotificationBar": False}})
    await chat.toggle()
    chat.side.notifications.show("Something happened.")
    assert not is_seen(chat.root, "NotificationBar")


async def test_a_notice_speaks_another_language_at_once(opened):
    opened.side.notifications.show("Something happened.", "error")
    opened.side.strings["NotificationError"] = "Fehler: {{message}}"
    item = part(opened.root, "NotificationBar.Item")
    assert item.accessibleName() == "Fehler: Something happened."
