"""Say goodbye to the customer before a chat is wrapped up: replace WrapupTask, for chats only.

WrapupTask ends the chat, after which nothing can be sent. So a listener would come too late, and
the replacement waits until the message is sent before it goes on with the original. A call has no
channel to send to. A goodbye that cannot be sent is no reason to keep the agent in the chat:
that is logged, and the chat is wrapped up without one.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from webchat.actions import ActionError
from webchat.plugins import PluginApp

GOODBYE = "Thanks for chatting. Your session is now closed."

Step = Callable[[Any], Awaitable[Any]]


def init(app: PluginApp) -> None:
    """Replace WrapupTask."""
    actions = app.desk.actions

    @actions.replacing("WrapupTask")
    async def wrap_up(payload: dict[str, Any], original: Step) -> Any:
        task = payload.get("task")
        if task is None or task.task_channel_unique_name != "chat":
            return await original(payload)
        goodbye = {"body": GOODBYE, "channelSid": task.attributes["channelSid"]}
        try:
            await actions.invoke_action("SendMessage", goodbye)
        except ActionError as error:
            app.log.warning("The goodbye was not sent: %s", error)
        return await original(payload)
