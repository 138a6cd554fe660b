"""Noting at the contact centre what was read: once for each message, and only what is unread."""

import logging

from webchat.errors import WebChatError
from webchat.side.side import Side
from webchat.state import ChannelState

_log = logging.getLogger(__name__)


class Reading:
    """What one side has read."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._under_way: tuple[str, int] | None = None

    def note(self, channel: ChannelState) -> None:
        """Note that all messages of *channel* were seen; nothing is asked when none is unread."""
        seen = next((one.index for one in reversed(channel.messages) if one.index is not None), -1)
        wanted = (channel.sid, seen)
        if not channel.unconsumed_messages or seen < 0 or wanted == self._under_way:
            return
        self._under_way = wanted
        self._side.tasks.spawn(
            self._consume(channel.sid, seen), name=f"note that {channel.sid} was read"
        )

    async def _consume(self, sid: str, index: int) -> None:
        try:
            await self._side.chat_client.channel(sid).consume(index)
        except WebChatError as error:  # the next message, or the next look, tries again
            _log.info("It could not be noted that %s was read: %s", sid, error)
        finally:
            if self._under_way == (sid, index):
                self._under_way = None
