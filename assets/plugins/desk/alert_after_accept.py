"""Show a message box after a task was accepted.

``app.desk`` is the agent's side, and has the same action layer as ``app.webchat``, with actions of
its own. An *after* listener is called when the action has done its work: the agent is in the chat
already while the box stands. It is called for every desk, whoever or whatever ordered it.
"""

from typing import Any

from webchat.plugins import PluginApp

TEXT = "Triggered after event AcceptTask"


def init(app: PluginApp) -> None:
    """Listen after AcceptTask."""

    @app.desk.actions.after("AcceptTask")
    async def tell(_payload: Any) -> None:
        await app.dialogs.alert(TEXT)
