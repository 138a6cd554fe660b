"""The concierge: answers every customer at once, so that a chat can be tried without a person.

It is an agent without a screen and does what it does through its own actions, so whatever it does
passes the same way as a person's. It goes by its store: a task that is offered to it is accepted
after a moment, a customer who asks for a person is handed over to one who is free, and a chat
that is over is wrapped up.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webchat.agent.staff import seat
from webchat.bots.answers import answer, greet, hand_over, nobody_is_free, welcome_back
from webchat.centre import events
from webchat.chat.client import ChannelHandle
from webchat.chat.history import PAGE
from webchat.errors import WebChatError
from webchat.model import Activity, Message, Worker
from webchat.model.message import CARD_ATTRIBUTE
from webchat.side.side import Side
from webchat.state import TaskState

IDENTITY = "concierge"
FRIENDLY_NAME = "Concierge"
AVATAR = "icon:bot"
_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Chat:
    """One task that is looked after.

    Attributes:
        task: As it was when it came.
        inbox: What was said and not answered yet.
        heard: Index of the last message that was taken note of.
        running: What looks after it now.
        is_ending: Whether that is only its end.
    """

    task: TaskState
    inbox: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)
    heard: int = -1
    running: asyncio.Task[None] | None = None
    is_ending: bool = False

    @property
    def customer(self) -> str:
        """How the customer is called."""
        return self.task.customer_name

    def hear(self, message: Message) -> None:
        """Take note of a message, once."""
        if message.index > self.heard:
            self.heard = message.index
            self.inbox.put_nowait(message)


class Concierge:
    """The bot of one simulation."""

    def __init__(self, side: Side, *, delay: float) -> None:
        """Take its seat; nothing comes before :meth:`begin`.

        Args:
            side: What it acts through.
            delay: How long it takes to join and to write each answer, in seconds.
        """
        self._side = side
        self._delay = delay
        self._chats: dict[str, _Chat] = {}
        self._desk = seat(side, Worker("", IDENTITY, FRIENDLY_NAME, AVATAR, is_bot=True))
        self._undos = (
            side.centre.subscribe(self._hear),
            side.store.subscribe(lambda state: state.tasks, self._look),
        )

    async def begin(self, activity: Activity) -> None:
        """Log in, and go on with what it had in an earlier run.

        Args:
            activity: ``available`` to be offered every chat; ``offline`` to take only what is
                transferred to it.
        """
        await self._desk.log_in(activity)

    def close(self) -> None:
        """Listen no longer; what is under way ends with the side's tasks."""
        for undo in self._undos:
            undo()

    # What happens

    def _hear(self, event: events.CentreEvent) -> None:
        if isinstance(event, events.MessageAdded) and event.message.author != IDENTITY:
            for chat in self._chats.values():
                if chat.task.channel_sid == event.channel_sid:
                    chat.hear(event.message)

    def _look(self, tasks: Mapping[str, TaskState]) -> None:
        for task in tasks.values():
            mine = task.worker_sid == self._side.store.state.session.worker_sid
            if mine and task.task_channel_unique_name == "chat":
                self._look_after(task)

    def _look_after(self, task: TaskState) -> None:
        chat = self._chats.get(task.sid)
        is_over = task.customer_left or task.status in ("wrapping", "cancelled")
        if chat is None:
            if task.is_over:
                return
            chat = self._chats[task.sid] = _Chat(task)
            if not is_over:
                self._run(chat, self._serve(chat), "answer in")
        if is_over and not chat.is_ending:
            chat.is_ending = True
            if chat.running is not None:
                chat.running.cancel()
            self._run(chat, self._end(chat), "end")

    def _run(self, chat: _Chat, doing: Any, what: str) -> None:
        chat.running = self._side.tasks.spawn(doing, name=f"{what} {chat.task.channel_sid}")

    def _forget(self, chat: _Chat) -> None:
        if self._chats.get(chat.task.sid) is chat:
            del self._chats[chat.task.sid]

    # What it does

    async def _serve(self, chat: _Chat) -> None:
        try:
            if chat.task.status == "reserved":
                await self._side.clock.sleep(self._delay)
                await self._order("AcceptTask", chat)
            else:
                await self._desk.open_chat(chat.task)
            channel = await self._side.chat_client.get_channel_by_sid(chat.task.channel_sid)
            await self._begin_chat(channel, chat)
            await self._answer(channel, chat)
        except WebChatError as error:  # the customer went away or restarted meanwhile
            _log.info("The concierge stops answering in %s: %s", chat.task.channel_sid, error)
        if not chat.is_ending:
            self._forget(chat)

    async def _begin_chat(self, channel: ChannelHandle, chat: _Chat) -> None:
        """Say the first words, and take note of what was said before them."""
        messages = await channel.messages(limit=PAGE)
        is_unanswered = messages and messages[-1].author == chat.task.attributes["customerAddress"]
        if is_unanswered and chat.inbox.empty():  # of what was said long before, the last has to do
            chat.hear(messages[-1])
        if not any(one.author == IDENTITY for one in messages):
            data = channel.attributes.get("preEngagementData")
            query = data.get("query") if isinstance(data, dict) else None
            await self._say(chat, greet(chat.customer, str(query or "")))
        elif chat.task.status == "reserved":  # else we have met in an earlier run
            await self._say(chat, welcome_back(chat.customer))

    async def _answer(self, channel: ChannelHandle, chat: _Chat) -> None:
        while True:
            message = await chat.inbox.get()
            await channel.consume(message.index)
            if CARD_ATTRIBUTE in message.attributes:
                continue  # its buttons are for people
            files = [one.filename for one in message.media]
            reply = answer(message.body, chat.customer, files)
            if reply.wants_person:
                if await self._hand_over(chat):
                    return
                continue
            await self._say(chat, reply.body)
            if reply.ends_chat:
                await self._order("WrapupTask", chat)
                return

    async def _hand_over(self, chat: _Chat) -> bool:
        """Give the chat to a person who is free; return whether there was one."""
        person = self._free_person(chat)
        if person is None:
            await self._say(chat, nobody_is_free(chat.customer))
            return False
        await self._say(chat, hand_over(chat.customer, person.friendly_name))
        try:
            await self._order("TransferTask", chat, targetSid=person.sid)
        except WebChatError as error:  # gone in this very moment
            _log.info("The concierge could not hand over: %s", error)
            await self._say(chat, nobody_is_free(chat.customer))
            return False
        return True

    def _free_person(self, chat: _Chat) -> Worker | None:
        """Return a person who wants tasks and has not turned this one down."""
        workers = self._side.store.state.chat.workers.values()
        free = (
            one
            for one in workers
            if one.is_logged_in
            and one.activity == "available"
            and not one.is_bot
            and one.sid not in chat.task.excluded
        )
        return next(free, None)

    async def _end(self, chat: _Chat) -> None:
        """Leave nothing open once nobody is there to be answered."""
        try:
            sid, tasks = chat.task.sid, self._side.store.state.tasks
            if tasks[sid].status == "cancelled":
                await self._side.chat_client.channel(chat.task.channel_sid).close()
            if tasks[sid].status == "accepted":
                await self._order("WrapupTask", chat)
            if self._side.store.state.tasks[sid].status == "wrapping":
                await self._order("CompleteTask", chat)
        except WebChatError as error:
            _log.info("The concierge could not end %s: %s", chat.task.channel_sid, error)
        finally:
            self._forget(chat)

    async def _say(self, chat: _Chat, body: str) -> None:
        actions, sid = self._side.actions, chat.task.channel_sid
        with actions.as_origin(IDENTITY):
            await actions.invoke_action("SendTyping", {"channelSid": sid})
            await self._side.clock.sleep(self._delay)
            await actions.invoke_action("SendMessage", {"channelSid": sid, "body": body})

    async def _order(self, action: str, chat: _Chat, **more: Any) -> None:
        with self._side.actions.as_origin(IDENTITY):
            await self._side.actions.invoke_action(action, {"sid": chat.task.sid, **more})
