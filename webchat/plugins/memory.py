"""What the host remembers from one start to the next, in one small file.

Which plugins there were, in which order and whether enabled; how often each has failed at
start; which files were used lately; which folders the person trusts. Without a data folder
all of it lasts as long as the host.

"""

from dataclasses import dataclass, field
from pathlib import Path

from webchat.kept_file import KeptFile

FILE_NAME = "plugins.json"
_RECENT = 10


@dataclass
class Remembered:
    """One plugin of an earlier time.

    Attributes:
        path: Its file or folder.
        enabled: Whether it is to be loaded.
        start_failures: How many starts in a row it has failed, or not survived.
    """

    path: Path
    enabled: bool = True
    start_failures: int = 0


@dataclass
class _Contents:
    plugins: list[Remembered] = field(default_factory=list)
    recent: list[Path] = field(default_factory=list)
    trusted: list[Path] = field(default_factory=list)


class PluginMemory:
    """The file's contents."""

    def __init__(self, data_dir: Path | None) -> None:
        """Read the file, if there is one.

        Args:
            data_dir: The folder it lies in; None keeps nothing.
        """
        path = data_dir / FILE_NAME if data_dir is not None else None
        self._file = KeptFile(path, _Contents, "The list of plugins")
        self._contents = self._file.contents

    @property
    def notes(self) -> list[str]:
        """Sentences for the person about the file itself."""
        return self._file.notes

    @property
    def plugins(self) -> tuple[Remembered, ...]:
        """The plugins, in their order."""
        return tuple(self._contents.plugins)

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files and folders used lately, the latest first."""
        return tuple(self._contents.recent)

    @property
    def trusted(self) -> tuple[Path, ...]:
        """The folders that the person trusts."""
        return tuple(self._contents.trusted)

    def find(self, path: Path) -> Remembered | None:
        """Return what is remembered of the plugin at *path*, or None."""
        return next((one for one in self._contents.plugins if one.path == path), None)

    def keep(self, path: Path, *, enabled: bool) -> None:
        """Remember the plugin at *path*; a new one comes last."""
        known = self.find(path)
        if known is None:
            self._contents.plugins.append(Remembered(path=path, enabled=enabled))
        elif known.enabled != enabled:
            known.enabled = enabled
        else:
            return
        self._file.save()

    def drop(self, path: Path) -> None:
        """Forget the plugin at *path*."""
        if (known := self.find(path)) is not None:
            self._contents.plugins.remove(known)
            self._file.save()

    def arrange(self, paths: list[Path]) -> None:
        """Bring the plugins at *paths* into that order; others keep their places."""
        ranked = {path: rank for rank, path in enumerate(paths)}
        places = [i for i, one in enumerate(self._contents.plugins) if one.path in ranked]
        movers = sorted(
            (self._contents.plugins[i] for i in places), key=lambda one: ranked[one.path]
        )
        for place, one in zip(places, movers, strict=True):
            self._contents.plugins[place] = one
        self._file.save()

    def count_start(self, path: Path, failures: int) -> None:
        """Set how many starts in a row the plugin at *path* has failed."""
        known = self.find(path)
        if known is not None and known.start_failures != failures:
            known.start_failures = failures
            self._file.save()

    def used(self, path: Path) -> None:
        """Put *path* first among the recent ones."""
        others = [one for one in self._contents.recent if one != path]
        self._contents.recent = [path, *others][:_RECENT]
        self._file.save()

    def clear_recent(self) -> None:
        """Forget what was used lately."""
        self._contents.recent = []
        self._file.save()

    def trust(self, folder: Path, *, is_trusted: bool) -> None:
        """Remember that *folder* is trusted, or no longer is."""
        others = [one for one in self._contents.trusted if one != folder]
        self._contents.trusted = [*others, folder] if is_trusted else others
        self._file.save()
