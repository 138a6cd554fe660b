"""What a client keeps of a channel that it has open, besides what its store holds."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webchat.centre import events
from webchat.chat.echoes import Echoes


@dataclass(eq=False, slots=True)
class Following:
    """One channel from its loading to its unloading; another loading makes another one.

    Attributes:
        sid: The channel.
        held: Events that wait until what they follow on was read; None while nothing is read.
        read: Index up to which this side has read, whether or not the centre knows.
        echoes: The sendings of this side.
        reading: The reading of older messages that runs, with its outcome; or None.
        changed: Attributes that changed while older messages are being read, by index; what was
            read may still say what was before.
        is_caught_up: Set unless what was missed without a connection is still to be read.
    """

    sid: str
    held: list[events.ChannelEvent] | None = field(default_factory=list)
    read: int = -1
    echoes: Echoes = field(default_factory=Echoes)
    reading: asyncio.Future[int | Exception | None] | None = None
    changed: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    is_caught_up: asyncio.Event = field(default_factory=asyncio.Event)
