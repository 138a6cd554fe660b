"""The concierge: answers every customer at once, so that a chat can be tried without a person.

It is a side without a screen and does what it does through its own actions, so its messages and
typing pass the same way as a person's. It hears of customers from the centre's events: of one
who joins, and of one who goes on talking in a channel from an earlier run.
"""

import asyncio
import logging
from dataclasses import dataclass, field

from webchat.bots.answers import answer, greet
from webchat.centre import events
from webchat.chat.client import ChannelHandle
from webchat.chat.history import PAGE
from webchat.errors import WebChatError
from webchat.model import Member, Message
from webchat.side.side import Side

IDENTITY = "concierge"
FRIENDLY_NAME = "Concierge"
AVATAR = "icon:bot"
_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Chat:
    """One conversation that is looked after."""

    inbox: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)
    task: asyncio.Task[None] | None = None


class Concierge:
    """The bot of one simulation."""

    def __init__(self, side: Side, *, delay: float) -> None:
        """Begin to listen.

        Args:
            side: What it acts through.
            delay: How long it takes to join and to write each answer, in seconds.
        """
        self._side = side
        self._delay = delay
        self._chats: dict[str, _Chat] = {}
        self._client = side.connect(IDENTITY, FRIENDLY_NAME)
        self._unsubscribe = side.centre.subscribe(self._hear)

    def close(self) -> None:
        """Listen no longer; what is under way ends with the side's tasks."""
        self._unsubscribe()

    def _hear(self, event: events.CentreEvent) -> None:
        if not isinstance(event, events.ChannelEvent):
            return
        sid = event.channel_sid
        if isinstance(event, events.MemberJoined) and event.member.identity != IDENTITY:
            self._look_after(sid)
        elif isinstance(event, events.MessageAdded) and event.message.author != IDENTITY:
            self._look_after(sid).inbox.put_nowait(event.message)
        elif isinstance(event, events.MemberLeft) and event.member.identity != IDENTITY:
            self._side.tasks.spawn(self._someone_left(sid), name=f"see who is left in {sid}")
        elif isinstance(event, events.ChannelUpdated) and event.channel.status == "inactive":
            self._forget(sid)

    def _look_after(self, sid: str) -> _Chat:
        chat = self._chats.get(sid)
        if chat is None:
            chat = self._chats[sid] = _Chat()
            chat.task = self._side.tasks.spawn(self._serve(sid, chat), name=f"answer in {sid}")
        return chat

    def _forget(self, sid: str) -> None:
        """Stop answering in a channel; harmless where nobody was answered."""
        chat = self._chats.pop(sid, None)
        if chat is not None and chat.task is not None and chat.task is not asyncio.current_task():
            chat.task.cancel()
        self._client.unload(sid)

    async def _serve(self, sid: str, chat: _Chat) -> None:
        try:
            await self._side.clock.sleep(self._delay)
            channel = await self._client.get_channel_by_sid(sid)
            customer = await self._customer(channel)
            if customer is None:
                return
            await self._side.centre.join(sid, Member(IDENTITY, FRIENDLY_NAME, AVATAR))
            await self._client.load(sid, history=False)  # it answers what it hears from now on
            await self._greet(channel, customer)
            await self._answer(channel, customer, chat.inbox)
        except WebChatError as error:  # the customer went away or restarted meanwhile
            _log.info("The concierge stops answering in %s: %s", sid, error)
        finally:
            if self._chats.get(sid) is chat:
                self._forget(sid)

    async def _greet(self, channel: ChannelHandle, customer: Member) -> None:
        messages = await channel.messages(limit=PAGE)
        if any(one.author == IDENTITY for one in messages):
            return  # we have met in an earlier run
        data = channel.attributes.get("preEngagementData")
        query = data.get("query") if isinstance(data, dict) else None
        await self._say(channel, greet(customer.friendly_name, str(query or "")))

    async def _answer(
        self, channel: ChannelHandle, customer: Member, inbox: asyncio.Queue[Message]
    ) -> None:
        while True:
            message = await inbox.get()
            await channel.consume(message.index)
            files = [one.filename for one in message.media]
            reply = answer(message.body, customer.friendly_name, files)
            await self._say(channel, reply.body)
            if reply.ends_chat:
                await channel.close()
                return

    async def _say(self, channel: ChannelHandle, body: str) -> None:
        actions, sid = self._side.actions, channel.sid
        with actions.as_origin(IDENTITY):
            await actions.invoke_action("SendTyping", {"channelSid": sid})
            await self._side.clock.sleep(self._delay)
            await actions.invoke_action("SendMessage", {"channelSid": sid, "body": body})

    async def _customer(self, channel: ChannelHandle) -> Member | None:
        members = await channel.members()
        here = (one for one in members if one.online and one.identity != IDENTITY)
        return next(here, None)

    async def _someone_left(self, sid: str) -> None:
        """End the chat once nobody is there to be answered."""
        try:
            channel = await self._client.get_channel_by_sid(sid)
            if channel.status == "active" and await self._customer(channel) is None:
                self._forget(sid)
                await channel.close()
        except WebChatError as error:
            _log.info("The concierge could not end %s: %s", sid, error)
