"""The records that the contact centre keeps and hands out; frozen, without behaviour."""

from webchat.model.attachment import Attachment, display_name, safe_name
from webchat.model.channel import Channel, ChannelStatus
from webchat.model.member import Member, plain_name
from webchat.model.message import MAX_BODY_LENGTH, Message
from webchat.model.task import Task, TaskChannelName, TaskStatus
from webchat.model.worker import ACTIVITIES, Activity, Worker

__all__ = [
    "ACTIVITIES",
    "MAX_BODY_LENGTH",
    "Activity",
    "Attachment",
    "Channel",
    "ChannelStatus",
    "Member",
    "Message",
    "Task",
    "TaskChannelName",
    "TaskStatus",
    "Worker",
    "display_name",
    "plain_name",
    "safe_name",
]
