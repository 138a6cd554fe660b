"""When one payload counts as another: the rule behind pending, blocked and find.

The match has a direction, *wanted* against *stored* (actions, rule 49): it holds when nothing
is wanted, when both are the very same, when *wanted* is a predicate that is true, or when every
entry of *wanted* is identical in *stored*. Primitives are compared by type and value, all else
by identity, one level deep.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from webchat.actions.callables import arity

_PRIMITIVES = (str, int, float, bool, bytes, complex)
_ABSENT = object()


class ActionCall(NamedTuple):
    """An action and the payload it is pending or blocked with."""

    action: str
    payload: Any


def same(one: Any, other: Any) -> bool:
    """Whether two values are identical: primitives by type and value, all else by ``is``."""
    return one is other or (
        type(one) is type(other) and isinstance(one, _PRIMITIVES) and bool(one == other)
    )


def matches(wanted: Any, stored: Any, action: str) -> bool:
    """Whether *stored*, of an invocation or block of *action*, is what is *wanted*.

    Raises:
        TypeError: A predicate needs more than ``(payload, action)``.
    """
    if wanted is None or wanted is stored:
        return True
    if isinstance(wanted, dict):
        return isinstance(stored, dict) and all(
            same(value, stored.get(key, _ABSENT)) for key, value in wanted.items()
        )
    if callable(wanted):
        taken = arity(wanted, ("payload", "action"), "a match")
        return bool(wanted(*(stored, action)[:taken]))
    if isinstance(wanted, (list, tuple)):
        return (
            isinstance(stored, (list, tuple))
            and len(wanted) <= len(stored)
            and all(same(*pair) for pair in zip(wanted, stored, strict=False))
        )
    return same(wanted, stored)


class HasPayload(Protocol):
    """Something that is under way or blocked with a payload."""

    payload: Any


def any_matches(wanted: Any, holders: Collection[HasPayload], action: str) -> bool:
    """Whether the payload of any of *holders*, as it is now, is what is *wanted*.

    Among many, most differ in the first entry of *wanted*; that is found out without a call
    for each.
    """
    if type(wanted) is dict and len(holders) > 1:
        for key, value in wanted.items():
            try:
                if value not in [one.payload[key] for one in holders]:
                    return False
            except Exception:  # no such key in one of them, or somebody's __eq__: look at each
                break
            break
    return any(matches(wanted, one.payload, action) for one in holders)


def oldest_found(
    names: str | Sequence[str], match: Any, payloads: Callable[[str], Iterable[Any]]
) -> Sequence[ActionCall]:
    """Return the oldest matching call per name, in the order asked (actions, rule 58).

    Args:
        names: One action or several.
        match: What is wanted.
        payloads: Returns the stored payloads of an action, the oldest first.
    """
    found = []
    for name in [names] if isinstance(names, str) else names:
        for payload in payloads(name):
            if matches(match, payload, name):
                found.append(ActionCall(name, payload))
                break
    return found
