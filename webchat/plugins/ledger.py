"""What one version of a plugin has added, and how it is all taken away again, last first."""

import inspect
import itertools
from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

from webchat.errors import PluginError
from webchat.plugins.faults import describe, must_pass
from webchat.undo import Undo, once


class Entry(NamedTuple):
    """One thing that was added.

    Attributes:
        kind: ``listener``, ``component``, … ``on_unload`` is a callback.
        name: What it is called, for the report of an undo that failed.
        thing: The object that was added, by which it can be found again; or None.
        undo: Takes it away.
    """

    kind: str
    name: str
    thing: object
    undo: Callable[[], object]


class Ledger:
    """The additions of one version of a plugin, in their order."""

    def __init__(self, owner: str) -> None:
        """Open a ledger.

        Args:
            owner: The plugin's name, for the sentences.
        """
        self._owner = owner
        self._numbers = itertools.count()
        self._entries: dict[int, Entry] = {}
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._entries)

    def check_open(self) -> None:
        """See that something can still be added.

        Raises:
            PluginError: This version of the plugin has been let go.
        """
        if self._is_closed:
            raise PluginError(
                f"Plugin {self._owner} was unloaded or replaced by a newer version; "
                "what is left of this one can add nothing more."
            )

    def add(self, kind: str, name: str, undo: Callable[[], object], thing: object = None) -> Undo:
        """Enter what was added.

        Args:
            kind: See :class:`Entry`.
            name: See :class:`Entry`.
            undo: Takes it away.
            thing: See :class:`Entry`.

        Returns:
            An undo that also strikes the entry out.
        """
        number = next(self._numbers)
        self._entries[number] = Entry(kind, name, thing, undo)

        def strike_out() -> None:
            if self._entries.pop(number, None) is not None:
                undo()

        return once(strike_out)

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names of what was added of *kind* and is still there."""
        return tuple(entry.name for entry in self._entries.values() if entry.kind == kind)

    def drop(self, kind: str, name: str | None = None, thing: object = None) -> None:
        """Strike out, without undoing, what was taken away in another way.

        Args:
            kind: Of which kind.
            name: Of which name; None for all.
            thing: Only the newest entry that holds this very object; None for all.
        """
        for number in reversed(tuple(self._entries)):
            entry = self._entries[number]
            if entry.kind != kind or (name is not None and entry.name != name):
                continue
            if thing is None:
                del self._entries[number]
            elif entry.thing == thing:
                del self._entries[number]
                return

    def unwind(
        self, on_error: Callable[[str, BaseException], object]
    ) -> Iterator[Awaitable[object]]:
        """Undo everything, the newest first; nothing can be added from here on.

        Args:
            on_error: Told ``(what, error)`` of each undo that failed; the others still run.

        Yields:
            What an async callback returned, to be awaited before the next undo.
        """
        self._is_closed = True
        while self._entries:
            _number, entry = self._entries.popitem()
            try:
                result = entry.undo()
            except BaseException as error:
                if must_pass(error):
                    raise
                on_error(f"taking away {entry.kind} {entry.name}: {describe(error)}", error)
                continue
            if inspect.isawaitable(result):
                yield result
