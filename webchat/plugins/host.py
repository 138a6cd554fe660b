"""The plugins of a simulation: which there are, in which order, and how they come and go.

The order is that of the list: listeners of an earlier plugin are called first, and the later
plugin's replacement is outermost. What a plugin's file does never raises here: it is the
plugin's state and error. What is raised is a request that cannot be meant, such as a name that
no plugin has.
"""

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from webchat.errors import PluginError
from webchat.folder_watcher import FolderWatcher
from webchat.plugins.blame import Blame
from webchat.plugins.memory import PluginMemory
from webchat.plugins.records import Plugin
from webchat.plugins.roster import Roster
from webchat.plugins.runner import Runner, Surroundings
from webchat.plugins.share import SharedSides
from webchat.plugins.startup import restore
from webchat.plugins.trust import PLUGINS
from webchat.plugins.watchdog import Watchdog
from webchat.side.dialogs import Dialogs
from webchat.side.kind import Kind, acting_side
from webchat.tasks import TaskBag
from webchat.trust import Trust
from webchat.undo import Undo, once

if TYPE_CHECKING:  # see webchat.plugins.app_share
    from webchat.functions.functions import Functions

_KINDS = ("webchat", "desk")
_log = logging.getLogger(__name__)


class Simulation(Protocol):
    """What the host needs of the simulator."""

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of side, by name."""

    @property
    def functions(self) -> "Functions":
        """The action functions; looked at only when a plugin does."""

    @property
    def dialogs(self) -> Dialogs:
        """Who asks the person now."""


class PluginHost:
    """The plugins, in listener order.

    Attributes:
        trust: The folders that the person trusts.
        is_safe: Whether this run was asked to start without plugins.
    """

    def __init__(
        self,
        simulation: Simulation,
        *,
        data_dir: Path | None = None,
        is_safe: bool = False,
        block_threshold: float = 1.0,
    ) -> None:
        """Make a host without plugins.

        Args:
            simulation: Whose sides the plugins work on.
            data_dir: Where the list of plugins is kept; None keeps nothing.
            is_safe: Restore no plugins.
            block_threshold: After how many seconds of standstill the watchdog speaks.
        """
        self.is_safe = is_safe
        self._simulation = simulation
        self._memory = PluginMemory(data_dir)
        self.trust = Trust(self._memory)
        kinds = {name: simulation.kinds[name] for name in _KINDS if name in simulation.kinds}
        self._sides = {name: SharedSides(kind) for name, kind in kinds.items()}
        self._roster = Roster()
        self._listeners: list[Callable[[], object]] = []
        self._notes: list[str] = []
        self._tasks = TaskBag("plugin host")
        self._watcher = FolderWatcher(self._watched_paths, self._look)
        self._watching: asyncio.Task[None] | None = None
        self._is_watching_wanted = True
        self._is_closed = False
        self._blame = Blame(self._roster, kinds.values(), block_threshold)
        self._surroundings = Surroundings(
            self._sides,
            lambda: simulation.functions.apps,
            self._asking,
            self._roster.index_of,
            self._changed,
        )

    def _asking(self) -> Dialogs:
        """Return who asks the person of the side whose action runs, else any person."""
        acting = acting_side.get()
        return self._simulation.dialogs if acting is None else acting.dialogs

    # -- the list ----------------------------------------------------------------------------

    def __iter__(self) -> Iterator[Plugin]:
        return iter([runner.plugin for runner in self._roster])

    def __len__(self) -> int:
        return len(self._roster)

    def __contains__(self, name: object) -> bool:
        return name in self._roster

    def __getitem__(self, name: str) -> Plugin:
        return self._roster[name].plugin

    def __repr__(self) -> str:
        return f"<PluginHost: {', '.join(repr(plugin) for plugin in self) or 'no plugins'}>"

    @property
    def watchdog(self) -> Watchdog:
        """Tells who holds up the loop; ``subscribe`` to show it."""
        return self._blame.watchdog

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files and folders loaded lately, the latest first."""
        return self._memory.recent

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the person: what was left off at start, what file was damaged."""
        return (*self._memory.notes, *self._notes)

    def clear_recent(self) -> None:
        """Forget which files were loaded lately."""
        self._memory.clear_recent()
        self._changed()

    def subscribe(self, callback: Callable[[], object]) -> Undo:
        """Call *callback* after anything that a list of the plugins shows has changed."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    # -- coming and going --------------------------------------------------------------------

    async def load(self, path: str | Path, *, ask: bool = False, keep: bool = True) -> Plugin:
        """Load the plugin at *path*; one that is loaded is reloaded, a disabled one enabled.

        Args:
            path: A ``.py`` file, or a folder with ``__init__.py``.
            ask: Ask the person about its folder first, unless that is trusted.
            keep: Remember it, so that the next start restores it.

        Returns:
            Its entry; what went wrong in the file is its ``error``.

        Raises:
            UntrustedError: The person said no.
            PluginError: The host has been closed.
        """
        self._check_open()
        place = _resolved(path)
        if ask:
            await self.trust.require(place, self._simulation.dialogs, PLUGINS)
        if keep:
            self._memory.keep(place, enabled=True)
            if place.exists():
                self._memory.used(place)
        runner = await self._entered(place)
        if not runner.is_starting_this:
            await runner.start()
        await runner.join()
        return runner.plugin

    async def _entered(self, place: Path) -> Runner:
        """Return the entry for *place*, a new one if need be; one that is going is let go first."""
        while (runner := self._roster.find(place)) is not None and runner.has_ended:
            await runner.join()
            await asyncio.sleep(0)
            self._check_open()
        return runner or self._enter(place)

    async def reload(self, name: str) -> Plugin:
        """Load the file again; the version that runs keeps running if that fails.

        Raises:
            NoSuchPluginError: No plugin has this name.
        """
        runner = self._roster[name]
        if runner.plugin.state != "disabled":
            await runner.start()
            await runner.join()
        return runner.plugin

    async def unload(self, name: str) -> None:
        """Let go of a plugin and take it off the list.

        Raises:
            NoSuchPluginError: No plugin has this name.
        """
        runner = self._roster[name]
        await runner.stop(is_final=True)
        if self._roster.remove(runner):  # else it was unloaded twice at once
            self._memory.drop(runner.plugin.path)
            runner.disabled()
            self._refresh_watch()

    async def enable(self, name: str) -> Plugin:
        """Load a disabled plugin again, or one that was left off.

        Raises:
            NoSuchPluginError: No plugin has this name.
        """
        runner = self._roster[name]
        self._memory.count_start(runner.plugin.path, 0)
        self._remember(runner, enabled=True)
        if runner.version is None:
            await runner.start()
            await runner.join()
        return runner.plugin

    async def disable(self, name: str) -> Plugin:
        """Let go of a plugin, but keep its place on the list.

        Raises:
            NoSuchPluginError: No plugin has this name.
        """
        runner = self._roster[name]
        self._remember(runner, enabled=False)
        await runner.stop()
        runner.disabled()
        return runner.plugin

    def move(self, name: str, index: int) -> None:
        """Move a plugin to *index* of the list, and so its listeners in their order.

        Args:
            name: The plugin's name.
            index: Its new place, counted from 0; beyond the end means last.

        Raises:
            NoSuchPluginError: No plugin has this name.
        """
        runner = self._roster[name]
        self._roster.move(runner, index)
        if runner.version is not None:
            runner.version.move(self._roster.index_of(runner))
        self._memory.arrange([one.plugin.path for one in self._roster])
        self._changed()

    async def restore(self) -> None:
        """Bring back the plugins of the last time, in their order; none when :attr:`is_safe`.

        One whose start has failed, or was not survived, three times in a row is left off.
        """
        if not self.is_safe:
            self._notes += await restore(self._memory, self._roster, self._enter)
            self._changed()

    async def aclose(self, limit: float = 1.5) -> None:
        """Let go of every plugin, the last first, and watch no longer; nothing is forgotten.

        Args:
            limit: How many seconds all of it may take.
        """
        self._is_closed = True
        loop = asyncio.get_running_loop()
        deadline = loop.time() + limit
        self.unwatch()
        for runner in reversed(tuple(self._roster)):
            # A third each for shutdown, last words and tasks.
            left = max(0.05, (deadline - loop.time()) / 3)
            await runner.stop(left, is_final=True, is_end=True)
        for name in await self._tasks.aclose(max(0.05, deadline - loop.time())):
            _log.error("Task %s did not end in time.", name)
        self._blame.close()
        for sides in self._sides.values():
            sides.close()

    # -- watching ----------------------------------------------------------------------------

    def watch(self) -> None:
        """Reload plugins when their files change; on from the start."""
        self._is_watching_wanted = True
        if self._watching is None and self._roster and not self._is_closed:
            self._watching = self._tasks.spawn(self._watcher.run(), name="watch files")

    def unwatch(self) -> None:
        """Reload on request only."""
        self._is_watching_wanted = False
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None

    @property
    def is_watching(self) -> bool:
        """Whether a changed file is reloaded by itself."""
        return self._is_watching_wanted

    def _watched_paths(self) -> list[Path]:
        return [runner.plugin.path for runner in self._roster]

    def _look(self) -> None:
        for runner in self._roster:
            if runner.has_changed:
                name = f"reload {runner.plugin.name}"
                self._tasks.spawn(runner.look(), name=name)

    def _refresh_watch(self) -> None:
        if self._is_watching_wanted:
            self.watch()
        self._watcher.refresh()
        if self._roster:
            self._blame.start()
        else:
            self._blame.stop()
        self._changed()

    # -- within ------------------------------------------------------------------------------

    def _enter(self, path: Path) -> Runner:
        runner = self._roster.enter(path, self._surroundings)
        self._refresh_watch()
        return runner

    def _remember(self, runner: Runner, *, enabled: bool) -> None:
        if self._memory.find(runner.plugin.path) is not None:
            self._memory.keep(runner.plugin.path, enabled=enabled)

    def _check_open(self) -> None:
        if self._is_closed:
            raise PluginError("The simulation has ended; no plugin can be loaded any more.")

    def _changed(self) -> None:
        for callback in tuple(self._listeners):
            try:
                callback()
            except Exception:
                _log.exception("A listener of the plugin host failed")


def _resolved(path: str | Path) -> Path:
    """Return the path under which a plugin is known: absolute, and the folder of a package."""
    place = Path(os.path.realpath(Path(path).expanduser()))
    return place.parent if place.name == "__init__.py" else place
