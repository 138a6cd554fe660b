"""One side's line to the contact centre, which can be cut and restored.

The embedded centre is always there, a centre of a team is not, and what a lost connection does
to a conversation should be seen before it happens. So each side speaks through a line of its own.
While it is cut every request fails, what was under way breaks off, and no event arrives; the
centre and the other sides go on. A request that broke off may have been carried out all the same.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from webchat.centre.events import CentreEvent, ConnectionChanged, ConnectionState
from webchat.centre.protocol import ContactCentre
from webchat.clock import Clock
from webchat.errors import ConnectionLostError
from webchat.model import Activity, Attachment, Channel, Member, Message, Task, Worker
from webchat.model.task_life import AgentVerb
from webchat.tasks import TaskBag
from webchat.undo import Undo, once

CONNECTING_SECONDS = 0.5
"""How long a connection takes to be made again."""

_NONE = "There is no connection to the contact centre. Wait until it is back, then try again."
_BROKEN_OFF = (
    "The connection to the contact centre was lost before it had answered. "
    "Wait until it is back, then look whether this was done, and try again if not."
)
_log = logging.getLogger(__name__)


class Line:
    """A :class:`~webchat.centre.protocol.ContactCentre` for one side, over another one.

    Beyond the protocol: every request may raise a
    :class:`~webchat.errors.ConnectionLostError`, and listeners are told of the connection.
    """

    def __init__(self, centre: ContactCentre, *, clock: Clock, tasks: TaskBag) -> None:
        """Connect at once.

        Args:
            centre: Who is at the other end; not closed with the line.
            clock: Says when a restored connection has been made.
            tasks: Owns the making of it.
        """
        self._centre = centre
        self._clock = clock
        self._tasks = tasks
        self._state: ConnectionState = "connected"
        self._listeners: tuple[Callable[[CentreEvent], object], ...] = ()
        self._under_way: set[asyncio.Timeout] = set()
        self._connecting: asyncio.Task[None] | None = None

    @property
    def state(self) -> ConnectionState:
        """``connected``, ``disconnected``, or ``connecting`` for a moment after it is restored."""
        return self._state

    @property
    def description(self) -> str:
        """A few words for the status bar."""
        return self._centre.description

    def cut(self) -> None:
        """Lose the connection now; harmless when it is lost."""
        if self._connecting is not None:
            self._connecting.cancel()
            self._connecting = None
        broken_off, self._under_way = self._under_way, set()
        for scope in broken_off:
            scope.reschedule(asyncio.get_running_loop().time())
        self._become("disconnected")

    def restore(self) -> None:
        """Make the connection again, which takes a moment; harmless unless it is lost."""
        if self._state == "disconnected":
            self._connecting = self._tasks.spawn(self._connect(), name="connect to the centre")
            self._become("connecting")

    def check(self) -> None:
        """Refuse what needs a connection.

        Raises:
            ConnectionLostError: There is none.
        """
        if self._state != "connected":
            raise ConnectionLostError(_NONE)

    async def _connect(self) -> None:
        await self._clock.sleep(CONNECTING_SECONDS)
        self._connecting = None
        self._become("connected")

    def _become(self, state: ConnectionState) -> None:
        if state == self._state:
            return
        self._state = state
        for listener in self._listeners:
            if self._state != state or listener not in self._listeners:
                continue  # a listener before this one has changed that
            try:
                listener(ConnectionChanged(state))
            except Exception:
                _log.exception("A listener of the connection failed on %r", state)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[ContactCentre]:
        """Ask the centre something that breaks off when the line is cut."""
        self.check()
        scope = asyncio.timeout(None)
        try:
            async with scope:
                self._under_way.add(scope)
                yield self._centre
        except TimeoutError:
            if scope.expired():
                raise ConnectionLostError(_BROKEN_OFF) from None
            raise
        finally:
            self._under_way.discard(scope)

    # The protocol

    async def open_channel(
        self, member: Member, *, sid: str | None = None, attributes: Mapping[str, Any] | None = None
    ) -> Channel:
        """Open a channel with its first member."""
        async with self._connected() as centre:
            return await centre.open_channel(member, sid=sid, attributes=attributes)

    async def channel(self, sid: str) -> Channel:
        """Return the channel as it is now."""
        async with self._connected() as centre:
            return await centre.channel(sid)

    async def close_channel(self, sid: str) -> Channel:
        """End the chat."""
        async with self._connected() as centre:
            return await centre.close_channel(sid)

    async def join(self, sid: str, member: Member) -> Member:
        """Add a member, or bring one that left back."""
        async with self._connected() as centre:
            return await centre.join(sid, member)

    async def leave(self, sid: str, identity: str) -> None:
        """Mark a member as gone."""
        async with self._connected() as centre:
            await centre.leave(sid, identity)

    async def members(self, sid: str) -> tuple[Member, ...]:
        """Return everybody who is or was a member, in the order of joining."""
        async with self._connected() as centre:
            return await centre.members(sid)

    async def send_message(
        self,
        sid: str,
        identity: str,
        body: str,
        attributes: Mapping[str, Any] | None = None,
        media: Sequence[Attachment] = (),
    ) -> Message:
        """Take a message."""
        async with self._connected() as centre:
            return await centre.send_message(sid, identity, body, attributes, media)

    async def set_message_attributes(
        self, sid: str, message_sid: str, identity: str, attributes: Mapping[str, Any] | None
    ) -> Message:
        """Let a message carry other attributes."""
        async with self._connected() as centre:
            return await centre.set_message_attributes(sid, message_sid, identity, attributes)

    async def upload(
        self,
        sid: str,
        identity: str,
        file: Attachment,
        *,
        progress: Callable[[int], object] | None = None,
    ) -> Attachment:
        """Keep the content of a file for a message that is about to be sent."""
        async with self._connected() as centre:
            return await centre.upload(sid, identity, file, progress=progress)

    async def discard_upload(self, sid: str, attachment: Attachment) -> None:
        """Let go of what was kept for a message that does not come."""
        async with self._connected() as centre:
            await centre.discard_upload(sid, attachment)

    async def media_file(self, sid: str, attachment: Attachment) -> Path:
        """Return a file of this machine that holds an attachment's content."""
        async with self._connected() as centre:
            return await centre.media_file(sid, attachment)

    async def messages(
        self, sid: str, *, before: int | None = None, limit: int | None = None
    ) -> tuple[Message, ...]:
        """Return messages in the order of their index."""
        async with self._connected() as centre:
            return await centre.messages(sid, before=before, limit=limit)

    async def set_read_horizon(self, sid: str, identity: str, index: int) -> None:
        """Note that a member has read up to *index*."""
        async with self._connected() as centre:
            await centre.set_read_horizon(sid, identity, index)

    async def typing(self, sid: str, identity: str) -> None:
        """Signal that a member is typing."""
        async with self._connected() as centre:
            await centre.typing(sid, identity)

    async def tasks(self) -> tuple[Task, ...]:
        """Return the tasks on which something can still be done."""
        async with self._connected() as centre:
            return await centre.tasks()

    async def task(self, sid: str) -> Task:
        """Return a reservation, or the latest one of a task."""
        async with self._connected() as centre:
            return await centre.task(sid)

    async def change_task(
        self,
        sid: str,
        verb: AgentVerb,
        worker_sid: str,
        reason: str | None = None,
        target_sid: str | None = None,
    ) -> Task:
        """Do what a worker wants with a task."""
        async with self._connected() as centre:
            return await centre.change_task(sid, verb, worker_sid, reason, target_sid)

    async def create_voice_task(
        self, name: str, attributes: Mapping[str, Any] | None = None
    ) -> Task:
        """Let a simulated call come in."""
        async with self._connected() as centre:
            return await centre.create_voice_task(name, attributes)

    async def log_in(self, worker: Worker) -> Worker:
        """Let a worker be there."""
        async with self._connected() as centre:
            return await centre.log_in(worker)

    async def log_out(self, worker_sid: str) -> None:
        """Let a worker go."""
        async with self._connected() as centre:
            await centre.log_out(worker_sid)

    async def set_activity(self, worker_sid: str, activity: Activity) -> Worker:
        """Let a worker be available, busy or offline."""
        async with self._connected() as centre:
            return await centre.set_activity(worker_sid, activity)

    async def workers(self) -> tuple[Worker, ...]:
        """Return every worker that ever logged in."""
        async with self._connected() as centre:
            return await centre.workers()

    def subscribe(self, listener: Callable[[CentreEvent], object]) -> Undo:
        """Call *listener* with every event that arrives, and with those of the connection."""

        def hear(event: CentreEvent) -> None:
            if self._state == "connected":
                listener(event)

        self._listeners += (listener,)
        unsubscribe = self._centre.subscribe(hear)

        def undo() -> None:
            unsubscribe()
            self._listeners = tuple(one for one in self._listeners if one is not listener)

        return once(undo)

    async def aclose(self) -> None:
        """Lose the connection for good, without telling; the centre goes on."""
        self._listeners = ()
        self.cut()
