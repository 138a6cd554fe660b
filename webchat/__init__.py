"""The core of the webchat simulator: asyncio only, usable and testable without a window.

::

    async with webchat.Simulator(webchat.Config()) as sim:
        await sim.plugins.load("my_plugin.py")
        await sim.webchat.actions.invoke_action("StartEngagement")
"""

from webchat.actions import (
    ActionBlockedError,
    ActionCancelledError,
    ActionError,
    ActionFailedError,
    ActionNotFoundError,
    ActionPendingError,
    ActionsManager,
)
from webchat.config import Config, LoadedConfig, load_config
from webchat.errors import (
    CentreError,
    ChannelClosedError,
    ConfigError,
    EngagementError,
    MessageRefusedError,
    NotAMemberError,
    PayloadError,
    PluginError,
    UnknownChannelError,
    WebChatError,
)
from webchat.simulator import Simulator
from webchat.state import EngagementStage

__all__ = [
    "ActionBlockedError",
    "ActionCancelledError",
    "ActionError",
    "ActionFailedError",
    "ActionNotFoundError",
    "ActionPendingError",
    "ActionsManager",
    "CentreError",
    "ChannelClosedError",
    "Config",
    "ConfigError",
    "EngagementError",
    "EngagementStage",
    "LoadedConfig",
    "MessageRefusedError",
    "NotAMemberError",
    "PayloadError",
    "PluginError",
    "Simulator",
    "UnknownChannelError",
    "WebChatError",
    "load_config",
]
