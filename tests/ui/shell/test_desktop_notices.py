"""What the desktop tells of while the window is elsewhere."""

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tests.support.simulation import companion, simulation, start
from tests.support.waiting import until
from ui.shell.desktop_notices import TITLE, DesktopNotices
from ui.shell.settings import Settings
from ui.shell.tray import make_tray
from webchat.model import Attachment
from webchat.state import MessageState, changes


class Desktop(QObject):
    """Shows nothing and remembers everything."""

    clicked = Signal()

    def __init__(self):
        super().__init__()
        self.shown = []
        self.is_there = True

    def show_message(self, title, text):
        self.shown.append((title, text))

    def close(self):
        self.is_there = False


class Situation:
    def __init__(self, sim, window, other):
        self.side, self.window, self.desktop = sim.webchat, window, Desktop()
        self.made = 0
        self.notices = DesktopNotices(window, self.side, make_notifier=self._make)
        self.notices.set_enabled(True)
        self.other = other
        self.sid = self.side.store.state.session.channel_sid

    def _make(self, _parent):
        self.made += 1
        return self.desktop

    async def say(self, body):
        await self.other.deliver(self.sid, body)
        await until(lambda: self.newest().body == body)

    def newest(self):
        return self.side.store.state.chat.channels[self.sid].messages[-1]


@pytest.fixture
async def situation(qtbot):
    async with simulation() as sim:
        sid = await start(sim.webchat)
        window = QWidget()
        qtbot.addWidget(window)
        other = await companion(sim, sid, "grace")
        yield Situation(sim, window, other)
        await other.aclose()


async def in_front(window):
    window.show()
    window.activateWindow()
    await until(window.isActiveWindow)


async def test_a_message_that_comes_while_the_window_is_elsewhere_is_told(situation):
    await situation.say("Are you <b>there</b>?")
    assert [title for title, _text in situation.desktop.shown] == ["New message from Grace"]
    assert situation.desktop.shown[0][1].replace("\u2060", "") == "Are you <b>there</b>?"


async def test_no_desktop_takes_a_message_for_markup(situation):
    await situation.say("<b>&amp;</b>")
    assert "<b>" not in situation.desktop.shown[0][1]
    assert "&amp;" not in situation.desktop.shown[0][1]


async def test_a_long_message_is_cut(situation):
    await situation.say("x" * 5000)
    assert situation.desktop.shown[0][1] == "x" * 199 + "…"


async def test_in_front_nothing_is_told(situation):
    await in_front(situation.window)
    await situation.say("Hello")
    assert situation.desktop.shown == []


async def test_own_messages_are_not_told(situation):
    payload = {"channelSid": situation.sid, "body": "Hi"}
    await situation.side.actions.invoke_action("SendMessage", payload)
    assert situation.desktop.shown == []


async def test_a_file_without_words_is_told_as_such(situation):
    file = Attachment("ME1", "cat.png", "image/png", 3, "00")
    message = MessageState(
        "IM9", 9, "grace", "Grace", "", situation.side.clock.now(), media=(file,)
    )
    situation.side.store.dispatch(changes.MessageAdded(situation.sid, message))
    assert situation.desktop.shown == [("New message from Grace", "file sent")]


async def test_what_was_there_when_the_chat_was_opened_is_no_news(situation):
    await situation.say("Before")
    again = DesktopNotices(situation.window, situation.side, make_notifier=situation._make)
    again.set_enabled(True)
    assert len(situation.desktop.shown) == 1


async def test_a_click_brings_the_window_and_opens_the_chat(situation):
    await situation.say("Hello")
    situation.window.showMinimized()
    situation.desktop.clicked.emit()
    await until(situation.window.isActiveWindow)
    assert not situation.window.isMinimized()
    assert situation.side.store.state.session.is_entry_point_expanded
    assert situation.side.actions.history[-1].origin == "DesktopNotice"
    situation.desktop.clicked.emit()
    assert situation.side.store.state.session.is_entry_point_expanded


async def test_turned_off_nothing_is_told_and_nothing_is_left(situation):
    await situation.say("Hello")
    situation.notices.set_enabled(False)
    await situation.say("Still there?")
    assert len(situation.desktop.shown) == 1
    assert not situation.desktop.is_there


async def test_without_a_tray_nothing_happens(situation, qapp):
    assert make_tray(qapp) is None
    situation._make = lambda _parent: None
    bare = DesktopNotices(situation.window, situation.side)
    bare.set_enabled(True)
    await situation.say("Hello")
    bare.set_enabled(False)


async def test_the_title_counts_what_is_unread(situation):
    assert situation.window.windowTitle() == TITLE
    await situation.say("One")
    await situation.say("Two")
    await until(lambda: situation.window.windowTitle() == f"(2) {TITLE}")
    situation.side.store.dispatch(changes.Consumed(situation.sid, 10))
    assert situation.window.windowTitle() == TITLE


async def test_whether_there_are_notices_is_chosen_and_remembered(make_shell, tmp_path):
    settings = Settings(tmp_path / "window.json")
    shell = await make_shell(settings=settings)
    entry = shell.part("Conversation.DesktopNotices")
    assert entry.isChecked()
    assert shell.window.desktop.is_enabled
    entry.trigger()
    assert not shell.window.desktop.is_enabled
    again = await make_shell(settings=Settings(settings.path))
    assert not again.part("Conversation.DesktopNotices").isChecked()
    assert not again.window.desktop.is_enabled
