"""Register an action of your own that calls an HTTP endpoint, and invoke it after another one.

Once registered, MyAction is an action like any other: it is seen in the Actions dock, other
plugins may listen to it or replace it, and components may invoke it. Here it tells a CRM
about each chat that was started. If the endpoint cannot be reached, the action fails, and who
invoked it decides what that means: here a notice, and the chat goes on.
"""

from typing import Any

import aiohttp

from webchat.actions import ActionError
from webchat.plugins import PluginApp

ENDPOINT = "http://127.0.0.1:8000/test"
TIMEOUT = aiohttp.ClientTimeout(total=10)


def init(app: PluginApp) -> None:
    """Register MyAction and invoke it after StartEngagement."""
    actions = app.webchat.actions

    @actions.action("MyAction")
    async def my_action(payload: Any) -> Any:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT, raise_for_status=True) as session,
            session.post(ENDPOINT, json=payload) as answer,
        ):
            return await answer.json()

    @actions.after("StartEngagement")
    async def tell_the_crm(payload: Any) -> None:
        try:
            answer = await actions.invoke_action("MyAction", {"started": payload})
        except ActionError as error:
            app.log.warning("%s did not take it: %s", ENDPOINT, error)
            app.notifications.show("The CRM could not be told about this chat.", "warning")
        else:
            app.log.info("%s answered %s", ENDPOINT, answer)
