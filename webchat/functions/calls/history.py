"""The record of calls: which function got what, returned what, and whether that fits the contract.

Everything in it is masked, since it is there to be shown. It is bounded twice, by the number of
calls and by what they hold: an answer may be of several megabytes.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from webchat.functions.contract.records import Checked, FunctionName
from webchat.undo import Undo, once

CallOutcome: TypeAlias = Literal["running", "completed", "failed", "cancelled"]
MAX_CALLS = 500
MAX_CHARACTERS = 32_000_000
"""How much JSON the record holds at most; the newest call is kept whatever its size."""


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """One call, from its start to its end.

    Attributes:
        id: Counts up from 1.
        app: The app's name.
        function: Which of its functions.
        parameters: What it got, masked.
        started: Seconds since 1970, in UTC.
        seconds: How long it took; None while it runs.
        outcome: ``completed`` when it returned what fits the contract.
        answer: What it returned, masked; None while it runs, or when it returned nothing.
        checked: The answer after the check; None when there was none.
        error: Why it did not complete, a sentence, masked; empty otherwise.
        trace: Where a handler raised, masked; empty otherwise.
        is_stubbed: Whether a stub stood in for the function.
    """

    id: int
    app: str
    function: FunctionName
    parameters: Any
    started: float
    seconds: float | None = None
    outcome: CallOutcome = "running"
    answer: Any = None
    checked: Checked | None = None
    error: str = ""
    trace: str = ""
    is_stubbed: bool = False


class CallHistory:
    """The newest calls, the oldest first."""

    def __init__(self, limit: int = MAX_CALLS, max_characters: int = MAX_CHARACTERS) -> None:
        """Begin with none.

        Args:
            limit: How many calls are kept.
            max_characters: How much JSON they may hold together.
        """
        self._limit = limit
        self._max_characters = max_characters
        self._calls: dict[int, FunctionCall] = {}
        self._weights: dict[int, int] = {}
        self._weight = 0
        self._newest = 0
        self._listeners: list[Callable[[FunctionCall], object]] = []

    def __iter__(self) -> Iterator[FunctionCall]:
        return iter(tuple(self._calls.values()))

    def __len__(self) -> int:
        return len(self._calls)

    def next_id(self) -> int:
        """Return the id of the next call."""
        self._newest += 1
        return self._newest

    def get(self, id_: int) -> FunctionCall | None:
        """Return the call of this id, or None when it is kept no longer."""
        return self._calls.get(id_)

    def last(self, app: str, function: FunctionName) -> FunctionCall | None:
        """Return the newest call of a function that is kept, or None."""
        newest_first = reversed(self._calls.values())
        return next(
            (one for one in newest_first if (one.app, one.function) == (app, function)), None
        )

    def put(self, call: FunctionCall) -> None:
        """Enter a call, or what has become of it; one that was let go of stays so."""
        if call.id not in self._calls and call.outcome != "running":
            return
        self._calls[call.id] = call
        weight = _weight(call)
        self._weight += weight - self._weights.get(call.id, 0)
        self._weights[call.id] = weight
        self._let_go_of_old()
        for listener in tuple(self._listeners):
            listener(call)

    def clear(self) -> None:
        """Forget every call; those under way still end."""
        self._calls.clear()
        self._weights.clear()
        self._weight = 0

    def subscribe(self, callback: Callable[[FunctionCall], object]) -> Undo:
        """Call *callback* with a call when it begins and when it has ended."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    def _let_go_of_old(self) -> None:
        while len(self._calls) > 1 and (
            len(self._calls) > self._limit or self._weight > self._max_characters
        ):
            oldest = next(iter(self._calls))
            del self._calls[oldest]
            self._weight -= self._weights.pop(oldest)


def _weight(call: FunctionCall) -> int:
    return len(json.dumps([call.parameters, call.answer], default=str))
