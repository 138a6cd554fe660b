"""Put a signature under each message: replace SendMessage, and call the original.

A replacement stands in place of what the action does. ``original`` is that, to be called once,
several times or not at all, with whatever payload. The result of the replacement is the
result of the action, so hand on what ``original`` returns.

Several plugins may replace one action; the one loaded last runs first. ``original`` is always
the action itself and skips the others. Take a third argument, ``next``, and call that instead
to let the others do their part.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from webchat.plugins import PluginApp

SIGNATURE = "— Sent from our website"

Step = Callable[[Any], Awaitable[Any]]


def init(app: PluginApp) -> None:
    """Replace SendMessage."""

    @app.webchat.actions.replacing("SendMessage")
    async def sign(payload: dict[str, Any], original: Step) -> Any:
        body = payload.get("body")
        if isinstance(body, str) and body.strip():  # an empty one is for the action to refuse
            payload = {**payload, "body": f"{body}\n{SIGNATURE}"}
        return await original(payload)
