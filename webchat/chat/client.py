"""A person's line to the contact centre: channels by sid, and what can be done in them.

Whatever comes back goes into the store of the side that the client belongs to; see
:mod:`webchat.chat.sync`. Of a channel that is open the newest messages are read; older ones come
in pages when they are asked for.
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from webchat.centre.events import CentreEvent, ChannelEvent, ConnectionChanged
from webchat.centre.protocol import ContactCentre
from webchat.chat.catch_up import CatchUp
from webchat.chat.following import Following
from webchat.chat.history import MOST_UNREAD, read_back, read_older
from webchat.chat.outbox import Outbox, Upload
from webchat.chat.shown import member_state, message_states
from webchat.chat.sync import Sync
from webchat.clock import Clock
from webchat.errors import ConnectionLostError, UnknownChannelError
from webchat.model import Attachment, Channel, ChannelStatus, Member, Message
from webchat.state import ChannelState, Store, changes
from webchat.tasks import TaskBag


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

    def update(self, channel: Channel) -> None:
        """Take over what was read of the channel elsewhere."""
        self._channel = channel

    async def load_older(self, limit: int | None = None) -> int:
        """Read the page before the oldest message that is in the store.

        One reading at a time: a call while one runs waits for that one. A channel that is not
        open (any more), or of which everything is there, takes none.

        Args:
            limit: How many messages; None is a page, 0 all there are, without holding the loop.

        Returns:
            How many messages were added.

        Raises:
            CentreError: They could not be read; what came before that stays.
            ValueError: *limit* is below 0.
        """
        return await self._client.load_older(self.sid, limit)

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

    async def set_message_attributes(
        self, message_sid: str, attributes: Mapping[str, Any] | None
    ) -> None:
        """Let a message carry other attributes, for everybody; then they are in the store.

        Args:
            message_sid: The message, whoever sent it.
            attributes: All that it shall carry, JSON; None for nothing.

        Raises:
            CentreError: They were not taken, or it is not known whether they were.
        """
        await self._client.set_message_attributes(self.sid, message_sid, attributes)

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
        self._handles: WeakValueDictionary[str, ChannelHandle] = WeakValueDictionary()
        self._open: dict[str, ChannelHandle] = {}
        self._loading = asyncio.Lock()
        self._is_closed = False
        self._sync = Sync(identity, store=store, clock=clock, tasks=tasks)
        self._outbox = Outbox(
            identity, friendly_name, centre=centre, store=store, sync=self._sync, clock=clock
        )
        self._catch_up = CatchUp(
            identity,
            centre=centre,
            sync=self._sync,
            clock=clock,
            tasks=tasks,
            on_channel=lambda channel: self.channel(channel.sid).update(channel),
        )
        self._unsubscribe = centre.subscribe(self._hear)

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

    async def load(self, sid: str, *, history: bool = True) -> ChannelHandle:
        """Read a channel, its members and its newest messages into the store; once is enough.

        Args:
            sid: The channel.
            history: Whether to read messages: the newest page, and what stands before it back to
                the first unread one, at most ``MOST_UNREAD``. A bot has no use for them.

        Raises:
            UnknownChannelError: There is none of this sid.
        """
        handle = self.channel(sid)
        async with self._loading:
            if self.state(sid) is None and not self._is_closed:
                following = self._sync.follow(sid)
                try:
                    await self._load(handle, following, history=history)
                except BaseException:
                    self.unload(sid)
                    raise
        return handle

    async def _load(self, handle: ChannelHandle, following: Following, *, history: bool) -> None:
        channel, members = await handle.fetch(), await handle.members()
        names = {one.identity: member_state(one) for one in members}
        read = names[self.identity].last_read_index if self.identity in names else -1
        show = partial(message_states, members=names, identity=self.identity)
        messages = (
            await read_back(self.centre, handle.sid, read + 1, show, most=MOST_UNREAD)
            if history
            else ()
        )
        has_older = (messages[0].index or 0) > 0 if messages else not history
        self._open[handle.sid] = handle
        self._sync.load(following, channel, members, messages, has_older=has_older)

    async def load_older(self, sid: str, limit: int | None = None) -> int:
        """Read older messages of a channel; see :meth:`ChannelHandle.load_older`."""
        following = self._sync.following(sid)
        if following is None:
            return 0
        return await read_older(self.centre, self._sync, following, limit)

    def unload(self, sid: str) -> None:
        """Show a channel no longer; harmless when it is not shown."""
        self._sync.unfollow(sid)
        self._open.pop(sid, None)
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
        """Send a message and, once it is durable, show it; see :meth:`.Outbox.post`."""
        return await self._outbox.post(sid, body, attributes, replaces, media)

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
        """Send a message that is seen from the beginning on; see :meth:`.Outbox.deliver`."""
        return await self._outbox.deliver(
            sid, body, attributes, instead_of=instead_of, media=media, upload=upload
        )

    async def set_message_attributes(
        self, sid: str, message_sid: str, attributes: Mapping[str, Any] | None
    ) -> None:
        """Change what a message carries; see :meth:`ChannelHandle.set_message_attributes`."""
        following, asked = self._sync.following(sid), self.state(sid)
        message = await self.centre.set_message_attributes(
            sid, message_sid, self.identity, attributes
        )
        if following is not None and asked is not None:
            self._sync.attributes_read(following, asked, (message,))

    def discard(self, sid: str, message_sid: str) -> None:
        """Take away a message that could not be sent; any other one stays."""
        self._outbox.discard(sid, message_sid)

    async def consume(self, sid: str, index: int) -> None:
        """Note that I have read up to *index*: here at once, then at the centre.

        Without a connection the centre is told when it is back.
        """
        channel, following = self.state(sid), self._sync.following(sid)
        mine = None if channel is None else channel.members.get(self.identity)
        if mine is not None and index <= mine.last_read_index:
            return
        self._sync.read_up_to(sid, index)
        try:
            await self.centre.set_read_horizon(sid, self.identity, index)
        except ConnectionLostError:
            if following is None:
                raise

    async def aclose(self) -> None:
        """Listen to the centre no longer; membership stays as it is."""
        self._is_closed = True
        self._unsubscribe()
        self._catch_up.close()
        self._sync.close()
        self._open.clear()

    def _hear(self, event: CentreEvent) -> None:
        if isinstance(event, ChannelEvent):
            self._sync(event)
        elif isinstance(event, ConnectionChanged) and event.state == "connected":
            self._catch_up.begin()
