"""What a person does with plugins from the window: load, turn off, reload, unload, move.

All of it runs as owned tasks. What a plugin's file does wrong is its entry's error and is shown
there; what is raised here is a sentence for the person: an answer of no, a host that has ended.
"""

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.bridge import until_destroyed
from webchat.errors import WebChatError
from webchat.plugins import Plugin, PluginHost, UntrustedError
from webchat.tasks import TaskBag

_log = logging.getLogger(__name__)


class PluginCommands(QObject):
    """The commands on one host.

    Signals:
        said: Something was done, a sentence.
        failed: Something could not be done, a sentence.
        troubled: A plugin did not load; its name.
    """

    said = Signal(object)
    failed = Signal(object)
    troubled = Signal(object)

    def __init__(self, host: PluginHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._tasks = TaskBag("plugin commands", self._on_failure)
        self._folder = ""
        until_destroyed(self, self._tasks.cancel)

    async def aclose(self) -> None:
        """End what is under way."""
        await self._tasks.aclose()

    def choose(self, window: QWidget) -> None:
        """Let the person choose files to load."""
        dialog = QFileDialog(window, "Load plugins", self._folder)
        dialog.setObjectName("LoadPluginDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(["Plugins (*.py)", "All files (*)"])
        dialog.filesSelected.connect(self.load)
        dialog.open()

    def load(self, paths: Iterable[str | Path]) -> None:
        """Load plugins that the person named, asking about a folder that is new."""
        chosen = [Path(path) for path in paths]
        if chosen:
            self._folder = str(chosen[-1].parent)
            self._tasks.spawn(self._load_all(chosen), name="load")

    def load_sample(self, path: Path) -> None:
        """Load a plugin that came with the program; nothing to ask."""
        self._tasks.spawn(self._load(path, ask=False), name="load a sample")

    def command(self, command: str, name: str) -> None:
        """Do something with a plugin.

        Args:
            command: ``toggle``, ``reload`` or ``unload``.
            name: The plugin's name.
        """
        do = {"toggle": self._toggle, "reload": self._reload, "unload": self._unload}[command]
        self._tasks.spawn(do(name), name=f"{command} {name}")

    def move(self, name: str, place: int) -> None:
        """Move a plugin in listener order."""
        self._host.move(name, place)

    def reload_all(self) -> None:
        """Reload every plugin that is on."""
        self._tasks.spawn(self._reload_all(), name="reload all")

    def unload_all(self) -> None:
        """Unload every plugin."""
        self._tasks.spawn(self._unload_all(), name="unload all")

    async def _load_all(self, paths: list[Path]) -> None:
        for path in paths:
            try:
                await self._load(path, ask=True)
            except UntrustedError as error:
                self.failed.emit(str(error))

    async def _load(self, path: Path, *, ask: bool) -> None:
        self._tell(await self._host.load(path, ask=ask), "Loaded")

    async def _toggle(self, name: str) -> None:
        if self._host[name].state in {"disabled", "failed"}:
            self._tell(await self._host.enable(name), "Turned on")
        else:
            await self._host.disable(name)
            self.said.emit(f"Turned off {name}.")

    async def _reload(self, name: str) -> None:
        self._tell(await self._host.reload(name), "Reloaded")

    async def _unload(self, name: str) -> None:
        await self._host.unload(name)
        self.said.emit(f"Unloaded {name}.")

    async def _reload_all(self) -> None:
        names = [plugin.name for plugin in self._host if plugin.state != "disabled"]
        await asyncio.gather(*(self._reload(name) for name in names))
        self.said.emit(f"Reloaded {_number(len(names))}.")

    async def _unload_all(self) -> None:
        names = [plugin.name for plugin in self._host]
        for name in reversed(names):
            await self._host.unload(name)
        self.said.emit(f"Unloaded {_number(len(names))}.")

    def _tell(self, plugin: Plugin, done: str) -> None:
        if plugin.error is None:
            self.said.emit(f"{done} {plugin.name}.")
            return
        self.troubled.emit(plugin.name)

    def _on_failure(self, _task: asyncio.Task[object], error: BaseException) -> None:
        if isinstance(error, WebChatError):
            self.failed.emit(str(error))
        else:
            _log.error("A command on plugins failed", exc_info=error)
            self.failed.emit(f"That failed in the program itself: {error!r}. The log has more.")


def _number(count: int) -> str:
    return f"{count} plugin" if count == 1 else f"{count} plugins"
