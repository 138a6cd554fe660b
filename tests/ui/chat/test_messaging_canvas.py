import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from tests.support.simulation import bodies, channel, stage
from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part, texts
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
