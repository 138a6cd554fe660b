"""The list of runs, and the file that keeps it from one start to the next.

A run is put here whenever something about it has changed. What was put during one turn of the
loop is written together, in a thread, and :meth:`Runs.saved` waits for it: before the outside
world is told of a token, the run of that token survives a crash.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from webchat.errors import FunctionError
from webchat.functions.runs.records import Run
from webchat.kept_file import KeptFile
from webchat.tasks import TaskBag, in_thread
from webchat.undo import Undo, once

FILE_NAME = "runs.json"
MAX_ENDED = 200
"""How many runs that are over are kept, the newest ones."""


@dataclass(slots=True)
class _Kept:
    version: int = 1
    runs: list[Run] = field(default_factory=list)


class Runs:
    """All runs that are open, and those that ended lately; the newest last."""

    def __init__(self, folder: Path | None) -> None:
        """Read what was kept.

        Args:
            folder: Where; None keeps nothing.
        """
        path = None if folder is None else folder / FILE_NAME
        self._file = KeptFile(path, _Kept, "The list of runs")
        self._runs = {one.token: one for one in self._file.contents.runs}
        self._tasks = TaskBag("runs")
        self._writing: asyncio.Task[None] | None = None
        self._is_written = True
        self._listeners: list[Callable[[Run], object]] = []

    def __iter__(self) -> Iterator[Run]:
        return iter(tuple(self._runs.values()))

    def __len__(self) -> int:
        return len(self._runs)

    def __contains__(self, token: object) -> bool:
        return token in self._runs

    def __getitem__(self, token: str) -> Run:
        try:
            return self._runs[token]
        except KeyError:
            raise FunctionError(f"There is no run of the token {token!r}.") from None

    def __repr__(self) -> str:
        still_open = sum(not run.is_over for run in self._runs.values())
        return f"<Runs: {len(self)}, {still_open} open>"

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the person about the file that keeps the runs."""
        return tuple(self._file.notes)

    def get(self, token: str) -> Run | None:
        """Return the run of a token, or None."""
        return self._runs.get(token)

    def put(self, run: Run) -> None:
        """Enter a run, or what has become of it, and tell who subscribed."""
        self._runs[run.token] = run
        if run.is_over:
            self._forget_old()
        self._write_soon()
        for listener in tuple(self._listeners):
            listener(run)

    def subscribe(self, callback: Callable[[Run], object]) -> Undo:
        """Call *callback* with every run that is put."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    async def saved(self) -> None:
        """Wait until what was put so far is in the file."""
        while self._writing is not None and not self._writing.done():
            await asyncio.wait({self._writing})

    async def aclose(self) -> None:
        """Write what is not written yet."""
        await self.saved()
        if not self._is_written:
            self._is_written = True
            self._collect()
            self._file.save()

    def _forget_old(self) -> None:
        over = [run.token for run in self._runs.values() if run.is_over]
        for token in over[: max(0, len(over) - MAX_ENDED)]:
            del self._runs[token]

    def _write_soon(self) -> None:
        self._is_written = False
        if self._writing is None or self._writing.done():
            self._writing = self._tasks.spawn(self._write(), name="keep the list of runs")

    async def _write(self) -> None:
        while not self._is_written:
            self._is_written = True
            self._collect()
            await in_thread(self._file.save)

    def _collect(self) -> None:
        self._file.contents.runs = list(self._runs.values())
