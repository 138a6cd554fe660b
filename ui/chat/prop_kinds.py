"""What a property of a component may hold, and how it is read from a configuration.

A value of another kind is passed over and the default holds: a widget that does not start over the
width of its panel would help nobody. What was wrong is collected, for a notice.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")
_LONGEST_SHOWN = 60
_MOST_PIXELS = 4000


class Unfit(ValueError):  # noqa: N818  nothing failed: the default holds
    """A value is not of its kind; the text says what was expected."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[_T]):
    """One kind of value.

    Attributes:
        expected: What the documentation asks for, to go into a sentence.
        read: Returns the value as Python has it; raises :class:`Unfit`.
    """

    expected: str
    read: Callable[[object], _T]


class Given:
    """What ``component_props`` holds, read once, and what in it could not be used."""

    def __init__(self, components: Mapping[str, Mapping[str, Any]]) -> None:
        self._components = components
        self._known: set[tuple[str, str]] = set()
        self._problems: dict[str, str] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences for the person."""
        return tuple(self._problems.values())

    def value(self, where: str, kind: Kind[_T], default: _T) -> _T:
        """Return a property's value, or its default when it is not given or does not fit.

        Args:
            where: Component and property, with a key below it where the property is an object:
                ``MainHeader.titleText``, ``MessagingCanvas.memberDisplayOptions.yourDefaultName``.
            kind: What it may hold.
            default: What holds otherwise.
        """
        component, name, *below = where.split(".")
        self._known.add((component, name))
        given = self._components.get(component, {})
        if name not in given:
            return default
        value: object = given[name]
        for key in below:
            if not isinstance(value, Mapping):
                self._pass_over(f"{component}.{name}", "an object", value)
                return default
            if key not in value:
                return default
            value = value[key]
        try:
            return kind.read(value)
        except Unfit:
            self._pass_over(where, kind.expected, value)
            return default

    def note_unknown(self, ignored: Mapping[str, tuple[str, ...]]) -> None:
        """Name what nobody asked for, in one sentence.

        Args:
            ignored: Documented properties that mean nothing here, by component.
        """
        unknown = [
            f"{component}.{name}"
            for component, given in self._components.items()
            for name in given
            if (component, name) not in self._known and name not in ignored.get(component, ())
        ]
        if unknown:
            names = ", ".join(unknown)
            self._problems[""] = f"componentProps: not known here and passed over: {names}."

    def _pass_over(self, where: str, expected: str, came: object) -> None:
        sentence = f"componentProps: {where} must be {expected}, but {_shown(came)} came."
        self._problems.setdefault(where, sentence)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise Unfit


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise Unfit


def _tagline(value: object) -> str:
    """Take any empty value for "no tagline", as documented."""
    return _text(value) if value else ""


def _pixels(value: object) -> int:
    """Read ``548``, ``"548"`` and ``"548px"``."""
    if isinstance(value, str):
        digits = value.strip().lower().removesuffix("px").strip()
        try:
            value = float(digits)
        except ValueError:
            raise Unfit from None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Unfit
    if not math.isfinite(value) or not 0 <= value <= _MOST_PIXELS:
        raise Unfit
    return round(value)


def one_of(*choices: _T) -> Kind[_T]:
    """Return the kind of what has a few names to choose from."""

    def read(value: object) -> _T:
        for choice in choices:
            if choice == value:
                return choice
        raise Unfit

    return Kind(f"one of {', '.join(map(str, choices))}", read)


def count(most: int) -> Kind[int]:
    """Return the kind of a whole number from 1 to *most*."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            raise Unfit
        return value

    return Kind(f"a whole number from 1 to {most}", read)


def translated(names: Mapping[str, str]) -> Kind[str]:
    """Return the kind of a documented name that is called otherwise here."""

    def read(value: object) -> str:
        if isinstance(value, str) and value in names:
            return names[value]
        raise Unfit

    return Kind(f"one of {', '.join(names)}", read)


BOOLEAN = Kind("true or false", _boolean)
TEXT = Kind("a text", _text)
TAGLINE: Kind[str | None] = Kind("a text, or false for none", _tagline)
PIXELS = Kind(f"pixels from 0 to {_MOST_PIXELS}, such as 548 or “548px”", _pixels)
