"""State of the documented shape, the changes to it, and the store that holds it."""

from webchat.state.records import (
    ChannelState,
    ChatSessionState,
    ChatState,
    ConnectionState,
    EngagementStage,
    MemberState,
    MessageState,
    MessageStatus,
    SessionState,
    State,
    TaskState,
)
from webchat.state.store import Store

__all__ = [
    "ChannelState",
    "ChatSessionState",
    "ChatState",
    "ConnectionState",
    "EngagementStage",
    "MemberState",
    "MessageState",
    "MessageStatus",
    "SessionState",
    "State",
    "Store",
    "TaskState",
]
