"""Every exception that is meant for a person, and how they are related.

A :class:`WebChatError` carries a sentence that says what was expected, what came, where, and
what to do; it may be shown as it stands. Any other exception is a defect and is logged whole.

::

    WebChatError
     ├─ ConfigError            a configuration file or value cannot be used
     ├─ EngagementError        an engagement cannot be started or restarted now
     ├─ CentreError            the contact centre refused
     │   ├─ UnknownChannelError
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


class ChannelClosedError(CentreError):
    """The channel has ended; nothing more can be sent to it."""


class NotAMemberError(CentreError):
    """The identity is not a member of the channel."""


class MessageRefusedError(CentreError):
    """The message is empty or over the length that the channel takes."""


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
