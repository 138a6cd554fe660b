"""What the sides of one kind share, and which of them is meant when nobody says.

A plugin speaks of "the web chat", of which there may be several at once. During an invocation,
and in everything that was started by one, that is the side whose action it is; otherwise the
one that the person works with, otherwise the first.
"""

from contextvars import ContextVar
from typing import TYPE_CHECKING

from webchat.actions import Scopes
from webchat.errors import WebChatError
from webchat.side.components import Components
from webchat.side.desk_strings import DESK_STRINGS
from webchat.side.strings import DEFAULT_STRINGS, Strings
from webchat.undo import Undo, once

if TYPE_CHECKING:
    from collections.abc import Callable

    from webchat.side.side import Side

acting_side: ContextVar["Side | None"] = ContextVar("acting side", default=None)
"""The side whose action runs, or told somebody, here; tasks begun there inherit it."""


class Kind:
    """One kind of side.

    Attributes:
        name: ``webchat``, ``desk`` or ``bot``.
        scopes: The plugins' part of the action layer.
        components: What plugins put on the screen.
        strings: The texts.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.scopes = Scopes()
        self.components = Components()
        self.strings = Strings(DESK_STRINGS if name == "desk" else DEFAULT_STRINGS)
        self._sides: tuple[Side, ...] = ()
        self._focused: Side | None = None
        self._listeners: list[Callable[[Side], object]] = []

    def __repr__(self) -> str:
        return f"<Kind {self.name}: {len(self._sides)} sides>"

    @property
    def sides(self) -> "tuple[Side, ...]":
        """All sides of this kind, in the order in which they came."""
        return self._sides

    @property
    def current_side(self) -> "Side":
        """The side that is meant: of the running invocation, else the focused, else the first.

        Raises:
            WebChatError: There is no side of this kind.
        """
        acting = acting_side.get()
        if acting is not None and acting.kind is self:
            return acting
        if self._focused is not None:
            return self._focused
        if self._sides:
            return self._sides[0]
        raise WebChatError(f"There is no side of the kind {self.name!r} yet.")

    def focus(self, side: "Side") -> None:
        """Note that the person works with *side*, so that it is meant from now on."""
        self._focused = side

    def add(self, side: "Side") -> None:
        """Enter a new side and tell those who subscribed."""
        self._sides += (side,)
        for listener in tuple(self._listeners):
            listener(side)

    def subscribe(self, listener: "Callable[[Side], object]") -> Undo:
        """Call *listener* with every side that comes from now on."""
        self._listeners.append(listener)
        return once(lambda: self._listeners.remove(listener))
