"""The folders into which zips were unpacked: one for each content of a zip.

They lie in the data folder, so that a zip is unpacked once and not at every start; without one, in
a temporary folder that is gone at the end. While a zip is changed again and again, the folder of
the version before is left, since its process may still be at work in it.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from webchat.functions.apps.archive import unpack

FOLDER_NAME = "unpacked"


class Unpacked:
    """The place of these folders. Every method takes as long as the disk does."""

    def __init__(self, folder: Path | None) -> None:
        """Make nothing yet.

        Args:
            folder: What is kept of functions lies here; None keeps nothing.
        """
        self._place = None if folder is None else folder / FOLDER_NAME
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    def folder_for(self, archive: Path, digest: str, in_use: Path | None = None) -> Path:
        """Return the folder of a zip, which is unpacked if it has not been.

        Args:
            archive: The zip.
            digest: Stands for its content.
            in_use: A folder that is needed still, or one inside it; older ones are removed.

        Raises:
            FunctionAppError: It cannot be unpacked.
        """
        folder = self._root() / f"{_key(archive)}-{digest[:16]}"
        if not folder.exists():
            unpack(archive, folder)
        for other in folder.parent.glob(f"{_key(archive)}-*"):
            if other != folder and not (in_use and in_use.is_relative_to(other)):
                shutil.rmtree(other, ignore_errors=True)
        return folder

    def tidy(self, archives: Iterable[Path]) -> None:
        """Remove all folders but those of *archives*."""
        keys = {_key(one) for one in archives}
        if self._place is not None and self._place.is_dir():
            for folder in self._place.iterdir():
                if folder.name.partition("-")[0] not in keys:
                    shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Remove the temporary folder, if there is one."""
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None

    def _root(self) -> Path:
        if self._place is not None:
            return self._place
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(
                prefix="webchat-functions-", ignore_cleanup_errors=True
            )
        return Path(self._temporary.name)


def _key(archive: Path) -> str:
    return hashlib.sha256(os.fsencode(archive)).hexdigest()[:8]
