"""The session that outlives the program: who the customer was, in which channel, and the draft.

Only this is kept here; what was said is the centre's. The file is replaced in one step and
synced, at most once a second, off the loop, so that neither a killed process nor a keystroke
suffers from it. A file that cannot be read is set aside, never deleted.
"""

import asyncio
import json
import logging
import os
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from webchat.clock import Clock
from webchat.customer.draft import NO_DRAFT, Draft, decode_draft, draft_of, encode_draft
from webchat.customer.starter import parse_time
from webchat.state import State, Store
from webchat.tasks import TaskBag, in_thread

FILE_NAME = "session.json"
_VERSION = 2  # which 1 became by the draft
_SECONDS_BETWEEN = 1.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredSession:
    """What a later start needs to go on.

    Attributes:
        identity: Who the customer is to the centre.
        channel_sid: The engagement's channel.
        token: What proves the identity.
        expiration: When the token ends, aware, UTC; None for never.
        draft: What the customer was about to say.
    """

    identity: str
    channel_sid: str
    token: str
    expiration: datetime | None = None
    draft: Draft = NO_DRAFT

    def is_valid(self, now: datetime) -> bool:
        """Whether the token still counts at *now*."""
        return self.expiration is None or now < self.expiration

    def token_payload(self) -> dict[str, Any]:
        """Return it as the state holds it."""
        return token_payload(self.token, self.identity, self.expiration)


def token_payload(token: str, identity: str, expiration: datetime | None) -> dict[str, Any]:
    """Return the ``token_payload`` of a session's state, plain data."""
    moment = None if expiration is None else expiration.isoformat()
    return {"token": token, "identity": identity, "expiration": moment}


class DamagedSessionError(ValueError):
    """The file does not hold a session."""


class SessionFile:
    """One session in one JSON file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = threading.Lock()

    def read(self) -> StoredSession | None:
        """Return what was kept, or None when nothing was.

        Raises:
            DamagedSessionError: The file cannot be read as a session; says why.
        """
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise DamagedSessionError(str(error)) from error
        try:
            return _decode(json.loads(text))
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
            raise DamagedSessionError(f"{type(error).__name__}: {error}") from error

    def write(self, session: StoredSession | None) -> None:
        """Keep *session*, or nothing; what stood there before is replaced in one step.

        Raises:
            OSError: The folder cannot be written to.
        """
        with self._writing:
            if session is None:
                self.path.unlink(missing_ok=True)
            else:
                _replace(self.path, json.dumps(_encode(session), indent=1))

    def set_aside(self, now: datetime) -> Path:
        """Rename the file so that its new name holds *now*; return that name.

        Raises:
            OSError: It cannot be renamed.
        """
        stem = f"{self.path.stem}-set-aside-{now:%Y%m%d-%H%M%S}"
        kept = self.path.with_name(stem + self.path.suffix)
        count = 1
        while kept.exists():
            count += 1
            kept = self.path.with_name(f"{stem}-{count}{self.path.suffix}")
        self.path.rename(kept)
        return kept


class SessionKeeper:
    """Writes a store's session to its file whenever it has changed."""

    def __init__(self, file: SessionFile, store: Store, *, clock: Clock, tasks: TaskBag) -> None:
        self._file = file
        self._store = store
        self._clock = clock
        self._changed = asyncio.Event()
        self._written: StoredSession | None = stored_session(store.state)
        self._unsubscribe = store.subscribe(_kept, lambda _: self._changed.set())
        self._task = tasks.spawn(self._keep(), name="keep the session")

    async def aclose(self) -> None:
        """Write what has not been written yet, and stop."""
        self._unsubscribe()
        self._task.cancel()
        await asyncio.wait({self._task})
        await self._write()

    async def _keep(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            await self._write()
            await self._clock.sleep(_SECONDS_BETWEEN)

    async def _write(self) -> None:
        session = stored_session(self._store.state)
        if session == self._written:
            return
        try:
            await in_thread(self._file.write, session)
        except OSError as error:
            _log.warning("The session could not be kept in %s: %s", self._file.path, error)
        else:
            self._written = session


def stored_session(state: State) -> StoredSession | None:
    """Return what is to be kept of a side's state; None outside an engagement."""
    session = state.session
    payload = session.token_payload
    if session.identity is None or session.channel_sid is None or payload is None:
        return None
    moment = payload.get("expiration")
    return StoredSession(
        identity=session.identity,
        channel_sid=session.channel_sid,
        token=str(payload.get("token", "")),
        expiration=None if moment is None else parse_time(moment),
        draft=draft_of(state.chat.channels.get(session.channel_sid)),
    )


def _kept(state: State) -> tuple[object, ...]:
    session = state.session
    channel = state.chat.channels.get(session.channel_sid or "")
    if channel is None:
        return session.identity, session.channel_sid, session.token_payload
    caret = channel.selection_start, channel.selection_end
    drafted = channel.input_text, caret, channel.attached_files
    return session.identity, session.channel_sid, session.token_payload, *drafted


def _encode(session: StoredSession) -> dict[str, Any]:
    sid = {"version": _VERSION, "channelSid": session.channel_sid}
    return {**sid, **session.token_payload(), "draft": encode_draft(session.draft)}


def _decode(data: Mapping[str, Any]) -> StoredSession:
    version = data["version"]
    if version not in (1, _VERSION):
        raise ValueError(f"version {version!r} is not known, only 1 to {_VERSION}")
    identity, sid, token = data["identity"], data["channelSid"], data["token"]
    if not all(isinstance(one, str) and one for one in (identity, sid, token)):
        raise ValueError("identity, channelSid and token must be texts")
    moment = data["expiration"]
    expiration = None if moment is None else parse_time(moment)
    draft = NO_DRAFT if version == 1 else decode_draft(data["draft"])
    return StoredSession(identity, sid, token, expiration, draft)


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if os.name == "posix":  # the new name itself is only durable once the folder is synced
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
