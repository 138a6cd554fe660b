"""SendMessage, DiscardMessage, SetInputText and SendTyping: what they do, on every side.

Their payloads name the channel by ``channel``, ``channelSid`` or ``conversationSid``; before
any listener sees one, the others are filled in, in place. ``channel`` is then the one handle of
that sid, whatever stood there. DiscardMessage is ours: a failed message can be taken away, and no
gesture goes round the actions.
"""

import logging
from collections.abc import Callable
from typing import Any

from webchat.actions import ActionsManager, Invocation, current_invocation
from webchat.chat.client import ChannelHandle, ChatClient
from webchat.chat.payloads import (
    SID_KEYS,
    attributes_of,
    given_sid,
    message_of,
    required_sid,
    selection_of,
    text_of,
)
from webchat.chat.typers import TYPING_SECONDS
from webchat.clock import Clock
from webchat.errors import CentreError, ChannelClosedError, PayloadError, UnknownChannelError
from webchat.state import ChannelState, MessageState, Store, changes
from webchat.tasks import TaskBag

_log = logging.getLogger(__name__)


def send_again_payload(sid: str, message: MessageState) -> dict[str, Any]:
    """Return the payload of SendMessage that sends a failed message again, in its place."""
    payload: dict[str, Any] = {
        "channelSid": sid,
        "body": message.body,
        "sendAgainOf": message.sid,
    }
    if message.attributes:
        payload["messageAttributes"] = dict(message.attributes)
    return payload


class ChatActions:
    """The chat actions of one side."""

    def __init__(
        self,
        actions: ActionsManager,
        *,
        store: Store,
        client: Callable[[], ChatClient | None],
        clock: Clock,
        tasks: TaskBag,
    ) -> None:
        """Register them.

        Args:
            actions: Where.
            store: The side's.
            client: Returns the side's chat client, or None while there is none.
            clock: Tells how long ago a typing signal was given.
            tasks: Owns the signals under way.
        """
        self._actions = actions
        self._store = store
        self._client = client
        self._clock = clock
        self._tasks = tasks
        self._signalled: dict[str, float] = {}
        self._newest_edit: dict[str, Invocation] = {}
        actions.register_action("SendMessage", self._send_message, self._fill)
        actions.register_action("DiscardMessage", self._discard_message, self._fill)
        actions.register_action("SetInputText", self._set_input_text, self._fill)
        actions.register_action("SendTyping", self._send_typing, self._fill)

    def _fill(self, payload: Any) -> Any:
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

    async def _send_message(self, payload: Any) -> int:
        """Send, showing the message at once; the result is its index."""
        client, shown = self._opened("SendMessage", payload)
        body = message_of(payload)
        attributes = attributes_of(payload)
        instead_of = self._failed_message(payload, shown)
        if shown.status != "active":
            raise ChannelClosedError("The chat has ended; nothing more can be sent in it.")
        if instead_of is None:
            self._clear_input(shown, body)
        return await client.deliver(shown.sid, body, attributes, instead_of=instead_of)

    def _discard_message(self, payload: Any) -> None:
        """Take away a message that could not be sent; any other one stays."""
        client, shown = self._opened("DiscardMessage", payload)
        client.discard(shown.sid, str(payload.get("messageSid")))

    def _set_input_text(self, payload: Any) -> None:
        """Set the text, unless a later edit has; somebody who writes is typing."""
        client, shown = self._opened("SetInputText", payload)
        body = text_of("SetInputText", payload)
        start, end = selection_of(payload, len(body))
        if self._is_overtaken(shown.sid):
            return
        self._store.dispatch(changes.InputTextSet(shown.sid, body, start, end))
        if body:
            typing = {"channel": client.channel(shown.sid), "channelSid": shown.sid}
            self._actions.invoke_action("SendTyping", typing).add_done_callback(_overlook)

    def _is_overtaken(self, sid: str) -> bool:
        """Whether an edit that was asked for later has been made already, else note this one.

        Edits that nobody puts in a queue may wait for listeners side by side; one that this very
        edit has asked for does not count as later.
        """
        edit, newest = current_invocation(), self._newest_edit.get(sid)
        if edit is None:
            return False
        if newest is not None and newest.id > edit.id and newest.parent_id != edit.id:
            return True
        self._newest_edit[sid] = edit
        return False

    def _send_typing(self, payload: Any) -> None:
        """Signal to the others, at most once in five seconds; the signal goes out by itself."""
        client, shown = self._opened("SendTyping", payload)
        now = self._clock.monotonic()
        last = self._signalled.get(shown.sid)
        if shown.status != "active" or (last is not None and now - last < TYPING_SECONDS):
            return
        self._signalled[shown.sid] = now
        channel = client.channel(shown.sid)
        self._tasks.spawn(_signal(channel), name=f"signal typing in {shown.sid}")

    def _opened(self, action: str, payload: Any) -> tuple[ChatClient, ChannelState]:
        """Return the client and the channel that *payload* names."""
        sid = required_sid(action, payload)
        client, open_ones = self._client(), self._store.state.chat.channels
        if client is None or sid not in open_ones:
            others = ", ".join(open_ones) or "none"
            raise UnknownChannelError(
                f"{action}: no channel {sid!r} is open here. Open now: {others}."
            )
        return client, open_ones[sid]

    def _failed_message(self, payload: Any, shown: ChannelState) -> str | None:
        """Return the sid of the failed message that this one takes the place of, or None."""
        sid = payload.get("sendAgainOf")
        if sid is None:
            return None
        if any(one.sid == sid and one.status == "failed" for one in shown.messages):
            return str(sid)
        raise PayloadError(f"“sendAgainOf” must name a message that has failed, not {sid!r}.")

    def _clear_input(self, shown: ChannelState, body: str) -> None:
        """Empty the text area if what is sent stands there, never what was typed since.

        A listener may have rewritten the body, so what was asked to be sent counts as well.
        """
        invocation = current_invocation()
        asked = invocation.payload if invocation is not None else None
        sent = (body, asked.get("body") if isinstance(asked, dict) else None)
        if shown.input_text in sent:
            self._store.dispatch(changes.InputTextSet(shown.sid, "", 0, 0))


async def _signal(channel: ChannelHandle) -> None:
    try:
        await channel.typing()
    except CentreError as error:
        _log.debug("Typing in %s could not be signalled: %s", channel.sid, error)


def _overlook(result: Any) -> None:
    """Take note of an outcome so that a failure is nobody's business."""
    result.exception()
