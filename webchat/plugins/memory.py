"""What the host remembers from one start to the next, in one small file.

Which plugins there were, in which order and whether enabled; how often each has failed at
start; which files were used lately; which folders the person trusts. Without a data folder
all of it lasts as long as the host.

The file is replaced as a whole, so a crash leaves the old or the new one. One that cannot be
read is set aside under another name, and that is noted for the person.
"""

import contextlib
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path

from webchat import plain_json

FILE_NAME = "plugins.json"
_RECENT = 10
_log = logging.getLogger(__name__)


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
    """The file's contents.

    Attributes:
        notes: Sentences for the person about the file itself.
    """

    def __init__(self, data_dir: Path | None) -> None:
        """Read the file, if there is one.

        Args:
            data_dir: The folder it lies in; None keeps nothing.
        """
        self.notes: list[str] = []
        self._file = data_dir / FILE_NAME if data_dir is not None else None
        self._contents = self._read()

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
        self._write()

    def drop(self, path: Path) -> None:
        """Forget the plugin at *path*."""
        if (known := self.find(path)) is not None:
            self._contents.plugins.remove(known)
            self._write()

    def arrange(self, paths: list[Path]) -> None:
        """Bring the plugins at *paths* into that order; others keep their places."""
        ranked = {path: rank for rank, path in enumerate(paths)}
        places = [i for i, one in enumerate(self._contents.plugins) if one.path in ranked]
        movers = sorted(
            (self._contents.plugins[i] for i in places), key=lambda one: ranked[one.path]
        )
        for place, one in zip(places, movers, strict=True):
            self._contents.plugins[place] = one
        self._write()

    def count_start(self, path: Path, failures: int) -> None:
        """Set how many starts in a row the plugin at *path* has failed."""
        known = self.find(path)
        if known is not None and known.start_failures != failures:
            known.start_failures = failures
            self._write()

    def used(self, path: Path) -> None:
        """Put *path* first among the recent ones."""
        others = [one for one in self._contents.recent if one != path]
        self._contents.recent = [path, *others][:_RECENT]
        self._write()

    def clear_recent(self) -> None:
        """Forget what was used lately."""
        self._contents.recent = []
        self._write()

    def trust(self, folder: Path, *, is_trusted: bool) -> None:
        """Remember that *folder* is trusted, or no longer is."""
        others = [one for one in self._contents.trusted if one != folder]
        self._contents.trusted = [*others, folder] if is_trusted else others
        self._write()

    def _read(self) -> _Contents:
        if self._file is None:
            return _Contents()
        try:
            return plain_json.parse(_Contents, self._file.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return _Contents()
        except OSError as error:
            self._note(f"The list of plugins {self._file} cannot be read: {error.strerror}.")
            return _Contents()
        except ValueError as error:
            self._set_aside(self._file, error)
            return _Contents()

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)
            _log.warning(note)

    def _set_aside(self, file: Path, error: Exception) -> None:
        aside = file.with_suffix(".damaged.json")
        with contextlib.suppress(OSError):
            file.replace(aside)
        self._note(f"The list of plugins was damaged and was set aside as {aside}.")
        _log.info("What was wrong with it: %s", error)

    def _write(self) -> None:
        if self._file is None:
            return
        beside = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(plain_json.dump(self._contents), encoding="utf-8")
            os.replace(beside, self._file)  # noqa: PTH105  the one that replaces everywhere
        except OSError as error:
            self._note(f"The list of plugins cannot be kept in {self._file}: {error.strerror}.")
