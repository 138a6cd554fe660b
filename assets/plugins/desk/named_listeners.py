"""Add listeners by name to AcceptTask, and remove them again by an action.

To remove a listener, hand in the event and the very function that was added; so give it a name.
Here no agent is to have more than two conversations at once. Who wants another one all the same
presses the button of the notice: that invokes LiftTaskLimit, which removes both listeners.
"""

from collections.abc import Callable
from typing import Any

from webchat.plugins import PluginApp

LIMIT = 2
OPEN = {"accepted", "wrapping"}


def init(app: PluginApp) -> None:
    """Add the listeners, and register the action that removes them."""
    actions, store = app.desk.actions, app.desk.store

    def count() -> int:
        return sum(task.status in OPEN for task in store.state.tasks.values())

    def handle_before_accept_task(_payload: Any, cancel: Callable[[], None]) -> None:
        if count() >= LIMIT:
            cancel()
            app.notifications.show(
                f"You have {count()} conversations already. Complete one of them first.",
                "warning",
                action_label="Lift the limit",
                on_action=lambda: actions.invoke_action("LiftTaskLimit"),
            )

    def handle_after_accept_task(_payload: Any) -> None:
        app.log.info("%s of %s conversations", count(), LIMIT)

    def lift_task_limit(_payload: Any) -> None:
        actions.remove_listener("beforeAcceptTask", handle_before_accept_task)
        actions.remove_listener("afterAcceptTask", handle_after_accept_task)

    actions.add_listener("beforeAcceptTask", handle_before_accept_task)
    actions.add_listener("afterAcceptTask", handle_after_accept_task)
    actions.register_action("LiftTaskLimit", lift_task_limit)
