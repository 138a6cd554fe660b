"""Buttons say by themselves when and why they cannot be pressed; keys do what clicks do."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.support.waiting import until
from tests.ui.support.desk import click, popup, seen
from tests.ui.support.gestures import is_seen, part
from ui.desk.orders import WRAP_UP, OrderButton, Orders

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing", extend=True)


async def test_a_button_waits_while_a_slow_listener_holds_its_order(office, qtbot):
    await office.comes()
    go_on = asyncio.Event()

    async def slow(_payload):
        await go_on.wait()

    office.agent.actions.add_listener("beforeAcceptTask", slow)
    button = await seen(office.desk, "Desk.AcceptButton")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    await until(lambda: not button.isEnabled())
    assert "AcceptTask is under way." in button.toolTip()
    assert part(office.desk, "Desk.RejectButton").isEnabled()
    go_on.set()
    await until(lambda: office.rows() == [("Ada", "accepted")])
    assert len(office.invoked("AcceptTask")) == 1


async def test_an_accepted_task_is_wrapped_up_only_once_its_chat_is_read(
    office, qtbot, monkeypatch
):
    task, channel = await office.comes()
    go_on = asyncio.Event()
    load = office.agent.chat_client.load

    async def slow(sid, **how):
        await go_on.wait()
        return await load(sid, **how)

    monkeypatch.setattr(office.agent.chat_client, "load", slow)
    click(qtbot, office.desk, (await seen(office.desk, "Desk.AcceptButton")).objectName())
    await until(lambda: office.rows() == [("Ada", "accepted")])
    button = OrderButton(Orders(office.agent, office.desk), WRAP_UP, office.desk)
    button.set_task(task)
    assert not button.isEnabled()
    assert "AcceptTask is under way." in button.toolTip()
    go_on.set()
    await until(button.isEnabled)
    assert channel in office.agent.store.state.chat.channels


async def test_a_listener_that_never_ends_after_accepting_leaves_wrap_up_free(office, qtbot):
    await office.comes()
    office.agent.actions.add_listener("afterAcceptTask", lambda _payload: asyncio.Event().wait())
    click(qtbot, office.desk, (await seen(office.desk, "Desk.AcceptButton")).objectName())
    button = await seen(office.desk, "Desk.WrapupButton")
    await until(button.isEnabled)
    assert office.invoked("AcceptTask")[-1].outcome == "running"


async def test_an_order_of_one_task_leaves_the_buttons_of_another_free(office, qtbot):
    one, _channel = await office.comes("Ada")
    await office.another("Barbara")
    go_on = asyncio.Event()

    async def slow(_payload):
        await go_on.wait()

    office.agent.actions.add_listener("beforeAcceptTask", slow)
    office.agent.actions.invoke_action("AcceptTask", {"sid": office.tasks[one].task_sid})
    enabled = lambda: [one.accept_button.isEnabled() for one in office.desk.list.offers()]  # noqa: E731
    await until(lambda: enabled() == [False, True])
    go_on.set()
    await until(lambda: ("Ada", "accepted") in office.rows())


@pytest.mark.parametrize("payload", [None, "task"])
async def test_a_blocked_order_cannot_be_pressed_until_it_is_free_again(office, qtbot, payload):
    task, _channel = await office.comes()
    given = None if payload is None else {"sid": task}
    unblock = office.agent.actions.block_action("AcceptTask", given)
    button = await seen(office.desk, "Desk.AcceptButton")
    await until(lambda: not button.isEnabled())
    assert "AcceptTask is blocked." in button.toolTip()
    assert button.accessibleDescription() == "AcceptTask is blocked."
    unblock()
    await until(button.isEnabled)
    assert "blocked" not in button.toolTip()


async def test_a_cancelled_order_changes_nothing_and_may_be_given_again(office, qtbot):
    await office.comes()
    undo = office.agent.actions.add_listener("beforeAcceptTask", lambda _p, cancel: cancel())
    click(qtbot, office.desk, (await seen(office.desk, "Desk.AcceptButton")).objectName())
    await until(lambda: office.invoked("AcceptTask")[-1].outcome == "cancelled")
    assert office.rows() == [("Ada", "reserved")]
    undo()
    click(qtbot, office.desk, "Desk.AcceptButton")
    await until(lambda: office.rows() == [("Ada", "accepted")])


async def test_of_two_agents_who_accept_the_second_is_told(office, qtbot):
    await office.agent.actions.invoke_action("SetActivity", {"activityName": "offline"})
    other = office.sim.add_agent()
    await until(lambda: other.store.state.session.worker_sid)
    await other.actions.invoke_action("SetActivity", {"activityName": "offline"})
    task, _channel = await office.comes()
    await until(lambda: task in other.store.state.tasks)
    await other.actions.invoke_action("AcceptTask", {"sid": task})
    await until(lambda: office.rows() == [])
    office.agent.actions.invoke_action("AcceptTask", {"sid": task})
    await seen(office.desk, "NotificationBar.Item")


async def test_all_of_it_by_keyboard_alone(office, qtbot):
    await office.comes()
    await seen(office.desk, "Desk.AcceptButton")
    press = lambda key: qtbot.keyClick(office.window.focusWidget(), key)  # noqa: E731
    office.desk.focus_first()
    assert office.desk.list.hasFocus()
    press(Qt.Key.Key_Tab)
    assert office.window.focusWidget().objectName() == "Desk.AcceptButton"
    press(Qt.Key.Key_Return)
    area = await seen(office.desk, "MessageInput.TextArea")
    await until(area.hasFocus)
    qtbot.keyClicks(area, "Hello")
    press(Qt.Key.Key_Return)
    await until(lambda: office.invoked("SendMessage"))
    part(office.desk, "Desk.WrapupButton").setFocus()
    press(Qt.Key.Key_Return)
    complete = await seen(office.desk, "Desk.CompleteButton")
    await until(complete.hasFocus)
    press(Qt.Key.Key_Return)
    await until(lambda: office.rows() == [])


async def test_the_focus_stays_at_the_desk_when_the_last_task_is_completed(office, qtbot):
    elsewhere = QPushButton("Elsewhere", office.window)
    elsewhere.show()
    await office.accepted()
    part(office.desk, "Desk.WrapupButton").setFocus()
    qtbot.keyClick(office.window.focusWidget(), Qt.Key.Key_Return)
    complete = await seen(office.desk, "Desk.CompleteButton")
    await until(complete.hasFocus)
    qtbot.keyClick(complete, Qt.Key.Key_Return)
    await until(lambda: office.rows() == [])
    await until(lambda: office.desk.isAncestorOf(office.window.focusWidget()))


async def test_a_double_click_on_wrap_up_does_not_complete_as_well(office, qtbot):
    await office.accepted()
    qtbot.mouseClick(await seen(office.desk, "Desk.WrapupButton"), Qt.MouseButton.LeftButton)
    complete = await seen(office.desk, "Desk.CompleteButton")
    QTest.mouseDClick(complete, Qt.MouseButton.LeftButton)
    await until(lambda: office.rows() == [("Ada", "wrapping")])


async def test_tab_leads_through_the_desk_as_it_is_read(office, qtbot):
    await office.another("Barbara")
    await seen(office.desk, "Desk.AcceptButton")
    await office.accepted("Ada")
    await seen(office.desk, "MessageInput.TextArea")
    part(office.desk, "Desk.ActivityButton").setFocus()
    stops = []
    while len(stops) < 9:
        stops.append(office.window.focusWidget().objectName())
        qtbot.keyClick(office.window.focusWidget(), Qt.Key.Key_Tab)
    assert stops == [
        "Desk.ActivityButton",
        "Desk.TaskList",
        "Desk.AcceptButton",
        "Desk.RejectButton",
        "MessageList",
        "MessageInput.AttachButton",
        "Desk.CannedButton",
        "MessageInput.TextArea",
        "Desk.TransferButton",
    ]


async def test_going_through_the_list_by_tab_selects_nothing_and_enter_does(office, qtbot):
    task, _channel = await office.accepted("Ada")
    other, _channel = await office.accepted("Barbara", office.sim.add_customer())
    await office.agent.actions.invoke_action("SelectTask", {"sid": task})
    office.desk.list.setFocus()
    count = len(office.invoked("SelectTask"))
    qtbot.keyClick(office.desk.list, Qt.Key.Key_Down)
    await until(lambda: office.agent.store.state.session.selected_task_sid == other)
    assert len(office.invoked("SelectTask")) == count + 1
    qtbot.keyClick(office.desk.list, Qt.Key.Key_Return)
    await until(lambda: part(office.desk, "MessageInput.TextArea").hasFocus())


@pytest.mark.parametrize("selected", [0, 1])
async def test_logging_out_amid_chats_invokes_nothing_else(office, qtbot, selected):
    tasks = [
        (await office.accepted("Ada"))[0],
        (await office.accepted("Barbara", office.sim.add_customer()))[0],
    ]
    await office.agent.actions.invoke_action("SelectTask", {"sid": tasks[selected]})
    count = len(office.invoked("SelectTask"))
    await office.agent.actions.invoke_action("Logout")
    await until(lambda: office.rows() == [])
    assert len(office.invoked("SelectTask")) == count
    assert not is_seen(office.desk, "NotificationBar.Item")


async def test_the_transfer_menu_names_everybody_else_who_is_there(office, qtbot):
    office.sim.add_agent("Grace & co")
    office.sim.add_agent("Edsger")
    edsger = office.sim.agents[2]
    await until(lambda: edsger.store.state.session.worker_sid)
    await edsger.actions.invoke_action("SetActivity", {"activityName": "offline"})
    await office.accepted()
    await until(lambda: len(office.agent.store.state.chat.workers) == 4)
    click(qtbot, office.desk, "Desk.TransferButton")
    menu = await popup()
    entries = [(one.text(), one.isEnabled()) for one in menu.actions()]
    menu.close()
    assert entries[0] == ("Edsger (Offline)", False)
    assert entries[1][0].startswith("Grace && co (")
    assert entries[2][0].endswith("(bot)")


async def test_the_activity_is_chosen_from_a_menu(office, qtbot):
    click(qtbot, office.desk, "Desk.ActivityButton")
    menu = await popup()
    entries = {one.objectName(): one for one in menu.actions()}
    assert entries["Desk.Activity.available"].isChecked()
    menu.close()
    entries["Desk.Activity.busy"].trigger()
    await until(lambda: part(office.desk, "Desk.ActivityButton").text() == "Busy")
    entries["Desk.LogEntry"].trigger()
    await until(lambda: part(office.desk, "Desk.ActivityButton").text() == "Logged out")
    assert [one.origin for one in office.invoked("Logout")] == ["Desk"]
    entries["Desk.Activity.offline"].trigger()
    await until(lambda: part(office.desk, "Desk.ActivityButton").text() == "Offline")
    assert not is_seen(office.desk, "Desk.Hint")
