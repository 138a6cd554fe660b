"""What a person does with function apps from the window: load, reload and unload them.

All of it runs as owned tasks. What is wrong with an app is its entry's error; what is raised here
is a sentence for the person, such as an answer of no.
"""

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.bridge import until_destroyed
from webchat.errors import WebChatError
from webchat.functions.functions import Functions
from webchat.tasks import TaskBag

if TYPE_CHECKING:
    from ui.functions.app_dialog import AppDialog

_log = logging.getLogger(__name__)


class FunctionCommands(QObject):
    """The commands on the apps of one simulation.

    Signals:
        said: Something was done, a sentence.
        failed: Something could not be done, a sentence.
        loaded: A person has loaded an app; its :class:`~webchat.functions.apps.entry.Entry`.
        working: Something has begun that may take a while, in words; empty when it is over.
    """

    said = Signal(object)
    failed = Signal(object)
    loaded = Signal(object)
    working = Signal(object)

    def __init__(self, functions: Functions, parent: QObject | None = None) -> None:
        """Do nothing yet; the apps are not touched before somebody asks for something.

        Args:
            functions: Whose apps they are.
            parent: The window.
        """
        super().__init__(parent)
        self._functions = functions
        self._tasks = TaskBag("function commands", self._on_failure)
        self._folder = ""
        self._under_way = 0
        self._dialog: AppDialog | None = None
        until_destroyed(self, self._tasks.cancel)

    async def aclose(self) -> None:
        """End what is under way."""
        await self._tasks.aclose()

    def choose(self, window: QWidget) -> None:
        """Let the person choose an app to load.

        Args:
            window: What the question stands over.
        """
        from ui.functions.app_dialog import AppDialog  # noqa: PLC0415  not at the start

        if self._dialog is None or not isValid(self._dialog):
            self._dialog = AppDialog(window, self._folder)
            self._dialog.chosen.connect(self.load_one)
        self._dialog.open()
        self._dialog.raise_()

    def load_one(self, path: Path) -> None:
        """Load an app that the person named; see :meth:`load`."""
        self.load([path])

    def load(self, paths: Iterable[str | Path]) -> None:
        """Load apps that the person named, asking about a folder that is new."""
        chosen = [Path(path) for path in paths]
        if chosen:
            self._folder = str(chosen[-1].parent)
            names = ", ".join(path.name for path in chosen)
            self._begin(self._load_all(chosen), f"Loading {names}")

    def load_sample(self, path: Path) -> None:
        """Load an app that came with the program; nothing to ask."""
        self._begin(self._load(path, ask=False), f"Loading {path.name}")

    def reload(self, name: str) -> None:
        """Read an app again."""
        self._begin(self._reload(name), f"Reloading {name}")

    def unload(self, name: str) -> None:
        """Take an app off the list."""
        self._begin(self._unload(name), f"Unloading {name}")

    def reload_all(self) -> None:
        """Read every app again that has a folder."""
        self._begin(self._reload_all(), "Reloading the function apps")

    def unload_all(self) -> None:
        """Take every app off the list but those of plugins."""
        self._begin(self._unload_all(), "Unloading the function apps")

    def stop(self) -> None:
        """Stop what is under way."""
        self._tasks.cancel()

    def _begin(self, work: Coroutine[Any, Any, None], what: str) -> None:
        self._under_way += 1
        self.working.emit(what)
        self._tasks.spawn(work, name=what).add_done_callback(self._on_over)

    def _on_over(self, _task: asyncio.Task[None]) -> None:
        self._under_way -= 1
        if not self._under_way and isValid(self):
            self.working.emit("")

    async def _load_all(self, paths: list[Path]) -> None:
        for path in paths:
            try:
                await self._load(path, ask=True)
            except WebChatError as error:
                self.failed.emit(str(error))

    async def _load(self, path: Path, *, ask: bool) -> None:
        entry = await self._functions.apps.load(path, ask=ask)
        if entry.error is None:
            self.said.emit(f"Loaded {entry.name}.")
        self.loaded.emit(entry)

    async def _reload(self, name: str) -> None:
        if (await self._functions.apps.reload(name)).error is None:
            self.said.emit(f"Reloaded {name}.")

    async def _unload(self, name: str) -> None:
        await self._functions.apps.unload(name)
        self.said.emit(f"Unloaded {name}.")

    async def _reload_all(self) -> None:
        names = [one.name for one in self._functions.apps if one.owner is None]
        await asyncio.gather(*(self._functions.apps.reload(name) for name in names))
        self.said.emit(f"Reloaded {_number(len(names))}.")

    async def _unload_all(self) -> None:
        names = [one.name for one in self._functions.apps if one.owner is None]
        for name in reversed(names):
            await self._functions.apps.unload(name)
        self.said.emit(f"Unloaded {_number(len(names))}.")

    def _on_failure(self, _task: asyncio.Task[object], error: BaseException) -> None:
        if isinstance(error, WebChatError):
            self.failed.emit(str(error))
        else:
            _log.error("A command on function apps failed", exc_info=error)
            self.failed.emit(f"That failed in the program itself: {error!r}. The log has more.")


def _number(count: int) -> str:
    return f"{count} function app" if count == 1 else f"{count} function apps"
