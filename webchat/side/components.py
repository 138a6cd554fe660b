"""What plugins put into, in place of, or take out of the parts of the screen.

A *slot* is the name of a component of the reference widget (``MainHeader``). Nothing here
knows Qt: a factory is only called by a window, with ``(side, parent)``, and returns a widget.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from webchat.undo import Undo, once

Factory: TypeAlias = Callable[..., Any]
Placement: TypeAlias = Literal["add", "replace", "remove"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False, slots=True)
class Component:
    """One registration.

    Attributes:
        placement: What is to be done with the slot.
        slot: Name of the component it concerns; empty for a removal.
        key: Names the part, so that it can be removed.
        factory: Makes the part; None for a removal.
        sort_order: Lower comes first; the built-in parts have 0.
        if_: Called with the side whenever its state has changed; the part shows while it
            returns true. None shows it always.
        owner: The plugin's name.
    """

    placement: Placement
    slot: str
    key: str
    factory: Factory | None = None
    sort_order: int = 0
    if_: Callable[[Any], bool] | None = None
    owner: str | None = None


class ComponentScope:
    """The registrations of one owner, in the order they were made."""

    def __init__(self, owner: str | None, on_change: Callable[[], None]) -> None:
        self.owner = owner
        self._on_change = on_change
        self.entries: list[Component] = []

    def add(
        self,
        slot: str,
        factory: Factory,
        *,
        key: str,
        sort_order: int = 0,
        if_: Callable[[Any], bool] | None = None,
    ) -> Undo:
        """Show what *factory* makes among the parts of *slot*."""
        return self._enter(Component("add", slot, key, factory, sort_order, if_, self.owner))

    def replace(
        self,
        slot: str,
        factory: Factory,
        *,
        key: str,
        sort_order: int = 0,
        if_: Callable[[Any], bool] | None = None,
    ) -> Undo:
        """Show what *factory* makes in place of all that *slot* holds by itself."""
        return self._enter(Component("replace", slot, key, factory, sort_order, if_, self.owner))

    def remove(self, key: str) -> Undo:
        """Leave out the part of this key, built in or added."""
        return self._enter(Component("remove", "", key, owner=self.owner))

    def _enter(self, component: Component) -> Undo:
        self.entries.append(component)
        self._on_change()

        def undo() -> None:
            self.entries.remove(component)
            self._on_change()

        return once(undo)


class Components:
    """Every registration for one kind of side, and who wants to know when they change."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], object]] = []
        self._root = ComponentScope(None, self.changed)
        self.scopes: list[ComponentScope] = []

    def scope(self, owner: str) -> ComponentScope:
        """Make a scope for *owner*; it counts once it stands in :attr:`scopes`."""
        return ComponentScope(owner, self.changed)

    add = property(lambda self: self._root.add)
    replace = property(lambda self: self._root.replace)
    remove = property(lambda self: self._root.remove)

    def parts(self, slot: str) -> tuple[Component, ...]:
        """Return what was added to *slot*, by sort order, then in the order of plugins."""
        gone = {one.key for one in self._all() if one.placement == "remove"}
        added = (one for one in self._all() if one.placement == "add" and one.slot == slot)
        return tuple(
            sorted((one for one in added if one.key not in gone), key=lambda one: one.sort_order)
        )

    def replacement(self, slot: str) -> Component | None:
        """Return what stands in place of *slot*, the last one registered, or None."""
        found = [one for one in self._all() if one.placement == "replace" and one.slot == slot]
        return found[-1] if found else None

    def is_removed(self, key: str) -> bool:
        """Whether the part of this key is to be left out."""
        return any(one.placement == "remove" and one.key == key for one in self._all())

    def subscribe(self, callback: Callable[[], object]) -> Undo:
        """Call *callback* after every change."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    def changed(self) -> None:
        """Tell the subscribers that something was registered, taken away or moved."""
        for callback in tuple(self._listeners):
            try:
                callback()
            except Exception:  # one bad listener must not leave the others with the old parts
                _log.exception("A listener of the components failed")

    def _all(self) -> list[Component]:
        scopes = (self._root, *self.scopes)
        return [one for scope in scopes for one in scope.entries]
