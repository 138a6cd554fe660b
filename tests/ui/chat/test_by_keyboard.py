"""A whole engagement by the keyboard alone: the focus is always in sight and somewhere sensible."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from tests.support.simulation import companion
from tests.support.waiting import until
from tests.ui.support.gestures import is_seen, part
from webchat.state import EngagementStage, changes

FIELD = "PreEngagementCanvas.Field."


class Person:
    """Somebody who has a keyboard and no mouse."""

    def __init__(self, chat, qtbot):
        self.chat, self._qtbot = chat, qtbot

    @property
    def focus(self):
        """Where the keyboard is; that it can be seen there is checked each time."""
        widget = self.chat.root.window().focusWidget()
        assert widget is not None, "nothing has the focus"
        assert widget.isVisible(), f"{widget.objectName()} has the focus and cannot be seen"
        inside = QRect(widget.mapTo(self.chat.root, widget.rect().topLeft()), widget.size())
        assert self.chat.root.rect().intersects(inside)
        return widget

    @property
    def at(self):
        return self.focus.objectName()

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self._qtbot.keyClick(self.focus, key, modifiers)

    def write(self, text):
        assert isinstance(self.focus, (QLineEdit, QPlainTextEdit)), self.at
        self._qtbot.keyClicks(self.focus, text)

    def tab_to(self, name, key=Qt.Key.Key_Tab):
        passed = []
        while self.at != name:
            passed.append(self.at)
            assert len(passed) < 20, f"Tab does not come to {name}, but to {passed}"
            self.press(key)
        return passed


@pytest.fixture
async def person(chat, qtbot):
    await until(chat.root.isActiveWindow)
    return Person(chat, qtbot)


async def started(person):
    person.chat.root.findChild(object, "EntryPoint").setFocus()
    person.press(Qt.Key.Key_Return)
    person.write("Ada")
    person.press(Qt.Key.Key_Return)
    await until(lambda: is_seen(person.chat.root, "MessageInput"))


async def test_the_form_is_opened_filled_in_and_sent(person):
    person.chat.root.findChild(object, "EntryPoint").setFocus()
    person.press(Qt.Key.Key_Return)
    assert person.at == f"{FIELD}friendlyName"
    person.press(Qt.Key.Key_Return)
    assert person.at == f"{FIELD}friendlyName"  # which is what is missing
    person.write("Ada")
    person.press(Qt.Key.Key_Tab)
    assert person.at == f"{FIELD}email"
    person.press(Qt.Key.Key_Tab)
    assert person.at == f"{FIELD}query"
    person.press(Qt.Key.Key_Tab)
    assert person.at == "PreEngagementCanvas.SubmitButton"
    person.press(Qt.Key.Key_Space)
    await until(lambda: is_seen(person.chat.root, "MessageInput"))
    assert person.at == "MessageInput.TextArea"


async def test_tab_goes_through_the_panel_as_one_reads_it(person):
    await started(person)
    person.tab_to("MainHeader.CloseButton", Qt.Key.Key_Backtab)
    passed = person.tab_to("EntryPoint")
    assert passed[0] == "MainHeader.CloseButton"
    assert passed.index("MessageList") < passed.index("MessageInput.TextArea")


async def test_who_waits_can_give_up(person):
    await started(person)
    person.chat.side.store.dispatch(changes.StageSet(EngagementStage.WAITING_ENGAGEMENT))
    assert person.at == "PendingEngagementCanvas.CancelButton"
    person.press(Qt.Key.Key_Return)
    await until(lambda: is_seen(person.chat.root, "PreEngagementCanvas"))
    assert person.at == f"{FIELD}friendlyName"


async def test_a_message_is_written_sent_and_read_in_the_list(person):
    await started(person)
    person.write("Hello")
    person.press(Qt.Key.Key_Return)
    sid = person.chat.session.channel_sid
    other = await companion(person.chat.sim, sid, "grace")
    await other.deliver(sid, "See https://example.com/help")
    channel = person.chat.side.store.state.chat.channels
    await until(lambda: len(person.chat.side.store.state.chat.channels[sid].messages) == 2)
    assert channel[sid].messages[0].body == "Hello"
    assert person.at == "MessageInput.TextArea"
    person.tab_to("MessageList", Qt.Key.Key_Backtab)
    view = part(person.chat.root, "MessageList")
    newest = view.current_row
    person.press(Qt.Key.Key_Up)
    assert view.current_row < newest
    person.press(Qt.Key.Key_End)
    person.press(Qt.Key.Key_Return)
    assert view.focused is not None
    assert view.focused[1].kind == "link"
    person.press(Qt.Key.Key_Escape)
    assert view.focused is None
    assert person.at == "MessageList"
    person.press(Qt.Key.Key_Escape)
    assert person.at == "MessageInput.TextArea"


async def test_minimising_and_coming_back_keeps_the_draft_and_the_place(person):
    await started(person)
    person.write("Half a sen")
    person.tab_to("MainHeader.CloseButton", Qt.Key.Key_Backtab)
    person.press(Qt.Key.Key_Return)
    assert person.at == "EntryPoint"
    person.press(Qt.Key.Key_Space)
    assert person.at == "MessageInput.TextArea"
    assert person.focus.text() == "Half a sen"


async def test_a_notice_is_answered_and_the_focus_goes_on_where_one_was(person):
    await started(person)
    person.chat.side.notifications.show("Look.", action_label="Retry", on_action=list)
    assert person.at == "MessageInput.TextArea"  # it takes the focus from nobody
    person.tab_to("NotificationBar.ActionButton", Qt.Key.Key_Backtab)
    person.press(Qt.Key.Key_Return)
    assert not is_seen(person.chat.root, "NotificationBar")
    assert person.at == "MessageInput.TextArea"


async def test_an_ended_chat_is_read_and_another_one_begun(person):
    await started(person)
    sid = person.chat.session.channel_sid
    await person.chat.side.chat_client.channel(sid).close()
    await until(lambda: is_seen(person.chat.root, "MessageCanvasTray"))
    assert person.at == "MessageList"  # not the button: what is being typed would press it
    person.tab_to("MessageCanvasTray.Button")
    person.press(Qt.Key.Key_Return)
    await until(lambda: is_seen(person.chat.root, "PreEngagementCanvas"))
    assert person.at == f"{FIELD}friendlyName"


async def test_the_launcher_closes_the_panel_from_the_keyboard(person):
    await started(person)
    person.tab_to("EntryPoint")
    person.press(Qt.Key.Key_Return)
    assert not is_seen(person.chat.root, "MainContainer")
    assert person.at == "EntryPoint"
