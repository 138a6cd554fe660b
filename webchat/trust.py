"""Which folders the person loads programs from: asked once for each, since loading is running.

Plugins and function apps lie in the same folders and can do the same harm, so a folder that is
trusted for the one is trusted for the other. Only what a person's hand brings in by a path
(Load…, a drop, a recent file) is asked about. What was given on the command line, what is
restored, and what is being reloaded has been decided already.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from webchat.errors import WebChatError
from webchat.side.dialogs import Dialogs, answered


class TrustMemory(Protocol):
    """Where the folders are kept from one start to the next."""

    @property
    def trusted(self) -> Sequence[Path]:
        """The folders that the person trusts."""

    def trust(self, folder: Path, *, is_trusted: bool) -> None:
        """Remember that *folder* is trusted, or no longer is."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the person is asked about.

    Attributes:
        many: As the question names what lies in a folder, such as ``plugins``.
        one: As the next sentence begins, such as ``A plugin``.
        refusal: What is raised when the answer is no.
    """

    many: str
    one: str
    refusal: type[WebChatError]


class Trust:
    """The folders that are trusted."""

    def __init__(self, memory: TrustMemory) -> None:
        """Keep the folders in *memory*."""
        self._memory = memory
        self._asking = asyncio.Lock()

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders, in the order they were trusted."""
        return tuple(self._memory.trusted)

    def is_trusted(self, path: Path) -> bool:
        """Whether what lies at *path* may be loaded without asking."""
        return folder_of(path) in self.folders

    def add(self, folder: Path) -> None:
        """Trust *folder*."""
        self._memory.trust(folder.resolve(), is_trusted=True)

    def remove(self, folder: Path) -> None:
        """Ask again about *folder*."""
        self._memory.trust(folder.resolve(), is_trusted=False)

    async def require(self, path: Path, dialogs: Dialogs, subject: Subject) -> None:
        """Ask about the folder of *path*, unless it is trusted.

        Args:
            path: A file or folder that is to be loaded.
            dialogs: Who asks.
            subject: What it is.

        Raises:
            WebChatError: The answer was no, or there is nobody to ask; of the type that
                *subject* names.
        """
        async with self._asking:  # two files dropped at once are one question
            if self.is_trusted(path):
                return
            folder = folder_of(path)
            question = (
                f"Load {subject.many} from {folder}?\n\n"
                f"{subject.one} is a program: it can do everything that you can do on this "
                "computer. Load only what you know. You will not be asked about this folder again."
            )
            if not await answered(dialogs.confirm(question)):
                raise subject.refusal(
                    f"{path.name} was not loaded, since the folder {folder} is not trusted."
                )
            self.add(folder)


def folder_of(path: Path) -> Path:
    """Return the folder whose trust decides on *path*: *path* itself, if it is a folder."""
    return path if path.is_dir() else path.parent
