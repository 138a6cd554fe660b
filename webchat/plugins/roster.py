"""The list of plugins: their order, their names, and who is who.

The order of the list is the order of listeners. A name is a file's stem; equal stems get
``-2``, ``-3`` and so on, in the order in which they came.
"""

from collections.abc import Iterator
from pathlib import Path

from webchat.errors import PluginError
from webchat.plugins.faults import is_within
from webchat.plugins.runner import Runner, Surroundings


class NoSuchPluginError(PluginError, KeyError):
    """No plugin has this name."""

    def __str__(self) -> str:
        return str(self.args[0])


class Roster:
    """The runners, in plugin order."""

    def __init__(self) -> None:
        self._runners: list[Runner] = []

    def __iter__(self) -> Iterator[Runner]:
        return iter(tuple(self._runners))

    def __len__(self) -> int:
        return len(self._runners)

    def __contains__(self, name: object) -> bool:
        return any(runner.plugin.name == name for runner in self._runners)

    def __getitem__(self, name: str) -> Runner:
        for runner in self._runners:
            if runner.plugin.name == name:
                return runner
        known = ", ".join(runner.plugin.name for runner in self._runners)
        raise NoSuchPluginError(
            f"No plugin is called {name!r}; there are: {known}."
            if known
            else f"No plugin is called {name!r}; none is loaded."
        )

    def find(self, path: Path) -> Runner | None:
        """Return the runner of the plugin at *path*, or None."""
        return next((one for one in self._runners if one.plugin.path == path), None)

    def enter(self, path: Path, surroundings: Surroundings) -> Runner:
        """Make a runner for the plugin at *path* and put it last."""
        runner = Runner(self._free_name(path), path, surroundings)
        self._runners.append(runner)
        return runner

    def remove(self, runner: Runner) -> bool:
        """Take *runner* off the list; whether it stood there."""
        if runner not in self._runners:
            return False
        self._runners.remove(runner)
        return True

    def move(self, runner: Runner, index: int) -> None:
        """Move *runner* to *index*; beyond the end means last."""
        self._runners.remove(runner)
        self._runners.insert(max(0, index), runner)

    def index_of(self, runner: Runner) -> int:
        """Return the place of *runner* among those whose version counts."""
        before = self._runners[: self._runners.index(runner)]
        return sum(one.version is not None for one in before)

    def whose(self, filename: str) -> str | None:
        """Return the name of the plugin that the file belongs to, or None."""
        for runner in tuple(self._runners):
            if is_within(filename, runner.plugin.path):
                return runner.plugin.name
        return None

    def _free_name(self, path: Path) -> str:
        stem, number = path.stem, 2
        name = stem
        while name in self:
            name, number = f"{stem}-{number}", number + 1
        return name
