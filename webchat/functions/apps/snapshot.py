"""What lies at a path now: the app, or why there is none, and what tells when it has changed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from webchat.errors import FunctionAppError
from webchat.folder_watcher import FileMark, marks_of
from webchat.functions.app import FunctionApp
from webchat.functions.apps.archive import app_folder
from webchat.functions.apps.reading import ARCHIVE, read_app
from webchat.functions.apps.sources import code_files, digest_of
from webchat.functions.apps.unpacked import Unpacked
from webchat.tasks import in_thread

_SETTLING = 0.05
_LOOKS = 4


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An app as it was read.

    Attributes:
        marks: Change whenever a file of it is touched.
        digest: Changes with its content only; empty when it could not be read.
        app: What was read, under the name that it asks for; None when that is none.
        error: Why it is none, a sentence.
    """

    marks: tuple[FileMark, ...] = ()
    digest: str = ""
    app: FunctionApp | None = None
    error: str | None = None


def marks_at(path: Path) -> tuple[FileMark, ...]:
    """Return what changes whenever a file of the app at *path* is touched."""
    try:
        return marks_of(_files_at(path))
    except OSError:  # it goes away, or must not be read
        return ()


def snapshot_of(path: Path, unpacked: Unpacked, in_use: Path | None = None) -> Snapshot:
    """Read what lies at *path*; takes as long as the disk does.

    Args:
        path: A folder or a zip, resolved.
        unpacked: Where zips are unpacked.
        in_use: The folder of the version that runs, if there is one.
    """
    marks = marks_at(path)  # first: what changes while it is read is seen later
    try:
        digest = digest_of(_files_at(path))
        if not _is_archive(path):
            return Snapshot(marks, digest, read_app(path))
        whole = unpacked.folder_for(path, digest, in_use)
        folder = app_folder(whole)
        called = path.stem if folder == whole else folder.name
        return Snapshot(marks, digest, read_app(folder, path=path, called=called))
    except FunctionAppError as error:
        return Snapshot(marks, error=str(error))
    except OSError as error:
        return Snapshot(marks, error=f"It cannot be read: {error.strerror or error}.")


async def settled(
    marks: Callable[[], tuple[FileMark, ...]], read: Callable[[], Snapshot]
) -> Snapshot:
    """Return what *read* finds; while that is no app and *marks* change, look again."""
    snapshot = await in_thread(read)
    for _ in range(_LOOKS):
        if snapshot.error is None:
            break
        # The pace of an editor is real time, whatever clock the conversation runs by.
        await asyncio.sleep(_SETTLING)
        if await in_thread(marks) == snapshot.marks:
            break
        snapshot = await in_thread(read)
    return snapshot


def _files_at(path: Path) -> tuple[Path, ...]:
    return code_files(path) if path.is_dir() else (path,) if _is_archive(path) else ()


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() == ARCHIVE and path.is_file()
