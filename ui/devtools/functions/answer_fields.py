"""An answer as a tree of fields, each with what was found of it, also where one is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from webchat.functions.contract.findings import Place, path
from webchat.functions.contract.records import Checked, Finding

MOST = 2000
"""So many fields are shown; there may be a hundred thousand, which nobody reads."""

MISSING: Final = object()
"""The value of a field that should be there and is not."""


@dataclass(slots=True, eq=False)
class Field:
    """One field of an answer.

    Attributes:
        key: What it is called where it stands, such as ``text`` or ``[1]``.
        path: Where it stands in the whole answer, as findings have it.
        value: JSON, or :data:`MISSING`.
        wrong: How it breaks the contract.
        remarks: What else there is to say of it.
        inner: The fields in it.
    """

    key: str
    path: str
    value: Any
    wrong: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    inner: list["Field"] = field(default_factory=list)

    @property
    def said(self) -> str:
        """What was found, in a few words; empty for nothing."""
        return "; ".join(f"should be {one.expected}" for one in (*self.wrong, *self.remarks))


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an answer.

    Attributes:
        outer: The outermost ones.
        is_cut: Whether there are more than are shown.
    """

    outer: tuple[Field, ...]
    is_cut: bool


def fields_of(answer: Any, checked: Checked | None, most: int = MOST) -> Fields:
    """Return the fields of *answer*, each finding at its place.

    Args:
        answer: JSON.
        checked: What the check found; None when there was none.
        most: How many fields there are at most, but for those that are missing.
    """
    whole = Field("answer", "", answer)
    known, is_cut = _filled(whole, most)
    if checked is not None:
        for one in checked.findings:
            _field_at(one.path, known).wrong.append(one)
        for one in checked.remarks:
            _field_at(one.path, known).remarks.append(one)
    is_shown = not _holds_something(answer) or whole.wrong or whole.remarks
    return Fields((*((whole,) if is_shown else ()), *_taken(whole)), is_cut)


def _taken(whole: Field) -> tuple[Field, ...]:
    """Return the outermost fields; they stand beside the whole, not in it."""
    inner, whole.inner = whole.inner, []
    return tuple(inner)


def _filled(whole: Field, most: int) -> tuple[dict[str, Field], bool]:
    """Fill *whole* with its fields; return all of them by path, and whether there are more."""
    known = {"": whole}
    under_way: list[tuple[Field, Iterator[tuple[Place, str, Any]]]] = [(whole, _inner((), whole))]
    while under_way:
        outer, left = under_way[-1]
        found = next(left, None)
        if found is None:
            under_way.pop()
            continue
        if len(known) > most:
            return known, True
        place, key, value = found
        one = Field(key, path(place), value)
        outer.inner.append(one)
        known.setdefault(one.path, one)
        under_way.append((one, _inner(place, one)))
    return known, False


def _inner(place: Place, outer: Field) -> Iterator[tuple[Place, str, Any]]:
    if isinstance(outer.value, Mapping):
        for key, value in outer.value.items():
            yield (*place, str(key)), str(key), value
    elif isinstance(outer.value, (list, tuple)):
        for number, value in enumerate(outer.value):
            yield (*place, number), f"[{number}]", value


def _field_at(where: str, known: dict[str, Field]) -> Field:
    """Return the field at a path; one that is missing is added to what it should stand in."""
    found = known.get(where)
    if found is None:
        ends = (end for end in range(len(where) - 1, 0, -1) if where[end] in ".[")
        end = next((end for end in ends if where[:end] in known), 0)
        found = known[where] = Field(where[end:].removeprefix("."), where, MISSING)
        known[where[:end]].inner.append(found)
    return found


def _holds_something(value: Any) -> bool:
    return isinstance(value, (Mapping, list, tuple)) and bool(value)
