"""The embedded contact centre: everything in one SQLite file on this machine.

Writes go through one thread that commits in groups, reads through another, so the loop never
waits for the disk. Every commit is synced (``synchronous = FULL``): what a request returned
survives a killed process and a power cut. Time and ids are taken on the loop when a request is
made, in the order of the requests, so that a run can be repeated.

Without a path the same code runs on a database in memory, which has one connection only: there
the writing thread reads as well.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from webchat.centre.archive import Archive, open_archive
from webchat.centre.checks import as_json, check_body
from webchat.centre.events import CentreEvent
from webchat.centre.ledger import ChannelDraft, Ledger, MessageDraft
from webchat.centre.media import MediaStore
from webchat.centre.schema import media_folder, open_database, primary_code
from webchat.centre.task_requests import OfferTimes, TaskRequests
from webchat.centre.uploads import Uploads
from webchat.centre.worker import Answer, Worker
from webchat.clock import Clock, IdSource
from webchat.errors import CentreError, MediaError, MessageRefusedError
from webchat.model import Attachment, Channel, Member, Message, display_name
from webchat.tasks import in_thread
from webchat.undo import Undo, once

_V = TypeVar("_V")
RESERVATION_TIMEOUT = 120.0
"""How long a task is offered to one worker, in seconds, unless it is said otherwise."""
_CLOSING_LIMIT = 1.0  # seconds, of the three that a whole shutdown may take
_log = logging.getLogger(__name__)


class EmbeddedCentre(TaskRequests):
    """A :class:`~webchat.centre.protocol.ContactCentre` that keeps everything by itself.

    Beyond the protocol: events are told before the request that caused them returns. A request
    whose await is cancelled is carried out nevertheless.

    Attributes:
        path: The database file, or None when nothing is kept.
        notices: Sentences for the person about what :meth:`open` found, such as a damaged file
            that was set aside.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        clock: Clock,
        ids: IdSource,
        reservation_timeout: float = RESERVATION_TIMEOUT,
    ) -> None:
        """Prepare; :meth:`open` begins.

        Args:
            path: Where the database shall be, next to which ``.lock``, ``-wal`` and ``-shm``
                files appear. Its folder is made when missing. None keeps nothing.
            clock: Dates messages and channels.
            ids: Makes the sids of messages (``IM``) and channels (``CH``).
            reservation_timeout: How long a task is offered to one worker, in seconds.
        """
        super().__init__(clock, ids)
        self.path = path
        self.notices: tuple[str, ...] = ()
        self._reservation_timeout = reservation_timeout
        self._writer: Worker[Ledger] | None = None
        self._reader: Worker[Archive] | None = None
        self._listeners: tuple[Callable[[CentreEvent], object], ...] = ()
        self._closed = False
        self._takes_no_more = False
        self._media = MediaStore(None if path is None else media_folder(path))
        self._uploads = Uploads(self._media, write=self._write_late, ids=ids)
        self._offers = OfferTimes(clock, self._write)
        self.subscribe(self._offers)

    @property
    def description(self) -> str:
        """A few words for the status bar."""
        return "Embedded centre" if self.path is not None else "Embedded centre, in memory"

    async def open(self) -> None:
        """Open the database and start the threads.

        Raises:
            CentreError: Another process uses the file, or it cannot be opened; or this centre
                was opened before.
        """
        if self._writer is not None or self._closed:
            raise CentreError("This contact centre was opened before; make another one.")
        self._writer = Worker(
            "webchat centre writer", self._open_ledger, tell=self._tell, explain=self._explain
        )
        try:
            await self._writer.start()
            self._opened()  # it may have been closed meanwhile
            if self.path is not None:
                path = self.path
                self._reader = Worker(
                    "webchat centre reader",
                    lambda: open_archive(path),
                    tell=self._tell,
                    explain=self._explain,
                )
                await self._reader.start()
        except BaseException:
            await self.aclose()
            raise

    def _open_ledger(self) -> Ledger:
        database = open_database(self.path, self._clock.now())
        self.notices = database.notices
        ledger = Ledger(database, self._reservation_timeout)
        ledger.restart(self._clock.now())
        self._media.sweep(ledger.archive.digests)
        return ledger

    async def open_channel(
        self, member: Member, *, sid: str | None = None, attributes: Mapping[str, Any] | None = None
    ) -> Channel:
        """Open a channel, or let its owner come back; one that has ended stays as it is."""
        if sid is not None and not sid.strip():
            raise CentreError("The sid of a channel must not be blank; leave it out to get one.")
        stored, text = as_json(attributes, CentreError)
        draft = ChannelDraft(sid or self._ids("CH"), self._clock.now(), stored, text)
        return await self._write(lambda ledger: ledger.open_channel(draft, member))

    async def channel(self, sid: str) -> Channel:
        """Return the channel as it is now."""
        return await self._read(lambda archive: archive.channel(sid).channel)

    async def close_channel(self, sid: str) -> Channel:
        """End the chat."""
        now = self._clock.now()
        return await self._write(lambda ledger: ledger.close_channel(sid, now))

    async def join(self, sid: str, member: Member) -> Member:
        """Add a member, or bring one that left back."""
        now = self._clock.now()
        return await self._write(lambda ledger: ledger.join(sid, member, now))

    async def leave(self, sid: str, identity: str) -> None:
        """Mark a member as gone."""
        now = self._clock.now()
        await self._write(lambda ledger: ledger.leave(sid, identity, now))

    async def members(self, sid: str) -> tuple[Member, ...]:
        """Return everybody who is or was a member, in the order of joining."""
        return await self._read(lambda archive: archive.members(archive.channel(sid).number))

    async def send_message(
        self,
        sid: str,
        identity: str,
        body: str,
        attributes: Mapping[str, Any] | None = None,
        media: Sequence[Attachment] = (),
    ) -> Message:
        """Take a message; when this returns it survives a crash of the machine's power."""
        check_body(body, has_files=bool(media))
        stored, text = as_json(attributes, MessageRefusedError)
        self._opened()
        files = self._uploads.claim(sid, identity, media) if media else ()
        now = self._clock.now()
        draft = MessageDraft(self._ids("IM"), identity, body, now, stored, text, files)
        sending = self._write(lambda ledger: ledger.send_message(sid, draft))
        if files:  # whatever becomes of the request, and though nobody awaits it any more
            sending.add_done_callback(lambda _sending: self._uploads.settle(files))
        return await sending

    async def set_message_attributes(
        self, sid: str, message_sid: str, identity: str, attributes: Mapping[str, Any] | None
    ) -> Message:
        """Let a message carry other attributes, as durable as the message itself."""
        _stored, text = as_json(attributes, MessageRefusedError)
        return await self._write(
            lambda ledger: ledger.set_message_attributes(sid, message_sid, identity, text)
        )

    async def upload(
        self,
        sid: str,
        identity: str,
        file: Attachment,
        *,
        progress: Callable[[int], object] | None = None,
    ) -> Attachment:
        """Keep the content of a file for a message that is about to be sent."""
        await self._write(lambda ledger: ledger.check_sender(sid, identity))
        return await self._uploads.take(sid, identity, file, progress)

    async def discard_upload(self, sid: str, attachment: Attachment) -> None:
        """Let go of a file whose message will not be sent; harmless once a message holds it."""
        await self._uploads.discard(sid, attachment.sid)

    async def media_file(self, sid: str, attachment: Attachment) -> Path:
        """Return a file of this machine that holds an attachment's content."""
        kept = await self._read(
            lambda archive: archive.attachment(archive.channel(sid).number, attachment.sid)
        )
        if kept is None:
            raise MediaError(
                f"“{display_name(attachment.filename)}” is no file of channel {sid!r}."
                " Give an attachment of one of its messages."
            )
        return await in_thread(self._media.file, kept)

    async def messages(
        self, sid: str, *, before: int | None = None, limit: int | None = None
    ) -> tuple[Message, ...]:
        """Return messages in the order of their index."""
        return await self._read(
            lambda archive: archive.messages(archive.channel(sid), before, limit)
        )

    async def set_read_horizon(self, sid: str, identity: str, index: int) -> None:
        """Note that a member has read up to *index*, at most to the last message."""
        await self._write(lambda ledger: ledger.set_read_horizon(sid, identity, index))

    async def typing(self, sid: str, identity: str) -> None:
        """Tell that a member is typing; passed over when it cannot send here."""
        await self._write(lambda ledger: ledger.typing(sid, identity))

    def subscribe(self, listener: Callable[[CentreEvent], object]) -> Undo:
        """Call *listener* with every event from now on, on the loop, in order."""

        def tell(event: CentreEvent) -> None:
            listener(event)

        self._listeners += (tell,)

        def undo() -> None:
            self._listeners = tuple(one for one in self._listeners if one is not tell)

        return once(undo)

    async def aclose(self) -> None:
        """Finish what was taken within a second, and end the threads; harmless when repeated."""
        if self._closed:
            return
        self._closed = True
        limit = _CLOSING_LIMIT
        await self._offers.aclose()
        await self._uploads.aclose()
        self._takes_no_more = True
        for worker in (self._reader, self._writer):
            if worker is not None and not await worker.stop(limit):
                _log.warning("%s did not end within %g s: its disk hangs.", worker.name, limit)
        if self.path is None:
            await in_thread(self._media.close)

    def _write(self, job: Callable[[Ledger], Answer[_V]]) -> asyncio.Future[_V]:
        return self._opened().submit(job)

    def _write_late(self, job: Callable[[Ledger], Answer[_V]]) -> asyncio.Future[_V]:
        """Queue a job that belongs to the closing, too."""
        if self._writer is None or self._takes_no_more:
            return self._write(job)
        return self._writer.submit(job)

    def _read(self, read: Callable[[Archive], _V]) -> asyncio.Future[_V]:
        writer = self._opened()
        if self._reader is None:
            return writer.submit(lambda ledger: Answer(read(ledger.archive)))
        return self._reader.submit(lambda archive: Answer(read(archive)))

    def _opened(self) -> Worker[Ledger]:
        if self._closed:
            raise CentreError("The contact centre was closed; nothing more can be asked of it.")
        if self._writer is None:
            raise CentreError("The contact centre is not open yet; await its open() first.")
        return self._writer

    def _tell(self, event: CentreEvent) -> None:
        for listener in self._listeners:
            if listener not in self._listeners:
                continue
            try:
                listener(event)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                _log.exception("A listener of the contact centre failed on %r", event)

    def _explain(self, error: Exception) -> Exception:
        """Say what a failure of the database means; a defect stays as it is."""
        if isinstance(error, UnicodeEncodeError):
            return _caused(CentreError(f"{error.object[:40]!r} is not valid text: {error}."), error)
        if not isinstance(error, sqlite3.Error):
            return error
        code = primary_code(error)
        where = self.path or "The database in memory"
        if code == sqlite3.SQLITE_FULL:
            text = f"The disk is full: {where} cannot grow. Free some space and try again."
        elif code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            text = f"{where} is damaged ({error}). Start again: it is set aside then."
        else:
            text = f"{where} cannot be used now: {error}. Nothing of this was kept; try again."
        return _caused(CentreError(text), error)


def _caused(made: CentreError, cause: Exception) -> CentreError:
    made.__cause__ = cause
    return made
