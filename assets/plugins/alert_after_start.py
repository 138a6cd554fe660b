"""Show a message box after an action: the smallest listener there is.

``app.dialogs.alert`` waits until the person has read it, and the action's *after* phase waits
with it. Use ``app.spawn(app.dialogs.alert(...))`` if nobody should wait.
"""

from typing import Any

from webchat.plugins import PluginApp


def init(app: PluginApp) -> None:
    """Listen after StartEngagement."""

    @app.webchat.actions.after("StartEngagement")
    async def tell(_payload: Any) -> None:
        await app.dialogs.alert("Triggered after StartEngagement.")
