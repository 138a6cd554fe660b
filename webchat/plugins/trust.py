"""How the person is asked whether plugins of a folder may be loaded (:mod:`webchat.trust`)."""

from webchat.errors import PluginError
from webchat.trust import Subject


class UntrustedError(PluginError):
    """The person does not want plugins of this folder to be loaded."""


PLUGINS = Subject("plugins", "A plugin", UntrustedError)
