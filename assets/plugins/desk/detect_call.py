"""Note in the log that a call comes in, before it is accepted.

``payload["task"]`` is the task that an action is about. The desk's buttons name it by ``sid`` only;
the other key is filled in before anybody listens, unless there is no such task. A task says what it
is under the names of Python and under the documented ones: ``task.taskChannelUniqueName`` is the
same. *Desk > Simulate a call* lets one come in.
"""

from typing import Any

from webchat.plugins import PluginApp


def init(app: PluginApp) -> None:
    """Listen before AcceptTask."""

    @app.desk.actions.before("AcceptTask")
    def detect(payload: dict[str, Any]) -> None:
        task = payload.get("task")
        if task is not None and task.task_channel_unique_name == "voice":
            app.log.info("Call detected")
