"""A message that the contact centre keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from webchat.model.attachment import Attachment

MAX_BODY_LENGTH = 32768
"""The longest message body in characters (webchat-ui, section 1.2, ``charLimit``)."""

CARD_ATTRIBUTE = "actionCard"
"""The key of a message's attributes under which an action card stands, if it carries one."""


@dataclass(frozen=True, slots=True)
class Message:
    """One durable message of a channel.

    Attributes:
        sid: ``IM`` and 32 hexadecimal digits.
        channel_sid: The channel it stands in.
        index: Its place in the channel, from 0, without gaps.
        author: The identity of the member who sent it.
        body: The text, as sent, never trimmed.
        timestamp: When the centre took it, aware, UTC.
        attributes: Free data of the sender, JSON.
        media: Its files, in the sender's order.
    """

    sid: str
    channel_sid: str
    index: int
    author: str
    body: str
    timestamp: datetime
    attributes: Mapping[str, Any] = field(default_factory=dict)
    media: tuple[Attachment, ...] = ()
