"""Register AcceptTask anew, so that it does something else altogether: accepting as an exercise.

A name can be registered again, also that of an action that is there. The new body counts until it
is taken away, here until the plugin is unloaded; then the old one is back. Unlike a replacement it
has no ``original`` to go on with: no task is accepted, and customers notice nothing. What prepared
the payload went with the old body, so only the key is there that whoever invoked it has given.
"""

from typing import Any

from webchat.plugins import PluginApp


def init(app: PluginApp) -> None:
    """Register AcceptTask."""

    @app.desk.actions.action("AcceptTask")
    def accept(payload: dict[str, Any]) -> None:
        task = app.desk.store.state.tasks.get(payload["sid"])
        name = "somebody" if task is None else task.customer_name
        app.notifications.show(f"An exercise: you would be speaking with {name} now.")
