"""Register an action of your own that invokes AcceptTask for who has waited longest.

``invoke_action("AcceptTask", {"sid": …})`` does what the desk's button does, and everybody who
listens to AcceptTask is asked. Here it makes a new action, AcceptOldest, which is invoked after
CompleteTask: whoever is done with one customer goes on with the next, unless they take a break.
"""

from typing import Any

from webchat.actions import ActionError
from webchat.plugins import PluginApp


def oldest(state: Any) -> Any:
    """Return the task of a desk that has waited longest and that its agent has not turned down."""
    waiting = [
        task
        for task in state.tasks.values()
        if task.status in {"pending", "reserved"} and state.session.worker_sid not in task.excluded
    ]
    return min(waiting, key=lambda task: task.created, default=None)


def init(app: PluginApp) -> None:
    """Register AcceptOldest and invoke it after CompleteTask."""
    actions, store = app.desk.actions, app.desk.store

    @actions.action("AcceptOldest")
    async def accept_oldest(_payload: Any) -> Any:
        task = oldest(store.state)
        return task and await actions.invoke_action("AcceptTask", {"sid": task.sid})

    @actions.after("CompleteTask")
    async def go_on(_payload: Any) -> None:
        if store.state.session.activity != "available":
            return
        try:
            await actions.invoke_action("AcceptOldest")
        except ActionError as error:  # somebody else was faster, or a plugin forbids it
            app.log.info("The next task was not accepted: %s", error)
