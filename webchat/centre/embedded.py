"""The embedded contact centre: everything in one SQLite file on this machine.

Writes go through one thread that commits in groups, reads through another, so the loop never
waits for the disk. Every commit is synced (``synchronous = FULL``): what a request returned
survives a killed process and a power cut. Time and ids are taken on the loop when a request is
made, in the order of the requests, so that a run can be repeated.

Without a path the same code runs on a database in memory, which has one connection only: there
the writing thread reads as well.
"""

import asyncio
import json
import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from webchat.centre.archive import Archive, open_archive
from webchat.centre.events import CentreEvent
from webchat.centre.ledger import ChannelDraft, Ledger, MessageDraft
from webchat.centre.schema import open_database, primary_code
from webchat.centre.worker import Answer, Worker
from webchat.clock import Clock, IdSource
from webchat.errors import CentreError, MediaError, MessageRefusedError
from webchat.model import MAX_BODY_LENGTH, Attachment, Channel, Member, Message
from webchat.undo import Undo, once

_V = TypeVar("_V")
_CLOSING_LIMIT = 1.0  # seconds, of the three that a whole shutdown may take
_log = logging.getLogger(__name__)


class EmbeddedCentre:
    """A :class:`~webchat.centre.protocol.ContactCentre` that keeps everything by itself.

    Beyond the protocol: events are told before the request that caused them returns. A request
    whose await is cancelled is carried out nevertheless.

    Attributes:
        path: The database file, or None when nothing is kept.
        notices: Sentences for the person about what :meth:`open` found, such as a damaged file
            that was set aside.
    """

    def __init__(self, path: Path | None, *, clock: Clock, ids: IdSource) -> None:
        """Prepare; :meth:`open` begins.

        Args:
            path: Where the database shall be, next to which ``.lock``, ``-wal`` and ``-shm``
                files appear. Its folder is made when missing. None keeps nothing.
            clock: Dates messages and channels.
            ids: Makes the sids of messages (``IM``) and channels (``CH``).
        """
        self.path = path
        self.notices: tuple[str, ...] = ()
        self._clock = clock
        self._ids = ids
        self._writer: Worker[Ledger] | None = None
        self._reader: Worker[Archive] | None = None
        self._listeners: tuple[Callable[[CentreEvent], object], ...] = ()
        self._closed = False

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
        return Ledger(database)

    async def open_channel(
        self, member: Member, *, sid: str | None = None, attributes: Mapping[str, Any] | None = None
    ) -> Channel:
        """Open a channel, or let its owner come back; one that has ended stays as it is."""
        if sid is not None and not sid.strip():
            raise CentreError("The sid of a channel must not be blank; leave it out to get one.")
        stored, text = _as_json(attributes, CentreError)
        draft = ChannelDraft(sid or self._ids("CH"), self._clock.now(), stored, text)
        return await self._write(lambda ledger: ledger.open_channel(draft, member))

    async def channel(self, sid: str) -> Channel:
        """Return the channel as it is now."""
        return await self._read(lambda archive: archive.channel(sid).channel)

    async def close_channel(self, sid: str) -> Channel:
        """End the chat."""
        return await self._write(lambda ledger: ledger.close_channel(sid))

    async def join(self, sid: str, member: Member) -> Member:
        """Add a member, or bring one that left back."""
        return await self._write(lambda ledger: ledger.join(sid, member))

    async def leave(self, sid: str, identity: str) -> None:
        """Mark a member as gone."""
        await self._write(lambda ledger: ledger.leave(sid, identity))

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
        if media:
            raise MediaError("This contact centre keeps no files. Send the text alone.")
        _check_body(body)
        stored, text = _as_json(attributes, MessageRefusedError)
        draft = MessageDraft(self._ids("IM"), identity, body, self._clock.now(), stored, text)
        return await self._write(lambda ledger: ledger.send_message(sid, draft))

    async def upload(
        self,
        sid: str,
        identity: str,
        file: Attachment,
        *,
        progress: Callable[[int], object] | None = None,
    ) -> Attachment:
        """Keep the content of a file for a message that is about to be sent."""
        raise MediaError(f"{file.filename} cannot be sent: this contact centre keeps no files.")

    async def discard_upload(self, sid: str, attachment: Attachment) -> None:
        """Let go of a file whose message will not be sent; harmless once a message holds it."""

    async def media_file(self, sid: str, attachment: Attachment) -> Path:
        """Return a file of this machine that holds an attachment's content."""
        raise MediaError(f"{attachment.filename} is not kept by this contact centre.")

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
        for worker in (self._reader, self._writer):
            if worker is not None and not await worker.stop(limit):
                _log.warning("%s did not end within %g s: its disk hangs.", worker.name, limit)

    def _write(self, job: Callable[[Ledger], Answer[_V]]) -> asyncio.Future[_V]:
        return self._opened().submit(job)

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


def _check_body(body: object) -> None:
    if not isinstance(body, str):
        raise MessageRefusedError(f"A message is text, but a {type(body).__name__} came.")
    if not body or body.isspace():
        raise MessageRefusedError("The message is blank. Write something before sending it.")
    if len(body) > MAX_BODY_LENGTH:
        raise MessageRefusedError(
            f"The message has {len(body)} characters, but a channel takes at most"
            f" {MAX_BODY_LENGTH}. Shorten it, or send it in parts."
        )
    try:
        body.encode()
    except UnicodeEncodeError as error:
        raise MessageRefusedError(
            f"The message holds half a character at position {error.start}"
            f" ({error.object[error.start]!r}), which cannot be kept. Take it out."
        ) from error


def _as_json(
    attributes: Mapping[str, Any] | None, refusal: type[CentreError]
) -> tuple[dict[str, Any], str]:
    """Return the attributes as they come back from the database, and as they stand there."""
    if not attributes:
        return {}, "{}"
    try:
        text = json.dumps(dict(attributes), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise refusal(
            f"Attributes must be what JSON can say (texts, numbers, lists, objects): {error}."
        ) from error
    return json.loads(text), text
