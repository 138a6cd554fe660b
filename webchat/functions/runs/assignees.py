"""Who a step is for, as ``context.assignees`` (reference: action-functions, section 3)."""

from collections.abc import Mapping
from typing import Any

from webchat.functions.contract.records import Step
from webchat.side.side import Side
from webchat.state import MemberState

_PHONES = ("phone_number", "phoneNumber", "phone")


def assignees(side: Side, channel_sid: str, step: Step, clicked: str) -> list[dict[str, Any]]:
    """Return the assignees of a step.

    A step that names a user is that user's. One that names a role, or nobody, is for who has
    clicked: this program has no directory of roles.

    Args:
        side: Who knows the conversation.
        channel_sid: The conversation.
        step: Says who it is for.
        clicked: The identity of who has clicked.
    """
    assigned = None if step.assignee is None else step.assignee.user
    identity = assigned or clicked
    channel = side.store.state.chat.channels.get(channel_sid)
    member = None if channel is None else channel.members.get(identity)
    user = {"id": identity, "name": _name(member, identity)}
    if identity == _customer(side, channel_sid):
        user |= _reachable(side.chat_client.channel(channel_sid).attributes)
    return [{"user": user}]


def _name(member: MemberState | None, identity: str) -> str:
    return identity if member is None else member.friendly_name


def _customer(side: Side, channel_sid: str) -> str | None:
    """Return who the conversation's customer is: this side itself, or whom its task names."""
    state = side.store.state
    if side.kind.name == "webchat":
        return state.session.identity
    tasks = (one for one in state.tasks.values() if one.channel_sid == channel_sid)
    return next((one.attributes.get("customerAddress") for one in tasks), None)


def _reachable(attributes: Mapping[str, Any]) -> dict[str, str]:
    """Return what the customer has said in the form before the chat."""
    said = attributes.get("preEngagementData")
    form: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
    phones = (form.get(key) for key in _PHONES)
    given = {"email": form.get("email"), "phone_number": next(filter(None, phones), None)}
    return {key: str(value) for key, value in given.items() if value}
