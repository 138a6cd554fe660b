"""What Enter and the button do with files, without a connection, and while something is sent."""

import asyncio

import pytest
from PySide6.QtCore import Qt

from tests.support.simulation import bodies, channel, notices, simulation, start
from tests.support.waiting import passing, until
from tests.ui.support.gestures import click, part
from tests.ui.support.message_input import shown_input
from tests.ui.support.pictures import picture, text_file
from webchat.actions import ActionError

OFFLINE = "There is no connection. Your message can be sent once it is back."


def box(entry):
    return part(entry, "MessageInput.TextArea")


def button(entry):
    return part(entry, "MessageInput.SendButton")


def enter(entry, qtbot):
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)


def invoked(side, action):
    return [one for one in side.actions.history if one.action == action]


def names(message):
    return [one.filename for one in message.media]


async def taken(side, count=1):
    def is_taken():
        found = [one.status for one in channel(side).messages]
        return found == ["sent"] * count

    await until(is_taken)
    return channel(side).messages[-1]


async def test_one_message_carries_the_text_and_all_files(entry, side, attach, qtbot, tmp_path):
    await attach(text_file(tmp_path), picture(tmp_path))
    qtbot.keyClicks(box(entry), "both")
    enter(entry, qtbot)
    message = await taken(side)
    assert (message.body, names(message)) == ("both", ["notes.txt", "photo.png"])
    assert (box(entry).toPlainText(), channel(side).attached_files) == ("", ())
    (sent,) = invoked(side, "SendMediaMessage")
    assert sent.origin == "MessageInput"
    assert sent.payload["files"] == [str(tmp_path / one) for one in ("notes.txt", "photo.png")]
    assert not invoked(side, "SendMessage")


async def test_a_file_alone_may_be_sent_without_a_text(entry, side, attach, qtbot, tmp_path):
    assert not button(entry).isEnabled()
    await attach(text_file(tmp_path))
    assert button(entry).isEnabled()
    click(qtbot, entry, "MessageInput.SendButton")
    assert names(await taken(side)) == ["notes.txt"]
    (sent,) = invoked(side, "SendMediaMessage")
    assert sent.payload["file"] == str(tmp_path / "notes.txt")
    assert "body" not in sent.payload
    assert box(entry).hasFocus()


async def test_a_text_that_is_too_long_keeps_the_files_too(entry, side, attach, qtbot, tmp_path):
    await attach(text_file(tmp_path))
    payload = {"channelSid": channel(side).sid, "body": "x" * 32769}
    await side.actions.invoke_action("SetInputText", payload)
    enter(entry, qtbot)
    assert not invoked(side, "SendMediaMessage")
    assert len(channel(side).attached_files) == 1


async def test_what_is_written_while_files_are_sent_goes_out_after_them(
    entry, side, attach, qtbot, tmp_path
):
    gate = asyncio.Event()

    async def wait(_payload):
        await gate.wait()

    undo = side.actions.add_listener("afterSendMediaMessage", wait)
    await attach(text_file(tmp_path))
    enter(entry, qtbot)
    await taken(side)
    qtbot.keyClicks(box(entry), "that was it")
    assert not button(entry).isEnabled()
    enter(entry, qtbot)
    assert box(entry).toPlainText() == "that was it"
    undo()
    gate.set()
    await taken(side, 2)
    assert bodies(side) == ["", "that was it"]


async def test_files_wait_for_a_text_that_is_being_sent(entry, side, attach, qtbot, tmp_path):
    gate = asyncio.Event()

    async def wait(_payload):
        await gate.wait()

    undo = side.actions.add_listener("afterSendMessage", wait)
    qtbot.keyClicks(box(entry), "first")
    enter(entry, qtbot)
    await taken(side)
    await attach(text_file(tmp_path))
    enter(entry, qtbot)
    enter(entry, qtbot)
    assert not invoked(side, "SendMediaMessage")
    undo()
    gate.set()
    assert names(await taken(side, 2)) == ["notes.txt"]
    assert len(invoked(side, "SendMediaMessage")) == 1


async def test_a_cancelled_message_keeps_text_and_files(entry, side, attach, qtbot, tmp_path):
    side.actions.add_listener("beforeSendMediaMessage", lambda _payload, cancel: cancel())
    await attach(text_file(tmp_path))
    qtbot.keyClicks(box(entry), "stay")
    enter(entry, qtbot)
    await until(lambda: button(entry).isEnabled())
    assert (box(entry).toPlainText(), channel(side).input_text) == ("stay", "stay")
    assert len(channel(side).attached_files) == 1
    assert channel(side).messages == ()


async def test_a_file_that_has_gone_fails_its_message_and_loses_nothing_else(
    entry, side, attach, qtbot, tmp_path
):
    path = text_file(tmp_path)
    await attach(path)
    path.unlink()
    qtbot.keyClicks(box(entry), "with a text")
    enter(entry, qtbot)
    await until(lambda: [one.status for one in channel(side).messages] == ["failed"])
    assert bodies(side) == ["with a text"]
    assert notices(side)
    await until(lambda: not side.actions.find_pending_actions("SendMediaMessage"))
    qtbot.keyClicks(box(entry), "on")
    assert button(entry).isEnabled()


async def test_without_a_connection_the_button_says_why_and_enter_too(entry, side, qtbot):
    qtbot.keyClicks(box(entry), "hello")
    side.line.cut()
    await until(lambda: not button(entry).isEnabled())
    assert OFFLINE in button(entry).toolTip()
    assert button(entry).accessibleDescription() == OFFLINE
    enter(entry, qtbot)
    assert notices(side).count(OFFLINE) == 1
    assert (box(entry).toPlainText(), channel(side).messages) == ("hello", ())
    side.line.restore()
    await passing(side.clock, lambda: button(entry).isEnabled())
    assert "Send Message" in button(entry).toolTip()
    enter(entry, qtbot)
    await taken(side)


async def test_what_waits_when_the_connection_is_lost_stays_in_the_box(entry, side, qtbot):
    gate = asyncio.Event()

    async def wait(_payload):
        await gate.wait()

    undo = side.actions.add_listener("afterSendMessage", wait)
    qtbot.keyClicks(box(entry), "first")
    enter(entry, qtbot)
    await taken(side)
    qtbot.keyClicks(box(entry), "second")
    enter(entry, qtbot)
    side.line.cut()
    undo()
    gate.set()
    await until(lambda: OFFLINE in notices(side))
    assert (box(entry).toPlainText(), channel(side).input_text) == ("second", "second")
    side.line.restore()
    await passing(side.clock, lambda: button(entry).isEnabled())


async def test_while_sending_files_is_blocked_they_stay(entry, side, attach, qtbot, tmp_path):
    path = text_file(tmp_path)
    await attach(path)
    blocked = {"channelSid": channel(side).sid, "file": str(path)}
    unblock = side.actions.block_action("SendMediaMessage", blocked)
    assert not button(entry).isEnabled()
    enter(entry, qtbot)
    assert notices(side) == ["Message sending has been disabled"]
    unblock()
    enter(entry, qtbot)
    await taken(side)


async def test_the_limit_of_characters_is_the_configured_one(qtbot):
    props = {"MessagingCanvas": {"charLimit": 10}}
    async with simulation(component_props=props) as sim:
        await start(sim.webchat)
        entry = shown_input(sim.webchat, qtbot)
        qtbot.keyClicks(box(entry), "1234567")
        assert part(entry, "MessageInput.Counter").text() == "7 / 10"
        qtbot.keyClicks(box(entry), "8901")
        assert not button(entry).isEnabled()
        enter(entry, qtbot)
        assert not channel(sim.webchat).messages


async def test_enter_makes_a_row_where_it_is_not_to_send(qtbot):
    props = {"MessageInput": {"returnKeySendsMessage": False}}
    async with simulation(component_props=props) as sim:
        await start(sim.webchat)
        entry = shown_input(sim.webchat, qtbot)
        qtbot.keyClicks(box(entry), "one")
        enter(entry, qtbot)
        qtbot.keyClicks(box(entry), "two")
        assert box(entry).toPlainText() == "one\ntwo"
        qtbot.keyClick(box(entry), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert (await taken(sim.webchat)).body == "one\ntwo"


@pytest.mark.parametrize("style", ["Bubble", "Boxed", "Line"])
async def test_the_area_has_the_configured_style(qtbot, style):
    async with simulation(component_props={"MessageInput": {"areaStyle": style}}) as sim:
        await start(sim.webchat)
        assert box(shown_input(sim.webchat, qtbot)).property("areaStyle") == style


async def test_refused_files_are_told_once(entry, side, tmp_path):
    payload = {"channelSid": channel(side).sid, "file": str(tmp_path)}
    with pytest.raises(ActionError):
        await side.actions.invoke_action("AttachFile", payload)
    assert len(notices(side)) == 1
