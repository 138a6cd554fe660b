"""A transcript written to a file while everything else goes on.

Formatting is done on the loop in slices of a few milliseconds: a thread would take as long and
hold the interpreter against the loop. Only the disk is waited for in a thread. The file is written
beside the one that is wanted and renamed when it is whole, so that a failure or a cancellation
leaves what was there before, or nothing.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from webchat.chat.transcript.formats import Format
from webchat.chat.transcript.record import Transcript
from webchat.chat.transcript.wording import Wording
from webchat.tasks import in_thread

SLICE = 0.004
"""How long formatting goes on before others have their turn, in seconds."""

_BLOCK = 512 * 1024  # characters that are written at once


async def render_transcript(
    transcript: Transcript,
    file_format: Format,
    wording: Wording,
    *,
    progress: Callable[[float], object] = lambda _share: None,
) -> str:
    """Return a transcript as one text; the arguments are those of :func:`save_transcript`."""
    pieces = _counted(file_format.write(transcript, wording), len(transcript.entries), progress)
    async with contextlib.aclosing(_blocks(pieces)) as blocks:
        return "".join([block async for block in blocks])


async def save_transcript(
    transcript: Transcript,
    path: Path,
    file_format: Format,
    wording: Wording,
    *,
    progress: Callable[[float], object] = lambda _share: None,
) -> None:
    """Write a transcript to a file.

    Args:
        transcript: What to write.
        path: The file; one that is there is replaced once the new one is whole.
        file_format: How to write it.
        wording: Its words and times.
        progress: Called on the loop with how much was written, from 0 to 1.

    Raises:
        OSError: The file cannot be written; nothing is left of it.
    """
    pieces = _counted(file_format.write(transcript, wording), len(transcript.entries), progress)
    async with _replacing(path) as file, contextlib.aclosing(_blocks(pieces)) as blocks:
        async for block in blocks:
            await in_thread(_write, file, block)


def _write(file: BinaryIO, block: str) -> None:
    file.write(block.encode(errors="replace"))


def _counted(
    pieces: Iterator[str], count: int, progress: Callable[[float], object]
) -> Iterator[str]:
    """Pass on pieces, of which there is about one for each entry, and tell how many they were."""
    step = max(1, count // 100)
    for number, piece in enumerate(pieces):
        if number % step == 0:
            progress(min(1.0, number / max(1, count)))
        yield piece
    progress(1.0)


async def _blocks(pieces: Iterator[str]) -> AsyncGenerator[str, None]:
    loop = asyncio.get_running_loop()
    # In a thread, since a format may import what it needs when it begins.
    gathered = [await in_thread(next, pieces, "")]
    size, turn_ends = 0, loop.time() + SLICE
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(gathered)
            gathered, size = [], 0
        if loop.time() >= turn_ends:
            await asyncio.sleep(0)
            turn_ends = loop.time() + SLICE
    yield "".join(gathered)


@contextlib.asynccontextmanager
async def _replacing(path: Path) -> AsyncGenerator[BinaryIO, None]:
    """Open what is written in place of *path*; it is put there if nothing goes wrong."""
    path, fresh = await in_thread(_places, path)
    file = fresh.open("wb")
    try:
        yield file
        file.close()
        if fresh != path:
            await in_thread(fresh.replace, path)  # to let go of a large file takes a while
    except BaseException:
        with contextlib.suppress(OSError):  # what could not be written is not written now either
            file.close()
        if fresh != path:
            fresh.unlink(missing_ok=True)
        raise


def _places(path: Path) -> tuple[Path, Path]:
    """Return what is to be replaced in the end, and what is written meanwhile."""
    path = path.resolve()  # a link stays one
    if path.exists() and not path.is_file():
        return path, path  # a device is written to, never replaced
    return path, path.with_name(f".{path.name}.new")
