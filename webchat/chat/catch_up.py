"""After the connection was away: what was missed is read, and nothing is sent by itself.

From the moment the connection is back until a channel was read, its events are held back. What
was read is then put into the store as the changes that were missed, followed by what was held.
Only then is what stands above it read once more, as attributes of any message may have changed.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TypeVar

from webchat.centre.protocol import ContactCentre
from webchat.chat.following import Following
from webchat.chat.history import read_again, read_back
from webchat.chat.shown import member_state, message_states
from webchat.chat.sync import Sync
from webchat.clock import Clock
from webchat.errors import CentreError, ConnectionLostError, UnknownChannelError
from webchat.model import Channel, Member
from webchat.state.placing import gapless_end, index_of
from webchat.tasks import TaskBag

_T = TypeVar("_T")
_SECONDS_BETWEEN = 2.0
_log = logging.getLogger(__name__)


class CatchUp:
    """Brings the open channels of one identity up to date."""

    def __init__(
        self,
        identity: str,
        *,
        centre: ContactCentre,
        sync: Sync,
        clock: Clock,
        tasks: TaskBag,
        on_channel: Callable[[Channel], object],
    ) -> None:
        """Prepare.

        Args:
            identity: Whose channels.
            centre: Who knows what was missed.
            sync: Who keeps the store.
            clock: Says when to try again what failed.
            tasks: Owns what runs.
            on_channel: Called with each channel's record as it is now.
        """
        self._identity = identity
        self._centre = centre
        self._sync = sync
        self._clock = clock
        self._tasks = tasks
        self._on_channel = on_channel
        self._running: dict[Following, asyncio.Task[None]] = {}

    def begin(self) -> None:
        """Read every open channel anew; what is still being read for this reason starts over."""
        for following in self._sync.followed:
            if self._sync.shown(following) is None:
                continue  # it is being loaded
            self._sync.hold(following)
            self._end(following)
            name = f"read what was missed in {following.sid}"
            task = self._running[following] = self._tasks.spawn(self._run(following), name=name)
            task.add_done_callback(partial(self._ended, following))

    def close(self) -> None:
        """Read nothing more."""
        for following in tuple(self._running):
            self._end(following)

    def _end(self, following: Following) -> None:
        running = self._running.pop(following, None)
        if running is not None:
            running.cancel()

    def _ended(self, following: Following, task: asyncio.Task[None]) -> None:
        if self._running.get(following) is task:
            del self._running[following]

    async def _run(self, following: Following) -> None:
        first = await self._until_done(self._read, following)
        if first is not None:
            above = partial(read_again, self._centre, self._sync, before=first)
            await self._until_done(above, following)

    async def _until_done(
        self, read: Callable[[Following], Awaitable[_T]], following: Following
    ) -> _T | None:
        """Try until it is read, unless the connection is lost again or the channel let go of."""
        while self._sync.shown(following) is not None:
            try:
                return await read(following)
            except (ConnectionLostError, UnknownChannelError) as error:
                _log.info("What was missed in %s could not be read: %s", following.sid, error)
                following.is_caught_up.set()  # what waits to be sent learns of it by itself
                break
            except CentreError as error:
                _log.warning("What was missed in %s is read again: %s", following.sid, error)
                following.is_caught_up.set()
                await self._clock.sleep(_SECONDS_BETWEEN)
        return None

    async def _read(self, following: Following) -> int:
        """Read what was missed; return the index of the first message that was read."""
        centre, sid = self._centre, following.sid
        channel = await centre.channel(sid)
        self._on_channel(channel)
        members = await centre.members(sid)
        shown = self._sync.shown(following)
        if shown is None:
            return 0
        end = gapless_end(shown.messages, has_older=shown.has_older_messages)
        shows_none = end < 0 and shown.has_older_messages  # on purpose, as bots do
        names = {one.identity: member_state(one) for one in members}
        show = partial(message_states, members=names, identity=self._identity)
        missed = () if shows_none else await read_back(centre, sid, end + 1, show)
        self._sync.missed_read(following, channel, members, missed)
        await self._tell_horizon(following, members)
        return index_of(missed[0]) if missed else 0

    async def _tell_horizon(self, following: Following, members: Iterable[Member]) -> None:
        """Tell how far was read meanwhile, if that is further than the centre knows."""
        told = next((one.last_read_index for one in members if one.identity == self._identity), -1)
        if following.read <= told:
            return
        try:
            await self._centre.set_read_horizon(following.sid, self._identity, following.read)
        except CentreError as error:
            _log.info("How far %s was read could not be told: %s", following.sid, error)
