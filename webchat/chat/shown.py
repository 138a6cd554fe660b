"""From the centre's records to those that a side shows."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from webchat.model import Member, Message, plain_name
from webchat.state import MemberState, MessageState

_NOTHING: Mapping[str, Any] = MappingProxyType({})  # shared: most messages carry no attributes


def message_states(
    messages: Iterable[Message], members: Mapping[str, MemberState], identity: str
) -> tuple[MessageState, ...]:
    """Return messages as *identity* shows them; hundreds of a page take a millisecond or two.

    Args:
        messages: As the centre keeps them.
        members: Who says how an author is called; one who is no member by its identity.
        identity: Whose messages are its own.
    """
    names = {key: plain_name(member.friendly_name) for key, member in members.items()}
    return tuple(
        MessageState(
            one.sid,
            one.index,
            one.author,
            names.get(one.author, one.author),
            one.body,
            one.timestamp,
            one.attributes or _NOTHING,
            one.media,
            one.author == identity,
        )
        for one in messages
    )


def member_state(member: Member) -> MemberState:
    """Return *member* as a side's state holds it."""
    return MemberState(
        identity=member.identity,
        friendly_name=plain_name(member.friendly_name),
        avatar=member.avatar,
        online=member.online,
        last_read_index=member.last_read_index,
        joined=member.joined,
        left=member.left,
    )
