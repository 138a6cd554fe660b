"""A small file of the program's own that is kept from one start to the next.

It is replaced as a whole, so a crash leaves the old or the new one. One that cannot be read is
set aside under another name, and that is noted for the person.
"""

import contextlib
import logging
import os
from pathlib import Path
from typing import Generic, TypeVar

from webchat import plain_json

T = TypeVar("T")
_OWNER_ONLY = 0o600
_log = logging.getLogger(__name__)


class KeptFile(Generic[T]):
    """A dataclass and the file that keeps it.

    Attributes:
        contents: What is kept: changed in place, then :meth:`save`.
        notes: Sentences for the person about the file itself.
    """

    def __init__(self, path: Path | None, kind: type[T], title: str) -> None:
        """Read the file, if there is one.

        Args:
            path: Where it lies; None keeps nothing.
            kind: A dataclass that can be made without arguments, of the types that
                :func:`webchat.plain_json.parse` knows.
            title: What the file is to a person, such as ``The list of plugins``.
        """
        self.notes: list[str] = []
        self._path, self._kind, self._title = path, kind, title
        self.contents = self._read()

    def save(self) -> None:
        """Write the contents as they are now; what prevents it is noted."""
        if self._path is None:
            return
        beside = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # A path may be made of bytes that are no text; json.loads reads them as they are here.
            text = plain_json.dump(self.contents).encode(errors="surrogatepass")
            beside.touch(mode=_OWNER_ONLY)  # what a run was told, say, is nobody else's business
            beside.write_bytes(text)
            os.replace(beside, self._path)  # noqa: PTH105  the one that replaces everywhere
        except OSError as error:
            self._note(f"{self._title} cannot be kept in {self._path}: {error.strerror}.")

    def _read(self) -> T:
        if self._path is None:
            return self._kind()
        try:
            return plain_json.parse(self._kind, self._path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return self._kind()
        except OSError as error:
            self._note(f"{self._title} {self._path} cannot be read: {error.strerror}.")
            return self._kind()
        except ValueError as error:
            self._set_aside(self._path, error)
            return self._kind()

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)
            _log.warning(note)

    def _set_aside(self, path: Path, error: Exception) -> None:
        aside = path.with_suffix(".damaged.json")
        with contextlib.suppress(OSError):
            path.replace(aside)
        self._note(f"{self._title} was damaged and was set aside as {aside}.")
        _log.info("What was wrong with it: %s", error)
