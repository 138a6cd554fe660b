"""The files of variables: fetched with their headers, and kept for as long as their run is.

They lie below ``files/TOKEN`` of the folder about functions; a program that keeps nothing puts
them into a temporary folder, which goes with it.
"""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from webchat.functions.runs.records import ReceivedVariable, Run
from webchat.tasks import in_thread

if TYPE_CHECKING:
    from collections.abc import Container

    from webchat.functions.contract.records import RemoteFile
    from webchat.functions.runs.variables import Accepted

MAX_SIZE = 100 << 20
"""How large a file may be, in bytes."""

DOWNLOAD_SECONDS = 120.0
"""How long it may take."""


class VariableFiles:
    """Where the files of variables lie."""

    def __init__(self, folder: Path | None) -> None:
        """Fetch nothing yet.

        Args:
            folder: Where everything about functions is kept; None keeps nothing.
        """
        self._kept = None if folder is None else folder / "files"
        self._passing: tempfile.TemporaryDirectory[str] | None = None

    async def received(self, run: Run, accepted: "Iterable[Accepted]") -> list[ReceivedVariable]:
        """Return variables with their files fetched.

        Raises:
            DownloadError: One of them cannot be.
        """
        found = []
        for one in accepted:
            paths = [await self._fetched(run, file) for file in one.files]
            kind = one.variable
            found.append(ReceivedVariable(kind.key, kind.label, kind.type, one.value, paths))
        return found

    async def forget_strangers(self, runs: "Container[str]") -> None:
        """Remove the files of runs that are no longer known.

        Args:
            runs: Tells which tokens are; asked once it is known what lies there, so that the
                files of a run that begins meanwhile are not taken for left over.
        """
        if self._kept is not None:
            there = await in_thread(_folders_in, self._kept)
            left_over = [path for path in there if path.name not in runs]
            await in_thread(_remove, left_over)

    def close(self) -> None:
        """Remove what is not kept."""
        if self._passing is not None:
            self._passing.cleanup()

    async def _fetched(self, run: Run, file: "RemoteFile") -> str:
        from webchat.functions.downloads.download import (  # noqa: PLC0415  most runs have no files
            Limits,
            download,
        )

        limits = Limits(MAX_SIZE, timeout=DOWNLOAD_SECONDS)
        return str(await download(file, self._folder / run.token, limits=limits))

    @property
    def _folder(self) -> Path:
        if self._kept is not None:
            return self._kept
        if self._passing is None:
            self._passing = tempfile.TemporaryDirectory(prefix="webchat-files-")
        return Path(self._passing.name)


def _folders_in(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
