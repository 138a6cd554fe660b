"""Every part of the widget's contract is there at its stage, with its names."""

from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit

from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part
from webchat.state import EngagementStage, changes

ALWAYS = ["MainContainer", "MainHeader", "MainHeader.Title", "MainHeader.CloseButton", "EntryPoint"]
FIELD = "PreEngagementCanvas.Field."
RADIOS = {
    "fields": [
        {"type": "InputItem", "label": "Name", "attributes": {"name": "friendlyName"}},
        {"type": "RadioItem", "label": "Yes", "attributes": {"name": "old", "value": "yes"}},
        {"type": "RadioItem", "label": "No", "attributes": {"name": "old", "value": "no"}},
    ]
}


def check(root, *names):
    """Look for the parts by name, and for the accessible names of all that can be used."""
    nameless = [name for name in (*ALWAYS, *names) if not _name(part(root, name))]
    assert nameless == []
    controls = [
        one
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit)
        for one in root.findChildren(kind)
        if one.isVisible()
    ]
    assert [one for one in controls if not (one.objectName() and one.accessibleName())] == []


def _name(widget):
    return widget.accessibleName() or (isinstance(widget, QLabel) and widget.text())


async def test_the_launcher_alone(chat):
    assert part(chat.root, "EntryPoint").accessibleName()
    assert chat.root.objectName() == "RootContainer"
    assert chat.root.accessibleName()
    assert not is_seen(chat.root, "MainContainer")


async def test_the_form(make_chat, qtbot):
    chat = await make_chat(pre_engagement_config=RADIOS)
    click(qtbot, chat.root, "EntryPoint")
    check(
        chat.root,
        "PreEngagementCanvas",
        f"{FIELD}friendlyName",
        f"{FIELD}old.yes",
        f"{FIELD}old.no",
        "PreEngagementCanvas.SubmitButton",
    )


async def test_a_form_that_is_none(make_chat, qtbot):
    chat = await make_chat(pre_engagement_config={})
    click(qtbot, chat.root, "EntryPoint")
    check(chat.root, "InvalidPreEngagementCanvas", "InvalidPreEngagementCanvas.Button")


async def test_waiting(chat):
    await chat.toggle()
    chat.side.store.dispatch(changes.StageSet(EngagementStage.WAITING_ENGAGEMENT))
    check(chat.root, "PendingEngagementCanvas", "PendingEngagementCanvas.CancelButton")


async def test_a_start_without_a_form_that_failed(make_chat):
    chat = await make_chat(start_engagement_on_init=True)
    chat.side.actions.add_listener("beforeStartEngagement", lambda _payload, cancel: cancel())
    await chat.toggle()
    await until(lambda: is_seen(chat.root, "ErrorPage"))
    check(chat.root, "ErrorPage", "ErrorPage.Button")


async def test_the_chat(chat):
    sid = await chat.start()
    check(
        chat.root,
        "MessagingCanvas",
        "MessageList",
        "MessageInput",
        "MessageInput.TextArea",
        "MessageInput.SendButton",
    )
    for child in ("TypingIndicator", "WelcomeMessage"):
        assert len(part(chat.root, "MessageList").findChildren(object, child)) == 1
    await chat.side.actions.invoke_action("SetInputText", {"channelSid": sid, "body": "x" * 32_768})
    await until(lambda: is_seen(chat.root, "MessageInput.Counter"))


async def test_an_ended_chat(chat):
    sid = await chat.start()
    await chat.side.chat_client.channel(sid).close()
    await until(lambda: is_seen(chat.root, "MessageCanvasTray"))
    check(chat.root, "MessageList", "MessageCanvasTray", "MessageCanvasTray.Button")


async def test_a_notice(chat):
    await chat.toggle()
    chat.side.notifications.show("Look.", "error", action_label="Retry", on_action=print)
    assert is_seen(chat.root, "NotificationBar")
    check(
        chat.root,
        "NotificationBar",
        *(f"NotificationBar.{one}" for one in ("Item", "Text", "ActionButton", "CloseButton")),
    )
