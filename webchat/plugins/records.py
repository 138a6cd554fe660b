"""What the host tells about a plugin: its fault, its state, and the plugin itself.

A fault is plain data, so that a dock, a log line and a test read the same thing: a sentence,
the file, and the line *in the plugin's own file*, not in the code that called it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

PluginState: TypeAlias = Literal["loading", "active", "disabled", "failed"]
Registration: TypeAlias = tuple[str, str]
"""What kind of thing was registered, and its name: ``("listener", "beforeSendMessage")``."""


@dataclass(frozen=True, slots=True)
class PluginFault:
    """What went wrong in a plugin, and where.

    Attributes:
        message: A sentence for a person.
        path: The file it concerns; of a folder plugin it may be any of its modules.
        line: The line in that file, or None where no line is to blame.
    """

    message: str
    path: Path
    line: int | None = None

    def __str__(self) -> str:
        where = self.path.name if self.line is None else f"{self.path.name}:{self.line}"
        return f"{where}: {self.message}"


class Plugin:
    """One plugin as the host lists it; stays the same object over every reload.

    Attributes:
        name: The file's stem, made unique by ``-2``; the owner of all that it registers.
        path: The resolved ``.py`` file or folder.
        state: ``loading``, ``active``, ``disabled`` or ``failed``.
        error: The last thing that went wrong, or None. An active plugin may have one: of a
            reload that failed, or of something that it raised since.
        is_outdated: Whether an earlier version runs, since the file as it is does not load.
    """

    def __init__(
        self, name: str, path: Path, registrations: Callable[[], tuple[Registration, ...]]
    ) -> None:
        """Make an entry; done by the host.

        Args:
            name: See above.
            path: See above.
            registrations: Tells what the running version has registered.
        """
        self.name = name
        self.path = path
        self.state: PluginState = "loading"
        self.error: PluginFault | None = None
        self.is_outdated = False
        self._registrations = registrations

    @property
    def registrations(self) -> tuple[Registration, ...]:
        """What it has registered, as (kind, name), by kind and in the order it was added."""
        return self._registrations()

    def __repr__(self) -> str:
        error = f", {self.error}" if self.error else ""
        return f"<Plugin {self.name}: {self.state}{error}>"
