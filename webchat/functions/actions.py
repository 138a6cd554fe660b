"""RunActionFunction, CancelActionFunction and OpenUrl, on every side.

A click on a card is a gesture like any other: a plugin may listen to it, change its ``input``,
cancel or replace it. ``{channelSid, messageSid, button}`` is enough; what card, step and button
that is, and with which input the function will run, is filled in, in place, before any listener
sees the payload (reference: action-functions, section 8).
"""

from typing import TYPE_CHECKING, Any

from webchat.chat.channels import OpenChannels
from webchat.side.side import Side

if TYPE_CHECKING:
    from webchat.functions.functions import Functions


class FunctionActions:
    """The actions about functions of one side."""

    def __init__(self, side: Side, functions: "Functions") -> None:
        """Register them.

        Args:
            side: Where.
            functions: What they ask; its parts are made by the first click.
        """
        self._side = side
        self._functions = functions
        self._channels = OpenChannels(side.store, side.connected)
        side.actions.register_action("RunActionFunction", self._run, self._fill)
        side.actions.register_action("CancelActionFunction", self._cancel, self._channels.fill)
        side.actions.register_action("OpenUrl", self._open_url)

    def _fill(self, payload: Any) -> Any:
        from webchat.functions.runs.click import fill  # noqa: PLC0415  with the first click

        payload = self._channels.fill(payload)
        fill(self._side.store.state, payload)
        return payload

    async def _run(self, payload: Any) -> dict[str, Any]:
        """Run the action function of a card's button, and carry out what it returns.

        Returns:
            ``status``: ``completed``, ``cancelled``, or None while the run is open; and its
            ``token``.
        """
        return await self._functions.action_runs.run(self._side, payload)

    async def _cancel(self, payload: Any) -> None:
        """Stop the function that a card waits for, or let go of the form that it shows."""
        await self._functions.action_runs.cancel(self._side, payload)

    async def _open_url(self, payload: Any) -> str | None:
        """Open an address; the result is a sentence when something else than asked was done."""
        from webchat.functions.runs.address import open_address  # noqa: PLC0415  as above

        return await open_address(self._side, payload)
