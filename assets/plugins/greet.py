"""Say hello for the customer as soon as the chat has begun.

An *after* listener is called when an action has done its work. After StartEngagement there is
a channel, so the chat client can send to it directly. That skips the action SendMessage, and
with it whatever other plugins do to messages: this is how the reference documents it. To go
through the other plugins too, invoke SendMessage instead.
"""

from typing import Any

from webchat.plugins import PluginApp

GREETING = "Hello! I have just come from your website and have a question."


def init(app: PluginApp) -> None:
    """Listen; the listener is taken away by itself when the plugin is unloaded."""

    @app.webchat.actions.after("StartEngagement")
    async def greet(_payload: Any) -> None:
        sid = app.webchat.store.state.session.channel_sid
        channel = await app.webchat.chat_client.get_channel_by_sid(sid)
        await channel.send_message(GREETING)
