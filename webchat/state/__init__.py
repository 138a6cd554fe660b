"""State of the documented shape, the changes to it, and the store that holds it."""

from webchat.state.records import (
    CardPhase,
    CardRunState,
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
    "CardPhase",
    "CardRunState",
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
