"""Every exception that is meant for a person, and how they are related.

A :class:`WebChatError` carries a sentence that says what was expected, what came, where, and
what to do; it may be shown as it stands. Any other exception is a defect and is logged whole.

::

    WebChatError
     ├─ ConfigError            a configuration file or value cannot be used
     ├─ EngagementError        an engagement cannot be started or restarted now
     ├─ CentreError            the contact centre refused
     │   ├─ UnknownChannelError
     │   ├─ UnknownMessageError
     │   ├─ ChannelClosedError
     │   ├─ NotAMemberError
     │   ├─ MessageRefusedError
     │   ├─ MediaError         a file cannot be taken, kept or given
     │   ├─ TaskStateError     a task is not in a state for this, or somebody else's
     │   ├─ UnknownTaskError
     │   ├─ UnknownWorkerError
     │   └─ ConnectionLostError
     ├─ PayloadError           an action's payload does not fit
     ├─ PluginError            a plugin cannot be loaded, found or moved
     ├─ FunctionError          an action function, or what it needs, did not work
     │   ├─ FunctionAppError       an app cannot be loaded, found, or lacks a function
     │   ├─ HandlerError           the handler raised; ``trace`` tells where
     │   ├─ FunctionTimeoutError   the handler took too long
     │   ├─ HostError              the app's process ended, or cannot be started
     │   ├─ FunctionContractError  what it returned does not fit; ``findings`` say why
     │   ├─ AuthenticationError    there is no credential, or no fresh one
     │   ├─ DownloadError          a file that it named cannot be fetched
     │   └─ FunctionCancelledError the person stopped it
     └─ ActionError            (webchat.actions) an invocation that did not complete
"""


class WebChatError(Exception):
    """A failure with a sentence for the person at the screen."""


class ConfigError(WebChatError):
    """A configuration file or value cannot be used."""


class EngagementError(WebChatError):
    """An engagement cannot be started or restarted now."""


class CentreError(WebChatError):
    """The contact centre refused a request."""


class UnknownChannelError(CentreError):
    """No channel has this sid."""


class UnknownMessageError(CentreError):
    """The channel has no message of this sid."""


class ChannelClosedError(CentreError):
    """The channel has ended; nothing more can be sent to it."""


class NotAMemberError(CentreError):
    """The identity is not a member of the channel."""


class MessageRefusedError(CentreError):
    """The message is empty, over the length that the channel takes, or carries what is no JSON."""


class MediaError(CentreError):
    """A file cannot be read, taken, kept or given back."""


class TaskStateError(CentreError):
    """What was ordered cannot be done with this task as it stands now."""


class UnknownTaskError(CentreError):
    """No task has this sid."""


class UnknownWorkerError(CentreError):
    """No worker has this sid or identity, or it is not logged in."""


class ConnectionLostError(CentreError):
    """There is no connection to the contact centre now."""


class PayloadError(WebChatError):
    """What an action was given does not fit."""


class PluginError(WebChatError):
    """A plugin cannot be loaded, found or moved."""


class FunctionError(WebChatError):
    """An action function, or what it needs, did not work."""


class FunctionAppError(FunctionError):
    """A function app cannot be loaded or found, or lacks a function."""


class HandlerError(FunctionError):
    """A handler raised.

    Attributes:
        trace: The traceback or stack as its language writes it; empty when there is none.
    """

    def __init__(self, message: str, trace: str = "") -> None:
        super().__init__(message)
        self.trace = trace


class FunctionTimeoutError(FunctionError):
    """A handler took longer than it may."""


class HostError(FunctionError):
    """The process that runs an app's functions ended, or cannot be started."""


class FunctionContractError(FunctionError):
    """What a function returned does not fit the contract.

    Attributes:
        findings: What is wrong, one :class:`webchat.functions.contract.records.Finding` each.
    """

    def __init__(self, message: str, findings: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class AuthenticationError(FunctionError):
    """There is no credential for an app, or no fresh one to be had."""


class DownloadError(FunctionError):
    """A file that a function named cannot be fetched."""


class FunctionCancelledError(FunctionError):
    """A person stopped the function."""
