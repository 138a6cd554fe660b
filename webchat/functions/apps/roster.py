"""The places of the list of apps: their order, their names, and who is who.

Equal names get ``-2``, ``-3`` and so on in the order in which they came, as plugins do. Only a name
under which the same path was known the last time is given back to it, whoever came first now.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from webchat.errors import FunctionAppError
from webchat.functions.apps.entry import Slot
from webchat.functions.apps.names import free_name, is_of


class NoSuchAppError(FunctionAppError, KeyError):
    """No function app has this name."""

    def __str__(self) -> str:
        return str(self.args[0])


class AppRoster:
    """The slots, in the order in which they were loaded."""

    def __init__(self, known: Callable[[], Mapping[Path, str]]) -> None:
        """Make an empty list.

        Args:
            known: Tells the names of the apps that are kept, by their paths.
        """
        self._slots: list[Slot] = []
        self._known = known

    def __iter__(self) -> Iterator[Slot]:
        return iter(tuple(self._slots))

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, slot: object) -> bool:
        return any(one is slot for one in self._slots)

    def __getitem__(self, name: str) -> Slot:
        for slot in self._slots:
            if slot.name == name:
                return slot
        known = ", ".join(slot.name for slot in self._slots)
        raise NoSuchAppError(
            f"No function app is called {name!r}; there are: {known}."
            if known
            else f"No function app is called {name!r}; none is loaded."
        )

    def at(self, path: Path) -> Slot | None:
        """Return the slot of the app that the person loaded from *path*, or None."""
        return next((one for one in self._slots if one.path == path and one.owner is None), None)

    def enter(self, slot: Slot) -> None:
        """Put *slot* last, under a name of its own."""
        self._slots.append(slot)
        slot.name = "" if slot.path is None else self._name_kept_for(slot.path, slot)
        self.name_anew(slot)

    def name_anew(self, slot: Slot) -> None:
        """Let *slot* have the name that it asks for now, or the next one that is free."""
        if not slot.name or (slot.counting.app is not None and not is_of(slot.name, slot.wanted)):
            slot.name = free_name(slot.wanted, self._taken(slot))

    def remove(self, slot: Slot) -> None:
        """Take *slot* off the list."""
        self._slots.remove(slot)

    def exchange(self, old: Sequence[Slot], new: Sequence[Slot]) -> set[str]:
        """Put *new* in the place of *old*: one that asks for the same name gets it at once.

        Returns:
            The names under which something else counts now, or nothing.
        """
        left = [slot for slot in old if slot in self]
        changed = {slot.name for slot in left}
        added = []
        for slot in new:
            before = next((one for one in left if one.wanted == slot.wanted), None)
            if before is None:
                added.append(slot)
                continue
            left.remove(before)
            self._slots[self._slots.index(before)] = slot
            slot.name = before.name
            if slot.is_same(before):
                changed.discard(slot.name)
        for slot in left:
            self.remove(slot)
        for slot in added:
            self.enter(slot)
        return changed

    def _name_kept_for(self, path: Path, slot: Slot) -> str:
        name = self._known().get(path, "") if slot.owner is None else ""
        return "" if any(one.name == name for one in self._slots if one is not slot) else name

    def _taken(self, slot: Slot) -> set[str]:
        kept = {name for path, name in self._known().items() if path != slot.path or slot.owner}
        return kept | {one.name for one in self._slots if one is not slot}
