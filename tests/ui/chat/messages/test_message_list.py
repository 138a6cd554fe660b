"""The message list as the conversation of a side."""

import shiboken6
from PySide6.QtWidgets import QLabel

from tests.support.waiting import until
from tests.ui.support.conversation import ME, OTHER, SID, history
from tests.ui.support.message_list import (
    bar,
    in_sight,
    rect,
)
from ui.chat.messages.message_list import MessageList
from ui.models.messages import Role
from webchat.state import ChannelState, changes


async def test_it_has_the_documented_parts_and_names(opened):
    _side, view = await opened()
    assert view.objectName() == "MessageList"
    assert view.accessibleName()
    for name in ("WelcomeMessage", "TypingIndicator"):
        part = view.findChild(QLabel if name == "TypingIndicator" else object, name)
        assert part is not None
        assert part.isVisible()


async def test_ones_own_message_comes_into_sight(opened):
    side, view = await opened(*history(200))
    bar(view).setValue(0)
    side.send("mine")
    assert in_sight(view, "mine")


async def test_what_a_plugin_removes_takes_no_room(opened):
    side, view = await opened(*history(1))
    before = rect(view, "TODAY").top()
    undo = side.components.remove("WelcomeMessage")
    assert rect(view, "TODAY").top() < before
    undo()
    assert rect(view, "TODAY").top() == before


async def test_what_was_removed_before_is_left_out_from_the_start(opened, qtbot):
    side, _view = await opened()
    side.components.remove("TypingIndicator")
    later = MessageList(side)
    qtbot.addWidget(later)
    later.show()
    assert not [one for one in later.findChildren(QLabel, "TypingIndicator") if one.isVisible()]


async def test_opening_with_unread_messages_shows_where_they_begin(opened):
    messages = history(100)
    side, view = await opened(*messages, unconsumed_messages=messages[40:])
    assert rect(view, "New").top() >= 0
    assert in_sight(view, "Hello 40")
    assert not side.chat_client.consumed


async def test_opening_with_one_unread_message_shows_the_end(opened):
    messages = history(100)
    side, view = await opened(*messages, unconsumed_messages=messages[99:])
    assert in_sight(view, "New")
    assert in_sight(view, "Hello 99")
    await until(lambda: side.chat_client.consumed == [99])


async def test_what_comes_while_it_is_closed_is_new_when_it_is_opened(opened):
    side, view = await opened(*history(3))
    view.hide()
    side.say(OTHER, "while closed")
    view.show()
    new = view.model().row_of_new()
    assert view.model().index(new + 1).data(Role.BODY) == "while closed"


async def test_other_strings_are_shown_at_once(opened):
    side, view = await opened(*history(1))
    side.strings["Today"] = "A MUCH LONGER TODAY"
    place = rect(view, "A MUCH LONGER TODAY")
    del side.strings["Today"]
    assert rect(view, "TODAY").width() < place.width()


async def test_another_engagement_begins_with_its_own_messages(opened):
    side, view = await opened(*history(100))
    bar(view).setValue(0)
    side.store.dispatch(changes.ChannelLoaded(ChannelState("CH2", messages=history(60))))
    side.store.dispatch(changes.SessionOpened(ME, "CH2"))
    assert in_sight(view, "Hello 59")
    side.store.dispatch(changes.ChannelUnloaded(SID))
    side.store.dispatch(changes.SessionClosed())
    assert view.model().rowCount() == 0


async def test_a_list_without_a_channel_is_empty_and_still_drawn(opened):
    side, view = await opened()
    side.store.dispatch(changes.SessionClosed())
    assert not view.grab().isNull()
    assert view.rows_in_sight() == ()


async def test_a_list_that_is_gone_listens_no_longer(opened):
    side, view = await opened(is_shown=False)
    assert side.store._subscriptions
    shiboken6.delete(view)
    assert not side.store._subscriptions
    side.say(OTHER, "a")
