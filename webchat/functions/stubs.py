"""What is returned in place of a function: a pinned answer, or a failure to be looked at.

Stubs are for trying things out: none of them is kept for the next start of the program.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from webchat.functions.contract.records import FunctionName
from webchat.undo import Undo, once

Forced: TypeAlias = Literal["error", "timeout", "slow", "wrong shape"]
_Listener: TypeAlias = Callable[[str, FunctionName], object]


@dataclass(frozen=True, slots=True)
class Stub:
    """What stands in for one function.

    Attributes:
        forced: ``error``: it returns an ``error``; ``timeout``: it takes too long; ``slow``: it
            runs, but later; ``wrong shape``: it returns what breaks the contract. None returns
            the pinned *answer*.
        answer: What is returned when nothing is forced: JSON, checked like any other answer.
    """

    forced: Forced | None = None
    answer: Any = None


class Stubs:
    """The stubs of all apps, by app and function."""

    def __init__(self) -> None:
        self._stubs: dict[tuple[str, FunctionName], Stub] = {}
        self._listeners: list[_Listener] = []

    def __iter__(self) -> Iterator[tuple[str, FunctionName]]:
        return iter(tuple(self._stubs))

    def __len__(self) -> int:
        return len(self._stubs)

    def find(self, app: str, function: FunctionName) -> Stub | None:
        """Return what stands in for a function, or None when it runs itself."""
        return self._stubs.get((app, function))

    def pin(self, app: str, function: FunctionName, answer: Any) -> None:
        """Let a function return *answer* without being called, until :meth:`clear`."""
        self._set(app, function, Stub(answer=answer))

    def force(self, app: str, function: FunctionName, how: Forced) -> None:
        """Let a function fail, or take long, until :meth:`clear`.

        Raises:
            ValueError: *how* is none of the ways there are.
        """
        if how not in get_args(Forced):
            ways = ", ".join(get_args(Forced))
            raise ValueError(f"A function can be forced to {ways}, but not to {how!r:.80}.")
        self._set(app, function, Stub(forced=how))

    def clear(self, app: str, function: FunctionName) -> None:
        """Let a function run itself again; harmless when it does."""
        if self._stubs.pop((app, function), None) is not None:
            self._tell(app, function)

    def subscribe(self, callback: _Listener) -> Undo:
        """Call *callback* with the app's name and the function whose stub has changed."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    def _set(self, app: str, function: FunctionName, stub: Stub) -> None:
        self._stubs[app, function] = stub
        self._tell(app, function)

    def _tell(self, app: str, function: FunctionName) -> None:
        for listener in tuple(self._listeners):
            listener(app, function)
