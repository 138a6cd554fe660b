"""Why an invocation did not complete.

::

    ActionError
     ├─ ActionNotFoundError    nothing is registered under the name
     ├─ ActionPendingError     the same action with a matching payload is under way
     ├─ ActionBlockedError     the action is blocked for a matching payload
     ├─ ActionCancelledError   a before listener cancelled it
     └─ ActionFailedError      its body or a replacement raised; ``__cause__`` is what
"""

from webchat.errors import WebChatError


class ActionError(WebChatError):
    """An invocation that did not complete.

    Attributes:
        action: Name of the action.
    """

    def __init__(self, message: str, action: str) -> None:
        super().__init__(message)
        self.action = action


class ActionNotFoundError(ActionError):
    """Nothing is registered under the name."""


class ActionPendingError(ActionError):
    """The same action with a matching payload is under way."""


class ActionBlockedError(ActionError):
    """The action is blocked for a matching payload."""


class ActionCancelledError(ActionError):
    """A before listener cancelled the invocation.

    Attributes:
        cancelled_by: The listener's owner, or its ``file:line`` when it has none.
    """

    def __init__(self, action: str, cancelled_by: str) -> None:
        super().__init__(f"Action {action} cancelled by before event", action)
        self.cancelled_by = cancelled_by


class ActionFailedError(ActionError):
    """The body or a replacement raised; ``__cause__`` is what it raised."""
