"""Every component of the reference takes parts, can be replaced, and can be taken away."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from tests.support.simulation import start
from tests.support.waiting import until
from tests.ui.support.conversation import NOON
from tests.ui.support.gestures import is_seen, part
from ui.chat.components import SLOTS
from ui.chat.messages.message_slots import ROW_SLOTS
from webchat.state import MessageState, changes

FORM = ("RootContainer", "EntryPoint", "MainContainer", "MainHeader", "NotificationBar")
CHAT = (
    "MessagingCanvas",
    "MessageList",
    "WelcomeMessage",
    "TypingIndicator",
    "MessageInput",
    "MessageInput.Row",
    "AttachFileButton",
    *ROW_SLOTS,
)
STAGES = {
    **dict.fromkeys((*FORM, "PreEngagementCanvas"), "form"),
    **dict.fromkeys(CHAT, "chat"),
    "InvalidPreEngagementCanvas": "invalid",
    "PendingEngagementCanvas": "waiting",
    "ErrorPage": "error",
    "MessageCanvasTray": "ended",
}
NOT_ALWAYS_THERE = {"FileAttachmentDropArea", "ConnectionBanner"}  # see the tests of their own
PAINTED = {*ROW_SLOTS}
NO_PART_OF_THEIRS = {"RootContainer", "NotificationBar", "MessageInput.Row"}


def label(_side, parent, *_message):
    return QLabel("extra", parent)


@pytest.fixture
def reach(make_chat):
    """Bring the widget to a stage."""

    async def to(stage):
        settings: dict[str, dict[str, Any]] = {
            "invalid": {"pre_engagement_config": {}},
            "waiting": {"start_engagement_delay": 60.0},
            "error": {
                "start_engagement_on_init": True,
                "start_engagement_url": "http://127.0.0.1:9/",
            },
        }
        chat = await make_chat(**settings.get(stage, {}))
        if stage == "error":
            chat.side.actions.invoke_action("ToggleChatVisibility")
            await until(lambda: is_seen(chat.root, "ErrorPage"))
            return chat
        await chat.toggle()
        if stage == "waiting":
            form = {"formData": {"friendlyName": "Ada"}}
            chat.side.actions.invoke_action("StartEngagement", form)
            await until(lambda: is_seen(chat.root, "PendingEngagementCanvas"))
        elif stage in {"chat", "ended"}:
            sid = await start(chat.side)
            message = MessageState("IM1", 0, "grace", "Grace H.", "hello", NOON)
            chat.side.store.dispatch(changes.MessageAdded(sid, message))
            if stage == "ended":
                await chat.side.centre.close_channel(sid)
                await until(lambda: is_seen(chat.root, "MessageCanvasTray"))
        return chat

    return to


def test_every_component_is_looked_at_here():
    assert set(SLOTS) == STAGES.keys() | NOT_ALWAYS_THERE


@pytest.mark.parametrize("slot", STAGES)
@pytest.mark.parametrize("sort_order", [-1, 1])
async def test_it_takes_a_part(reach, slot, sort_order):
    chat = await reach(STAGES[slot])
    undo = chat.side.components.add(slot, label, key="extra", sort_order=sort_order)
    await until(lambda: is_seen(chat.root, "extra"))
    undo()
    assert not is_seen(chat.root, "extra")


@pytest.mark.parametrize("slot", STAGES)
async def test_it_can_be_replaced(reach, slot):
    chat = await reach(STAGES[slot])
    undo = chat.side.components.replace(slot, label, key="extra")
    await until(lambda: is_seen(chat.root, "extra"))
    undo()
    assert not is_seen(chat.root, "extra")


@pytest.mark.parametrize("slot", sorted(STAGES.keys() - PAINTED - NO_PART_OF_THEIRS))
async def test_it_can_be_taken_away_and_comes_back(reach, slot):
    chat = await reach(STAGES[slot])
    assert part(chat.root, slot)
    undo = chat.side.components.remove(slot)
    await until(lambda: not is_seen(chat.root, slot))
    undo()
    await until(lambda: is_seen(chat.root, slot))
