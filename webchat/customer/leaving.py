"""Leaving a channel, also without a connection: then as soon as it is back.

Whoever starts over while the connection is away goes back to the form at once. The centre learns
of it later, so that nobody there waits for somebody who has gone.
"""

import logging

from webchat.centre.events import CentreEvent, ConnectionChanged
from webchat.errors import CentreError, ConnectionLostError
from webchat.side.side import Side

_log = logging.getLogger(__name__)


class Leaving:
    """The channels that one side leaves."""

    def __init__(self, side: Side) -> None:
        """Listen to the connection of *side* from now on."""
        self._side = side
        self._to_leave: list[tuple[str, str]] = []
        side.line.subscribe(self._hear)

    async def leave(self, sid: str, identity: str) -> None:
        """Leave a channel now, or once there is a connection again.

        Raises:
            CentreError: The centre refused.
        """
        try:
            await self._side.centre.leave(sid, identity)
        except ConnectionLostError:
            self._to_leave.append((sid, identity))

    def _hear(self, event: CentreEvent) -> None:
        is_back = isinstance(event, ConnectionChanged) and event.state == "connected"
        if is_back and self._to_leave:
            self._side.tasks.spawn(self._leave_all(), name="leave what was left meanwhile")

    async def _leave_all(self) -> None:
        to_leave, self._to_leave = self._to_leave, []
        for sid, identity in to_leave:
            try:
                await self.leave(sid, identity)
            except CentreError as error:
                _log.info("%s could not leave %s later on: %s", identity, sid, error)
