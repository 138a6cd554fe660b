"""With a pseudo-language on, every word that a person meets is a translated one.

What is left plain is hard-coded. Each state of the real widget is walked through; what people
wrote, such as names and bodies, is made of digits here, so that no letter of it stands out.
"""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit

from tests.support.simulation import companion
from tests.support.waiting import until
from tests.ui.support.gestures import click, is_seen, part
from tests.ui.support.pictures import picture
from ui.models.messages import Role
from webchat.model import Attachment
from webchat.side import languages
from webchat.state import EngagementStage, MessageState, changes

PSEUDO = re.compile(r"\[[^\[\]]*\]")
TAG = re.compile(r"<[^>]+>|&\w+;")
NAME = "11 22"
ROLES = (Role.AUTHOR, Role.BODY)


@pytest.fixture
async def pseudo(make_chat):
    """Return a function that makes the widget and lets it speak the pseudo-language."""

    async def make(**settings):
        chat = await make_chat(**settings)
        chat.side.strings.speak(languages.find("qps-ploc"))
        return chat

    return make


def plain(text):
    """Return what is left of a text when everything translated is taken out."""
    left = TAG.sub("", text)
    while (shorter := PSEUDO.sub("", left)) != left:
        left = shorter
    return "".join(one for one in left if one.isalpha())


def words(root):
    """Return every text that can be seen or heard in *root*, with whose it is."""
    for one in root.findChildren(object):
        name = f"{type(one).__name__} {one.objectName()}"
        if isinstance(one, QAction):
            yield name, one.text()
            continue
        if not getattr(one, "isVisible", bool)():
            continue
        yield f"name of {name}", one.accessibleName()
        yield f"description of {name}", one.accessibleDescription()
        yield f"tooltip of {name}", one.toolTip()
        if isinstance(one, (QLabel, QAbstractButton)):
            yield name, one.text()
        if isinstance(one, (QLineEdit, QPlainTextEdit)):
            yield f"placeholder of {name}", one.placeholderText()


def hard_coded(root):
    return sorted({f"{whose}: {text!r}" for whose, text in words(root) if plain(text)})


def rows(chat):
    """Return what the rows of the message list say."""
    model = part(chat.root, "MessageList").model()
    indexes = [model.index(row) for row in range(model.rowCount())]
    return [str(index.data(role) or "") for index in indexes for role in ROLES]


async def test_the_launcher(pseudo):
    chat = await pseudo()
    chat.side.store.dispatch(changes.StageSet(EngagementStage.PRE_ENGAGEMENT))
    assert hard_coded(chat.root) == []


async def test_the_form_and_what_is_wrong_in_it(pseudo, qtbot):
    chat = await pseudo()
    await chat.toggle()
    name = part(chat.root, "PreEngagementCanvas.Field.friendlyName")
    email = part(chat.root, "PreEngagementCanvas.Field.email")
    qtbot.keyClicks(email, "1")
    name.setFocus()
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert is_seen(chat.root, "PreEngagementCanvas.Field.friendlyName.Error")
    assert is_seen(chat.root, "PreEngagementCanvas.Field.email.Error")
    assert hard_coded(chat.root) == []


async def test_a_form_that_is_none(pseudo, qtbot):
    chat = await pseudo(pre_engagement_config={})
    await chat.toggle()
    click(qtbot, chat.root, "InvalidPreEngagementCanvas.Button")
    found = hard_coded(chat.root)
    assert [one for one in found if "Detail" not in one] == []


async def test_waiting(pseudo):
    chat = await pseudo()
    await chat.toggle()
    chat.side.store.dispatch(changes.StageSet(EngagementStage.WAITING_ENGAGEMENT))
    assert is_seen(chat.root, "PendingEngagementCanvas")
    assert hard_coded(chat.root) == []


async def test_a_start_that_failed(pseudo):
    chat = await pseudo(start_engagement_on_init=True)
    chat.side.actions.add_listener("beforeStartEngagement", lambda _payload, cancel: cancel())
    await chat.toggle()
    await until(lambda: is_seen(chat.root, "ErrorPage"))
    assert hard_coded(chat.root) == []


async def test_notices_of_every_kind(pseudo):
    chat = await pseudo()
    await chat.toggle()
    for kind in ("information", "success", "warning", "error"):
        chat.side.notifications.show("1.", kind)
        assert hard_coded(chat.root) == []
    assert is_seen(chat.root, "NotificationBar.Waiting")


@pytest.mark.parametrize("states", [["disconnected"], ["disconnected", "connecting"]])
async def test_a_lost_connection(pseudo, states):
    chat = await pseudo()
    await chat.start(friendlyName=NAME)
    for state in states:
        chat.side.store.dispatch(changes.ConnectionSet(state))
    assert is_seen(chat.root, "ConnectionBanner")
    assert hard_coded(chat.root) == []


async def test_that_the_connection_is_back(pseudo):
    chat = await pseudo()
    await chat.toggle()
    for state in ("disconnected", "connected"):
        chat.side.store.dispatch(changes.ConnectionSet(state))
    assert is_seen(chat.root, "ConnectionBanner")
    assert hard_coded(chat.root) == []


async def test_a_conversation(pseudo, announcements):
    chat = await pseudo()
    sid = await chat.start(friendlyName=NAME)
    other = await companion(chat.sim, sid, "33")
    await other.deliver(sid, "44")
    await chat.side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "55"})
    await chat.sim.centre.typing(sid, "33")
    await until(lambda: chat.side.store.state.chat.channels[sid].typers)
    assert hard_coded(chat.root) == []
    assert [text for text in rows(chat) if plain(text)] == []
    assert [text for text, _assertive in announcements if plain(text)] == []


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
async def test_messages_that_failed_or_are_on_their_way(pseudo):
    chat = await pseudo()
    sid = await chat.start(friendlyName=NAME)
    chat.side.line.cut()
    sending = chat.side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "55"})
    await until(lambda: chat.side.store.state.chat.channels[sid].messages[-1].status == "failed")
    assert sending.done()
    view = part(chat.root, "MessageList")
    menu = await open_menu(view)
    assert [one for one in hard_coded(menu) if plain(one.split(":", 1)[1])] == []
    menu.close()


async def test_the_input_when_it_is_full_and_with_a_file(pseudo, tmp_path):
    chat = await pseudo()
    sid = await chat.start(friendlyName=NAME)
    file = picture(tmp_path, "77.png")
    invoke = chat.side.actions.invoke_action
    await invoke("SetInputText", {"channelSid": sid, "body": "1" * 33_000})
    await invoke("AttachFile", {"channelSid": sid, "file": str(file)})
    await until(lambda: is_seen(chat.root, "MessageInput.Counter"))
    await until(lambda: is_seen(chat.root, "MessageInput.Attachment"))
    found = [one.replace("77.png", "").split(":", 1)[1] for one in hard_coded(chat.root)]
    assert [one for one in found if plain(one)] == []


async def test_an_ended_chat(pseudo):
    chat = await pseudo()
    sid = await chat.start(friendlyName=NAME)
    await chat.side.chat_client.channel(sid).close()
    await until(lambda: is_seen(chat.root, "MessageCanvasTray"))
    assert hard_coded(chat.root) == []
    assert [text for text in rows(chat) if plain(text)] == []


async def test_a_minimised_chat_with_news(pseudo):
    chat = await pseudo()
    sid = await chat.start(friendlyName=NAME)
    await chat.toggle()
    other = await companion(chat.sim, sid, "33")
    await other.deliver(sid, "44")
    await until(lambda: is_seen(chat.root, "EntryPoint.Badge"))
    assert hard_coded(chat.root) == []


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
async def test_a_message_with_a_file_and_its_menu(pseudo):
    chat = await pseudo()
    sid = await chat.start(friendlyName=NAME)
    file = Attachment("ME1", "77.png", "image/png", 3, "00")
    now = chat.side.clock.now()
    message = MessageState("IM9", 9, "33", "33", "1.22", now, media=(file,))
    chat.side.store.dispatch(changes.MessageAdded(sid, message))
    menu = await open_menu(part(chat.root, "MessageList"))
    texts = [one.text() for one in menu.actions()]
    assert [one for one in texts if plain(one.replace("77.png", ""))] == []
    menu.close()


async def open_menu(view):
    """Open the context menu of the newest row by keyboard."""
    view.setFocus(Qt.FocusReason.TabFocusReason)
    at = view.mapToGlobal(QPoint(5, 5))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), at)
    QApplication.sendEvent(view, event)
    await until(lambda: view.findChild(object, "MessageList.Menu") is not None)
    return view.findChild(object, "MessageList.Menu")
