"""Complete a payload before anybody sees it: ``payload_update``.

An action may be registered with a second function. It is called with the payload that was
passed; what it returns is the payload for every listener and for the action itself. It must
return one, and it is not awaited. Here RecordMessage, which is invoked after each message,
gets a number and a time without whoever invokes it having to know. See it in the Actions
dock: its listeners and its body find the stamped payload.
"""

import itertools
from datetime import UTC, datetime
from typing import Any

from webchat.plugins import PluginApp


def init(app: PluginApp) -> None:
    """Register RecordMessage with its payload_update, and invoke it after SendMessage."""
    actions = app.webchat.actions
    numbers = itertools.count(1)

    def stamp(payload: Any) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return {**(payload or {}), "number": next(numbers), "recordedAt": now}

    def record(payload: dict[str, Any]) -> str:
        line = f"{payload['number']} {payload['recordedAt']} {payload.get('body', '')}"
        app.log.info("%s", line)
        return line

    actions.register_action("RecordMessage", record, stamp)

    @actions.after("SendMessage")
    async def record_it(payload: dict[str, Any]) -> None:
        await actions.invoke_action("RecordMessage", {"body": payload.get("body")})
