"""Ask before a task is accepted, and leave it where it is if the answer is no.

A *before* listener gets the payload and a function that aborts the action. The task stays offered
then: its button can be pressed again, and when the offer ends it goes to somebody else. That also
happens to who thinks for too long; AcceptTask then says so, and nothing is accepted.
"""

from collections.abc import Callable
from typing import Any

from webchat.plugins import PluginApp

TEXT = "Triggered before event AcceptTask"
QUESTION = "Are you sure you want to accept the task?"


def init(app: PluginApp) -> None:
    """Listen before AcceptTask."""

    @app.desk.actions.before("AcceptTask")
    async def confirm(_payload: Any, abort: Callable[[], None]) -> None:
        await app.dialogs.alert(TEXT)
        if not await app.dialogs.confirm(QUESTION):
            abort()
