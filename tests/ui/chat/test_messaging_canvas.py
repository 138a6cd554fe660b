import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from tests.support.simulation import bodies, channel, stage
from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part, texts
from ui.chat.props import Props
from webchat.actions import ActionFailedError
from webchat.state import EngagementStage


@pytest.fixture
async def talk(chat):
    await chat.start()
    assert is_seen(chat.root, "MessageInput")
    return chat


def messages(chat):
    return part(chat.root, "MessageList")


async def failed_message(chat):
    """Let a message fail at the centre, because its sender has left; then come back."""
    sid, centre = channel(chat.side).sid, chat.sim.centre
    me = (await centre.members(sid))[0]
    await centre.leave(sid, me.identity)
    with pytest.raises(ActionFailedError):
        await chat.side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "hi"})
    await centre.join(sid, me)
    (failed,) = channel(chat.side).messages
    assert failed.status == "failed"
    return failed


async def test_an_ended_chat_has_the_tray_in_place_of_the_input(talk, qtbot):
    await talk.side.chat_client.channel(channel(talk.side).sid).close()
    await until(lambda: is_seen(talk.root, "MessageCanvasTray"))
    assert not is_seen(talk.root, "MessageInput")
    assert "Thanks for chatting with us!" in texts(talk.root)
    assert part(talk.root, "MessageCanvasTray.Button").text() == "START NEW CHAT"


async def test_what_is_being_typed_when_the_chat_ends_begins_no_new_one(talk, qtbot):
    part(talk.root, "MessageInput.TextArea").setFocus()
    await talk.side.chat_client.channel(channel(talk.side).sid).close()
    await until(lambda: is_seen(talk.root, "MessageCanvasTray"))
    qtbot.keyClicks(QApplication.focusWidget(), "thank you ")
    assert part(talk.root, "MessageList").hasFocus()
    assert not talk.invoked("RestartEngagement")


async def test_the_trays_button_starts_over(talk, qtbot):
    await talk.side.chat_client.channel(channel(talk.side).sid).close()
    await until(lambda: is_seen(talk.root, "MessageCanvasTray"))
    click(qtbot, talk.root, "MessageCanvasTray.Button")
    await until(lambda: stage(talk.side) is EngagementStage.PRE_ENGAGEMENT)
    assert talk.invoked("RestartEngagement")[0].origin == "MessageCanvasTray"
    assert talk.session.is_entry_point_expanded


async def test_a_failed_message_is_sent_again_by_the_action(talk):
    messages(talk).send_again_requested.emit(await failed_message(talk))
    await until(lambda: [one.status for one in channel(talk.side).messages] == ["sent"])
    assert talk.invoked("SendMessage")[-1].origin == "MessageList"


async def test_a_failed_message_is_discarded_by_the_action(talk):
    messages(talk).discard_requested.emit(await failed_message(talk))
    await until(lambda: bodies(talk.side) == [])
    assert talk.invoked("DiscardMessage")[0].origin == "MessageList"


@pytest.mark.parametrize(
    ("address", "is_opened"),
    [
        ("https://example.com/a?b=c", True),
        ("mailto:ada@example.com", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
    ],
)
async def test_only_links_of_the_web_are_opened(talk, monkeypatch, address, is_opened):
    opened = []

    def open_url(url):
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    messages(talk).link_activated.emit(address)
    assert [one.toString() for one in opened] == [address] * is_opened


async def test_a_link_that_nothing_opens_is_told(talk, monkeypatch):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    messages(talk).link_activated.emit("https://example.com")
    assert "https://example.com could not be opened." in texts(talk.root)


async def say(talk, body):
    sid = channel(talk.side).sid
    await talk.side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": body})
    await until(lambda: body in bodies(talk.side))


def input_text(talk):
    return part(talk.root, "MessageInput.TextArea").text()


async def test_escape_leads_from_the_messages_to_the_input(talk, qtbot):
    messages(talk).setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(messages(talk), Qt.Key.Key_Escape)
    assert part(talk.root, "MessageInput.TextArea").hasFocus()
    assert not talk.invoked("MinimizeChat")


async def test_what_is_typed_among_the_messages_goes_to_the_input(talk, qtbot):
    messages(talk).setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(messages(talk), "h")
    qtbot.keyClicks(QApplication.focusWidget(), "ello")
    assert input_text(talk) == "hello"


async def test_keys_that_type_nothing_stay_among_the_messages(talk, qtbot):
    messages(talk).setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(messages(talk), Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(messages(talk), Qt.Key.Key_Left)
    assert messages(talk).hasFocus()
    assert input_text(talk) == ""


async def test_a_quote_stands_before_what_was_written_with_the_caret_behind_it(talk, qtbot):
    area = part(talk.root, "MessageInput.TextArea")
    area.setFocus()
    qtbot.keyClicks(area, "mine")
    await until(lambda: channel(talk.side).input_text == "mine")
    messages(talk).quoted.emit("one\r\ntwo\n")
    await until(lambda: input_text(talk) == "> one\n> two\nmine")
    assert area.selection() == (12, 12)
    assert area.hasFocus()
    assert talk.invoked("SetInputText")[-1].origin == "MessageList"


async def ended(make_chat, **props):
    chat = await make_chat(component_props={"MessagingCanvas": props})
    await chat.start()
    await chat.side.chat_client.channel(channel(chat.side).sid).close()
    await until(lambda: channel(chat.side).status != "active")
    return chat


async def test_the_footer_of_an_ended_chat_can_be_left_out(make_chat):
    chat = await ended(make_chat, hideFooterOnInactive=True)
    assert not is_seen(chat.root, "MessageInput")
    assert not is_seen(chat.root, "MessageCanvasTray")


async def test_without_the_tray_an_ended_chat_keeps_an_input_that_takes_nothing(make_chat, qtbot):
    chat = await ended(make_chat, showTrayOnInactive=False)
    assert not is_seen(chat.root, "MessageCanvasTray")
    assert not part(chat.root, "MessageInput").isEnabled()
    assert part(chat.root, "MessageInput.TextArea").placeholderText() == "Chat ended"
    assert "The chat has ended" in part(chat.root, "MessageInput.SendButton").toolTip()
    messages(chat).setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(messages(chat), "x")
    assert input_text(chat) == ""


async def test_markdown_is_turned_on_and_off_while_the_chat_is_open(talk):
    await say(talk, "# Title\n\n**bold** text\n\n- one\n- two")
    view = messages(talk)
    row = view.model().rowCount() - 1
    plain = view.parts_of(row)[0].text
    Props.of(talk.side).set_markdown(True)
    assert view.parts_of(row)[0].text == "Title\nbold text\n• one\n• two"
    Props.of(talk.side).set_markdown(False)
    assert view.parts_of(row)[0].text == plain


async def test_turning_markdown_on_keeps_the_place_that_is_read(talk):
    for number in range(60):
        await say(talk, f"**number** {number}\n\n- a\n- b")
    view = messages(talk)
    view.scroll_to(view.model().index(20))
    top = view.rows_in_sight()[0].row
    Props.of(talk.side).set_markdown(True)
    assert view.rows_in_sight()[0].row == top
