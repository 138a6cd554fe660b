"""Ask before a chat is started, and cancel the start if the answer is no.

A *before* listener gets the payload and a function ``cancel``. It may be async: the action
waits for it, while everything else goes on. Cancelling stops the action, not the other
listeners. Without a window there is nobody to ask, and the answer is no.
"""

from collections.abc import Callable
from typing import Any

from webchat.plugins import PluginApp

QUESTION = "Do you want to start a chat with our service team?"


def init(app: PluginApp) -> None:
    """Listen before StartEngagement."""

    @app.webchat.actions.before("StartEngagement")
    async def confirm(_payload: Any, cancel: Callable[[], None]) -> None:
        if not await app.dialogs.confirm(QUESTION):
            cancel()
