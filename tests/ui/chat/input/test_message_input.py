import asyncio
import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.support.simulation import bodies, channel, notices
from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part
from ui.chat.input.message_input import MessageInput
from webchat.model import MAX_BODY_LENGTH


def box(entry):
    return part(entry, "MessageInput.TextArea")


def caret(entry):
    return box(entry).textCursor().position()


def listen(side, event, listener):
    return side.actions.add_listener(event, listener)


class Gate:
    """An async listener that waits until it is opened."""

    def __init__(self):
        self.is_open = asyncio.Event()

    async def __call__(self, payload):
        await self.is_open.wait()

    def open(self):
        self.is_open.set()


async def test_each_edit_sets_the_input_text_at_once(entry, side, qtbot):
    seen = []
    listen(side, "afterSetInputText", lambda payload: seen.append(payload["body"]))
    qtbot.keyClicks(box(entry), "hey")
    assert seen == ["h", "he", "hey"]
    assert (channel(side).input_text, channel(side).selection_end) == ("hey", 3)


async def test_edits_come_from_the_input(entry, side, qtbot):
    qtbot.keyClicks(box(entry), "h")
    edit = next(one for one in side.actions.history if one.action == "SetInputText")
    assert (edit.origin, edit.parent_id) == ("MessageInput", None)
    assert edit.payload["selectionEnd"] == 1


async def test_a_plugin_that_rewrites_is_seen_in_the_box(entry, side, qtbot):
    listen(side, "beforeSetInputText", lambda payload: payload.update(body=payload["body"].upper()))
    qtbot.keyClicks(box(entry), "hello")
    assert (box(entry).toPlainText(), caret(entry)) == ("HELLO", 5)
    box(entry).moveCursor(box(entry).textCursor().MoveOperation.Left)
    qtbot.keyClicks(box(entry), "x")
    assert (box(entry).toPlainText(), caret(entry)) == ("HELLXO", 5)


async def test_an_edit_that_is_cancelled_is_taken_back(entry, side, qtbot):
    def no_digits(payload, cancel):
        if any(one.isdigit() for one in payload["body"]):
            cancel()

    listen(side, "beforeSetInputText", no_digits)
    qtbot.keyClicks(box(entry), "a1b2c")
    assert (box(entry).toPlainText(), caret(entry)) == ("abc", 3)


async def test_a_replacement_of_the_edit_is_seen_in_the_box(entry, side, qtbot):
    side.actions.replace_action(
        "SetInputText",
        lambda payload, original: original(
            {**payload, "body": payload["body"].replace("(c)", "©")}
        ),
    )
    qtbot.keyClicks(box(entry), "(c) Ada")
    assert (box(entry).toPlainText(), caret(entry)) == ("© Ada", 5)


async def test_text_set_from_code_is_shown_with_its_selection(entry, side):
    await side.actions.invoke_action(
        "SetInputText",
        {
            "channelSid": channel(side).sid,
            "body": "filled in",
            "selectionStart": 0,
            "selectionEnd": 6,
        },
    )
    assert box(entry).toPlainText() == "filled in"
    assert box(entry).textCursor().selectedText() == "filled"


async def test_a_slow_listener_delays_the_echo_and_loses_nothing(entry, side, qtbot):
    gate = Gate()
    listen(side, "beforeSetInputText", gate)
    listen(side, "beforeSetInputText", lambda payload: payload.update(body=payload["body"].upper()))
    qtbot.keyClicks(box(entry), "quick")
    assert (box(entry).toPlainText(), channel(side).input_text) == ("quick", "")
    gate.open()
    await until(lambda: channel(side).input_text == "QUICK")
    assert (box(entry).toPlainText(), caret(entry)) == ("QUICK", 5)


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_is_typed_while_edits_take_their_time_arrives_unscrambled(
    entry, side, qtbot, seed
):
    chance = random.Random(seed)

    async def dawdle(_payload):
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)

    listen(side, "beforeSetInputText", dawdle)
    bare = QPlainTextEdit()
    qtbot.addWidget(bare)
    bare.show()
    keys = (Qt.Key.Key_Backspace, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Delete)
    for _ in range(120):
        letter, key = chance.choice("abc de"), chance.choice(keys)
        is_letter = chance.random() < 0.7
        for one in (box(entry), bare):
            if is_letter:
                qtbot.keyClicks(one, letter)
            else:
                qtbot.keyClick(one, key)
        if chance.random() < 0.3:
            await asyncio.sleep(0)
    await side.input_queue.settled(channel(side).sid)
    assert box(entry).toPlainText() == bare.toPlainText() == channel(side).input_text
    assert caret(entry) == bare.textCursor().position()


async def test_a_caret_moved_while_waiting_stays_where_it_is(entry, side, qtbot):
    gate = Gate()
    listen(side, "beforeSetInputText", gate)
    qtbot.keyClicks(box(entry), "quick")
    qtbot.keyClick(box(entry), Qt.Key.Key_Home)
    gate.open()
    await until(lambda: channel(side).input_text == "quick")
    assert caret(entry) == 0


async def test_undo_and_redo_are_edits_too(entry, side, qtbot):
    qtbot.keyClicks(box(entry), "hello")
    box(entry).undo()
    assert (box(entry).toPlainText(), channel(side).input_text) == ("", "")
    box(entry).redo()
    assert (box(entry).toPlainText(), channel(side).input_text) == ("hello", "hello")


async def test_undo_passes_over_what_a_plugin_rewrote(entry, side, qtbot):
    listen(side, "beforeSetInputText", lambda payload: payload.update(body=payload["body"].upper()))
    qtbot.keyClicks(box(entry), "ab")
    seen = []
    for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo):
        qtbot.keySequence(box(entry), key)
        seen.append((box(entry).toPlainText(), channel(side).input_text))
    assert seen == [("", ""), ("AB", "AB")]


async def test_nothing_is_written_while_an_input_method_composes(entry, side, qtbot):
    qtbot.keyClicks(box(entry), "a")
    QApplication.sendEvent(box(entry), QInputMethodEvent("ni", []))
    sid = channel(side).sid
    await side.actions.invoke_action("SetInputText", {"channelSid": sid, "body": "from code"})
    assert box(entry).toPlainText() == "a"
    QApplication.sendEvent(box(entry), QInputMethodEvent("", []))
    assert box(entry).toPlainText() == "from code"


async def test_enter_sends_and_empties_the_box(entry, side, qtbot):
    qtbot.keyClicks(box(entry), "hello")
    assert part(entry, "MessageInput.SendButton").isEnabled()
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    await until(lambda: bodies(side) == ["hello"])
    assert box(entry).toPlainText() == ""
    assert not part(entry, "MessageInput.SendButton").isEnabled()


async def test_the_button_sends_and_gives_the_focus_back(entry, side, qtbot):
    qtbot.keyClicks(box(entry), "hello")
    click(qtbot, entry, "MessageInput.SendButton")
    await until(lambda: bodies(side) == ["hello"])
    assert box(entry).hasFocus()


@pytest.mark.parametrize("text", ["", "   "])
async def test_nothing_to_say_is_not_sent(entry, side, qtbot, text):
    qtbot.keyClicks(box(entry), text)
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    assert not [one for one in side.actions.history if one.action == "SendMessage"]
    assert box(entry).toPlainText() == text


async def test_a_cancelled_message_stays_in_the_box(entry, side, qtbot):
    listen(side, "beforeSendMessage", lambda _payload, cancel: cancel())
    qtbot.keyClicks(box(entry), "hello")
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    assert box(entry).toPlainText() == "hello"
    assert part(entry, "MessageInput.SendButton").isEnabled()
    qtbot.keyClicks(box(entry), "!")
    assert channel(side).input_text == "hello!"


async def test_enter_waits_for_the_edit_and_sends_what_became_of_it(entry, side, qtbot):
    gate = Gate()
    listen(side, "beforeSetInputText", gate)
    listen(side, "beforeSetInputText", lambda payload: payload.update(body=payload["body"].upper()))
    qtbot.keyClicks(box(entry), "hello")
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    qtbot.keyClicks(box(entry), "next")
    gate.open()
    await until(lambda: bodies(side) == ["HELLO"])
    await until(lambda: channel(side).input_text == "NEXT")
    assert box(entry).toPlainText() == "NEXT"


async def test_what_is_typed_while_a_message_waits_to_be_sent_is_the_next_one(entry, side, qtbot):
    gate = Gate()
    listen(side, "beforeSendMessage", gate)
    qtbot.keyClicks(box(entry), "first")
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    assert not part(entry, "MessageInput.SendButton").isEnabled()
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    qtbot.keyClicks(box(entry), "second")
    assert box(entry).toPlainText() == "firstsecond"
    gate.open()
    await until(lambda: bodies(side) == ["first"])
    assert (box(entry).toPlainText(), channel(side).input_text) == ("second", "second")


async def test_enter_during_a_pending_send_sends_once_that_is_over(entry, side, qtbot):
    gate = Gate()
    undo = listen(side, "afterSendMessage", gate)
    qtbot.keyClicks(box(entry), "first")
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    await until(lambda: bodies(side) == ["first"])
    qtbot.keyClicks(box(entry), "second")
    assert not part(entry, "MessageInput.SendButton").isEnabled()
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    assert (bodies(side), box(entry).toPlainText()) == (["first"], "second")
    undo()
    gate.open()
    await until(lambda: bodies(side) == ["first", "second"])
    assert box(entry).toPlainText() == ""
    sent = [one for one in side.actions.history if one.action == "SendMessage"]
    assert [one.parent_id for one in sent] == [None, None]


async def test_a_waiting_message_that_is_taken_up_again_is_not_sent(entry, side, qtbot):
    gate = Gate()
    undo = listen(side, "afterSendMessage", gate)
    qtbot.keyClicks(box(entry), "first")
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    await until(lambda: bodies(side) == ["first"])
    qtbot.keyClicks(box(entry), "second")
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    qtbot.keyClick(box(entry), Qt.Key.Key_Backspace)
    undo()
    gate.open()
    await until(lambda: part(entry, "MessageInput.SendButton").isEnabled())
    assert (bodies(side), channel(side).input_text) == (["first"], "secon")


async def test_while_sending_is_blocked_the_text_stays_and_a_notice_says_so(entry, side, qtbot):
    unblock = side.actions.block_action(
        "SendMessage", {"channelSid": channel(side).sid, "body": "hello"}
    )
    qtbot.keyClicks(box(entry), "hello")
    assert not part(entry, "MessageInput.SendButton").isEnabled()
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    assert (box(entry).toPlainText(), bodies(side)) == ("hello", [])
    assert notices(side) == ["Message sending has been disabled"]
    unblock()
    assert part(entry, "MessageInput.SendButton").isEnabled()


async def test_the_counter_comes_with_long_texts_and_warns(entry, side, qtbot):
    sid = channel(side).sid
    looks = {}
    for share in (0.69, 0.7, 0.91, 1.01):
        body = "x" * round(MAX_BODY_LENGTH * share)
        await side.actions.invoke_action("SetInputText", {"channelSid": sid, "body": body})
        is_shown = is_seen(entry, "MessageInput.Counter")
        looks[share] = part(entry, "MessageInput.Counter").property("chat") if is_shown else None
    assert looks == {0.69: None, 0.7: "input-meta", 0.91: "input-error", 1.01: "input-error"}
    assert part(entry, "MessageInput.Counter").text().startswith("Character count reached")


async def test_a_text_that_is_too_long_is_kept_and_not_sent(entry, side, qtbot):
    long = "x" * (MAX_BODY_LENGTH + 1)
    sid = channel(side).sid
    await side.actions.invoke_action("SetInputText", {"channelSid": sid, "body": long})
    qtbot.keyClick(box(entry), Qt.Key.Key_Return)
    assert (len(box(entry).toPlainText()), bodies(side)) == (len(long), [])


async def test_up_brings_back_earlier_messages_and_down_the_draft(entry, side, qtbot):
    for text in ("one", "two"):
        await side.actions.invoke_action(
            "SendMessage", {"channelSid": channel(side).sid, "body": text}
        )
    qtbot.keyClicks(box(entry), "draft")
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(box(entry), key)
        seen.append(box(entry).toPlainText())
    assert seen == ["two", "one", "one", "two", "draft"]
    assert channel(side).input_text == "draft"


async def test_who_is_no_member_cannot_write(entry, side):
    await side.chat_client.channel(channel(side).sid).leave()
    await until(lambda: not box(entry).isEnabled())
    assert box(entry).placeholderText() == "You are not a chat participant"


async def test_texts_follow_the_strings(entry, side):
    undo = side.strings.override("InputPlaceHolder", "Schreiben …")
    assert box(entry).placeholderText() == "Schreiben …"
    undo()
    assert box(entry).placeholderText() == "Type message"


async def test_it_listens_to_nothing_once_it_is_deleted(side, qtbot):
    widget = MessageInput(side, channel(side).sid)
    widget.deleteLater()
    await asyncio.sleep(0)
    await side.actions.invoke_action(
        "SetInputText", {"channelSid": channel(side).sid, "body": "still there"}
    )
    assert channel(side).input_text == "still there"
