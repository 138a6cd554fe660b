"""Bringing the files of a message to the centre: all of them, or none.

The files are looked at once more, since what was chosen a while ago may be gone or have changed.
While they are on their way the message tells how far they have come, and it can be taken back.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from webchat.centre.protocol import ContactCentre
from webchat.chat.client import ChatClient
from webchat.chat.media_checks import Texts
from webchat.chat.media_files import examine_all
from webchat.clock import Clock
from webchat.errors import CentreError, ConnectionLostError, MediaError, WebChatError
from webchat.model import Attachment
from webchat.state import MessageState, Store, changes
from webchat.state.records import ConnectionState
from webchat.tasks import TaskBag, in_thread

PROGRESS_SECONDS = 0.05
"""How often a message tells how far its files have come; nobody sees more than that."""

_Kept: TypeAlias = tuple[Attachment, ...]
_log = logging.getLogger(__name__)


class SendingCancelledError(MediaError):
    """The person has taken a message back while its files were on their way."""


class MediaDelivery:
    """The messages with files that one side is sending."""

    def __init__(self, *, store: Store, texts: Texts, clock: Clock, tasks: TaskBag) -> None:
        """Prepare.

        Args:
            store: The side's.
            texts: Renders the sentences about files.
            clock: Tells when progress is to be told again.
            tasks: Owns the uploads.
        """
        self._store = store
        self._texts = texts
        self._clock = clock
        self._tasks = tasks
        self._uploading: dict[str, asyncio.Task[_Kept | WebChatError]] = {}
        self._left: list[tuple[ContactCentre, str, Attachment]] = []
        store.subscribe(lambda state: state.chat.session.connection_state, self._connection_set)

    async def upload(
        self, client: ChatClient, sid: str, message_sid: str, files: Sequence[Attachment]
    ) -> _Kept:
        """Have the centre take a message's files.

        Args:
            client: Whose message it is.
            sid: The channel.
            message_sid: Under which the message is shown.
            files: What goes with it; each has a path.

        Returns:
            The files as the centre keeps them.

        Raises:
            MediaError: A file cannot be sent; none is kept then.
            SendingCancelledError: The message was taken back, or its channel is open no longer.
            CentreError: The centre refused.
        """
        uploading = self._tasks.spawn(
            self._outcome(client, sid, message_sid, files), name=f"send the files of {message_sid}"
        )
        self._uploading[message_sid] = uploading
        forget = self._store.subscribe(
            lambda state: sid in state.chat.channels, lambda _is_open: uploading.cancel()
        )
        try:
            await asyncio.wait({uploading})
        except asyncio.CancelledError:
            uploading.cancel()
            raise
        finally:
            forget()
            del self._uploading[message_sid]
        if uploading.cancelled():
            raise SendingCancelledError("The message was taken back while it was being sent.")
        outcome = uploading.result()
        if isinstance(outcome, WebChatError):
            raise outcome
        return outcome

    def cancel(self, sid: str, message_sid: str) -> bool:
        """Take a message back if its files are still on their way.

        Returns:
            Whether they were; the message is gone then.
        """
        uploading = self._uploading.get(message_sid)
        if uploading is None or uploading.done():
            return False
        self._store.dispatch(changes.MessageRemoved(sid, message_sid))
        uploading.cancel()
        return True

    async def _outcome(
        self, client: ChatClient, sid: str, message_sid: str, files: Sequence[Attachment]
    ) -> _Kept | WebChatError:
        """Upload; a failure that is meant for the person is an outcome, not a task's defect."""
        kept: list[Attachment] = []
        try:
            examined = await self._examined(sid, message_sid, files)
            progress = Progress(
                sum(one.size for one in examined), self._clock, self._teller(sid, message_sid)
            )
            for file in examined:
                kept.append(
                    await client.centre.upload(sid, client.identity, file, progress=progress.taken)
                )
                progress.next_file(file.size)
        except BaseException as error:
            await self.let_go(client.centre, sid, kept)
            if isinstance(error, WebChatError):
                return error
            raise
        return tuple(kept)

    async def _examined(
        self, sid: str, message_sid: str, files: Sequence[Attachment]
    ) -> tuple[Attachment, ...]:
        rules = self._store.state.config.file_attachment
        paths = [one.path for one in files if one.path is not None]
        found = await in_thread(examine_all, paths, rules, "SendMediaMessage")
        media = tuple(one.file for one in found)
        message = self._shown(sid, message_sid)
        if message is not None and message.media != media:
            message = replace(message, media=media)
            self._store.dispatch(changes.MessageAdded(sid, message, message_sid))
        for one in found:
            if one.fault is not None:
                raise one.fault.error(self._texts)
        return media

    async def let_go(self, centre: ContactCentre, sid: str, kept: Sequence[Attachment]) -> None:
        """Let go of files whose message will not be sent; without a connection, once it is back."""
        for one in kept:
            try:
                await centre.discard_upload(sid, one)
            except ConnectionLostError:
                self._left.append((centre, sid, one))
            except CentreError as error:
                _log.debug("%s could not be let go of: %s", one.sid, error)

    def _connection_set(self, state: ConnectionState) -> None:
        if state == "connected" and self._left:
            left, self._left = self._left, []
            self._tasks.spawn(self._let_go_of_left(left), name="let go of files that were not sent")

    async def _let_go_of_left(self, left: list[tuple[ContactCentre, str, Attachment]]) -> None:
        for centre, sid, one in left:
            await self.let_go(centre, sid, [one])

    def _teller(self, sid: str, message_sid: str) -> Callable[[float], None]:
        def tell(progress: float) -> None:
            self._store.dispatch(changes.MessageProgressed(sid, message_sid, progress))

        return tell

    def _shown(self, sid: str, message_sid: str) -> MessageState | None:
        channel = self._store.state.chat.channels.get(sid)
        messages = () if channel is None else channel.messages
        return next((one for one in reversed(messages) if one.sid == message_sid), None)


class Progress:
    """How much of several files was taken, told as often as somebody could see it."""

    def __init__(self, total: int, clock: Clock, tell: Callable[[float], None]) -> None:
        """Count from nothing.

        Args:
            total: Of all files, in bytes.
            clock: Tells when to tell again.
            tell: Called with a number from 0 to 1.
        """
        self._total = max(total, 1)
        self._clock = clock
        self._tell = tell
        self._before = 0
        self._last = clock.monotonic()

    def taken(self, count: int) -> None:
        """Note that *count* bytes of the present file were taken."""
        now, done = self._clock.monotonic(), min(self._before + count, self._total)
        if done == self._total or now - self._last >= PROGRESS_SECONDS:
            self._last = now
            self._tell(done / self._total)

    def next_file(self, size: int) -> None:
        """Note that the present file, of *size* bytes, is complete."""
        self._before += size
