import asyncio

import pytest
from PySide6.QtCore import Qt

from tests.support.simulation import channel, stage
from tests.support.starts import json_answer, start_server, text_answer
from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part, parts, texts
from webchat.state import EngagementStage

CANVASES = (
    "PreEngagementCanvas",
    "InvalidPreEngagementCanvas",
    "PendingEngagementCanvas",
    "MessagingCanvas",
    "ErrorPage",
)


def canvases(chat):
    return [name for name in CANVASES if is_seen(chat.root, name)]


class Held:
    """A start that waits until it is let go; answers as asked."""

    def __init__(self, answer):
        self.answer, self.is_let_go = answer, asyncio.Event()

    async def __call__(self, request):
        await self.is_let_go.wait()
        return await self.answer(request)


async def test_the_canvas_follows_the_stage(make_chat, qtbot):
    held = Held(json_answer({"token": "t", "channelSid": "CHx"}))
    async with start_server(held) as server:
        chat = await make_chat(start_engagement_url=server.url)
        click(qtbot, chat.root, "EntryPoint")
        assert canvases(chat) == ["PreEngagementCanvas"]
        qtbot.keyClicks(part(chat.root, "PreEngagementCanvas.Field.friendlyName"), "Ada")
        click(qtbot, chat.root, "PreEngagementCanvas.SubmitButton")
        assert canvases(chat) == ["PendingEngagementCanvas"]
        held.is_let_go.set()
        await until(lambda: canvases(chat) == ["MessagingCanvas"])
        await chat.side.chat_client.channel("CHx").close()
        await until(lambda: is_seen(chat.root, "MessageCanvasTray"))
        click(qtbot, chat.root, "MessageCanvasTray.Button")
        await until(lambda: canvases(chat) == ["PreEngagementCanvas"])
        assert part(chat.root, "PreEngagementCanvas.Field.friendlyName").text() == ""


async def test_a_start_that_fails_leads_back_to_the_form_with_its_values(make_chat, qtbot):
    async with start_server(text_answer("no", 500)) as server:
        chat = await make_chat(start_engagement_url=server.url)
        click(qtbot, chat.root, "EntryPoint")
        name = part(chat.root, "PreEngagementCanvas.Field.friendlyName")
        qtbot.keyClicks(name, "Ada")
        qtbot.keyClick(name, Qt.Key.Key_Return)
        await until(lambda: is_seen(chat.root, "NotificationBar.ActionButton"))
        assert canvases(chat) == ["PreEngagementCanvas"]
        assert part(chat.root, "PreEngagementCanvas.Field.friendlyName").text() == "Ada"
        assert "500" in part(chat.root, "NotificationBar.Text").text()
        server.answer = json_answer({"token": "t", "channelSid": "CHx"})
        click(qtbot, chat.root, "NotificationBar.ActionButton")
        await until(lambda: canvases(chat) == ["MessagingCanvas"])
        assert not is_seen(chat.root, "NotificationBar.Item")


async def test_cancelling_while_waiting_leads_back_to_the_form(make_chat, qtbot):
    held = Held(json_answer({}))
    async with start_server(held) as server:
        chat = await make_chat(start_engagement_url=server.url)
        click(qtbot, chat.root, "EntryPoint")
        qtbot.keyClicks(part(chat.root, "PreEngagementCanvas.Field.friendlyName"), "Ada")
        click(qtbot, chat.root, "PreEngagementCanvas.SubmitButton")
        click(qtbot, chat.root, "PendingEngagementCanvas.CancelButton")
        await until(lambda: canvases(chat) == ["PreEngagementCanvas"])
        held.is_let_go.set()
        assert part(chat.root, "PreEngagementCanvas.Field.friendlyName").text() == "Ada"
        assert chat.invoked("RestartEngagement")[0].origin == "PendingEngagementCanvas"


async def test_without_a_form_a_failed_start_shows_the_error_page_and_stays_open(make_chat, qtbot):
    async with start_server(text_answer("no", 503)) as server:
        chat = await make_chat(start_engagement_url=server.url, start_engagement_on_init=True)
        click(qtbot, chat.root, "EntryPoint")
        await until(lambda: canvases(chat) == ["ErrorPage"])
        assert "Unable to start the chat" in texts(chat.root)
        assert part(chat.root, "ErrorPage.Button").hasFocus()
        server.answer = json_answer({"token": "t", "channelSid": "CHx"})
        click(qtbot, chat.root, "ErrorPage.Button")
        await until(lambda: canvases(chat) == ["MessagingCanvas"])
        assert chat.session.is_entry_point_expanded


async def test_without_a_form_a_start_that_is_cancelled_can_be_tried_again(make_chat, qtbot):
    chat = await make_chat(start_engagement_on_init=True)
    undo = chat.side.actions.add_listener("beforeStartEngagement", lambda _p, cancel: cancel())
    click(qtbot, chat.root, "EntryPoint")
    await until(lambda: canvases(chat) == ["ErrorPage"])
    undo()
    click(qtbot, chat.root, "ErrorPage.Button")
    await until(lambda: stage(chat.side) is EngagementStage.IN_ENGAGEMENT)


async def test_without_a_form_nothing_is_said_while_a_listener_thinks(make_chat, qtbot):
    chat = await make_chat(start_engagement_on_init=True)
    held = Held(None)

    async def think(_payload):
        await held.is_let_go.wait()

    chat.side.actions.add_listener("beforeStartEngagement", think)
    click(qtbot, chat.root, "EntryPoint")
    assert canvases(chat) == []
    held.is_let_go.set()
    await until(lambda: canvases(chat) == ["MessagingCanvas"])


@pytest.mark.parametrize("form", [None, "form", {}, {"fields": []}])
async def test_a_form_that_is_none_is_said_to_be_none(make_chat, qtbot, form):
    chat = await make_chat(pre_engagement_config=form)
    click(qtbot, chat.root, "EntryPoint")
    assert canvases(chat) == ["InvalidPreEngagementCanvas"]
    click(qtbot, chat.root, "InvalidPreEngagementCanvas.Button")
    assert len(parts(chat.root, "NotificationBar.Item")) == 1
    assert "preEngagementConfig" in part(chat.root, "NotificationBar.Text").text()


async def test_a_field_that_was_left_out_is_named(make_chat):
    fields = [{"type": "InputItem", "attributes": {"name": "a"}}, {"type": "InputItem"}]
    chat = await make_chat(pre_engagement_config={"fields": fields})
    await chat.toggle()
    assert "Field 2" in part(chat.root, "NotificationBar.Text").text()


async def test_a_restart_in_the_middle_of_a_chat_begins_with_a_fresh_form(chat, qtbot):
    await chat.start()
    qtbot.keyClicks(part(chat.root, "MessageInput.TextArea"), "half a sen")
    await chat.side.actions.invoke_action("RestartEngagement")
    assert canvases(chat) == ["PreEngagementCanvas"]
    assert part(chat.root, "PreEngagementCanvas.Field.friendlyName").text() == ""


async def test_a_chat_that_is_found_at_the_start_is_shown(make_chat, tmp_path):
    first = await make_chat(data_dir=tmp_path)
    sid = await first.start()
    await first.sim.aclose()
    again = await make_chat(data_dir=tmp_path)
    assert channel(again.side).sid == sid
    assert canvases(again) == ["MessagingCanvas"]


async def test_a_notice_covers_nothing_of_a_form(chat, qtbot):
    click(qtbot, chat.root, "EntryPoint")
    take_back = chat.side.notifications.show("The chat could not be started. " * 4, "error")
    form, bar = part(chat.root, "PreEngagementCanvas"), part(chat.root, "NotificationBar")
    await until(lambda: form.geometry().top() > bar.geometry().bottom() > 40)
    take_back()
    await until(lambda: form.geometry().top() == 0)
