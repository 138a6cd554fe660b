"""A task: one reservation of a piece of work that a worker is offered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

TaskStatus: TypeAlias = Literal[
    "pending",
    "reserved",
    "accepted",
    "wrapping",
    "completed",
    "rejected",
    "cancelled",
    "timed_out",
]
TaskChannelName: TypeAlias = Literal["chat", "voice"]


@dataclass(frozen=True, slots=True)
class Task:
    """One reservation; a piece of work has another one each time it is offered anew.

    Attributes:
        sid: ``WR`` and 32 hexadecimal digits; of this reservation.
        task_sid: ``WT`` and 32 hexadecimal digits; shared by all reservations of the work.
        status: See :mod:`webchat.model.task_life`.
        task_channel_unique_name: ``chat`` or ``voice``.
        channel_sid: The chat's channel; empty for a call.
        attributes: Free data, JSON, with the documented keys: ``channelSid`` and
            ``conversationSid``, ``name`` and ``customerName``, ``customerAddress`` (the
            customer's identity), ``preEngagementData``, ``initiated_by``.
        created: When the work came, aware, UTC.
        updated: When the status was set, aware, UTC.
        worker_sid: Who it is offered to or taken by; None while it is pending.
        excluded: Sids of workers that are not offered it again.
        reserved_until: When the offer ends, aware, UTC; None unless it is reserved.
        reason: A sentence: why it was rejected, cancelled, transferred or offered anew; or empty.
    """

    sid: str
    task_sid: str
    status: TaskStatus
    task_channel_unique_name: TaskChannelName
    channel_sid: str
    attributes: Mapping[str, Any]
    created: datetime
    updated: datetime
    worker_sid: str | None = None
    excluded: tuple[str, ...] = field(default=())
    reserved_until: datetime | None = None
    reason: str = ""
