"""A channel: one conversation at the contact centre."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

ChannelStatus: TypeAlias = Literal["active", "inactive"]


@dataclass(frozen=True, slots=True)
class Channel:
    """One conversation as the contact centre keeps it.

    Attributes:
        sid: ``CH`` and 32 hexadecimal digits, or what the start URL answered.
        status: ``inactive`` once the chat has ended.
        created: When it was opened, aware, UTC.
        attributes: Free data, JSON; holds the pre-engagement answers.
        ended: When the chat ended, aware, UTC; None while it has not.
    """

    sid: str
    status: ChannelStatus
    created: datetime
    attributes: Mapping[str, Any] = field(default_factory=dict)
    ended: datetime | None = None
