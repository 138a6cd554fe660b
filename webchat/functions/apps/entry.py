"""One place of the list of apps: what it shows, and what is behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from webchat.folder_watcher import FileMark
from webchat.functions.app import FunctionApp
from webchat.functions.apps.names import name_from
from webchat.functions.apps.snapshot import Snapshot, marks_at, snapshot_of
from webchat.functions.apps.unpacked import Unpacked


@dataclass(frozen=True, slots=True)
class Entry:
    """One app of the list, as it is at this moment.

    Attributes:
        name: What it is called.
        path: Its folder or zip; None for handlers of a plugin.
        app: The app that counts; None while it has never been read.
        error: Why what lies at *path* now is no app, a sentence; None when it is. With an app
            it means that an earlier version counts.
        owner: The plugin that registered it; None for the person.
    """

    name: str
    path: Path | None
    app: FunctionApp | None
    error: str | None
    owner: str | None = None


class Slot:
    """A place of the list; stays while what it holds is read again.

    Attributes:
        path: See :class:`Entry`.
        owner: See :class:`Entry`.
        name: What it is called in the list.
        error: See :class:`Entry`.
        seen: What was last found at *path*.
        counting: The version that counts: the last that was an app.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        path: Path | None,
        *,
        owner: str | None = None,
        amended: Mapping[str, Any] | None = None,
    ) -> None:
        """Make a place for what was found.

        Args:
            snapshot: What was found.
            path: See above.
            owner: See above.
            amended: What the owner wants to be otherwise than it was found, by the names of
                :class:`~webchat.functions.app.FunctionApp`.
        """
        self.path = path
        self.owner = owner
        self.seen = self.counting = snapshot
        self.error = snapshot.error
        self._amended = dict(amended or {})
        self.name = self.wanted

    @property
    def wanted(self) -> str:
        """The name that it asks for."""
        if self.counting.app is None:
            return name_from(self.path.stem if self.path is not None else "")
        asked: str = self._amended.get("name", self.counting.app.name)
        return asked

    @property
    def app(self) -> FunctionApp | None:
        """The app that counts, under the name that it has here."""
        app, given = self.counting.app, {**self._amended, "name": self.name}
        return app and replace(app, owner=self.owner, **given)

    @property
    def entry(self) -> Entry:
        """What it shows."""
        return Entry(self.name, self.path, self.app, self.error, self.owner)

    def marks(self) -> tuple[FileMark, ...]:
        """Return what changes whenever a file of it is touched."""
        return () if self.path is None else marks_at(self.path)

    def read(self, unpacked: Unpacked) -> Snapshot:
        """Read again what lies at the path; handlers stay as they are."""
        if self.path is None:
            return self.counting
        running = self.counting.app
        return snapshot_of(self.path, unpacked, None if running is None else running.folder)

    def accept(self, snapshot: Snapshot) -> bool:
        """Take what was found at the path; whether another version counts from now on."""
        self.seen = snapshot
        self.error = snapshot.error
        if snapshot.app is None:
            return False
        is_other = snapshot.digest != self.counting.digest
        self.counting = snapshot
        return is_other

    def is_same(self, other: "Slot") -> bool:
        """Whether the same files count in both, so that their process need not end."""
        mine, its = self.counting, other.counting
        is_equal = (mine.app, self._amended) == (its.app, other._amended)  # noqa: SLF001  its own kind
        return is_equal and bool(mine.digest) and mine.digest == its.digest
