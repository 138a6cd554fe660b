"""Which channel the widget shows."""

from tests.ui.support.conversation import SID, Conversation
from ui.chat.shown_channel import shown_channel
from webchat.state import changes


def test_it_is_that_of_the_engagement():
    side = Conversation()
    assert shown_channel(side.store.state) is side.channel


def test_there_is_none_before_an_engagement_and_before_it_is_loaded():
    side = Conversation()
    side.store.dispatch(changes.ChannelUnloaded(SID))
    assert shown_channel(side.store.state) is None
    side.store.dispatch(changes.SessionClosed())
    assert shown_channel(side.store.state) is None
