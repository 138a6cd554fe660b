"""What a client keeps of a channel that it has open, besides what its store holds."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from webchat.centre import events
from webchat.model import Attachment, Message
from webchat.state import MessageState


@dataclass(eq=False, slots=True)
class Following:
    """One channel from its loading to its unloading; another loading makes another one.

    Attributes:
        sid: The channel.
        held: Events that wait until what they follow on was read; None while nothing is read.
        read: Index up to which this side has read, whether or not the centre knows.
        under_way: Own messages that the centre was asked to take and has not answered, with the
            index of the event that was taken for their echo, or None.
        uncertain: Own messages of which it is not known whether the centre took them.
        reading: The reading of older messages that runs, with its outcome; or None.
        is_caught_up: Set unless what was missed without a connection is still to be read.
    """

    sid: str
    held: list[events.ChannelEvent] | None = field(default_factory=list)
    read: int = -1
    under_way: dict[str, int | None] = field(default_factory=dict)
    uncertain: set[str] = field(default_factory=set)
    reading: asyncio.Future[int | Exception | None] | None = None
    is_caught_up: asyncio.Event = field(default_factory=asyncio.Event)

    def echo_of(
        self, message: Message | MessageState, waiting: Iterable[MessageState]
    ) -> str | None:
        """Return the sid of my message that *message* is the echo of, or None; note that it is.

        Args:
            message: One of mine that the centre has taken.
            waiting: Those of mine that stand in the store as not taken.
        """
        wanted = likeness(message)
        alike = [one.sid for one in waiting if likeness(one) == wanted]
        for sid in alike:
            if self.under_way.get(sid, -1) is None:
                self.under_way[sid] = message.index
                return sid
        found = next((sid for sid in alike if sid in self.uncertain), None)
        if found is not None:
            self.uncertain.discard(found)
        return found


def likeness(message: Message | MessageState) -> tuple[object, ...]:
    """Return what a message and its echo have in common.

    Which of two alike is the echo of which makes no difference: each has its own.
    """
    return message.body, tuple(_of_file(one) for one in message.media)


def _of_file(file: Attachment) -> tuple[str, int]:
    return file.filename, file.size
