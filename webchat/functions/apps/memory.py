"""Which apps there were the last time, under which names, and which were loaded lately.

The names are kept since accounts, callback addresses and posted cards go by them: an app is
called the same at every start, whichever is loaded first.
"""

from dataclasses import dataclass, field
from pathlib import Path

from webchat.kept_file import KeptFile

FILE_NAME = "apps.json"
_RECENT = 10


@dataclass
class KnownApp:
    """One app of an earlier time.

    Attributes:
        path: Its folder or zip.
        name: What it was called.
    """

    path: Path
    name: str


@dataclass
class _Contents:
    apps: list[KnownApp] = field(default_factory=list)
    recent: list[Path] = field(default_factory=list)


class AppMemory:
    """The file's contents."""

    def __init__(self, folder: Path | None) -> None:
        """Read the file, if there is one.

        Args:
            folder: What is kept of functions lies here; None keeps nothing.
        """
        path = folder / FILE_NAME if folder is not None else None
        self._file = KeptFile(path, _Contents, "The list of function apps")
        self._contents = self._file.contents

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the person about the file itself."""
        return tuple(self._file.notes)

    @property
    def recent(self) -> tuple[Path, ...]:
        """What was loaded lately, the latest first."""
        return tuple(self._contents.recent)

    @property
    def names(self) -> dict[Path, str]:
        """What the apps are called, by their paths, in the order in which they were loaded."""
        return {one.path: one.name for one in self._contents.apps}

    def keep(self, path: Path, name: str) -> None:
        """Remember the app at *path*; a new one comes last."""
        if self._find(path) is None:
            self._contents.apps.append(KnownApp(path, name))
            self._file.save()
        else:
            self.rename(path, name)

    def rename(self, path: Path, name: str) -> None:
        """Remember what the app at *path* is called now, if it is kept at all."""
        known = self._find(path)
        if known is not None and known.name != name:
            known.name = name
            self._file.save()

    def drop(self, path: Path) -> None:
        """Forget the app at *path*."""
        if (known := self._find(path)) is not None:
            self._contents.apps.remove(known)
            self._file.save()

    def used(self, path: Path) -> None:
        """Put *path* first among the recent ones."""
        recent = self._contents.recent
        self._contents.recent = [path, *(one for one in recent if one != path)][:_RECENT]
        self._file.save()

    def clear_recent(self) -> None:
        """Forget what was loaded lately."""
        self._contents.recent = []
        self._file.save()

    def _find(self, path: Path) -> KnownApp | None:
        return next((one for one in self._contents.apps if one.path == path), None)
