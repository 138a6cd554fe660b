"""The record: which actions were invoked, by whom, what every listener did, how each ended.

A record holds data, never live objects that would keep a plugin or a traceback alive: errors
are sentences, payloads are copies as they were passed (nested dicts and lists copied too, other
objects by reference).
"""

import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from webchat.undo import Undo, once

Outcome: TypeAlias = Literal["running", "completed", "cancelled", "failed", "refused"]
Verdict: TypeAlias = Literal["running", "passed", "changed", "cancelled", "failed", "released"]

ABSENT = "(absent)"
"""Stands in a change for a key that was not there."""
_DEEPEST = 30


def copied(value: Any) -> Any:
    """Return a copy of a payload, down to what is neither a dict nor a list.

    One that contains itself has no such copy; it is returned as it is.
    """
    if type(value) is dict:
        copy = value.copy()
        for item in copy.values():
            if type(item) is not str and isinstance(item, (dict, list)):  # str is the common one
                break
        else:
            return copy
    elif not isinstance(value, (dict, list)):
        return value
    try:
        return _copied_deep(value)
    except RecursionError:
        return value


def _copied_deep(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied_deep(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copied_deep(item) for item in value]
    return value


def changes(before: Any, after: Any) -> Mapping[str, tuple[Any, Any]]:
    """Return what differs between a copy of a payload and the payload now.

    Returns:
        Per key the values before and after; a payload that is no dict has the one key ``""``.
    """
    if not differ(before, after):
        return {}
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return {"": (before, copied(after))}
    found = {}
    for key in {**before, **after}:
        was, now = before.get(key, ABSENT), after.get(key, ABSENT)
        if was is not now and differ(was, now):
            found[key] = (was, copied(now))
    return found


def differ(one: Any, other: Any) -> bool:
    """Whether two values are unlike; those that cannot be compared are."""
    try:
        return bool(one != other)
    except Exception:  # somebody's __eq__
        return True


def said(error: BaseException) -> str:
    """Return what an error says, or what it is when it says nothing or cannot even do that."""
    try:
        return str(error) or type(error).__name__
    except Exception:  # somebody's __str__
        return type(error).__name__


def sentence(error: BaseException) -> str:
    """Return an error as one line for a record."""
    return "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]


class ListenerCall:
    """What one listener did in one invocation.

    Attributes:
        event: The event it listened to.
        owner: The plugin it belongs to, or None.
        where: ``file:line`` of its definition.
        change: What of the payload it changed: per key the values before and after.
        error: What it raised, as a line, or None.
        error_where: ``file:line`` of the innermost frame in its own file that raised, or None.
        seconds: How long it took; None while it runs.
        on_release: What :meth:`release` calls; None unless it runs and is waited for.
    """

    __slots__ = (
        "_verdict",
        "change",
        "error",
        "error_where",
        "event",
        "on_release",
        "owner",
        "seconds",
        "where",
    )

    def __init__(self, event: str, owner: str | None, where: str) -> None:
        self.event = event
        self.owner = owner
        self.where = where
        self.change: Mapping[str, tuple[Any, Any]] | None = None
        self.error: str | None = None
        self.error_where: str | None = None
        self.seconds: float | None = None
        self.on_release: Callable[[], object] | None = None
        self._verdict: Verdict | None = None

    @property
    def verdict(self) -> Verdict:
        """How it ended.

        ``running``, ``passed``, ``changed`` (the payload), ``cancelled``, ``failed`` or
        ``released`` (a person let the action go on without it).
        """
        if self._verdict is not None:
            return self._verdict
        if self.seconds is None:
            return "running"
        return "passed" if self.change is None else "changed"

    @verdict.setter
    def verdict(self, verdict: Verdict) -> None:
        self._verdict = verdict

    def __repr__(self) -> str:
        return f"<ListenerCall {self.event} of {self.owner or self.where}: {self.verdict}>"

    def release(self) -> None:
        """Cancel a listener that still runs; the action goes on without waiting for it."""
        if self.on_release is not None:
            self.on_release()

    def failed(self, error: BaseException) -> None:
        """Note that it raised *error*; what it cancelled stays cancelled."""
        if self._verdict is None:
            self._verdict = "failed"
        self.error = sentence(error)
        self.error_where = raised_at(error, self.where.rpartition(":")[0]) or self.where

    def as_json(self) -> dict[str, Any]:
        """Return the record under its documented names, as plain data."""
        return {
            "event": self.event,
            "owner": self.owner,
            "where": self.where,
            "verdict": self.verdict,
            "change": plain(self.change),
            "error": self.error,
            "seconds": self.seconds,
        }


def raised_at(error: BaseException, path: str) -> str | None:
    """Return ``file:line`` of the innermost frame of *error* that lies in *path*, or None."""
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == path:
            found = f"{path}:{line}"
    return found


NO_CALLS: Sequence[ListenerCall] = ()


class Invocation:
    """One invocation of an action, from its request to its end.

    Attributes:
        id: Counts up over all managers of a simulation.
        parent_id: The invocation during which this one was made, or None.
        action: Its name.
        payload: A copy of what was passed.
        origin: Where it came from: a widget's name, a plugin's, a bot's, or ``person``.
        owner: The plugin that invoked it, or None.
        outcome: ``running``, ``completed``, ``cancelled``, ``failed`` or ``refused``.
        replaced_by: Who ran in place of the body, outermost replacement, or None.
        cancelled_by: Who cancelled it, or None.
        error: Why it did not complete, as a line, or None.
        timestamp: When it began, seconds since 1970.
        seconds: How long it took; None while it runs.
        listeners: What its listeners did, in the order they were called.
        replacements: What its replacements did, outermost first.
    """

    __slots__ = (
        "__weakref__",
        "action",
        "cancelled_by",
        "error",
        "id",
        "listeners",
        "origin",
        "outcome",
        "owner",
        "parent_id",
        "payload",
        "replaced_by",
        "replacements",
        "seconds",
        "timestamp",
    )

    def __init__(  # noqa: PLR0917  made in one place, a million times
        self,
        id_: int,
        parent_id: int | None,
        action: str,
        payload: Any,
        origin: str,
        owner: str | None,
        timestamp: float,
    ) -> None:
        self.id = id_
        self.parent_id = parent_id
        self.action = action
        self.payload = payload
        self.origin = origin
        self.owner = owner
        self.timestamp = timestamp
        self.outcome: Outcome = "running"
        self.replaced_by: str | None = None
        self.cancelled_by: str | None = None
        self.error: str | None = None
        self.seconds: float | None = None
        self.listeners: Sequence[ListenerCall] = NO_CALLS
        self.replacements: Sequence[ListenerCall] = NO_CALLS

    @property
    def started(self) -> datetime:
        """When it began, aware, UTC."""
        return datetime.fromtimestamp(self.timestamp, UTC)

    def __repr__(self) -> str:
        return f"<Invocation {self.id} {self.action} from {self.origin}: {self.outcome}>"

    def as_json(self) -> dict[str, Any]:
        """Return the record under its documented names, as plain data."""
        return {
            "id": self.id,
            "parent_id": self.parent_id,
            "action": self.action,
            "payload": plain(self.payload),
            "origin": self.origin,
            "owner": self.owner,
            "outcome": self.outcome,
            "replaced_by": self.replaced_by,
            "cancelled_by": self.cancelled_by,
            "error": self.error,
            "started": self.started.isoformat(),
            "seconds": self.seconds,
            "listeners": [one.as_json() for one in self.listeners],
        }


def plain(value: Any, _depth: int = 0) -> Any:
    """Return *value* as JSON can hold it; other objects, and what lies deep, by their ``repr``."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else repr(value)  # noqa: PLR0124  NaN
    if isinstance(value, Mapping) and _depth < _DEEPEST:
        return {str(key): plain(item, _depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and _depth < _DEEPEST:
        return [plain(item, _depth + 1) for item in value]
    return repr(value)


class History:
    """The newest invocations, oldest first; older ones are let go.

    Attributes:
        limit: How many are kept; setting it lower lets the oldest go at once.
    """

    def __init__(self, limit: int = 10_000) -> None:
        self._records: deque[Invocation] = deque(maxlen=limit)
        self.listeners: tuple[Callable[[Invocation], object], ...] = ()
        self.append = self._records.append

    @property
    def limit(self) -> int:
        """How many invocations are kept."""
        return self._records.maxlen or 0

    @limit.setter
    def limit(self, limit: int) -> None:
        self._records = deque(self._records, maxlen=limit)
        self.append = self._records.append

    def __iter__(self) -> Iterator[Invocation]:
        return iter(tuple(self._records))

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, index: int) -> Invocation:
        return self._records[index]

    def clear(self) -> None:
        """Forget every invocation; those under way still end."""
        self._records.clear()

    def subscribe(self, callback: Callable[[Invocation], object]) -> Undo:
        """Call *callback* with an invocation when it begins and each time its record changes."""
        self.listeners = (*self.listeners, callback)

        def undo() -> None:
            self.listeners = tuple(one for one in self.listeners if one is not callback)

        return once(undo)
