"""The action layer: every gesture is a named action that others can watch, stop or change."""

from webchat.actions.cause import current_invocation
from webchat.actions.errors import (
    ActionBlockedError,
    ActionCancelledError,
    ActionError,
    ActionFailedError,
    ActionNotFoundError,
    ActionPendingError,
)
from webchat.actions.manager import ActionsManager
from webchat.actions.matching import ActionCall
from webchat.actions.record import History, Invocation, ListenerCall
from webchat.actions.result import Result
from webchat.actions.scopes import Scope, Scopes

__all__ = [
    "ActionBlockedError",
    "ActionCall",
    "ActionCancelledError",
    "ActionError",
    "ActionFailedError",
    "ActionNotFoundError",
    "ActionPendingError",
    "ActionsManager",
    "History",
    "Invocation",
    "ListenerCall",
    "Result",
    "Scope",
    "Scopes",
    "current_invocation",
]
