"""Register MyAction, which makes an HTTP request, and invoke it after CompleteTask.

It could tell a CRM what an agent is done with. The task is completed before the request is made,
and stays so however that ends. What goes wrong is logged and raised on: MyAction has failed then,
and so has the listener that waits for it, which the *Plugins* dock shows. MyAction is given the
task's sid, also because an action is refused while it runs for the very same payload.
"""

import json
from typing import Any

import aiohttp

from webchat.plugins import PluginApp

URL = "http://127.0.0.1:8000/test"
TIMEOUT = aiohttp.ClientTimeout(total=10)


def init(app: PluginApp) -> None:
    """Register MyAction and invoke it after CompleteTask."""
    actions = app.desk.actions

    @actions.action("MyAction")
    async def my_action(payload: dict[str, Any]) -> Any:
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT, raise_for_status=True) as session,
                session.get(URL, params=payload) as answer,
            ):
                response = await answer.json()
        except Exception as error:
            app.log.warning("%s did not answer as it should: %s", URL, error)
            raise
        await app.dialogs.alert(f"Triggered MyAction with response {json.dumps(response)}")
        return response

    @actions.after("CompleteTask")
    async def tell_the_crm(payload: dict[str, Any]) -> Any:
        return await actions.invoke_action("MyAction", {"taskSid": payload["task"].task_sid})
