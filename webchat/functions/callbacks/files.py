"""Files that are given out: what a person has picked, under addresses that functions can fetch.

An address is unguessable and lasts until it is forgotten, at the latest until the program ends: it
is kept nowhere. Behind it is the file that the path has led to when it was given out; a link that
is put in its place afterwards is not followed.

No file is held open. It is read piece by piece, and one that changes meanwhile breaks off instead
of being half of the one and half of the other.
"""

import os
import secrets
import stat
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

from webchat.chat.media_checks import content_type
from webchat.functions.callbacks.pages import HEADERS
from webchat.functions.callbacks.records import Place
from webchat.model.attachment import display_name
from webchat.tasks import in_thread

PREFIX: Final = "/file/"
"""How the paths of all these addresses begin."""

_PATH_BYTES = 24
_PIECE_BYTES = 1 << 20
# A pipe that was put in a file's place would else be waited for.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file that is given out.

    Attributes:
        place: Its address, and for which app it is.
        path: Where it lies; free of links.
        name: What it is called there.
    """

    place: Place
    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class FileReply:
    """An answer of HTTP that has a file as its body.

    Attributes:
        name: What the file is called.
        headers: Its head.
        pieces: Begins to read the file; raises ConnectionError when it is not the same any more.
    """

    name: str
    headers: Mapping[str, str]
    pieces: Callable[[], AsyncGenerator[bytes, None]]


class FileGoneError(Exception):
    """A file that was given out is not there any more, or cannot be read.

    Attributes:
        name: What it was called.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ServedFiles:
    """The files that are given out now."""

    def __init__(self) -> None:
        self._by_path: dict[str, ServedFile] = {}

    def serve(self, path: Path, name: str, app: str) -> str:
        """Give a file out, and return the path of its address.

        Args:
            path: Where it lies; free of links.
            name: What it is called, as its finder sees it.
            app: Whose function it is for.
        """
        place = Place("file", app, "", f"{PREFIX}{secrets.token_urlsafe(_PATH_BYTES)}")
        self._by_path[place.path] = ServedFile(place, path, display_name(name))
        return place.path

    def forget(self, address: str) -> None:
        """Give no file out any more under the path of an address."""
        self._by_path.pop(address, None)

    def find(self, address: str) -> Place | None:
        """Return what the path of an address stands for; None when no file is given out there."""
        served = self._by_path.get(address)
        return None if served is None else served.place

    async def reply(self, place: Place) -> FileReply:
        """Return the answer that gives a file out.

        Args:
            place: What was found a moment ago.

        Raises:
            FileGoneError: It is not there any more, or cannot be read.
        """
        served = self._by_path[place.path]
        try:
            seen, _nothing = await in_thread(_read, served.path, 0, 0)
        except OSError as error:
            raise FileGoneError(served.name) from error
        headers = {
            **HEADERS,
            "Content-Type": content_type(served.name),
            "Content-Length": str(seen.size),
            "Content-Disposition": _disposition(served.name),
        }
        return FileReply(served.name, headers, partial(_pieces, served.path, seen))


class _Seen(NamedTuple):
    """What tells a file from another, and from itself after a change."""

    device: int
    node: int
    size: int
    changed: int


async def _pieces(path: Path, expected: _Seen) -> AsyncGenerator[bytes, None]:
    """Read a file.

    Raises:
        ConnectionError: It is not the one that was expected any more.
    """
    done = 0
    while done < expected.size:
        try:
            seen, piece = await in_thread(_read, path, done, expected.size - done)
        except OSError as error:
            raise ConnectionError("the file is gone") from error
        if seen != expected or not piece:
            raise ConnectionError("the file has changed")
        done += len(piece)
        yield piece


def _read(path: Path, start: int, size: int) -> tuple[_Seen, bytes]:
    """Read a piece of a file.

    Raises:
        OSError: There is no file at the path, or none that can be read, or but for a link.
    """
    handle = os.open(path, _FLAGS)
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or os.path.realpath(path) != str(path):
            raise FileNotFoundError(path)
        seen = _Seen(about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns)
        return seen, os.pread(handle, min(size, _PIECE_BYTES), start)
    finally:
        os.close(handle)


def _disposition(name: str) -> str:
    """Return the header that says what a file is called (RFC 6266)."""
    plain = "".join(one if one.isascii() and one not in '"\\%' else "_" for one in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, '', errors='replace')}"
