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

    async def forget_all_but(self, tokens: Iterable[str]) -> None:
        """Remove the files of runs that are no longer known."""
        if self._kept is not None:
            await in_thread(_remove_all_but, self._kept, frozenset(tokens))

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


def _remove_all_but(folder: Path, tokens: frozenset[str]) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in tokens:
            shutil.rmtree(path, ignore_errors=True)
