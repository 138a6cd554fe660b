"""The function apps of a simulation: which there are, and how they come, change and go.

What a folder holds never raises here: it is the entry's error, and the version that was read before
counts until there is a better one. What is raised is a request that cannot be meant, such as a
name that no app has. Their folders are watched; a saved file is a new version at once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

from webchat.errors import FunctionAppError
from webchat.functions.app import Authentication, FunctionApp
from webchat.functions.apps.entry import Entry, Slot
from webchat.functions.apps.memory import AppMemory
from webchat.functions.apps.reading import place_of
from webchat.functions.apps.registering import (
    Handlers,
    amendments,
    slot_of_folder,
    slot_of_handlers,
)
from webchat.functions.apps.roster import AppRoster
from webchat.functions.apps.snapshot import settled, snapshot_of
from webchat.functions.apps.trust import FUNCTIONS
from webchat.functions.apps.unpacked import Unpacked
from webchat.functions.apps.watching import AppWatch
from webchat.functions.contract.records import ProcessKind
from webchat.side.dialogs import Dialogs
from webchat.tasks import TaskBag, in_thread
from webchat.trust import Trust
from webchat.undo import Undo, once

_log = logging.getLogger(__name__)


async def _nobody(_name: str) -> None:
    """Do nothing: nobody needs to know."""


class AppLibrary:
    """The apps, in the order in which they were loaded.

    Attributes:
        on_change: Awaited with the name of an app that is gone or has changed, so that whoever
            runs it lets go of the version before.
    """

    def __init__(
        self,
        data_dir: Path | None,
        *,
        dialogs: Callable[[], Dialogs],
        tasks: TaskBag,
        trust: Trust,
    ) -> None:
        """Make a list without apps; :meth:`restore` brings back those of the last time.

        Args:
            data_dir: The data folder; None keeps nothing.
            dialogs: Tells who asks the person now.
            tasks: Owns what runs in the background: watching, and letting go.
            trust: The folders that the person trusts.
        """
        folder = None if data_dir is None else data_dir / "functions"
        self.on_change: Callable[[str], Awaitable[object]] = _nobody
        self._dialogs = dialogs
        self._tasks = tasks
        self._trust = trust
        self._memory = AppMemory(folder)
        self._unpacked = Unpacked(folder)
        self._roster = AppRoster(lambda: self._memory.names)
        self._watch = AppWatch(self._roster, self._saved, tasks)
        self._reading = asyncio.Lock()
        self._listeners: list[Callable[[], object]] = []
        self._savers: list[Callable[[str], object]] = []
        self._is_closed = False

    # -- the list ----------------------------------------------------------------------------

    def __iter__(self) -> Iterator[Entry]:
        return iter([slot.entry for slot in self._roster])

    def __len__(self) -> int:
        return len(self._roster)

    def __contains__(self, name: object) -> bool:
        return any(slot.name == name and slot.app is not None for slot in self._roster)

    def __getitem__(self, name: str) -> FunctionApp:
        slot = self._roster[name]
        if (app := slot.app) is None:
            raise FunctionAppError(f"The function app {name} is not loaded. {slot.error}")
        return app

    def __repr__(self) -> str:
        return f"<AppLibrary: {', '.join(slot.name for slot in self._roster) or 'no apps'}>"

    def entry(self, name: str) -> Entry:
        """Return the entry of this name.

        Raises:
            NoSuchAppError: There is none.
        """
        return self._roster[name].entry

    @property
    def recent(self) -> tuple[Path, ...]:
        """The folders and zips loaded lately, the latest first."""
        return self._memory.recent

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the person, such as that the list was damaged."""
        return self._memory.notes

    def clear_recent(self) -> None:
        """Forget what was loaded lately."""
        self._memory.clear_recent()
        self._changed()

    def subscribe(self, callback: Callable[[], object]) -> Undo:
        """Call *callback* after anything that a list of the apps shows has changed."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    def subscribe_to_saves(self, callback: Callable[[str], object]) -> Undo:
        """Call *callback* with an app's name after its files have changed and it was read anew."""
        self._savers.append(callback)
        return once(lambda: self._savers.remove(callback))

    # -- coming and going --------------------------------------------------------------------

    async def load(self, path: str | Path, *, ask: bool = False, keep: bool = True) -> Entry:
        """Load the app at *path*; one that is loaded is read again.

        Args:
            path: A folder, a zip, or a file by which a folder is named, such as its ``app.toml``.
            ask: Ask the person about its folder first, unless that is trusted.
            keep: Remember it, so that the next start restores it.

        Returns:
            Its entry; what is wrong with the folder is its ``error``.

        Raises:
            UntrustedAppError: The person said no.
            FunctionAppError: The simulation has ended.
        """
        self._check_open()
        place = place_of(path)
        if ask:
            await self._trust.require(place, self._dialogs(), FUNCTIONS)
        slot = await self._slot_for(place)
        if keep:
            self._memory.keep(place, slot.name)
            if place.exists():
                self._memory.used(place)
        self._changed()
        return slot.entry

    async def reload(self, name: str) -> Entry:
        """Read the app again, and let its process begin anew; if that fails, the old one counts.

        Raises:
            FunctionAppError: No app has this name, or it has no folder.
        """
        slot = self._roster[name]
        if slot.path is None:
            raise FunctionAppError(f"The handlers of {name} come from {slot.owner}; reload that.")
        await self._read_again(slot)
        return slot.entry

    async def unload(self, name: str) -> None:
        """Take an app off the list.

        Raises:
            FunctionAppError: No app has this name, or it is a plugin's.
        """
        slot = self._roster[name]
        if slot.owner is not None:
            raise FunctionAppError(f"{name} belongs to the plugin {slot.owner}; unload that.")
        self._roster.remove(slot)
        if slot.path is not None:
            self._memory.drop(slot.path)
        self._changed()
        await self._let_go(name)

    def register(
        self,
        folder_or_handlers: str | Path | Handlers,
        *,
        name: str | None = None,
        title: str | None = None,
        kind: ProcessKind | None = None,
        authentication: Authentication | Mapping[str, Any] = None,
        owner: str | None = None,
    ) -> Undo:
        """Add an app that is not kept; the undo takes it away.

        Args:
            folder_or_handlers: A folder or zip as for :meth:`load`; or handlers by the names of
                their functions: they run in our loop, and ``action`` is among them.
            name: What it asks to be called; None leaves it to the settings file, then to the
                folder, or to the owner.
            title: How people read it; None likewise.
            kind: When its action function runs; None leaves it to the settings file, else
                ``action``.
            authentication: How it is connected with an account, as a record or as the table of
                the settings file; None likewise.
            owner: The plugin that registers it.

        Raises:
            FunctionAppError: The folder holds no app, or something does not fit.
            TypeError: It is none of these, or a handler cannot be called with the parameters.
        """
        amended = amendments(name, title, kind, authentication)
        slot = self.prepare(folder_or_handlers, amended, owner)
        self.exchange((), (slot,))
        return once(lambda: self.exchange((slot,), ()))

    def prepare(
        self,
        folder_or_handlers: str | Path | Handlers,
        amended: Mapping[str, Any],
        owner: str | None,
    ) -> Slot:
        """Make a place for an app that counts nowhere yet; for :meth:`exchange`.

        Args:
            folder_or_handlers: See :meth:`register`.
            amended: What :func:`~webchat.functions.apps.registering.amendments` returned.
            owner: See :meth:`register`.

        Raises:
            FunctionAppError: See :meth:`register`.
            TypeError: See :meth:`register`.
        """
        self._check_open()
        if isinstance(folder_or_handlers, Mapping):
            return slot_of_handlers(folder_or_handlers, amended, owner)
        if not isinstance(folder_or_handlers, (str, PathLike)):
            raise TypeError(
                "A function app is a folder, a zip or a dict such as {'action': handler}, but "
                f"{folder_or_handlers!r:.80} came."
            )
        return slot_of_folder(folder_or_handlers, self._unpacked, amended, owner)

    def exchange(self, old: Sequence[Slot], new: Sequence[Slot]) -> None:
        """Let *new* count in the place of *old*, in one step; each may be empty.

        One that asks for the name of one before gets it. Who is gone already is passed over.
        """
        for name in self._roster.exchange(old, new):
            self._tasks.spawn(self._let_go(name), name=f"let go of {name}")
        self._changed()

    async def restore(self) -> None:
        """Bring back the apps of the last time, in their order."""
        known = tuple(self._memory.names)
        await in_thread(self._unpacked.tidy, known)
        for path in known:
            if self._roster.at(path) is None:
                await self.load(path, keep=False)

    async def aclose(self) -> None:
        """Watch no longer, and remove what was unpacked for this run; nothing is forgotten."""
        self._is_closed = True
        self._watch.stop()
        await in_thread(self._unpacked.close)

    # -- watching ----------------------------------------------------------------------------

    def watch(self) -> None:
        """Read apps again when their files change; on from the start."""
        self._watch.is_wanted = not self._is_closed
        self._watch.refresh()

    def unwatch(self) -> None:
        """Read them again on request only."""
        self._watch.stop()

    @property
    def is_watching(self) -> bool:
        """Whether a changed file is read by itself."""
        return self._watch.is_wanted

    # -- within ------------------------------------------------------------------------------

    async def _slot_for(self, place: Path) -> Slot:
        """Return a place for what lies there now, a new one if need be."""
        while True:
            async with self._reading:
                slot = self._roster.at(place)
                if slot is None:
                    slot = Slot(await in_thread(snapshot_of, place, self._unpacked), place)
                    self._check_open()
                    self._roster.enter(slot)
                    return slot
            await self._read_again(slot)
            if slot in self._roster:
                return slot

    async def _saved(self, slot: Slot) -> None:
        """Read an app of which a file was touched; if that changed anything, tell who waits."""
        if await self._read_again(slot, is_saved=True):
            self._tell(self._savers, slot.name)

    async def _read_again(self, slot: Slot, *, is_saved: bool = False) -> bool:
        """Let what lies at the path now count, if it is an app; whether it does.

        Args:
            slot: Its place.
            is_saved: Files were touched: they may be half written, or the same as before.
        """
        async with self._reading:
            if slot not in self._roster:
                return False
            read = partial(slot.read, self._unpacked)
            snapshot = await (settled(slot.marks, read) if is_saved else in_thread(read))
            if slot not in self._roster or self._is_closed:
                return False
            name, is_other = slot.name, slot.accept(snapshot)
            self._roster.name_anew(slot)
            if slot.path is not None and slot.owner is None:
                self._memory.rename(slot.path, slot.name)
        self._changed()
        does_count = snapshot.app is not None and (is_other or not is_saved)
        if does_count:
            await self._let_go(name)
        return does_count

    async def _let_go(self, name: str) -> None:
        try:
            await self.on_change(name)
        except Exception:
            _log.exception("Letting go of the function app %s failed", name)

    def _check_open(self) -> None:
        if self._is_closed:
            raise FunctionAppError("The simulation has ended; no function app can be loaded.")

    def _changed(self) -> None:
        if not self._is_closed:
            self._watch.refresh()
        self._tell(self._listeners)

    def _tell(self, listeners: Sequence[Callable[..., object]], *about: str) -> None:
        for callback in tuple(listeners):
            try:
                callback(*about)
            except Exception:
                _log.exception("A listener of the function apps failed")
