"""The records that the contact centre keeps and hands out; frozen, without behaviour."""

from webchat.model.attachment import Attachment, display_name
from webchat.model.channel import Channel, ChannelStatus
from webchat.model.member import Member
from webchat.model.message import MAX_BODY_LENGTH, Message

__all__ = [
    "MAX_BODY_LENGTH",
    "Attachment",
    "Channel",
    "ChannelStatus",
    "Member",
    "Message",
    "display_name",
]
