"""Writing a file whole or not at all, under a name that no other file has."""

import asyncio
import contextlib
import itertools
import os
import tempfile
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, TypeVar

from webchat.errors import DownloadError

_INCOMING = ".incoming-"
_LETTING_GO = 1.0  # seconds; a disk that hangs for longer is waited for in the background
_A = TypeVar("_A")
_T = TypeVar("_T")


class Saver:
    """A file that is being written. What it does, it does in a thread of its own, in order."""

    def __init__(self, folder: Path) -> None:
        """Write nothing yet.

        Args:
            folder: Where the file is to be; made when there is something to write.
        """
        self._folder = folder
        self._thread = ThreadPoolExecutor(1, "webchat download")
        self._file: BinaryIO | None = None
        self._path = folder

    async def write(self, data: bytes) -> None:
        """Write more of the file.

        Raises:
            DownloadError: The disk does not take it.
        """
        await self._do(self._write, data)

    async def finish(self, name: str) -> Path:
        """Give the file its name, or one with a number where that is taken; return its path.

        Args:
            name: One that a file can have, as :func:`webchat.model.safe_name` makes it.

        Raises:
            DownloadError: The disk does not take it.
        """
        return await self._do(self._finish, name)

    async def discard(self) -> None:
        """Let nothing be left of it, after whatever is just being done."""
        discarding = asyncio.get_running_loop().run_in_executor(self._thread, self._discard)
        await asyncio.wait({discarding}, timeout=_LETTING_GO)

    def close(self) -> None:
        """Let the thread end; what it has to do, it still does."""
        self._thread.shutdown(wait=False)

    async def _do(self, what: Callable[[_A], _T], argument: _A) -> _T:
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, what, argument)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise DownloadError(f"It cannot be kept in {self._folder}: {reason}.") from error

    def _write(self, data: bytes) -> None:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=_INCOMING, dir=self._folder)
            self._path, self._file = Path(name), os.fdopen(descriptor, "wb")
        self._file.write(data)

    def _finish(self, name: str) -> Path:
        self._write(b"")
        assert self._file is not None  # noqa: S101  it was opened a line above
        self._file.close()
        target = next(one for one in _numbered(self._folder / name) if _is_claimed(one))
        try:
            self._path.replace(target)
        except OSError:
            target.unlink()
            raise
        self._path = target
        return target

    def _discard(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # what could not be written cannot be flushed
                self._file.close()
            with contextlib.suppress(OSError):
                self._path.unlink()


@contextlib.asynccontextmanager
async def saving(folder: Path) -> AsyncGenerator[Saver, None]:
    """Write a file to *folder*; when the ``with`` ends by an exception, nothing of it is left."""
    saver = Saver(folder)
    try:
        yield saver
    except BaseException:
        await saver.discard()
        raise
    finally:
        saver.close()


def _is_claimed(path: Path) -> bool:
    """Take a name if nobody has it yet; whether that went well."""
    with contextlib.suppress(FileExistsError):
        path.touch(exist_ok=False)
        return True
    return False


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    for number in itertools.count(2):
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")
