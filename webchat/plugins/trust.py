"""Which folders the person loads plugins from: asked once for each, since loading is running.

Only what a person's hand brings in by a path (Load…, a drop, a recent file) is asked about.
What was given on the command line, what is restored, and what is being reloaded has been
decided already.
"""

import asyncio
from pathlib import Path

from webchat.errors import PluginError
from webchat.plugins.memory import PluginMemory
from webchat.side.dialogs import Dialogs, answered


class UntrustedError(PluginError):
    """The person does not want plugins of this folder to be loaded."""


class Trust:
    """The folders that are trusted."""

    def __init__(self, memory: PluginMemory) -> None:
        """Keep the folders in *memory*."""
        self._memory = memory
        self._asking = asyncio.Lock()

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders, in the order they were trusted."""
        return self._memory.trusted

    def is_trusted(self, path: Path) -> bool:
        """Whether the plugin at *path* may be loaded without asking."""
        return folder_of(path) in self.folders

    def add(self, folder: Path) -> None:
        """Trust *folder*."""
        self._memory.trust(folder.resolve(), is_trusted=True)

    def remove(self, folder: Path) -> None:
        """Ask again about *folder*."""
        self._memory.trust(folder.resolve(), is_trusted=False)

    async def require(self, path: Path, dialogs: Dialogs) -> None:
        """Ask about the folder of *path*, unless it is trusted.

        Args:
            path: A plugin's file or folder.
            dialogs: Who asks.

        Raises:
            UntrustedError: The answer was no, or there is nobody to ask.
        """
        async with self._asking:  # two files dropped at once are one question
            if self.is_trusted(path):
                return
            folder = folder_of(path)
            question = (
                f"Load plugins from {folder}?\n\n"
                "A plugin is a program: it can do everything that you can do on this computer. "
                "Load only what you know. You will not be asked about this folder again."
            )
            if not await answered(dialogs.confirm(question)):
                raise UntrustedError(
                    f"{path.name} was not loaded, since the folder {folder} is not trusted."
                )
            self.add(folder)


def folder_of(path: Path) -> Path:
    """Return the folder whose trust decides on *path*: the plugin's own, if it is a folder."""
    return path if path.is_dir() else path.parent
