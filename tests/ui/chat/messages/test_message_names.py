"""The name that a member is shown by."""

import pytest

from tests.ui.support.conversation import Conversation
from ui.chat.messages.message_names import MessageNames
from ui.chat.props import Props
from webchat.config import Config


def names(**props):
    side = Conversation()
    return MessageNames(Props(Config(component_props=props), side.strings, side.notifications))


@pytest.mark.parametrize(
    ("options", "theirs", "mine"),
    [
        ({}, "Grace", "Ada"),
        ({"theirDefaultName": "Agent"}, "Grace", "Ada"),
        ({"theirDefaultName": "Agent", "theirFriendlyNameOverride": False}, "Agent", "Ada"),
        ({"yourDefaultName": "You", "yourFriendlyNameOverride": False}, "Grace", "You"),
        ({"theirFriendlyNameOverride": False}, "Grace", "Ada"),
    ],
)
def test_options_decide_between_the_friendly_name_and_a_default(qapp, options, theirs, mine):
    known = names(MessagingCanvas={"memberDisplayOptions": options})
    assert known.name("grace-1", "Grace", is_me=False) == theirs
    assert known.name("ada-1", "Ada", is_me=True) == mine


def test_who_has_no_name_is_shown_by_their_identity(qapp):
    assert names().name("grace-1", "", is_me=False) == "grace-1"


def test_friendly_names_can_be_turned_off(qapp):
    known = names(MessageListItem={"useFriendlyName": False})
    assert known.name("grace-1", "Grace", is_me=False) == "grace-1"
