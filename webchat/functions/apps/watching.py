"""Has an app read again when its files have changed."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from webchat.folder_watcher import FolderWatcher
from webchat.functions.apps.entry import Slot
from webchat.functions.apps.roster import AppRoster
from webchat.tasks import TaskBag, in_thread

if TYPE_CHECKING:
    import asyncio


class AppWatch:
    """Watches the folders and zips of a list of apps; begins with the first one."""

    def __init__(
        self, roster: AppRoster, read_again: Callable[[Slot], Awaitable[object]], tasks: TaskBag
    ) -> None:
        """Watch nothing yet.

        Args:
            roster: The list.
            read_again: Awaited with each place whose files were touched.
            tasks: Owns the watching.
        """
        self._roster = roster
        self._read_again = read_again
        self._tasks = tasks
        self._watcher = FolderWatcher(self._paths, self._look)
        self._watching: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._is_look_due = False
        self.is_wanted = True

    def refresh(self) -> None:
        """Look again at what is to be watched, after the list has changed."""
        if self.is_wanted and self._watching is None and self._paths():
            self._watching = self._tasks.spawn(self._watcher.run(), name="watch function apps")
        self._watcher.refresh()

    def stop(self) -> None:
        """Watch no longer."""
        self.is_wanted = False
        for task in (self._watching, self._looking):
            if task is not None:
                task.cancel()
        self._watching = self._looking = None

    def _paths(self) -> list[Path]:
        return [slot.path for slot in self._roster if slot.path is not None]

    def _look(self) -> None:
        """Let a thread compare what files there are; an app may have thousands."""
        self._is_look_due = True
        if self._looking is None or self._looking.done():
            self._looking = self._tasks.spawn(self._look_around(), name="look at function apps")

    async def _look_around(self) -> None:
        while self._is_look_due:
            self._is_look_due = False
            for slot in self._roster:
                if slot.path is not None and await in_thread(slot.marks) != slot.seen.marks:
                    await self._read_again(slot)
