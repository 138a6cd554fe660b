"""A person's line to the contact centre: channels by sid, and what can be done in them.

Whatever comes back goes into the store of the side that the client belongs to; see
:mod:`webchat.chat.sync`.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from webchat.centre.protocol import ContactCentre
from webchat.chat.sync import INTERRUPTED, Sync
from webchat.clock import Clock
from webchat.errors import UnknownChannelError
from webchat.model import Attachment, Channel, ChannelStatus, Member, Message
from webchat.state import ChannelState, MessageState, Store, changes
from webchat.tasks import TaskBag

Upload: TypeAlias = Callable[[str], Awaitable[Sequence[Attachment]]]


class ChannelHandle:
    """One conversation, as plugins and actions take hold of it; one stable object per sid.

    Attributes:
        sid: The channel's id.
    """

    def __init__(self, client: "ChatClient", sid: str) -> None:
        self.sid = sid
        self._client = client
        self._channel: Channel | None = None

    def __repr__(self) -> str:
        return f"<ChannelHandle {self.sid}: {self.status}>"

    @property
    def status(self) -> ChannelStatus:
        """``active``, or ``inactive`` once the chat has ended."""
        shown = self._client.state(self.sid)
        if shown is not None:
            return shown.status
        return "active" if self._channel is None else self._channel.status

    @property
    def attributes(self) -> Mapping[str, Any]:
        """The channel's free data as last read, such as the pre-engagement answers."""
        return {} if self._channel is None else self._channel.attributes

    async def fetch(self) -> Channel:
        """Read the channel's status and attributes anew.

        Raises:
            UnknownChannelError: There is no such channel.
        """
        self._channel = await self._client.centre.channel(self.sid)
        return self._channel

    async def send_message(self, body: str, attributes: Mapping[str, Any] | None = None) -> int:
        """Send a message, without any action; return its index once it is durable.

        Args:
            body: The text, sent as it is.
            attributes: Free data of the sender, JSON.

        Raises:
            CentreError: It was not taken; nothing is shown of it.
        """
        message = await self._client.post(self.sid, body, attributes)
        return message.index

    async def typing(self) -> None:
        """Signal that I am typing."""
        await self._client.centre.typing(self.sid, self._client.identity)

    async def members(self) -> tuple[Member, ...]:
        """Return everybody who is or was a member, in the order of joining."""
        return await self._client.centre.members(self.sid)

    async def messages(
        self, *, before: int | None = None, limit: int | None = None
    ) -> tuple[Message, ...]:
        """Return the newest messages, or the newest of those before an index, oldest first."""
        return await self._client.centre.messages(self.sid, before=before, limit=limit)

    async def consume(self, index: int) -> None:
        """Note that I have read up to *index*; a horizon never moves back."""
        await self._client.consume(self.sid, index)

    async def leave(self) -> None:
        """Leave the conversation; it goes on without me."""
        await self._client.centre.leave(self.sid, self._client.identity)

    async def close(self) -> None:
        """End the chat for everybody."""
        await self._client.centre.close_channel(self.sid)


class ChatClient:
    """One identity's connection to the centre.

    Attributes:
        centre: The contact centre.
        identity: Who I am to it.
        friendly_name: How I am called.
    """

    def __init__(
        self,
        centre: ContactCentre,
        identity: str,
        friendly_name: str,
        *,
        store: Store,
        clock: Clock,
        tasks: TaskBag,
    ) -> None:
        """Connect; events of channels that are loaded go into *store* from now on."""
        self.centre = centre
        self.identity = identity
        self.friendly_name = friendly_name
        self._store = store
        self._clock = clock
        self._handles: dict[str, ChannelHandle] = {}
        self._numbers = itertools.count(1)
        self._loading = asyncio.Lock()
        self._sync = Sync(identity, store=store, clock=clock, tasks=tasks)
        self._unsubscribe = centre.subscribe(self._sync)

    def channel(self, sid: str) -> ChannelHandle:
        """Return the handle of *sid*, always the same one; nothing is asked."""
        handle = self._handles.get(sid)
        if handle is None:
            handle = self._handles[sid] = ChannelHandle(self, sid)
        return handle

    async def get_channel_by_sid(self, sid: str | None) -> ChannelHandle:
        """Return the handle of a channel that exists.

        Args:
            sid: The channel; None, which ``session.channel_sid`` is before an engagement, is
                refused as any other sid that is unknown.

        Raises:
            UnknownChannelError: There is none of this sid.
        """
        if not isinstance(sid, str):
            raise UnknownChannelError(f"A channel's sid is a text, but {sid!r} came.")
        handle = self.channel(sid)
        await handle.fetch()
        return handle

    async def load(self, sid: str) -> ChannelHandle:
        """Read a channel, its members and its whole history into the store; once is enough.

        Raises:
            UnknownChannelError: There is none of this sid.
        """
        handle = self.channel(sid)
        async with self._loading:
            if self.state(sid) is None:
                with self._sync.holding(sid):
                    channel = await handle.fetch()
                    members = await handle.members()
                    self._sync.load(channel, members, await handle.messages())
        return handle

    def unload(self, sid: str) -> None:
        """Show a channel no longer; harmless when it is not shown."""
        self._store.dispatch(changes.ChannelUnloaded(sid))

    def state(self, sid: str) -> ChannelState | None:
        """Return what the store holds of a channel, or None while it is not loaded."""
        return self._store.state.chat.channels.get(sid)

    async def post(
        self,
        sid: str,
        body: str,
        attributes: Mapping[str, Any] | None,
        replaces: str | None = None,
        media: Sequence[Attachment] = (),
    ) -> Message:
        """Send a message and, once it is durable, show it.

        Args:
            sid: The channel.
            body: The text, sent as it is.
            attributes: Free data of the sender, JSON.
            replaces: Sid of the message whose place it takes in the store, or None.
            media: Files that the centre has taken for it.
        """
        message = await self.centre.send_message(sid, self.identity, body, attributes, media)
        self._sync.message_taken(message, replaces)
        return message

    async def deliver(
        self,
        sid: str,
        body: str,
        attributes: Mapping[str, Any] | None = None,
        *,
        instead_of: str | None = None,
        media: Sequence[Attachment] = (),
        upload: Upload | None = None,
    ) -> int:
        """Show a message as ``sending`` at once, and as ``sent`` or ``failed`` when that is known.

        Args:
            sid: The channel, which must be loaded.
            body: The text, sent as it is.
            attributes: Free data of the sender, JSON.
            instead_of: Sid of a failed message whose place it takes, or None.
            media: Its files as they stand on this machine.
            upload: Has the centre take them, called with the sid under which the message is
                shown; returns them as the centre keeps them.

        Returns:
            Its index, once it is durable at the centre and stands in the store.

        Raises:
            CentreError: It was not taken; it stays visible as ``failed``, with the sentence.
        """
        shown = MessageState(
            sid=f"local-{next(self._numbers)}",
            index=None,
            author=self.identity,
            author_name=self.friendly_name,
            body=body,
            timestamp=self._clock.now(),
            attributes=dict(attributes or {}),
            media=tuple(media),
            is_from_me=True,
            status="sending",
            progress=0.0 if media else None,
        )
        self._store.dispatch(changes.MessageAdded(sid, shown, instead_of))
        try:
            kept = () if upload is None else await upload(shown.sid)
            message = await self.post(sid, body, attributes, shown.sid, kept)
        except BaseException as error:
            self._failed(sid, shown, error)
            raise
        return message.index

    def discard(self, sid: str, message_sid: str) -> None:
        """Take away a message that could not be sent; any other one stays."""
        channel = self.state(sid)
        shown = () if channel is None else channel.messages
        if any(one.sid == message_sid and one.status == "failed" for one in shown):
            self._store.dispatch(changes.MessageRemoved(sid, message_sid))

    async def consume(self, sid: str, index: int) -> None:
        """Note that I have read up to *index*: here at once, then at the centre."""
        channel = self.state(sid)
        mine = None if channel is None else channel.members.get(self.identity)
        if mine is not None and index <= mine.last_read_index:
            return
        self._store.dispatch(changes.Consumed(sid, index))
        await self.centre.set_read_horizon(sid, self.identity, index)

    async def aclose(self) -> None:
        """Listen to the centre no longer; membership stays as it is."""
        self._unsubscribe()
        self._sync.close()

    def _failed(self, sid: str, shown: MessageState, error: BaseException) -> None:
        channel = self.state(sid)
        now = () if channel is None else (one for one in channel.messages if one.sid == shown.sid)
        message = next(iter(now), None)
        if message is None:  # it was discarded meanwhile
            return
        interrupted = isinstance(error, asyncio.CancelledError)
        reason = INTERRUPTED if interrupted else str(error)
        failed = replace(message, status="failed", error=reason, progress=None)
        self._store.dispatch(changes.MessageAdded(sid, failed, shown.sid))
