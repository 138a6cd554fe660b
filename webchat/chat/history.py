"""Reading what was said: pages of a channel's history, from the newest one back.

Nothing ever needs the whole of it at once, so it is read when somebody wants to see it. Reading
many pages at a stroke, as a transcript does, goes in chunks that are small enough for the screen
to stay alive in between.
"""

import asyncio
from collections.abc import Callable
from itertools import chain
from typing import Protocol

from webchat.centre.protocol import ContactCentre
from webchat.chat.following import Following
from webchat.model import Message
from webchat.state import ChannelState, MessageState
from webchat.state.placing import index_of

PAGE = 100
"""How many messages are read at a time, and at first."""

MOST_UNREAD = 2000
"""How many are read at first if that many are unread."""

EVERYTHING = 0
_CHUNK = 500  # a few milliseconds of the loop, whatever the machine
_Show = Callable[[tuple[Message, ...]], tuple[MessageState, ...]]


class _Shown(Protocol):
    """What reading older messages needs of who keeps the store."""

    def shown(self, following: Following) -> ChannelState | None:
        """Return the channel as long as it is the one that is followed."""

    def older_read(self, following: Following, page: tuple[Message, ...]) -> int:
        """Put a page before the others; return how many messages that added."""

    def attributes_read(
        self, following: Following, asked: ChannelState, messages: tuple[Message, ...]
    ) -> None:
        """Bring attributes up to date, save those that changed since they were asked for."""


async def read_back(
    centre: ContactCentre, sid: str, wanted: int, show: _Show, *, most: int | None = None
) -> tuple[MessageState, ...]:
    """Return the newest page, and what stands before it from an index on.

    Args:
        centre: Who keeps the history.
        sid: The channel.
        wanted: The index that is to be among what is read.
        show: Makes of a chunk what is returned; called as soon as it came.
        most: At most so many in all; None for as many as it takes.
    """
    chunks: list[tuple[MessageState, ...]] = []
    count, size, before = 0, PAGE, None
    while size > 0:
        page = await centre.messages(sid, before=before, limit=size)
        if not page:
            break
        chunks.append(show(page))
        count += len(page)
        before = page[0].index
        size = min(before - wanted, _CHUNK, _CHUNK if most is None else most - count)
    return tuple(chain.from_iterable(reversed(chunks)))


async def read_older(
    centre: ContactCentre, sync: _Shown, following: Following, limit: int | None
) -> int:
    """Read the next page of a channel, or wait for the one that is being read.

    Args:
        centre: Who keeps the history.
        sync: Who keeps the store.
        following: The channel.
        limit: How many messages; None is a page, ``EVERYTHING`` all there are.

    Returns:
        How many messages were added to the store.

    Raises:
        CentreError: It could not be read; what came before that is kept.
    """
    if limit is not None and limit < 0:
        raise ValueError(f"limit must be 0 for everything, or a number of messages, not {limit}.")
    wanted = PAGE if limit is None else limit
    joined = 0
    while (reading := following.reading) is not None:
        await asyncio.wait({reading})
        outcome = reading.result()
        if isinstance(outcome, Exception):
            raise outcome
        joined += outcome or 0
        if outcome is not None and wanted != EVERYTHING:  # None: who read was cancelled
            return joined
    return joined + await _read(centre, sync, following, wanted)


async def read_again(
    centre: ContactCentre, sync: _Shown, following: Following, before: int
) -> None:
    """Read what a channel shows once more, since attributes may have changed unheard.

    Args:
        centre: Who keeps the history.
        sync: Who keeps the store.
        following: The channel.
        before: From which index on nothing needs to be read again.

    Raises:
        CentreError: It could not be read; what came before that is kept.
    """
    while (channel := sync.shown(following)) is not None:
        first = index_of(channel.messages[0]) if channel.messages else -1
        if first < 0 or first >= before:
            break
        size = min(before - first, _CHUNK)
        page = await centre.messages(following.sid, before=before, limit=size)
        if not page:
            break
        sync.attributes_read(following, channel, page)
        before = page[0].index


async def _read(centre: ContactCentre, sync: _Shown, following: Following, wanted: int) -> int:
    """Read for this caller and for those who come while it lasts."""
    reading = following.reading = asyncio.get_running_loop().create_future()
    following.changed.clear()
    outcome: int | Exception | None = None
    try:
        outcome = await _chunks(centre, sync, following, wanted)
    except Exception as error:
        outcome = error
        raise
    finally:
        following.reading = None
        reading.set_result(outcome)
    return outcome


async def _chunks(centre: ContactCentre, sync: _Shown, following: Following, wanted: int) -> int:
    added = asked = 0
    while (channel := sync.shown(following)) is not None and channel.has_older_messages:
        size = _CHUNK if wanted == EVERYTHING else min(wanted - asked, _CHUNK)
        if not size:
            break
        first = channel.messages[0].index if channel.messages else None
        page = await centre.messages(following.sid, before=first, limit=size)
        came = sync.older_read(following, page)
        if not came:
            break
        added += came
        asked += len(page)
    return added
