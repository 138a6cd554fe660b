"""Who is there, as actions: SetActivity, Login and Logout.

The documentation says that ``afterLogout`` is not told: whoever logs out is back at the login, and
nobody is there to hear it. A listener on it is accepted, and warned of.
"""

from typing import Any

from webchat.agent.desk import Desk
from webchat.agent.payloads import activity_of
from webchat.errors import UnknownWorkerError
from webchat.model import Activity

AFTER_LOGOUT = (
    "It is never called, since nobody is logged in any more then. Listen to beforeLogout instead."
)


class LoginActions:
    """The actions of one side that concern its worker."""

    def __init__(self, desk: Desk) -> None:
        """Register them on the side of *desk*."""
        self._desk = desk
        actions = desk.side.actions
        actions.register_action("SetActivity", self._set_activity)
        actions.register_action("Login", self._log_in)
        actions.own.register_action("Logout", self._log_out, silent_after=AFTER_LOGOUT)

    async def _set_activity(self, payload: Any) -> Activity:
        """Be available, busy or offline; the result is what the worker is then."""
        worker = await self._desk.set_activity(activity_of(payload))
        return worker.activity

    async def _log_in(self, payload: Any = None) -> str:
        """Be there again, available unless it is said otherwise; the result is the worker's sid."""
        named = isinstance(payload, dict) and payload.get("activityName") is not None
        activity = activity_of(payload) if named else "available"
        try:
            await self._desk.worker_sid()
        except UnknownWorkerError:
            await self._desk.log_in(activity)
            return await self._desk.worker_sid()
        raise UnknownWorkerError(f"{self._desk.friendly_name} is logged in already.")

    async def _log_out(self, _payload: Any = None) -> None:
        """Go; what the worker had goes to others."""
        await self._desk.log_out()
