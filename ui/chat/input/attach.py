"""Attaching files that a person chose, dropped or pasted: one after the other, in their order.

AttachFile looks into a file before it takes it, which needs a moment; so the next one waits until
the last one was taken or refused, or the order would be anybody's guess.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from webchat.actions import Result
from webchat.side.side import Side
from webchat.state import ChannelState, State


class Attaching:
    """What is attached to the next message of one channel."""

    def __init__(self, side: Side, sid: str) -> None:
        """Attach for a person.

        Args:
            side: Who writes.
            sid: The channel that the files are for.
        """
        self._side, self._sid = side, sid
        self._waiting: deque[tuple[Path, str]] = deque()
        self._is_running = False

    @property
    def is_possible(self) -> bool:
        """Whether files can be sent here now."""
        return can_attach(self._side.store.state, self._sid)

    @property
    def may_write(self) -> bool:
        """Whether anything can be sent here now."""
        return may_write(self._side.store.state, self._sid)

    def is_busy(self) -> bool:
        """Whether files wait to be attached, or one is being looked into."""
        return self._is_running

    def attach(self, paths: Iterable[Path], *, origin: str) -> None:
        """Attach files, behind those that are waiting; what cannot be is refused in words.

        Args:
            paths: In their order.
            origin: The component that they were given to.
        """
        self._waiting.extend((path, origin) for path in paths)
        if self._waiting and not self._is_running:
            self._is_running = True
            self._side.tasks.spawn(self._attach_all(), name=f"attach files in {self._sid}")

    def detach(self, path: Path, *, origin: str) -> None:
        """Take a file away again."""
        payload = {"channelSid": self._sid, "file": str(path)}
        with self._side.actions.as_origin(origin):
            self._side.actions.invoke_action("DetachFile", payload)

    async def _attach_all(self) -> None:
        try:
            while self._waiting:
                path, origin = self._waiting.popleft()
                payload = {"channelSid": self._sid, "file": str(path)}
                with self._side.actions.as_origin(origin):
                    result = self._side.actions.invoke_action("AttachFile", payload)
                await _over(result)
        finally:
            self._is_running = False


async def _over(result: Result) -> None:
    """Wait until an invocation is over, without asking how: nobody's failure stays reported."""
    over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def note(_result: Result) -> None:
        if not over.done():
            over.set_result(None)

    result.add_done_callback(note)
    await over


def can_attach(state: State, sid: str) -> bool:
    """Whether the person may send files in a channel as it is now."""
    rules = state.config.file_attachment
    return rules.enabled and not rules.read_only and may_write(state, sid)


def may_write(state: State, sid: str) -> bool:
    """Whether the person may send anything in a channel as it is now."""
    channel = state.chat.channels.get(sid)
    return channel is not None and channel.status == "active" and is_member(state, channel)


def is_member(state: State, channel: ChannelState) -> bool:
    """Whether this side may write in a channel; so it may while that is not known."""
    me = channel.members.get(state.session.identity or "")
    return me is None or me.online
