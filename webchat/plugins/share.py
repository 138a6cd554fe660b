"""What one version of a plugin adds to one kind of side, and the place where it counts.

A :class:`Share` is filled while ``init`` runs, when nobody sees it yet. :class:`SharedSides`
puts shares in, in plugin order, and puts one in another's place in one step: between two
turns of the loop there is always either the old version or the new one, never neither.
"""

from collections.abc import Callable
from typing import Any

from webchat.actions import Scope
from webchat.plugins.texts import TextLayers
from webchat.side.kind import Kind
from webchat.side.side import Side
from webchat.undo import Undo


class Subscription:
    """A plugin's subscription to the state of every side of a kind."""

    def __init__(self, selector: Callable[[Any], Any], callback: Callable[[Any], object]) -> None:
        self._selector = selector
        self._callback = callback
        self._undos: list[Undo] = []

    def follow(self, side: Side) -> None:
        """Subscribe to the store of *side*."""
        self._undos.append(side.store.subscribe(self._selector, self._callback))

    def end(self) -> None:
        """Leave every side."""
        while self._undos:
            self._undos.pop()()

    @property
    def is_live(self) -> bool:
        """Whether any store still knows of it."""
        return bool(self._undos)


class Share:
    """One version's additions to one kind of side.

    Attributes:
        scope: Its part of the action layer.
        parts: Its components.
        texts: Its strings, by key.
        subscriptions: To the sides' state.
        sides: Where it counts, once it was put in.
    """

    def __init__(self, owner: str, sides: "SharedSides") -> None:
        """Make an empty share that counts nowhere yet."""
        self.scope = Scope(owner)
        self.parts = sides.kind.components.scope(owner)
        self.texts: dict[str, str] = {}
        self.subscriptions: list[Subscription] = []
        self.sides = sides

    def subscribe(self, selector: Callable[[Any], Any], callback: Callable[[Any], object]) -> Undo:
        """Subscribe to every side, present and later, from when the share counts."""
        one = Subscription(selector, callback)
        self.subscriptions.append(one)
        if self.is_in:
            for side in self.sides.kind.sides:
                one.follow(side)

        def undo() -> None:
            one.end()
            self.subscriptions.remove(one)

        return undo

    def texts_changed(self) -> None:
        """Show what was altered in :attr:`texts`, if the share counts."""
        if self.is_in:
            self.sides.texts.refresh()

    @property
    def is_in(self) -> bool:
        """Whether the share counts."""
        return self in self.sides.shares

    def left_behind(self) -> tuple[str, ...]:
        """Name what is still somewhere although it should be gone; normally nothing."""
        kind = self.sides.kind
        signs = {
            "actions": self.scope in tuple(kind.scopes) or bool(self.scope.registrations),
            "components": self.parts in kind.components.scopes or bool(self.parts.entries),
            "strings": any(layer is self.texts for layer in self.sides.texts.layers),
            "subscriptions": any(one.is_live for one in self.subscriptions),
        }
        return tuple(f"{what} of {kind.name}" for what, is_left in signs.items() if is_left)


class SharedSides:
    """The sides of one kind, and the shares of the plugins that are active, in plugin order.

    Attributes:
        kind: What the sides share.
        shares: The shares that count.
        texts: The plugins' strings.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.shares: list[Share] = []
        self.texts = TextLayers(kind.strings)
        self.close = kind.subscribe(self._added)

    @property
    def current(self) -> Side:
        """The side whose state and client a plugin sees.

        Raises:
            WebChatError: There is no side of this kind yet.
        """
        return self.kind.current_side

    def _added(self, side: Side) -> None:
        """Let every share's subscriptions follow a new side."""
        for share in self.shares:
            for one in tuple(share.subscriptions):
                one.follow(side)

    def insert(self, index: int, share: Share) -> None:
        """Let *share* count, at *index* of the plugin order."""
        components = self.kind.components
        self.shares.insert(index, share)
        self.kind.scopes.insert(index, share.scope)
        components.scopes.insert(index, share.parts)
        self.texts.insert(index, share.texts)
        self._follow(share)
        components.changed()

    def replace(self, old: Share, new: Share) -> None:
        """Let *new* count in the place of *old*, in one step."""
        components = self.kind.components
        self.shares[self.shares.index(old)] = new
        self.kind.scopes.replace(old.scope, new.scope)
        components.scopes[components.scopes.index(old.parts)] = new.parts
        self.texts.replace(old.texts, new.texts)
        self._leave(old)
        self._follow(new)
        components.changed()

    def remove(self, share: Share) -> None:
        """Let *share* no longer count."""
        components = self.kind.components
        self.shares.remove(share)
        self.kind.scopes.remove(share.scope)
        components.scopes.remove(share.parts)
        self.texts.remove(share.texts)
        self._leave(share)
        components.changed()

    def release_listeners(self, owner: str) -> None:
        """Let no action wait for a listener of a plugin that is gone."""
        for side in self.kind.sides:
            side.actions.release_listeners(owner)

    def move(self, share: Share, index: int) -> None:
        """Move *share* to *index* of the plugin order."""
        components = self.kind.components
        self.shares.insert(index, self.shares.pop(self.shares.index(share)))
        self.kind.scopes.move(share.scope, index)
        components.scopes.insert(index, components.scopes.pop(components.scopes.index(share.parts)))
        self.texts.move(share.texts, index)
        components.changed()

    def _follow(self, share: Share) -> None:
        for one in tuple(share.subscriptions):
            for side in self.kind.sides:
                one.follow(side)

    def _leave(self, share: Share) -> None:
        for one in tuple(share.subscriptions):
            one.end()
