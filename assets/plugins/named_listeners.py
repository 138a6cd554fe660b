"""Add listeners by name, and take one away again.

To remove a listener, hand in the very function that was added; so give it a name. What is
still there when the plugin is unloaded is removed then; ``remove_listener`` is for listeners
that have done their work earlier. Here the first message of a chat gets a friendly notice,
the others do not, until a new chat is started.
"""

from typing import Any

from webchat.plugins import PluginApp


def init(app: PluginApp) -> None:
    """Listen for the first message of each chat."""
    actions = app.webchat.actions

    def handle_after_send_message(_payload: Any) -> None:
        app.notifications.show("Thank you! We usually answer within a minute.", "success")
        actions.remove_listener("afterSendMessage", handle_after_send_message)

    def handle_after_start_engagement(_payload: Any) -> None:
        actions.remove_listener("afterSendMessage", handle_after_send_message)
        actions.add_listener("afterSendMessage", handle_after_send_message)

    actions.add_listener("afterSendMessage", handle_after_send_message)
    actions.add_listener("afterStartEngagement", handle_after_start_engagement)
