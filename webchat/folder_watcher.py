"""Tells that something has changed in the folders that plugins and function apps lie in.

Folders are watched rather than files, since editors save by renaming a new file over the old
one. What changed is only hinted at: who listens compares the contents. So nothing depends on
an event being exact, and what an event did not tell is found by the look that is taken every
two seconds, as on network drives.
"""

import asyncio
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

FileMark: TypeAlias = tuple[str, int, int, int]
"""Path, inode, size and time of the last change of a file."""
_STEP_MS = 5
_DEBOUNCE_MS = 50
_LOOK_MS = 2000
_WITHOUT_EVENTS = 0.5
_MOST_FOLDERS = 500
_NOT_BY_HAND = frozenset({"__pycache__", "node_modules"})
_OPTIONS = (False, False, 300, False, True)
"""Of watchfiles' backend: debug, polling and its delay, recursive, overlook what is not permitted.

The backend is used as documented there, not through ``awatch``: that takes a thread of a pool
which outlives the simulation.
"""
_log = logging.getLogger(__name__)


class FolderWatcher:
    """Watches a set of folders that may change, vanish and come back."""

    def __init__(
        self, paths: Callable[[], Iterable[Path]], on_change: Callable[[], object]
    ) -> None:
        """Make a watcher; :meth:`run` does the work.

        Args:
            paths: Tells which files and folders to look after now.
            on_change: Called after anything has changed near one of them.
        """
        self._paths = paths
        self._on_change = on_change
        self._stop = asyncio.Event()

    def refresh(self) -> None:
        """Look again at which folders are to be watched."""
        self._stop.set()

    async def run(self) -> None:
        """Watch until cancelled."""
        with ThreadPoolExecutor(1, "webchat folder watcher") as thread:
            try:
                await self._run(thread)
            finally:
                self._stop.set()  # by its next step the thread sees it

    async def _run(self, thread: Executor) -> None:
        while True:
            self._stop = asyncio.Event()
            folders = watched_folders(self._paths())
            if not folders:
                await self._stop.wait()
                continue
            try:
                await self._watch(folders, thread)
            except (OSError, RuntimeError) as error:
                _log.warning("Files are looked at twice a second, not watched: %s", error)
                await asyncio.sleep(_WITHOUT_EVENTS)
                self._on_change()

    async def _watch(self, folders: dict[Path, int], thread: Executor) -> None:
        """Watch *folders* until they are no longer the ones to watch."""
        from watchfiles._rust_notify import RustNotify  # noqa: PLC0415  not needed without files

        loop, stop = asyncio.get_running_loop(), self._stop
        with RustNotify([str(folder) for folder in folders], *_OPTIONS) as watcher:
            # The watch stands: what changed since the folders were chosen is not missed.
            self._on_change()
            while not stop.is_set():
                seen = await loop.run_in_executor(
                    thread, watcher.watch, _DEBOUNCE_MS, _STEP_MS, _LOOK_MS, stop
                )
                if seen == "stop":
                    return
                self._on_change()
                is_gone = isinstance(seen, set) and any(Path(path) in folders for _, path in seen)
                if is_gone or watched_folders(self._paths()) != folders:
                    return


def watched_folders(paths: Iterable[Path]) -> dict[Path, int]:
    """Return the folders to watch for what lies at *paths*, each with its inode.

    A folder that is not there is represented by the nearest one above it that is. The inode
    tells a folder from another that was made in its place.
    """
    found: dict[Path, int] = {}
    for path in paths:
        for folder in _folders_of(path):
            try:
                found[folder] = folder.stat().st_ino
            except OSError:  # gone between two looks; its parent is in the next one
                continue
    return found


def _folders_of(path: Path) -> list[Path]:
    above = path.parent
    while not above.is_dir() and above != above.parent:
        above = above.parent
    return [above, *folders_in(path)] if path.is_dir() else [above]


def folders_in(path: Path) -> Iterator[Path]:
    """Yield the folder *path* and those inside it in which people write code.

    What an installer or a compiler fills is left out, as are hidden ones, and links to folders.
    Somebody who names a whole disk gets its first five hundred.
    """
    for count, (folder, inner, _files) in enumerate(os.walk(path), start=1):
        yield Path(folder)
        inner[:] = sorted(one for one in inner if one not in _NOT_BY_HAND and one[0] != ".")
        if count == _MOST_FOLDERS:
            return


def marks_of(files: Iterable[Path]) -> tuple[FileMark, ...]:
    """Return what tells cheaply that none of *files* was touched; what is gone has no mark."""
    found = []
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((str(file), status.st_ino, status.st_size, status.st_ctime_ns))
    return tuple(found)
