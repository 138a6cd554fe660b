"""Files on their way: from the beginning of an upload until a message holds them, or none will.

What is pending is known only here, on the loop, and lost with the process; what it had written
by then is swept at the next start. A content is let go of in the thread that writes to the
database: nobody else can make a message hold it between the looking and the removing.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from webchat.centre.ledger import Ledger
from webchat.centre.media import MediaStore, UploadStoppedError
from webchat.centre.worker import Answer
from webchat.clock import IdSource
from webchat.errors import CentreError, MediaError
from webchat.model import Attachment, display_name
from webchat.tasks import TaskBag, in_thread

_STOPPING_LIMIT = 1.0  # seconds; a disk that hangs for longer is waited for in the background
_log = logging.getLogger(__name__)

Write = Callable[[Callable[[Ledger], Answer[None]]], asyncio.Future[None]]
"""Queues a job for the thread that writes."""


class _Pending(NamedTuple):
    channel_sid: str
    identity: str
    attachment: Attachment


class Uploads:
    """The files that were uploaded and not sent yet."""

    def __init__(self, store: MediaStore, *, write: Write, ids: IdSource) -> None:
        """Prepare.

        Args:
            store: Keeps the contents.
            write: Queues a job for the thread that writes.
            ids: Makes the sids of files (``ME``).
        """
        self._store = store
        self._write = write
        self._ids = ids
        self._pending: dict[str, _Pending] = {}
        self._stops: set[threading.Event] = set()
        self._tasks = TaskBag("centre uploads", on_error=_overlook)

    async def take(
        self,
        channel_sid: str,
        identity: str,
        file: Attachment,
        progress: Callable[[int], object] | None,
    ) -> Attachment:
        """Keep the content of a file for a message to come; see the protocol's ``upload``."""
        file = replace(file, filename=display_name(file.filename))
        sid, stop, loop = self._ids("ME"), threading.Event(), asyncio.get_running_loop()

        def tell(taken: int) -> None:
            if progress is not None and not stop.is_set():
                progress(taken)

        def taken(count: int) -> None:
            with suppress(RuntimeError):  # the loop was closed and nobody waits any more
                loop.call_soon_threadsafe(tell, count)

        self._stops.add(stop)
        keeping = self._tasks.spawn(
            in_thread(self._store.keep, file, sid, stop, taken), name=f"keep {file.filename!r}"
        )
        try:
            digest = await asyncio.shield(keeping)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.wait({keeping}, timeout=_STOPPING_LIMIT)
            await self._let_go_of_late(sid, keeping)
            raise
        except UploadStoppedError:
            raise CentreError(
                f"The contact centre was closed before “{file.filename}” was kept. "
                "Send it again after the next start."
            ) from None
        finally:
            stop.set()
            self._stops.discard(stop)
        kept = replace(file, sid=sid, digest=digest, path=None)
        self._pending[sid] = _Pending(channel_sid, identity, kept)
        return kept

    async def _let_go_of_late(self, sid: str, keeping: asyncio.Task[str]) -> None:
        """Let go of what was kept although nobody waited any more."""
        if keeping.done() and not keeping.cancelled() and keeping.exception() is None:
            with suppress(CentreError):
                await self._let_go(sid, keeping.result())

    def claim(
        self, channel_sid: str, identity: str, media: Sequence[Attachment]
    ) -> tuple[Attachment, ...]:
        """Return the files as they were kept, for the one message that shall hold them.

        Raises:
            MediaError: One was not uploaded by *identity* for this channel, or is spoken for.
        """
        found: dict[str, Attachment] = {}
        for one in media:
            pending = self._pending.get(one.sid)
            if pending is None or pending[:2] != (channel_sid, identity) or one.sid in found:
                raise MediaError(
                    f"“{display_name(one.filename)}” is not kept here for a message to this chat. "
                    "Attach it again."
                )
            found[one.sid] = pending.attachment
        for sid in found:
            del self._pending[sid]
        return tuple(found.values())

    def settle(self, media: Sequence[Attachment]) -> None:
        """Let go of claimed files once the request for their message was carried out, or not.

        The message holds them then, or nobody does.
        """
        for one in media:
            with suppress(CentreError):  # closed meanwhile; what stays is swept
                self._let_go(one.sid, one.digest).add_done_callback(_take_note)

    async def discard(self, channel_sid: str, sid: str) -> None:
        """Let go of a file whose message will not be sent; any other one is passed over."""
        pending = self._pending.get(sid)
        if pending is not None and pending.channel_sid == channel_sid:
            del self._pending[sid]
            await self._let_go(sid, pending.attachment.digest)

    async def aclose(self) -> None:
        """Give up what is under way and let go of what is pending."""
        for stop in self._stops:
            stop.set()
        if len(self._tasks):
            await asyncio.wait(set(self._tasks), timeout=_STOPPING_LIMIT)
        left, self._pending = tuple(self._pending.values()), {}
        self.settle([one.attachment for one in left])

    def _let_go(self, sid: str, digest: str) -> asyncio.Future[None]:
        def let_go(ledger: Ledger) -> Answer[None]:
            self._store.let_go(digest, sid, is_held=ledger.archive.holds(digest))
            return Answer(None)

        return self._write(let_go)


def _overlook(_task: asyncio.Task[str], _error: BaseException) -> None:
    """Leave a failure to whoever awaits the upload."""


def _take_note(letting_go: asyncio.Future[None]) -> None:
    if not letting_go.cancelled() and (error := letting_go.exception()) is not None:
        _log.warning("A file that is needed no more stays until the next start: %s", error)
