"""Replace AcceptTask by something of your own, and go on with the original.

A replacement stands in place of what the action does, between its *before* and its *after*
listeners. ``original`` is what it did without you: call it with the payload, wait for it, and hand
on its result. Until then nothing is accepted, and without it nothing ever would be.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from webchat.plugins import PluginApp

TEXT = "I have replaced this Action"

Step = Callable[[Any], Awaitable[Any]]


def init(app: PluginApp) -> None:
    """Replace AcceptTask."""

    @app.desk.actions.replacing("AcceptTask")
    async def accept(payload: Any, original: Step) -> Any:
        await app.dialogs.alert(TEXT)
        return await original(payload)
