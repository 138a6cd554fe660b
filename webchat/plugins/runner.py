"""Brings one plugin from version to version, one request at a time.

Reload is load, check, swap, let go: the new version's ``init`` has finished before the old one
loses its place, and the old one's ``shutdown`` runs after. A file that does not load leaves
the old version running. A request that comes while an ``init`` is still waiting for something
ends that ``init``: whoever has just saved the file that hangs wants the new one.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from webchat.plugins.faults import LoadError, fault_of
from webchat.plugins.loader import Source, line_of, read_source, signature_of
from webchat.plugins.records import Plugin, PluginFault, PluginState, Registration
from webchat.plugins.share import SharedSides
from webchat.plugins.version import LETTING_GO, SupersededError, Version
from webchat.side.dialogs import Dialogs

if TYPE_CHECKING:  # see webchat.plugins.app_share
    from webchat.functions.apps.library import AppLibrary

_SETTLING = 0.05
_LOOKS = 4


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every runner needs of the host.

    Attributes:
        sides: The kinds of side a plugin may register for.
        library: Gives the list of function apps.
        dialogs: Tells who asks the person now.
        index_of: Tells the place of a runner among those whose version counts.
        changed: Called after anything that a list of plugins shows has changed.
    """

    sides: Mapping[str, SharedSides]
    library: "Callable[[], AppLibrary]"
    dialogs: Callable[[], Dialogs]
    index_of: "Callable[[Runner], int]"
    changed: Callable[[], object]


class Runner:
    """Runs one plugin.

    Attributes:
        plugin: Its entry.
        version: The version that counts, or None.
        has_ended: Whether it was unloaded; it starts nothing any more.
    """

    def __init__(self, name: str, path: Path, surroundings: Surroundings) -> None:
        """Make a runner that has not started anything.

        Args:
            name: The plugin's name.
            path: Its file or folder, resolved.
            surroundings: See there.
        """
        self.plugin = Plugin(name, path, self._registrations)
        self.version: Version | None = None
        self.has_ended = False
        self._surroundings = surroundings
        self._lock = asyncio.Lock()
        self._starting: Version | None = None
        self._seen: str | None = None
        self._signature: object = None
        self._load_fault: PluginFault | None = None

    def __repr__(self) -> str:
        return f"<Runner of {self.plugin!r}>"

    def _registrations(self) -> tuple[Registration, ...]:
        return self.version.registrations if self.version is not None else ()

    @property
    def is_starting_this(self) -> bool:
        """Whether the file as it is now is being started already."""
        return self._starting is not None and self._starting.source.digest == self._digest()

    async def join(self) -> None:
        """Wait until what is under way has ended."""
        async with self._lock:
            pass

    async def start(self, *, is_settling: bool = False) -> None:
        """Load the file and let it take the place of the version that counts, if it loads.

        Args:
            is_settling: The file may be half written: on failure look again before telling.
        """
        self._interrupt()
        async with self._lock:
            if self.has_ended or (is_settling and not self.has_changed):
                return  # whoever had the lock has seen this change, or ended the plugin
            if self.version is None:
                self._set_state("loading")
            try:
                fault = await self._settled_attempt(_LOOKS if is_settling else 0)
            except SupersededError:
                return
            except asyncio.CancelledError:
                self._tell_of_load(PluginFault("Loading it was cancelled.", self.plugin.path))
                raise
            self._tell_of_load(fault)

    async def _settled_attempt(self, looks: int) -> PluginFault | None:
        fault = await self._attempt()
        while fault is not None and looks > 0 and await self._was_half_written():
            fault = await self._attempt()
            looks -= 1
        return fault

    async def _attempt(self) -> PluginFault | None:
        """Try once; a fault is returned, not told."""
        path = self.plugin.path
        self._signature = signature_of(path)
        try:
            source = read_source(path)
        except LoadError as error:
            self._seen = None
            return error.fault
        self._seen = source.digest
        version = self._staged(source)
        self._starting = version
        try:
            await version.begin()
        except (asyncio.CancelledError, SupersededError):
            await version.abandon()
            raise
        except Exception as error:
            await version.abandon()
            return fault_of(error, path)
        finally:
            self._starting = None
        await self._swap(version)
        return None

    def _staged(self, source: Source) -> Version:
        around = self._surroundings
        name = self.plugin.name
        return Version(
            name,
            source,
            around.sides,
            around.library,
            dialogs=around.dialogs,
            on_fault=self.show_fault,
        )

    async def _swap(self, version: Version) -> None:
        """Let *version* count, tell so, and let go of the one before."""
        old, self.version = self.version, version
        if old is None:
            version.enter(self._surroundings.index_of(self))
        else:
            version.enter_instead_of(old)
            version.take_over(old)
        self._load_fault = None
        self.plugin.is_outdated = False
        self.plugin.error = _redefinition(version)
        self._set_state("active")
        if old is not None:
            await old.let_go()

    async def _was_half_written(self) -> bool:
        """Wait a moment; whether the file is another one then."""
        before = self._seen
        # The pace of an editor is real time, whatever clock the conversation runs by.
        await asyncio.sleep(_SETTLING)
        return self._digest() != before

    def _digest(self) -> str | None:
        try:
            return read_source(self.plugin.path).digest
        except LoadError:
            return None

    def _tell_of_load(self, fault: PluginFault | None) -> None:
        if fault is None:
            return
        self._load_fault = fault
        self.plugin.is_outdated = self.version is not None
        self.plugin.error = fault
        self._set_state("failed" if self.version is None else "active")

    def _interrupt(self) -> None:
        if self._starting is not None:
            self._starting.interrupt()

    async def stop(
        self, limit: float = LETTING_GO, *, is_final: bool = False, is_end: bool = False
    ) -> None:
        """Let go of the version that counts, and of one that is starting.

        Args:
            limit: See :meth:`Version.let_go`.
            is_final: Start nothing again, also not for requests that wait by now.
            is_end: Everything ends; then nobody needs to be told that an action has failed.
        """
        self.has_ended = self.has_ended or is_final
        self._interrupt()
        async with self._lock:
            old = self.version
            if old is not None:
                await old.let_go(limit)
                self.version = None
                if not is_end:
                    old.under_way.give_up()
                for sides in self._surroundings.sides.values():
                    sides.release_listeners(self.plugin.name)
                await asyncio.sleep(0)  # in which the released ones end

    def disabled(self, why: PluginFault | None = None) -> None:
        """Show as disabled.

        Args:
            why: What the entry shows as its error, or None.
        """
        self._load_fault = None
        self.plugin.is_outdated = False
        self.plugin.error = why
        self._set_state("disabled")

    @property
    def has_changed(self) -> bool:
        """Whether a file of the plugin was touched since it was last read."""
        is_off = self.plugin.state == "disabled"
        return not is_off and signature_of(self.plugin.path) != self._signature

    async def look(self) -> None:
        """Start the file again if its contents have changed."""
        if not self.has_changed:
            return
        digest = self._digest()
        running = self.version.source.digest if self.version is not None else None
        if digest is not None and digest == running:
            self._signature, self._seen = signature_of(self.plugin.path), digest
            self._take_back_load_fault()
        elif digest is None or digest != self._seen:
            await self.start(is_settling=True)

    def _take_back_load_fault(self) -> None:
        """The file is again the one that runs, so what was wrong with it meanwhile is over."""
        if self._load_fault is not None and self.plugin.error is self._load_fault:
            self.plugin.error = None
        self._load_fault = None
        self.plugin.is_outdated = False
        self._surroundings.changed()

    def show_fault(self, fault: PluginFault) -> None:
        """Show *fault* as the last one of this plugin."""
        self.plugin.error = fault
        self._surroundings.changed()

    def _set_state(self, state: PluginState) -> None:
        self.plugin.state = state
        self._surroundings.changed()


def _redefinition(version: Version) -> PluginFault | None:
    """Return the fault of having redefined what everybody shares, or None."""
    if not version.changes:
        return None
    names = ", ".join(dict.fromkeys(version.changes))
    source = version.source
    last = version.changes[0].rpartition(".")[2]
    return PluginFault(
        f"It redefined {names} while it was loaded; that was put back, since it is not its own.",
        source.entry,
        line_of(source, last),
    )
