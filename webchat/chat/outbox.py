"""Sending: a message is seen at once, and what became of it as soon as that is known.

A message is not lost with the connection. It stays visible as failed, and once the connection is
back, what the centre has of it says whether it was sent after all; nothing is sent twice by itself.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from webchat.centre.protocol import ContactCentre
from webchat.chat.echoes import INTERRUPTED
from webchat.chat.sync import NOT_SENT, Sync
from webchat.clock import Clock
from webchat.errors import ConnectionLostError
from webchat.model import Attachment, Message
from webchat.state import MessageState, Store, changes

Upload: TypeAlias = Callable[[str], Awaitable[Sequence[Attachment]]]
"""Called with the sid under which a message is shown; returns its files as the centre has them."""


class Outbox:
    """Sends the messages of one identity."""

    def __init__(
        self,
        identity: str,
        friendly_name: str,
        *,
        centre: ContactCentre,
        store: Store,
        sync: Sync,
        clock: Clock,
    ) -> None:
        self._identity = identity
        self._friendly_name = friendly_name
        self._centre = centre
        self._store = store
        self._sync = sync
        self._clock = clock
        self._numbers = itertools.count(1)

    async def post(
        self,
        sid: str,
        body: str,
        attributes: Mapping[str, Any] | None = None,
        replaces: str | None = None,
        media: Sequence[Attachment] = (),
    ) -> Message:
        """Send a message and, once it is durable, show it.

        While what was missed without a connection is being read, it waits, so that it does not
        stand before what came earlier.

        Args:
            sid: The channel.
            body: The text, sent as it is.
            attributes: Free data of the sender, JSON.
            replaces: Sid of the message whose place it takes in the store, or None.
            media: Files that the centre has taken for it.

        Raises:
            CentreError: It was not taken, or it is not known whether it was.
        """
        following = self._sync.following(sid)
        if following is not None:
            await following.is_caught_up.wait()
        asked = self._centre.send_message(sid, self._identity, body, attributes, media)
        if following is None or replaces is None:
            message = await asked
            self._sync.message_taken(message, replaces)
            return message
        following.echoes.under_way[replaces] = None
        try:
            message = await asked
        except (asyncio.CancelledError, ConnectionLostError):
            following.echoes.unanswered(replaces)
            raise
        except BaseException:
            self._sync.refused(following, replaces)
            raise
        self._sync.answered(following, message, replaces)
        return message

    async def deliver(
        self,
        sid: str,
        body: str,
        attributes: Mapping[str, Any] | None = None,
        *,
        instead_of: str | None = None,
        media: Sequence[Attachment] = (),
        upload: Upload | None = None,
    ) -> int:
        """Show a message as ``sending`` at once, and as ``sent`` or ``failed`` when that is known.

        Args:
            sid: The channel, which must be loaded.
            body: The text, sent as it is.
            attributes: Free data of the sender, JSON.
            instead_of: Sid of a failed message whose place it takes, or None.
            media: Its files as they stand on this machine.
            upload: Has the centre take them, and returns them as the centre keeps them.

        Returns:
            Its index, once it is durable at the centre and stands in the store.

        Raises:
            CentreError: It was not taken; it stays visible as ``failed``, with the sentence.
        """
        shown = MessageState(
            sid=f"local-{next(self._numbers)}",
            index=None,
            author=self._identity,
            author_name=self._friendly_name,
            body=body,
            timestamp=self._clock.now(),
            attributes=dict(attributes or {}),
            media=tuple(media),
            is_from_me=True,
            status="sending",
            progress=0.0 if media else None,
        )
        self._forget(sid, instead_of)
        self._store.dispatch(changes.MessageAdded(sid, shown, instead_of))
        try:
            kept = () if upload is None else await _uploaded(upload, shown.sid)
            message = await self.post(sid, body, attributes, shown.sid, kept)
        except BaseException as error:
            self._failed(sid, shown, error)
            raise
        return message.index

    def discard(self, sid: str, message_sid: str) -> None:
        """Take away a message that could not be sent; any other one stays."""
        if any(one.sid == message_sid and one.status == "failed" for one in self._shown(sid)):
            self._forget(sid, message_sid)
            self._store.dispatch(changes.MessageRemoved(sid, message_sid))

    def _failed(self, sid: str, shown: MessageState, error: BaseException) -> None:
        message = next((one for one in self._shown(sid) if one.sid == shown.sid), None)
        if message is None:
            return  # its echo came before the failure, or it was discarded
        interrupted = isinstance(error, asyncio.CancelledError)
        reason = INTERRUPTED if interrupted else str(error)
        failed = replace(message, status="failed", error=reason, progress=None)
        self._store.dispatch(changes.MessageAdded(sid, failed, shown.sid))

    def _shown(self, sid: str) -> tuple[MessageState, ...]:
        channel = self._store.state.chat.channels.get(sid)
        return () if channel is None else channel.messages

    def _forget(self, sid: str, message_sid: str | None) -> None:
        following = self._sync.following(sid)
        if following is not None and message_sid is not None:
            following.echoes.uncertain.discard(message_sid)


async def _uploaded(upload: Upload, message_sid: str) -> Sequence[Attachment]:
    """Upload; without its files a message was not sent, so nobody needs to look whether it was."""
    try:
        return await upload(message_sid)
    except ConnectionLostError as error:
        raise ConnectionLostError(NOT_SENT) from error
