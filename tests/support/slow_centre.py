"""A contact centre of plain Python that takes its time: a different one for each request.

What the embedded centre happens to do, such as telling events before it answers, no client may
rely on. Here answers and events come after as many turns of the loop as the test's randomness
says, in one order only where the protocol promises it, and every run can be repeated.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import replace
from random import Random
from typing import Any, TypeVar

from tests.support.clock import START
from webchat.centre import events
from webchat.errors import ChannelClosedError, UnknownChannelError, UnknownMessageError
from webchat.model import Channel, Member, Message
from webchat.undo import Undo, once

SID = "CH1"
_V = TypeVar("_V")


class SlowCentre:
    """One channel; only what a chat client asks for.

    Attributes:
        said: What the channel holds.
        people: Its members.
    """

    description = "Slow centre"

    def __init__(self, random: Random, people: tuple[Member, ...], *, longest: int = 9) -> None:
        self.said: list[Message] = []
        self.people = {one.identity: one for one in people}
        self.status: Any = "active"
        self._random = random
        self._longest = longest
        self._listeners: list[Callable[[events.CentreEvent], object]] = []
        self._to_tell: deque[events.CentreEvent] = deque()
        self._tasks: set[asyncio.Task[Any]] = set()

    def now(self, author: str, body: str) -> Message:
        """Let a message stand in the channel."""
        message = Message(f"IM{len(self.said)}", SID, len(self.said), author, body, START)
        self.said.append(message)
        self._tell(events.MessageAdded(SID, message))
        return message

    def mark(self, index: int, attributes: Any) -> Message:
        """Let a message carry other attributes."""
        message = replace(self.said[index], attributes=attributes)
        self.said[index] = message
        self._tell(events.MessageUpdated(SID, message))
        return message

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return bool(self._tasks)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def channel(self, sid: str) -> Channel:
        return await self._ask(lambda: self._channel(sid))

    async def members(self, sid: str) -> tuple[Member, ...]:
        return await self._ask(lambda: tuple(self.people.values()))

    async def messages(
        self, sid: str, *, before: int | None = None, limit: int | None = None
    ) -> tuple[Message, ...]:
        def read() -> tuple[Message, ...]:
            found = self.said[: None if before is None else max(before, 0)]
            return tuple(found if limit is None else found[max(0, len(found) - limit) :])

        return await self._ask(read)

    async def send_message(
        self, sid: str, identity: str, body: str, attributes: Any = None, media: Any = ()
    ) -> Message:
        def send() -> Message:
            if self._channel(sid).status != "active":
                raise ChannelClosedError("It has ended.")
            return self.now(identity, body)

        return await self._ask(send)

    async def set_message_attributes(
        self, sid: str, message_sid: str, identity: str, attributes: Any
    ) -> Message:
        def mark() -> Message:
            found = [one.index for one in self.said if one.sid == message_sid]
            if not found:
                raise UnknownMessageError(f"No message {message_sid!r}.")
            return self.mark(found[0], attributes)

        return await self._ask(mark)

    async def set_read_horizon(self, sid: str, identity: str, index: int) -> None:
        def read() -> None:
            before = self.people[identity]
            now = max(before.last_read_index, min(index, len(self.said) - 1))
            if now > before.last_read_index:
                self.people[identity] = replace(before, last_read_index=now)
                self._tell(events.MemberUpdated(SID, self.people[identity]))

        await self._ask(read)

    async def typing(self, sid: str, identity: str) -> None:
        await self._ask(lambda: self._tell(events.Typing(SID, identity)))

    def subscribe(self, listener: Callable[[events.CentreEvent], object]) -> Undo:
        self._listeners.append(listener)
        return once(lambda: self._listeners.remove(listener))

    def _channel(self, sid: str) -> Channel:
        if sid != SID:
            raise UnknownChannelError(f"No channel {sid!r}.")
        return Channel(SID, self.status, START)

    async def _ask(self, request: Callable[[], _V]) -> _V:
        """Carry a request out, perhaps also after who asked for it has gone."""
        running = self._spawn(self._carry_out(request))
        if self._random.random() < 0.5:
            return await asyncio.shield(running)
        return await running

    async def _carry_out(self, request: Callable[[], _V]) -> _V:
        await self._turns()
        try:
            answer = request()
        finally:
            await self._turns()
        return answer

    def _tell(self, event: events.CentreEvent) -> None:
        self._to_tell.append(event)
        if len(self._to_tell) == 1:
            self._spawn(self._pump())

    async def _pump(self) -> None:
        while self._to_tell:
            await self._turns()
            for listener in tuple(self._listeners):
                listener(self._to_tell[0])
            self._to_tell.popleft()

    async def _turns(self) -> None:
        for _ in range(self._random.randrange(self._longest)):
            await asyncio.sleep(0)

    def _spawn(self, coroutine: Coroutine[Any, Any, _V]) -> asyncio.Task[_V]:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # whoever asked may have gone
