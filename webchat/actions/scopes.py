"""Registrations, kept by the owner who made them.

A :class:`Scope` holds all that one owner has registered, so that a plugin can be prepared
before it takes effect, swapped for its next version in one step, moved in the order of plugins,
and taken away whole. A :class:`Scopes` is the ordered list of plugins' scopes that every side of
one kind shares.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from webchat.actions.callables import Registered
from webchat.actions.matching import matches
from webchat.undo import Undo, once

GENERAL_EVENTS = {
    "invocationBegin": (),
    "invocationEnd": (),
    "actionBlockedChanged": ("blocked", "action", "payload"),
}


def offered_to(event: str) -> tuple[str, ...]:
    """Return the names of the arguments that listeners on *event* are called with.

    Raises:
        TypeError: It is no text.
    """
    if not isinstance(event, str):
        raise TypeError(f"An event is a text such as 'beforeSendMessage', but {event!r} came.")
    if event in GENERAL_EVENTS:
        return GENERAL_EVENTS[event]
    return ("payload",) if event.startswith("after") else ("payload", "cancel")


class Body:
    """What an action does, and how its payload is prepared.

    Attributes:
        run: What it does.
        update: Prepares the payload, or None.
        silent_after: Why nobody is told after it, a sentence; None where everybody is.
    """

    __slots__ = ("run", "silent_after", "update")

    def __init__(
        self,
        run: Registered,
        update: Callable[[Any], Any] | None,
        silent_after: str | None = None,
    ) -> None:
        self.run = run
        self.update = update
        self.silent_after = silent_after


class Block:
    """One block of an action; compared by identity."""

    __slots__ = ("action", "payload")

    def __init__(self, action: str, payload: Any) -> None:
        self.action = action
        self.payload = payload


class Attached(Protocol):
    """What a scope tells when something in it has changed."""

    def registrations_changed(self) -> None:
        """A listener, replacement, body or block was added or taken away."""

    def block_changed(self, blocked: bool, action: str, payload: Any) -> None:
        """An action was blocked or unblocked."""


class Scope:
    """What one owner has registered.

    Attributes:
        owner: The plugin's name, or None for a manager's own.
    """

    def __init__(self, owner: str | None = None) -> None:
        self.owner = owner
        self.attached: Attached | None = None
        self.listeners: dict[str, list[Registered]] = {}
        self.replacements: dict[str, list[Registered]] = {}
        self.bodies: dict[str, list[Body]] = {}
        self.blocks: list[Block] = []

    def __repr__(self) -> str:
        return f"<Scope of {self.owner}: {len(self.registrations)} registrations>"

    @property
    def registrations(self) -> tuple[tuple[str, str], ...]:
        """Every registration as its kind and name.

        Kinds are ``action``, ``replacement``, ``listener`` (its name is the event) and
        ``block``.
        """
        return (
            *(("action", name) for name, bodies in self.bodies.items() for _ in bodies),
            *(("replacement", name) for name, links in self.replacements.items() for _ in links),
            *(("listener", event) for event, found in self.listeners.items() for _ in found),
            *(("block", block.action) for block in self.blocks),
        )

    def register_action(
        self,
        name: str,
        body: Callable[..., Any],
        payload_update: Callable[..., Any] | None = None,
        *,
        silent_after: str | None = None,
    ) -> Undo:
        """Make *body* what action *name* does.

        Args:
            name: Exact and case-sensitive.
            body: Called with the payload; sync or async.
            payload_update: Called with the payload passed; what it returns is the payload for
                everything that follows. None passes the payload on as it is.
            silent_after: Why its after event is never told, a sentence; whoever listens to it
                all the same is warned of. None tells it.

        Raises:
            TypeError: A callable cannot be called so, or the name is no text.
        """
        update = None
        if payload_update is not None:
            role = f"the payload_update of {name!r}"
            update = Registered(payload_update, ("payload",), name, role, self.owner).call
        run = Registered(body, ("payload",), name, f"the body of {name!r}", self.owner)
        return self._enter(self.bodies, name, Body(run, update, silent_after))

    def replace_action(self, name: str, replacement: Callable[..., Any]) -> Undo:
        """Run *replacement* in place of what action *name* does now.

        Args:
            name: An action; it need not be registered yet.
            replacement: Called with ``(payload, original)`` or ``(payload, original, next)``:
                *original* is the registered body, *next* the replacement made before this one.
                Both are called with the payload to use, and are awaited for its result.

        Raises:
            TypeError: It cannot be called so.
        """
        offered = ("payload", "original", "next")
        role = f"a replacement of {name!r}"
        link = Registered(replacement, offered, f"replace{name}", role, self.owner)
        return self._enter(self.replacements, name, link)

    def add_listener(self, event: str, listener: Callable[..., Any]) -> Undo:
        """Call *listener* each time *event* fires.

        Args:
            event: ``before…`` or ``after…`` and the exact name of an action, or
                ``invocationBegin``, ``invocationEnd``, ``actionBlockedChanged``.
            listener: Before an action called with ``(payload, cancel)``, after it with
                ``(payload)``; sync or async.

        Raises:
            TypeError: It cannot be called so.
        """
        role = f"a listener on {event!r}"
        found = Registered(listener, offered_to(event), event, role, self.owner)
        return self._enter(self.listeners, event, found)

    def on(self, event: str, listener: Callable[..., Any]) -> Undo:
        """Do as :meth:`add_listener`; the documented other name of it."""
        return self.add_listener(event, listener)

    def remove_listener(self, event: str, listener: Callable[..., Any]) -> None:
        """Take away the newest registration of *listener* on *event*; none is no error."""
        found = self.listeners.get(event, [])
        for one in reversed(found):
            if one.function == listener:
                self._leave(self.listeners, event, one)
                return

    def remove_all_listeners(self, event: str | None = None) -> None:
        """Take away every listener of this owner, or those on *event* alone."""
        if event is None:
            self.listeners = {}
        else:
            self.listeners.pop(event, None)
        self._changed()

    def block_action(self, name: str, payload: Any = None) -> Undo:
        """Refuse invocations of *name* that match *payload*; None those without a payload."""
        block = Block(name, payload)
        self.blocks.append(block)
        self._block_changed(True, name, payload)

        def undo() -> None:
            if block in self.blocks:
                self.blocks.remove(block)
                self._block_changed(False, name, payload)

        return once(undo)

    def unblock_action(self, name: str, payload: Any = None) -> None:
        """Lift this owner's blocks of *name* that match *payload*; None lifts all."""
        if self.lift_blocks(name, payload):
            self._block_changed(False, name, payload)

    def lift_blocks(self, name: str, payload: Any) -> bool:
        """Take matching blocks away without telling; return whether there were any."""
        kept = [
            one
            for one in self.blocks
            if one.action != name or not matches(payload, one.payload, name)
        ]
        lifted = len(kept) != len(self.blocks)
        self.blocks = kept
        return lifted

    def _enter(self, table: dict[str, list[Any]], name: str, entry: Any) -> Undo:
        if not isinstance(name, str):
            raise TypeError(f"The name of an action is a text, but {name!r} came.")
        table.setdefault(name, []).append(entry)
        self._changed()
        return once(lambda: self._leave(table, name, entry))

    def _leave(self, table: dict[str, list[Any]], name: str, entry: Any) -> None:
        entries = table.get(name, [])
        for index, one in enumerate(entries):
            if one is entry:
                del entries[index]
                break
        if not entries:
            table.pop(name, None)
        self._changed()

    def _changed(self) -> None:
        if self.attached is not None:
            self.attached.registrations_changed()

    def _block_changed(self, blocked: bool, action: str, payload: Any) -> None:
        if self.attached is not None:
            self.attached.registrations_changed()
            self.attached.block_changed(blocked, action, payload)


class Scopes:
    """The plugins' scopes in the order of plugins, shared by every side of one kind."""

    def __init__(self) -> None:
        self._scopes: list[Scope] = []
        self._managers: list[Attached] = []

    def __iter__(self) -> Iterator[Scope]:
        return iter(tuple(self._scopes))

    def __len__(self) -> int:
        return len(self._scopes)

    def join(self, manager: Attached) -> Undo:
        """Let *manager* take part: it is told of every change from now on."""
        self._managers.append(manager)
        return once(lambda: self._managers.remove(manager))

    def append(self, scope: Scope) -> None:
        """Put *scope* last, where its replacements are outermost."""
        self.insert(len(self._scopes), scope)

    def insert(self, index: int, scope: Scope) -> None:
        """Put *scope* at *index*; it takes effect at once."""
        self._set([*self._scopes[:index], scope, *self._scopes[index:]])

    def replace(self, old: Scope, new: Scope) -> None:
        """Put *new* in the place of *old*, in one step."""
        self._set([new if one is old else one for one in self._scopes])

    def remove(self, scope: Scope) -> None:
        """Take *scope* away with all it holds; one that is not here is no error."""
        self._set([one for one in self._scopes if one is not scope])

    def move(self, scope: Scope, index: int) -> None:
        """Move *scope* so that it stands at *index*."""
        rest = [one for one in self._scopes if one is not scope]
        self._set([*rest[:index], scope, *rest[index:]])

    def _set(self, scopes: list[Scope]) -> None:
        gone = [one for one in self._scopes if one not in scopes]
        come = [one for one in scopes if one not in self._scopes]
        self._scopes = scopes
        for scope in gone:
            scope.attached = None
        for scope in come:
            scope.attached = self
        self.registrations_changed()
        for blocked, changed in ((False, gone), (True, come)):
            for block in [block for scope in changed for block in scope.blocks]:
                self.block_changed(blocked, block.action, block.payload)

    def registrations_changed(self) -> None:
        """Tell every manager that what it knows of the registrations is out of date."""
        for manager in tuple(self._managers):
            manager.registrations_changed()

    def block_changed(self, blocked: bool, action: str, payload: Any) -> None:
        """Tell every manager that an action was blocked or unblocked."""
        for manager in tuple(self._managers):
            manager.block_changed(blocked, action, payload)


def all_of(own: Scope, shared: Scopes) -> Sequence[Scope]:
    """Return the scopes in their order of effect: a manager's own first."""
    return (own, *shared)
