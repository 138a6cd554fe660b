"""Which channel a payload is about, and what every action that sends has in common."""

from collections.abc import Callable
from typing import Any

from webchat.actions import current_invocation
from webchat.chat.client import ChatClient
from webchat.chat.payloads import SID_KEYS, given_sid, required_sid
from webchat.errors import ChannelClosedError, PayloadError, UnknownChannelError
from webchat.state import ChannelState, Store, changes


class OpenChannels:
    """The channels that one side has open, as its actions find them."""

    def __init__(self, store: Store, client: Callable[[], ChatClient | None]) -> None:
        """Look in *store*, and ask *client* for the side's chat client, or None."""
        self._store = store
        self._client = client

    def fill(self, payload: Any) -> Any:
        """Name the channel in every way; what cannot be used is left for the body to tell."""
        if not isinstance(payload, dict):
            return payload
        sid = given_sid(payload)
        if isinstance(sid, str):
            for key in SID_KEYS:
                payload[key] = sid
            client = self._client()
            if client is not None and sid in self._store.state.chat.channels:
                payload["channel"] = client.channel(sid)
        return payload

    def opened(self, action: str, payload: Any) -> tuple[ChatClient, ChannelState]:
        """Return the client and the channel that *payload* names.

        Raises:
            PayloadError: It names none.
            UnknownChannelError: That channel is not open.
        """
        sid = required_sid(action, payload)
        client, open_ones = self._client(), self._store.state.chat.channels
        if client is None or sid not in open_ones:
            others = ", ".join(open_ones) or "none"
            raise UnknownChannelError(
                f"{action}: no channel {sid!r} is open here. Open now: {others}."
            )
        return client, open_ones[sid]

    def clear_input(self, shown: ChannelState, body: str) -> None:
        """Empty the text area if what is sent stands there, never what was typed since.

        A listener may have rewritten the body, so what was asked to be sent counts as well.
        """
        invocation = current_invocation()
        asked = invocation.payload if invocation is not None else None
        sent = (body, asked.get("body") if isinstance(asked, dict) else None)
        if shown.input_text in sent:
            self._store.dispatch(changes.InputTextSet(shown.sid, "", 0, 0))


def check_active(shown: ChannelState) -> None:
    """Refuse to send in a chat that has ended.

    Raises:
        ChannelClosedError: It has.
    """
    if shown.status != "active":
        raise ChannelClosedError("The chat has ended; nothing more can be sent in it.")


def failed_message(payload: Any, shown: ChannelState) -> str | None:
    """Return the sid of the failed message that this one takes the place of, or None.

    Raises:
        PayloadError: What ``sendAgainOf`` names is no such message.
    """
    sid = payload.get("sendAgainOf")
    if sid is None:
        return None
    if any(one.sid == sid and one.status == "failed" for one in shown.messages):
        return str(sid)
    raise PayloadError(f"“sendAgainOf” must name a message that has failed, not {sid!r}.")
