"""The function apps of one version of a plugin, and whether they count.

As with its :class:`~webchat.plugins.share.Share` of a kind of side: while ``init`` runs nobody sees
them; then they are put in, or take the places of those of the version before in one step.
"""

from typing import TYPE_CHECKING

from webchat.undo import Undo, once

if TYPE_CHECKING:  # a program in which no plugin has a function app never needs the list of them
    from collections.abc import Callable, Sequence

    from webchat.functions.apps.entry import Slot
    from webchat.functions.apps.library import AppLibrary


class AppShare:
    """The apps that one version has registered.

    Attributes:
        slots: Their places.
        is_in: Whether they count.
    """

    def __init__(self, library: "Callable[[], AppLibrary]") -> None:
        """Make an empty share that counts nowhere yet.

        Args:
            library: Gives the list of apps, which is made when it is first needed.
        """
        self.slots: list[Slot] = []
        self.is_in = False
        self._library = library

    @property
    def library(self) -> "AppLibrary":
        """The list of all apps."""
        return self._library()

    def add(self, slot: "Slot") -> Undo:
        """Add an app; if the share counts, it counts at once."""
        self.slots.append(slot)
        if self.is_in:
            self.library.exchange((), (slot,))
        return once(lambda: self._remove(slot))

    def enter(self) -> None:
        """Let the apps count."""
        self.is_in = True
        self._exchange((), self.slots)

    def enter_instead_of(self, old: "AppShare") -> None:
        """Let them count in the place of another version's."""
        self.is_in, old.is_in = True, False
        self._exchange(old.slots, self.slots)

    def leave(self) -> None:
        """Let them no longer count."""
        if self.is_in:
            self._exchange(self.slots, ())
        self.is_in = False

    def left_behind(self) -> tuple[str, ...]:
        """Name what is still in the list although it should be gone; normally nothing."""
        return tuple(f"function app {slot.name}" for slot in self.slots if self.is_in)

    def _remove(self, slot: "Slot") -> None:
        self.slots.remove(slot)
        if self.is_in:
            self.library.exchange((slot,), ())

    def _exchange(self, old: "Sequence[Slot]", new: "Sequence[Slot]") -> None:
        if old or new:
            self.library.exchange(old, new)
