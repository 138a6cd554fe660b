"""Plugins: one ``.py`` file each, loaded, replaced and taken out again while the chat goes on."""

from webchat.plugins.api import PluginApp
from webchat.plugins.host import PluginHost
from webchat.plugins.records import Plugin, PluginFault, PluginState
from webchat.plugins.roster import NoSuchPluginError
from webchat.plugins.trust import UntrustedError
from webchat.plugins.watchdog import Blockage

__all__ = [
    "Blockage",
    "NoSuchPluginError",
    "Plugin",
    "PluginApp",
    "PluginFault",
    "PluginHost",
    "PluginState",
    "UntrustedError",
]
