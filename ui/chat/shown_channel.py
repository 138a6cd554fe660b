"""Which channel a conversation shows: that of the engagement, or one of several by its sid."""

from collections.abc import Callable
from typing import TypeAlias

from webchat.state import ChannelState, State

ChannelSelector: TypeAlias = Callable[[State], ChannelState | None]


def shown_channel(state: State) -> ChannelState | None:
    """Return the engagement's channel as this side knows it, or None."""
    sid = state.session.channel_sid
    return None if sid is None else state.chat.channels.get(sid)


def channel_selector(sid: str | None) -> ChannelSelector:
    """Return what picks a channel from the state.

    Args:
        sid: Which one; None is the engagement's, whichever that is by then.
    """
    if sid is None:
        return shown_channel

    def channel(state: State) -> ChannelState | None:
        return state.chat.channels.get(sid)

    return channel
