"""The checklist's rows about the conversation (see ``test_checklist``): 47 to 80, 95 to 98, 101.

Rows without a test of their own here, and why:

- 51: an own message is shown at once, as sending; the reference waits for the server (row 50).
- 75: names of agents who left are those of the last time they were members (row 74).
- 80: nothing that a person writes is altered (row 57).
"""

import asyncio
from datetime import timedelta
from itertools import combinations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel

from tests.support.clock import ManualClock
from tests.support.simulation import companion
from tests.support.waiting import passing, until
from tests.ui.support.checklist import widget
from tests.ui.support.gestures import parts
from ui.chat.props import Props
from ui.models.messages import Role
from webchat.centre.events import Typing
from webchat.model import Member

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
async def clock():
    return ManualClock()


@pytest.fixture
async def chat(qtbot, clock):
    """In an engagement with Bob, with an empty conversation."""
    async with widget(qtbot, clock=clock) as one:
        yield await one.begin()


@pytest.fixture
async def make(qtbot):
    """Return a context manager for an engagement with other settings."""

    def make(**settings):
        return widget(qtbot, **settings)

    return make


def centre(chat):
    return chat.sim.centre


async def test_row_47_and_48_a_chat_begins_with_a_welcome_and_a_greeting(chat):
    assert chat.is_seen("WelcomeMessage")
    assert "Welcome to customer service" in chat.texts
    assert chat.rows("predefined") == ["Hi there! How can we help you today?"]
    assert chat.bodies == []


async def test_row_49_the_query_is_sent_as_the_first_message_where_that_is_set(make):
    async with make(send_query_as_message=True) as chat:
        chat.toggle()
        chat.fill("friendlyName", "Ada")
        chat.fill("query", "Where is it?")
        chat.click("PreEngagementCanvas.SubmitButton")
        await until(lambda: chat.is_seen("MessageList") and chat.rows() == ["Where is it?"])


async def test_row_50_an_own_message_is_shown_at_once_and_then_as_sent(chat):
    chat.type("Hello")
    chat.press(Qt.Key.Key_Return)
    assert (chat.rows(), chat.rows(role=Role.STATUS)) == (["Hello"], ["sending"])
    await until(lambda: chat.rows(role=Role.STATUS) == ["sent"])
    assert chat.area.toPlainText() == ""


async def fail(chat):
    """Let a message fail, because its sender is no member for a moment."""
    sid, me = chat.session.channel_sid, chat.session.identity
    await centre(chat).leave(sid, me)
    invoked = chat.side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "Hello"})
    await asyncio.gather(invoked, return_exceptions=True)
    await centre(chat).join(sid, Member(me, "Ada"))
    await until(lambda: chat.channel.members[me].online)
    assert chat.rows(role=Role.STATUS) == ["failed"]


async def test_row_52_and_53_a_message_that_failed_stays_and_is_sent_again(chat):
    await fail(chat)
    chat.press_in_list("again")
    await until(lambda: chat.rows(role=Role.STATUS) == ["sent"])
    assert chat.bodies == ["Hello"]


async def test_row_53_a_message_that_failed_can_be_discarded(chat):
    await fail(chat)
    chat.press_in_list("discard")
    await until(lambda: chat.rows() == [])


async def test_row_54_enter_sends_and_shift_enter_begins_a_line(chat):
    chat.type("one")
    chat.press(Qt.Key.Key_Return, SHIFT)
    chat.type("two")
    assert chat.bodies == []
    chat.press(Qt.Key.Key_Return)
    await until(lambda: chat.bodies == ["one\ntwo"])


async def test_row_55_enter_begins_a_line_where_it_is_not_to_send(make):
    async with make(component_props={"MessageInput": {"returnKeySendsMessage": False}}) as chat:
        await chat.begin()
        chat.type("one")
        chat.press(Qt.Key.Key_Return)
        assert chat.area.toPlainText() == "one\n"
        chat.click("MessageInput.SendButton")
        await until(lambda: chat.bodies == ["one\n"])


async def test_row_56_blanks_are_not_sent(chat):
    chat.type("   ")
    chat.press(Qt.Key.Key_Return)
    assert not chat.part("MessageInput.SendButton").isEnabled()
    assert chat.invoked("SendMessage") == []


async def test_row_57_and_80_a_text_is_sent_as_it_was_written(chat):
    text = "  and/or <b> & ; https://example.com/a?b=1  "
    chat.type(text)
    chat.press(Qt.Key.Key_Return)
    await until(lambda: chat.bodies == [text])


async def test_row_58_a_counter_warns_and_a_text_that_is_too_long_is_not_sent(make):
    async with make(component_props={"MessagingCanvas": {"charLimit": 10}}) as chat:
        await chat.begin()
        chat.type("123456")
        assert not chat.is_seen("MessageInput.Counter")
        chat.type("7")
        assert chat.part("MessageInput.Counter").text() == "7 / 10"
        chat.type("8901")
        assert "11 / 10" in chat.part("MessageInput.Counter").text()
        chat.press(Qt.Key.Key_Return)
        assert not chat.part("MessageInput.SendButton").isEnabled()
        assert chat.bodies == []


async def test_row_59_a_draft_is_kept_while_the_chat_is_minimised(chat):
    chat.type("draft")
    chat.click("MainHeader.CloseButton")
    chat.toggle()
    assert chat.area.toPlainText() == "draft"


async def test_row_60_a_plugin_sets_the_input_with_its_selection(chat):
    payload = {"channelSid": chat.session.channel_sid, "body": "filled in"}
    await chat.side.actions.invoke_action(
        "SetInputText", {**payload, "selectionStart": 0, "selectionEnd": 6}
    )
    assert chat.area.textCursor().selectedText() == "filled"


async def test_row_61_typing_is_signalled_at_most_once_in_five_seconds(chat, clock):
    heard = []
    centre(chat).subscribe(heard.append)

    def signals():
        return [one for one in heard if isinstance(one, Typing)]

    chat.type("hello")
    await until(signals)
    await clock.advance(4.9)
    chat.type("a")
    await clock.advance(0.2)
    assert len(chat.invoked("SendTyping")) == 6
    assert len(signals()) == 1
    chat.type("b")
    await until(lambda: len(signals()) == 2)


async def test_row_62_and_63_who_types_is_named_and_several_are_counted(chat, clock):
    sid = chat.session.channel_sid
    eve = await companion(chat.sim, sid, "eve")
    await chat.bob.channel(sid).typing()
    await until(lambda: chat.part("TypingIndicator").text() == "Bob is typing … ")
    await eve.channel(sid).typing()
    await until(lambda: chat.part("TypingIndicator").text() == "2 people are typing … ")
    await passing(clock, lambda: chat.part("TypingIndicator").text() == "")


async def test_row_64_the_receipt_stands_below_the_last_own_message_that_was_read(chat):
    await chat.say("one")
    await chat.say("two")
    assert chat.rows(role=Role.IS_READ) == [False, False]
    await chat.bob.channel(chat.session.channel_sid).consume(1)
    await until(lambda: chat.rows(role=Role.IS_READ) == [False, True])


async def test_row_65_the_end_in_sight_marks_messages_read(chat):
    await chat.hear("one")
    await until(lambda: not chat.channel.unconsumed_messages)
    (bob, me) = (await centre(chat).members(chat.session.channel_sid))[::-1]
    assert (me.last_read_index, bob.last_read_index) == (0, -1)


async def test_row_65_another_window_in_use_marks_nothing_read(chat, qtbot):
    other = QLabel()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    await until(lambda: not chat.root.isActiveWindow())
    await chat.hear("one")
    assert len(chat.channel.unconsumed_messages) == 1


async def test_row_66_and_67_unread_messages_are_counted_and_marked_as_new(chat):
    chat.click("MainHeader.CloseButton")
    await chat.hear("one")
    await chat.hear("two")
    assert chat.part("EntryPoint.Badge").text() == "2"
    chat.toggle()
    assert chat.rows("new") == ["New"]
    model = chat.list.model()
    kinds = [model.index(row).data(Role.KIND) for row in range(model.rowCount())]
    assert kinds[kinds.index("new") :] == ["new", "message", "message"]
    assert not chat.is_seen("EntryPoint.Badge")


async def test_row_70_each_day_begins_with_its_date(chat, clock):
    await chat.say("one")
    await clock.advance(timedelta(days=1).total_seconds())
    await chat.say("two")
    await until(lambda: chat.rows("date") == ["YESTERDAY", "TODAY"])


async def test_row_71_and_74_a_bubble_says_who_and_when(chat):
    await chat.say("one")
    await chat.hear("two")
    assert chat.rows(role=Role.AUTHOR) == ["Ada", "Bob"]
    assert all(":" in time for time in chat.rows(role=Role.TIME))


async def test_row_74_the_names_are_those_that_are_set(make):
    options = {"yourDefaultName": "You", "yourFriendlyNameOverride": False}
    async with make(component_props={"MessagingCanvas": {"memberDisplayOptions": options}}) as chat:
        await chat.begin()
        await chat.say("one")
        assert chat.rows(role=Role.AUTHOR) == ["You"]


async def test_row_75_who_left_keeps_the_name(chat):
    await chat.hear("one")
    await centre(chat).leave(chat.session.channel_sid, chat.bob.identity)
    await until(lambda: "Bob left" in chat.rows("system"))
    assert chat.rows(role=Role.AUTHOR) == ["Bob"]


async def test_row_72_and_76_messages_of_one_author_are_a_group_with_one_avatar(chat):
    for text in ("one", "two"):
        await chat.hear(text)
    await chat.say("three")
    assert chat.rows(role=Role.STARTS_GROUP) == [True, False, True]


async def test_row_73_each_style_of_messages_is_another_look(chat):
    await chat.hear("Hello")
    await chat.say("Hello")
    looks = []
    for style in ("Rounded", "Squared", "Minimal", "Wide"):
        Props.of(chat.side).set_message_style(style)
        looks.append(chat.list.grab().toImage())
    assert not any(one == two for one, two in combinations(looks, 2))


@pytest.mark.parametrize(
    ("is_on", "shown"), [(False, "**bold** and `code`"), (True, "bold and code")]
)
async def test_row_77_markdown_is_read_where_it_is_turned_on(make, is_on, shown):
    async with make(markdown_support={"enabled": is_on}) as chat:
        await chat.begin()
        await chat.hear("**bold** and `code`")
        last = chat.list.model().rowCount() - 1
        assert chat.list.parts_of(last)[0].text == shown


async def test_row_78_a_link_is_opened_outside(chat, monkeypatch):
    opened = []

    def open_url(url):
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    await chat.hear("See https://example.com/a.")
    chat.press_in_list("link")
    assert [one.toString() for one in opened] == ["https://example.com/a"]


@pytest.mark.parametrize("is_on", [False, True])
async def test_row_79_html_is_shown_as_text(make, is_on):
    async with make(markdown_support={"enabled": is_on}) as chat:
        await chat.begin()
        await chat.hear("<b>x</b> <img src=file:///etc/passwd>")
        last = chat.list.model().rowCount() - 1
        assert chat.list.parts_of(last)[0].text == "<b>x</b> <img src=file:///etc/passwd>"


async def test_row_95_notices_stack_up_and_go_after_eight_seconds(chat):
    for text in ("one", "two"):
        chat.side.notifications.show(text)
    items = parts(chat.root, "NotificationBar.Item")
    assert len(items) == 2
    assert [one.findChild(QTimer).interval() for one in items] == [8000, 8000]
    chat.qtbot.mouseClick(
        parts(items[0], "NotificationBar.CloseButton")[0], Qt.MouseButton.LeftButton
    )
    assert len(parts(chat.root, "NotificationBar.Item")) == 1


async def test_row_96_and_97_a_lost_connection_is_told_and_what_is_written_waits(chat, clock):
    chat.side.line.cut()
    assert chat.part("ConnectionBanner.Text").text() == "Connection lost"
    chat.type("later")
    chat.press(Qt.Key.Key_Return)
    assert not chat.part("MessageInput.SendButton").isEnabled()
    assert chat.area.toPlainText() == "later"
    chat.side.line.restore()
    await clock.advance(1)
    await until(lambda: chat.part("ConnectionBanner.Text").text() == "Connected again")
    chat.press(Qt.Key.Key_Return)
    await until(lambda: chat.bodies == ["later"])


async def test_row_98_older_messages_come_when_the_top_is_near(make, tmp_path):
    async with make(data_dir=tmp_path) as chat:
        await chat.begin()
        sid, bob = chat.session.channel_sid, chat.bob.identity
        for number in range(250):
            await centre(chat).send_message(sid, bob, f"No. {number}")
    async with make(data_dir=tmp_path) as chat:
        await until(lambda: chat.is_seen("MessageList"))
        assert chat.rows()[-1] == "No. 249"
        assert "No. 0" not in chat.rows()

        def is_all_there():
            bar = chat.list.verticalScrollBar()
            bar.setValue(bar.minimum())
            return "No. 0" in chat.rows()

        await until(is_all_there)
        assert chat.rows() == [f"No. {number}" for number in range(250)]


async def test_row_101_who_is_no_member_is_told_and_writes_nothing(chat):
    await centre(chat).leave(chat.session.channel_sid, chat.session.identity)
    await until(lambda: not chat.area.isEnabled())
    chat.qtbot.keyClicks(QApplication.focusWidget() or chat.area, "x")
    assert chat.area.placeholderText() == "You are not a chat participant"
    assert chat.area.toPlainText() == ""
