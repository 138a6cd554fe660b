"""Findings: where in an answer something is, what was expected there, and what came."""

import json
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from webchat.functions.contract.records import Finding

Place: TypeAlias = tuple[int | str, ...]
"""Keys and indexes, from the outermost: ``("output", "events", 1, "type")``."""

_NOTHING: Final = object()
_SHOWN: Final = 60


class Found(NamedTuple):
    """A finding or remark that does not know yet how to say what came.

    Attributes:
        place: Where.
        expected: What should stand there.
        came: What stands there, in other words than :func:`came` has for it; empty for those.
    """

    place: Place
    expected: str
    came: str = ""


def findings(found: Iterable[Found], answer: object) -> tuple[Finding, ...]:
    """Return what was found, in the order in which it stands in the answer."""
    in_order = sorted(found, key=lambda one: _position(one.place, answer))
    return tuple(
        Finding(path(one.place), one.expected, one.came or came(value_at(answer, one.place)))
        for one in in_order
    )


def path(place: Place) -> str:
    """Return a place as people write it, such as ``output.events[1].type``."""
    parts = (f"[{one}]" if isinstance(one, int) else f".{_short(one)}" for one in place)
    return "".join(parts).removeprefix(".")


def value_at(answer: object, place: Place) -> object:
    """Return what stands at a place; a mark that :func:`came` calls *nothing* if nothing does."""
    for key in place:
        if isinstance(answer, dict):
            answer = answer.get(key, _NOTHING)
        elif isinstance(answer, list) and isinstance(key, int) and key < len(answer):
            answer = answer[key]
        else:
            return _NOTHING
    return answer


def came(value: object) -> str:  # noqa: PLR0911  one for each type of JSON
    """Return what a value is, in few words and without its inside."""
    if value is _NOTHING:
        return "nothing"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return f"“{_short(value)}”" if value else "an empty text"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    return f"something that is no JSON ({type(value).__name__})"


def quoted(names: Sequence[str], conjunction: str) -> str:
    """Return names in quotes, the last two joined by *conjunction*."""
    *others, last = (f"“{one}”" for one in names)
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def _position(place: Place, answer: object) -> tuple[float, ...]:
    return tuple(_rank(value_at(answer, place[:depth]), key) for depth, key in enumerate(place))


def _rank(outer: object, key: int | str) -> float:
    """Return where a key stands; what is missing stands behind all that is there."""
    if isinstance(key, int):
        return key
    return list(outer).index(key) if isinstance(outer, dict) and key in outer else float("inf")


def _number(value: float) -> str:
    try:
        return _short(str(value))
    except ValueError:  # Python does not write numbers of thousands of digits
        return "a number of very many digits"


def _short(text: str) -> str:
    shown = "".join(one if one.isprintable() else "\ufffd" for one in text[: _SHOWN + 1])
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
