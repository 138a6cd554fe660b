"""Which channel the widget shows: that of the engagement."""

from webchat.state import ChannelState, State


def shown_channel(state: State) -> ChannelState | None:
    """Return the engagement's channel as this side knows it, or None."""
    sid = state.session.channel_sid
    return None if sid is None else state.chat.channels.get(sid)
