"""SendMessage, DiscardMessage, SetInputText and SendTyping: what they do, on every side.

Their payloads name the channel by ``channel``, ``channelSid`` or ``conversationSid``; before
any listener sees one, the others are filled in, in place. ``channel`` is then the one handle of
that sid, whatever stood there. DiscardMessage is ours: a failed message can be taken away, so can
one whose files are on their way, and no gesture goes round the actions.
"""

import logging
from collections.abc import Callable
from typing import Any

from webchat.actions import ActionCall, ActionsManager, Invocation, current_invocation
from webchat.chat.channels import OpenChannels, check_active, failed_message
from webchat.chat.client import ChannelHandle, ChatClient
from webchat.chat.media_actions import MediaActions
from webchat.chat.media_checks import Texts
from webchat.chat.media_delivery import MediaDelivery
from webchat.chat.payloads import attributes_of, message_of, selection_of, text_of
from webchat.chat.typers import TYPING_SECONDS
from webchat.clock import Clock
from webchat.errors import CentreError
from webchat.state import MessageState, Store, changes
from webchat.tasks import TaskBag

_log = logging.getLogger(__name__)


def send_again(sid: str, message: MessageState) -> ActionCall:
    """Return the action, with its payload, that sends a failed message again, in its place.

    Args:
        sid: The channel.
        message: The failed one; its files are sent from where they were.
    """
    payload: dict[str, Any] = {
        "channelSid": sid,
        "body": message.body,
        "sendAgainOf": message.sid,
    }
    if message.attributes:
        payload["messageAttributes"] = dict(message.attributes)
    if not message.media:
        return ActionCall("SendMessage", payload)
    payload["files"] = [one.path for one in message.media if one.path is not None]
    return ActionCall("SendMediaMessage", payload)


class ChatActions:
    """The chat actions of one side."""

    def __init__(
        self,
        actions: ActionsManager,
        *,
        store: Store,
        client: Callable[[], ChatClient | None],
        texts: Texts,
        notify: Callable[[Exception], None],
        announce: Callable[[BaseException], None],
        clock: Clock,
        tasks: TaskBag,
    ) -> None:
        """Register them.

        Args:
            actions: Where.
            store: The side's.
            client: Returns the side's chat client, or None while there is none.
            texts: Renders the sentences about files.
            notify: Shows to the person what went wrong with a file.
            announce: Notes that the person sees a failure already.
            clock: Tells how long ago a typing signal was given.
            tasks: Owns the signals and the files under way.
        """
        self._actions = actions
        self._store = store
        self._announce = announce
        self._channels = channels = OpenChannels(store, client)
        self._delivery = MediaDelivery(store=store, texts=texts, clock=clock, tasks=tasks)
        MediaActions(
            actions,
            channels,
            self._delivery,
            store=store,
            texts=texts,
            notify=notify,
            announce=announce,
        )
        self._clock = clock
        self._tasks = tasks
        self._signalled: dict[str, float] = {}
        self._newest_edit: dict[str, Invocation] = {}
        store.subscribe(lambda state: tuple(state.chat.channels), self._let_go)
        actions.register_action("SendMessage", self._send_message, channels.fill)
        actions.register_action("DiscardMessage", self._discard_message, channels.fill)
        actions.register_action("SetInputText", self._set_input_text, channels.fill)
        actions.register_action("SendTyping", self._send_typing, channels.fill)

    def _let_go(self, open_ones: tuple[str, ...]) -> None:
        """Keep nothing of a channel that is open no longer."""
        for kept in (self._signalled, self._newest_edit):
            for sid in kept.keys() - set(open_ones):
                del kept[sid]

    async def _send_message(self, payload: Any) -> int:
        """Send, showing the message at once; the result is its index."""
        client, shown = self._channels.opened("SendMessage", payload)
        body = message_of(payload)
        attributes = attributes_of(payload)
        instead_of = failed_message(payload, shown)
        check_active(shown)
        if instead_of is None:
            self._channels.clear_input(shown, body)
        try:
            return await client.deliver(shown.sid, body, attributes, instead_of=instead_of)
        except CentreError as error:
            self._announce(error)  # by the message, which stands as failed with the sentence
            raise

    def _discard_message(self, payload: Any) -> None:
        """Take away a message that could not be sent, or whose files are on their way."""
        client, shown = self._channels.opened("DiscardMessage", payload)
        message_sid = str(payload.get("messageSid"))
        if not self._delivery.cancel(shown.sid, message_sid):
            client.discard(shown.sid, message_sid)

    def _set_input_text(self, payload: Any) -> None:
        """Set the text, unless a later edit has; somebody who writes is typing."""
        client, shown = self._channels.opened("SetInputText", payload)
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
        client, shown = self._channels.opened("SendTyping", payload)
        now = self._clock.monotonic()
        last = self._signalled.get(shown.sid)
        if shown.status != "active" or (last is not None and now - last < TYPING_SECONDS):
            return
        self._signalled[shown.sid] = now
        channel = client.channel(shown.sid)
        self._tasks.spawn(_signal(channel), name=f"signal typing in {shown.sid}")


async def _signal(channel: ChannelHandle) -> None:
    try:
        await channel.typing()
    except CentreError as error:
        _log.debug("Typing in %s could not be signalled: %s", channel.sid, error)


def _overlook(result: Any) -> None:
    """Take note of an outcome so that a failure is nobody's business."""
    result.exception()
