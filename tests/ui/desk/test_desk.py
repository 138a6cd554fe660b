"""A whole conversation by clicks on both sides, and what the desk shows meanwhile."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from tests.support.simulation import bodies, stage
from tests.support.waiting import until
from tests.ui.support.desk import click, popup, seen
from tests.ui.support.gestures import is_seen, part, parts, texts
from tests.ui.support.pictures import picture
from ui.chat.media.thumbnails import Thumbnails
from ui.chat.messages.message_list import MessageList
from webchat.state import EngagementStage

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing", extend=True)


def said(list_):
    """Return the bodies that a message list shows."""
    model = list_.model()
    names = {bytes(name).decode(): role for role, name in model.roleNames().items()}
    rows = [model.index(row) for row in range(model.rowCount())]
    return [one.data(names["body"]) for one in rows if one.data(names["kind"]) == "message"]


async def test_a_whole_conversation_with_both_sides_clicked(office, qtbot):
    root, desk = office.root, office.desk
    click(qtbot, root, "EntryPoint")
    name = await seen(root, "PreEngagementCanvas.Field.friendlyName")
    qtbot.keyClicks(name, "Ada")
    click(qtbot, root, "PreEngagementCanvas.SubmitButton")
    click(qtbot, desk, (await seen(desk, "Desk.AcceptButton")).objectName())
    area = await seen(desk, "MessageInput.TextArea")
    await until(area.hasFocus)
    qtbot.keyClicks(area, "Hello Ada")
    qtbot.keyClick(area, Qt.Key.Key_Return)
    await until(lambda: "Hello Ada" in bodies(office.customer))
    qtbot.keyClicks(part(root, "MessageInput.TextArea"), "Hello agent")
    await until(lambda: "Ada is typing" in part(desk, "TypingIndicator").text())
    await until(lambda: part(root, "MessageInput.SendButton").isEnabled())
    click(qtbot, root, "MessageInput.SendButton")
    await until(lambda: said(part(desk, "MessageList")) == ["Hello Ada", "Hello agent"])
    click(qtbot, desk, "Desk.WrapupButton")
    await until(lambda: is_seen(root, "MessageCanvasTray"))
    assert not is_seen(desk, "MessageInput")
    click(qtbot, desk, (await seen(desk, "Desk.CompleteButton")).objectName())
    await until(lambda: office.rows() == [])
    assert office.statuses() == ["completed"]
    assert is_seen(desk, "Desk.Empty")
    for action in ("AcceptTask", "WrapupTask", "CompleteTask"):
        assert [one.origin for one in office.invoked(action)] == ["Desk"]


async def test_the_customer_sees_who_has_joined_and_is_read(office):
    await office.comes()
    await office.customer.actions.invoke_action("ToggleChatVisibility")
    (task,) = office.tasks
    await office.agent.actions.invoke_action("AcceptTask", {"sid": task})
    (channel,) = office.agent.store.state.chat.channels
    await until(lambda: is_seen(office.desk, "MessageList"))
    payload = {"channelSid": channel, "body": "Anybody there?"}
    await office.customer.actions.invoke_action("SendMessage", payload)
    me = office.agent.store.state.session.identity
    members = lambda: office.customer.store.state.chat.channels[channel].members  # noqa: E731
    await until(lambda: me in members() and members()[me].last_read_index == 0)
    assert members()[me].friendly_name == "Agent 1"


async def test_several_conversations_stand_in_tabs_and_never_cross(office, qtbot):
    _one, first = await office.accepted("Ada")
    second_customer = office.sim.add_customer()
    two, second = await office.accepted("Barbara", second_customer)
    tabs = part(office.desk, "Desk.Tabs")
    await until(lambda: [tabs.tabText(at) for at in range(tabs.count())] == ["Ada", "Barbara"])
    assert office.agent.store.state.session.selected_task_sid == two
    for side, channel, body in (
        (office.customer, first, "from Ada"),
        (second_customer, second, "from Barbara"),
    ):
        await side.actions.invoke_action("SendMessage", {"channelSid": channel, "body": body})
    await until(lambda: said(part(office.desk, "MessageList")) == ["from Barbara"])
    await until(lambda: tabs.tabText(0) == "Ada (1)")
    bar = part(office.desk, "Desk.TabBar")
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
    await until(lambda: said(part(office.desk, "MessageList")) == ["from Ada"])
    assert office.invoked("SelectTask")[-1].origin == "Desk"
    await until(lambda: tabs.tabText(0) == "Ada")
    area = part(office.desk, "MessageInput.TextArea")
    qtbot.keyClicks(area, "to Ada")
    qtbot.keyClick(area, Qt.Key.Key_Return)
    await until(lambda: "to Ada" in bodies(office.customer))
    assert "to Ada" not in bodies(second_customer)


async def test_a_cancelled_selection_leaves_the_tab_where_it_was(office, qtbot):
    await office.accepted("Ada")
    await office.accepted("Barbara", office.sim.add_customer())
    office.agent.actions.add_listener("beforeSelectTask", lambda _payload, cancel: cancel())
    tabs, bar = part(office.desk, "Desk.Tabs"), part(office.desk, "Desk.TabBar")
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
    await until(lambda: office.invoked("SelectTask")[-1].outcome == "cancelled")
    await until(lambda: tabs.currentIndex() == 1)
    assert office.desk.list.currentIndex().data() == "Barbara"


async def test_a_rejected_task_waits_for_anybody_else(office, qtbot):
    await office.comes()
    click(qtbot, office.desk, (await seen(office.desk, "Desk.RejectButton")).objectName())
    await until(lambda: office.rows() == [("Ada", "pending")])
    assert is_seen(office.desk, "Desk.AcceptButton")
    assert not is_seen(office.desk, "Desk.RejectButton")


async def test_a_chat_goes_to_the_bot_and_back(make_office, qtbot):
    office = await make_office(agent_delay=0)
    await office.accepted()
    click(qtbot, office.desk, "Desk.TransferButton")
    menu = await popup()
    (bot,) = [one for one in menu.actions() if "concierge" in one.objectName()]
    menu.close()
    bot.trigger()
    await until(lambda: office.rows() == [])
    await until(lambda: "completed" in office.statuses())
    concierge = office.sim.kinds["bot"].sides[0]
    await until(
        lambda: any(one.status == "accepted" for one in concierge.store.state.tasks.values())
    )
    sid = next(one.sid for one in concierge.store.state.tasks.values() if one.status == "accepted")
    target = {"sid": sid, "targetSid": office.agent.store.state.session.worker_sid}
    await concierge.actions.invoke_action("TransferTask", target)
    await until(lambda: office.rows() == [("Ada", "reserved")])


async def test_what_was_said_before_the_chat_is_shown_as_it_was_said(office, qtbot):
    task, _channel = await office.comes("Ada", query="<b>Where</b> is my order?", email="a@b.se")
    qtbot.mouseClick(
        office.desk.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=office.desk.list.visualRect(office.desk.model.index(0)).center(),
    )
    await until(lambda: office.agent.store.state.session.selected_task_sid == task)
    labels = [one.text() for one in parts(office.desk, "Desk.Answers.Label")]
    values = [one.text() for one in parts(office.desk, "Desk.Answers.Value")]
    assert sorted(zip(labels, values, strict=True)) == [
        ("Email", "a@b.se"),
        ("Query", "<b>Where</b> is my order?"),
    ]


async def test_a_customer_who_leaves_is_told_of_and_can_be_wrapped_up(office, qtbot):
    await office.accepted()
    await office.customer.actions.invoke_action("RestartEngagement")
    await until(lambda: is_seen(office.desk, "Desk.CustomerLeft"))
    click(qtbot, office.desk, "Desk.WrapupButton")
    click(qtbot, office.desk, (await seen(office.desk, "Desk.CompleteButton")).objectName())
    await until(lambda: office.rows() == [])
    assert stage(office.customer) is EngagementStage.PRE_ENGAGEMENT


async def test_a_customer_who_leaves_before_anybody_answers_is_gone_from_the_desk(office):
    await office.comes()
    await office.customer.actions.invoke_action("RestartEngagement")
    await until(lambda: office.rows() == [])
    assert office.statuses() == ["cancelled"]
    assert not is_seen(office.desk, "Desk.AcceptButton")


async def test_a_customer_who_leaves_while_being_accepted_leaves_no_task_behind(office, qtbot):
    await office.comes()
    go_on = asyncio.Event()

    async def slow(_payload):
        await go_on.wait()

    office.agent.actions.add_listener("beforeAcceptTask", slow)
    click(qtbot, office.desk, (await seen(office.desk, "Desk.AcceptButton")).objectName())
    await office.customer.actions.invoke_action("RestartEngagement")
    await until(lambda: office.rows() == [])
    go_on.set()
    assert "is cancelled" in (await seen(office.desk, "NotificationBar.Text")).text()
    assert is_seen(office.desk, "Desk.Empty")


async def test_who_waits_is_said_to_whoever_does_not_see_it(office, announcements):
    await office.comes("Ada", query="Where is it?")
    expected = "Ada, pending · chat · “Where is it?”, for 0:00"
    await until(lambda: (expected, False) in announcements)


async def test_a_call_has_hold_and_hang_up_in_place_of_a_conversation(office, qtbot):
    await office.calls("Hedy")
    desk = office.desk
    await until(lambda: "On the phone" in texts(desk))
    assert not is_seen(desk, "MessageInput")
    assert not is_seen(desk, "Desk.WrapupButton")
    click(qtbot, desk, "Desk.HoldButton")
    await until(lambda: "On hold" in texts(desk))
    click(qtbot, desk, "Desk.UnholdButton")
    await until(lambda: "On the phone" in texts(desk))
    click(qtbot, desk, "Desk.HangupButton")
    await until(lambda: "The call has ended" in texts(desk))
    click(qtbot, desk, "Desk.CompleteButton")
    await until(lambda: office.rows() == [])


async def test_a_refused_order_is_told_in_a_notice_of_the_desk(office):
    task, _channel = await office.accepted()
    office.agent.actions.invoke_action("CompleteTask", {"sid": task})
    notice = await seen(office.desk, "NotificationBar.Text")
    assert notice.text().startswith(f"The task {task} is accepted; only a wrapping task can be")


async def test_a_plugin_that_never_completes_leaves_a_button_to_try_again(office, qtbot):
    await office.accepted()
    await office.agent.actions.invoke_action("WrapupTask", {"sid": next(iter(office.tasks))})
    undo = office.agent.actions.replace_action("CompleteTask", lambda _payload, _original: None)
    click(qtbot, office.desk, (await seen(office.desk, "Desk.CompleteButton")).objectName())
    await until(lambda: office.invoked("CompleteTask")[-1].outcome == "completed")
    assert part(office.desk, "Desk.CompleteButton").isEnabled()
    undo()
    click(qtbot, office.desk, "Desk.CompleteButton")
    await until(lambda: office.rows() == [])


async def test_an_agent_who_logs_out_in_the_middle_finds_the_task_waiting_again(office, qtbot):
    await office.accepted()
    await office.agent.actions.invoke_action("Logout")
    await until(lambda: "You are logged out. Log in to see your tasks." in texts(office.desk))
    click(qtbot, office.desk, "Desk.Empty.Button")
    await until(lambda: is_seen(office.desk, "Desk.AcceptButton"))
    click(qtbot, office.desk, "Desk.AcceptButton")
    await until(lambda: ("Ada", "accepted") in office.rows())


async def test_the_empty_desk_says_why_it_is_empty(office, qtbot):
    text = lambda: part(office.desk, "Desk.Empty.Text").text()  # noqa: E731
    assert text() == "No tasks. A customer who starts a chat appears here."
    assert not is_seen(office.desk, "Desk.Empty.Button")
    await office.agent.actions.invoke_action("SetActivity", {"activityName": "offline"})
    await until(lambda: text().startswith("You are offline."))
    click(qtbot, office.desk, "Desk.Empty.Button")
    await until(lambda: office.agent.store.state.session.activity == "available")
    assert office.invoked("SetActivity")[-1].origin == "Desk"


async def test_a_customer_who_waits_for_nobody_is_told_of(office, qtbot):
    await office.agent.actions.invoke_action("SetActivity", {"activityName": "offline"})
    await office.comes()
    hint = await seen(office.desk, "Desk.Hint.Text")
    assert hint.text() == "1 customer waits, and nobody is available."
    click(qtbot, office.desk, "Desk.Hint.Button")
    await until(lambda: office.rows() == [("Ada", "reserved")])
    assert not is_seen(office.desk, "Desk.Hint")


async def test_what_the_desk_is_working_with_is_the_current_side(office, qtbot):
    second = office.sim.add_agent()
    office.agent.kind.focus(second)
    qtbot.mouseClick(part(office.desk, "Desk.ActivityButton"), Qt.MouseButton.RightButton)
    part(office.desk, "Desk.ActivityButton").setFocus()
    await until(lambda: office.agent.kind.current_side is office.agent)


async def test_every_control_of_the_desk_has_a_name_and_words(office):
    await office.accepted()
    await office.another("Barbara")
    await until(lambda: is_seen(office.desk, "Desk.AcceptButton"))
    controls = [
        one
        for kind in (QAbstractButton, QLineEdit, MessageList)
        for one in office.desk.findChildren(kind)
        if one.isVisible()
    ]
    assert len(controls) >= 8
    assert [one for one in controls if not one.objectName()] == []
    unnamed = [one.objectName() for one in controls if not one.accessibleName()]
    assert unnamed == []
    assert part(office.desk, "Desk.AcceptButton").accessibleName() == "Accept: Barbara"
    assert office.desk.accessibleName() == "Desk of Agent 1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_desk_is_put_away_with_all_it_watches(make_office, theme, scheme):
    theme.set_scheme(scheme)
    office = await make_office()
    await office.accepted()
    before = len(office.agent.store._subscriptions)
    office.desk.deleteLater()
    await until(lambda: len(office.agent.store._subscriptions) < before // 2)
    await asyncio.sleep(0)


async def test_a_picture_of_one_of_several_customers_is_shown_small(office, tmp_path):
    _task, channel = await office.accepted("Ada")
    await office.accepted("Barbara", office.sim.add_customer())
    payload = {"channelSid": channel, "file": str(picture(tmp_path))}
    await office.customer.actions.invoke_action("SendMediaMessage", payload)
    sent = lambda: office.agent.store.state.chat.channels[channel].messages  # noqa: E731
    await until(sent)
    thumbnails = Thumbnails.for_side(office.agent)
    await until(lambda: thumbnails.pixmap(sent()[0].media[0]) is not None)


async def test_a_notice_covers_no_task_and_gives_the_room_back(office, qtbot):
    await office.comes()
    button = await seen(office.desk, "Desk.AcceptButton")
    top = office.desk.list.y()
    office.agent.notifications.show("Something to know.", "warning", is_sticky=True)
    await seen(office.desk, "NotificationBar.Item")
    bar = part(office.desk, "NotificationBar")
    await until(lambda: office.desk.list.y() >= bar.geometry().bottom())
    assert not bar.geometry().intersects(office.desk.list.geometry())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    await until(lambda: office.rows() == [("Ada", "accepted")])
    click(qtbot, office.desk, "NotificationBar.CloseButton")
    await until(lambda: office.desk.list.y() == top)
