"""The contents of files, kept under what they are rather than under how they are called.

A content stands in ``<folder>/ab/cdef…``, named by its SHA-256: equal contents are kept once, no
name that anybody gave takes part in a path, and whether a content is still what was sent can be
told from itself. It is written into a file beside, synced and renamed, so that under its name
there is either all of it or nothing, also after a power cut.

A content stays as long as a message holds it, which the database knows, or an upload does, which
this module knows. All methods block and are called in threads.
"""

import contextlib
import errno
import hashlib
import logging
import os
import re
import shutil
import stat
import tempfile
import threading
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import BinaryIO

from webchat.centre.source import open_regular, reason_of
from webchat.errors import MediaError
from webchat.model import Attachment

CHUNK = 1 << 18
"""How many bytes are read at a time, between looking whether to go on."""

_INCOMING = ".incoming-"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SECOND = 1_000_000_000
_log = logging.getLogger(__name__)


class UploadStoppedError(Exception):
    """The upload was cancelled; nothing of it is left."""


class MediaStore:
    """A folder of contents.

    Attributes:
        folder: Where they are; None until the first one when nothing is kept for longer than
            this store lives.
    """

    def __init__(self, folder: Path | None) -> None:
        """Prepare; nothing is made before there is something to keep.

        Args:
            folder: Where to keep contents; None for a private one that :meth:`close` removes.
        """
        self.folder = folder
        self._is_private = folder is None
        self._users: dict[str, set[str]] = {}
        self._verified: dict[str, tuple[int, int, int]] = {}
        self._lock = threading.Lock()

    def keep(
        self, file: Attachment, user: str, stop: threading.Event, taken: Callable[[int], None]
    ) -> str:
        """Keep the content of a file.

        Args:
            file: Its path, its size, and how a sentence calls it.
            user: Who needs the content until :meth:`let_go` is told of the same one.
            stop: Gives the upload up when it is set.
            taken: Called with the number of bytes taken so far.

        Returns:
            Its digest.

        Raises:
            MediaError: It cannot be read, has changed, or cannot be kept.
            UploadStoppedError: It was given up.
        """
        with _opened(file) as source, _explained(file, self.folder):
            descriptor, name = tempfile.mkstemp(prefix=_INCOMING, dir=self._made_folder())
            incoming = Path(name)
            try:
                with os.fdopen(descriptor, "wb", buffering=0) as sink:
                    digest = _copied(file, source, sink, stop, taken)
                    os.fsync(sink.fileno())
                self._place(incoming, digest, user, stop)
            except BaseException:
                incoming.unlink(missing_ok=True)
                raise
        return digest

    def _made_folder(self) -> Path:
        with self._lock:
            if self.folder is None:
                self.folder = Path(tempfile.mkdtemp(prefix="webchat-media-"))
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return self.folder

    def _place(self, incoming: Path, digest: str, user: str, stop: threading.Event) -> None:
        """Give a content its name; one that stands there already might be damaged, so it goes."""
        # A second back: a change within the same tick of the file system's clock shows, too.
        written = incoming.stat().st_mtime_ns - _SECOND
        os.utime(incoming, ns=(written, written))
        place = self._place_of(digest)
        with self._lock:
            if stop.is_set():
                raise UploadStoppedError
            place.parent.mkdir(mode=0o700, exist_ok=True)
            try:
                incoming.replace(place)
            except PermissionError:  # Windows, where somebody is reading the one that stands there
                if not place.exists():
                    raise
                incoming.unlink()
            self._users.setdefault(digest, set()).add(user)
            self._verified.pop(digest, None)
        try:
            for folder in (place.parent, place.parent.parent):
                _sync_folder(folder)
        except OSError:
            self.let_go(digest, user, is_held=True)  # a message may; what none does is swept later
            raise

    def let_go(self, digest: str, user: str, *, is_held: bool) -> None:
        """Note that *user* is done, and remove a content that nobody needs any more.

        Args:
            digest: The content.
            user: Who needed it; one that is not known is passed over.
            is_held: Whether a message holds it, as the database says at this very moment.
        """
        with self._lock:
            users = self._users.get(digest, set())
            if user not in users:
                return
            users.discard(user)
            if users:
                return
            del self._users[digest]
            if not is_held:
                self._remove(self._place_of(digest))

    def file(self, kept: Attachment) -> Path:
        """Return the file with a content, having looked that it is what was sent.

        A file is read once; later it is only looked at whether it has been touched since.

        Raises:
            MediaError: It is missing, damaged, or cannot be read.
        """
        try:
            place = self._place_of(kept.digest)
            found = place.lstat()
            if not stat.S_ISREG(found.st_mode) or found.st_size != kept.size:
                raise _damaged(kept)
            mark = (found.st_ino, found.st_mtime_ns, found.st_size)
            if self._verified.get(kept.digest) != mark:
                with place.open("rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != kept.digest:
                        raise _damaged(kept)
                self._verified[kept.digest] = mark
        except (FileNotFoundError, NotADirectoryError) as error:
            raise MediaError(
                f"“{kept.filename}” is missing: its content is no longer in {self.folder}. "
                "Ask for it to be sent again."
            ) from error
        except OSError as error:
            raise MediaError(
                f"“{kept.filename}” cannot be read from {self.folder}: {reason_of(error)}. "
                "Check that the folder may be read, and try again."
            ) from error
        return place

    def sweep(self, digests: Callable[[], Container[str]]) -> None:
        """Remove what an earlier run began and no message came to hold.

        Args:
            digests: Returns those of all contents that messages hold; called when there is
                anything to sweep. Files that are not this store's are left alone.
        """
        if self.folder is None or not self.folder.is_dir():
            return
        held = digests()
        try:
            for entry in list(self.folder.iterdir()):
                if entry.name.startswith(_INCOMING):
                    self._remove(entry)
                elif re.fullmatch("[0-9a-f]{2}", entry.name) and entry.is_dir():
                    for place in list(entry.iterdir()):
                        digest = entry.name + place.name
                        if re.fullmatch("[0-9a-f]{64}", digest) and digest not in held:
                            self._remove(place)
        except OSError as error:
            _log.warning("%s could not be looked through: %s", self.folder, error)

    def close(self) -> None:
        """Remove a private folder."""
        if self._is_private and self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _place_of(self, digest: str) -> Path:
        if self.folder is None:
            raise FileNotFoundError(errno.ENOENT, "Nothing was kept yet")
        return self.folder / digest[:2] / digest[2:]

    def _remove(self, place: Path) -> None:
        try:
            place.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("%s is needed no more but stays: %s", place, error)
        if place.parent != self.folder:
            with contextlib.suppress(OSError):  # others are in it
                place.parent.rmdir()


@contextlib.contextmanager
def _opened(file: Attachment) -> Iterator[BinaryIO]:
    """Open what is to be kept; its errors are told apart from those of the store."""
    if file.path is None:
        raise MediaError(f"“{file.filename}” has no path to read it from. Attach the file itself.")
    if not file.size:
        raise MediaError(f"“{file.filename}” is empty. Choose a file that holds something.")
    try:
        source = open_regular(file.path)
    except OSError as error:
        raise _unreadable(file, error) from error
    with source:
        yield source


@contextlib.contextmanager
def _explained(file: Attachment, folder: Path | None) -> Iterator[None]:
    """Say what a failure of the store's disk means for *file*."""
    try:
        yield
    except OSError as error:
        where = folder or tempfile.gettempdir()
        if error.errno in _FULL:
            raise MediaError(
                f"The disk is full: “{file.filename}” cannot be kept in {where}. "
                "Free some space and try again."
            ) from error
        raise MediaError(
            f"“{file.filename}” cannot be kept in {where}: {reason_of(error)}. "
            "Check that the folder can be written to, and try again."
        ) from error


def _copied(
    file: Attachment,
    source: BinaryIO,
    sink: BinaryIO,
    stop: threading.Event,
    taken: Callable[[int], None],
) -> str:
    """Copy a content and return its digest; at most one byte more than was announced is read."""
    hashing, count = hashlib.sha256(), 0
    before = os.fstat(source.fileno())
    while count <= file.size:
        if stop.is_set():
            raise UploadStoppedError
        chunk = _read(file, source, min(CHUNK, file.size + 1 - count))
        if not chunk:
            break
        hashing.update(chunk)
        count += len(chunk)
        while chunk:
            chunk = chunk[sink.write(chunk) :]
        taken(count)
    after = os.fstat(source.fileno())
    if count != file.size or after.st_mtime_ns != before.st_mtime_ns:
        raise MediaError(f"“{file.filename}” has changed while it was being sent. Attach it again.")
    return hashing.hexdigest()


def _read(file: Attachment, source: BinaryIO, size: int) -> bytes:
    try:
        return source.read(size)
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Attachment, error: OSError) -> MediaError:
    return MediaError(
        f"“{file.filename}” cannot be read: {reason_of(error)}. "
        "Check that it is still there and may be opened, then attach it again."
    )


def _damaged(kept: Attachment) -> MediaError:
    return MediaError(f"“{kept.filename}” is damaged: its content is not what was sent.")


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
