"""What the program has written itself, read from JSON into dataclasses by their annotations.

Every start reads such files before the first paint: the window's settings, the list of plugins, a
theme. Importing a library that checks more takes a quarter of the time until then; so that one
reads what people write, where every word of its messages counts (see :mod:`webchat.config`).
"""

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def parse(kind: type[T], text: bytes | str, *, closed: bool = False) -> T:
    """Read JSON.

    Args:
        kind: A dataclass whose fields are of these types: text, numbers, truth values, None,
            paths, literals, lists, mappings with text as keys, dataclasses, and unions of them.
        text: The file's contents.
        closed: Whether a key that *kind* does not have is wrong; else it is passed over.

    Returns:
        An instance of *kind*.

    Raises:
        ValueError: It is no JSON, or does not fit; the sentence says where.
    """
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return typing.cast("T", _read(kind, data, "", closed=closed))


def dump(value: Any) -> str:
    """Write a dataclass so that :func:`parse` reads the same."""
    return json.dumps(dataclasses.asdict(value), indent=1, default=str, ensure_ascii=False)


def _read(kind: Any, data: Any, where: str, *, closed: bool) -> Any:
    if kind is Any:
        return data
    if dataclasses.is_dataclass(kind):
        return _record(kind, data, where, closed=closed)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    read = functools.partial(_read, closed=closed)
    if origin in {types.UnionType, typing.Union}:
        return _one_of(inner, data, where, read)
    if origin is list:
        _checked(isinstance(data, list), data, where, "a list")
        return [read(inner[0], one, f"{where}[{number}]") for number, one in enumerate(data)]
    if origin is dict:
        _checked(isinstance(data, dict), data, where, "an object")
        return {key: read(inner[1], one, _below(where, key)) for key, one in data.items()}
    return _single(kind, data, where)


def _single(kind: Any, data: Any, where: str) -> Any:
    if typing.get_origin(kind) is typing.Literal:
        known = typing.get_args(kind)
        return _checked(data in known, data, where, " or ".join(map(repr, known)))
    if kind is Path:
        return Path(_checked(isinstance(data, str), data, where, "a path"))
    # An exact type: True is a whole number, too, but not where a number is wanted.
    return _checked(type(data) is kind, data, where, kind.__name__)


def _record(kind: Any, data: Any, where: str, *, closed: bool) -> Any:
    _checked(isinstance(data, dict), data, where, "an object")
    hints = _hints(kind)
    values = {}
    for key, one in data.items():
        if key in hints:
            values[key] = _read(hints[key], one, _below(where, key), closed=closed)
        elif closed:
            raise ValueError(f"{_below(where, key)} is not known")
    missing = [one.name for one in dataclasses.fields(kind) if _is_needed(one, values)]
    if missing:
        raise ValueError(f"{_below(where, missing[0])} is missing")
    return kind(**values)


def _one_of(
    kinds: tuple[Any, ...], data: Any, where: str, read: Callable[[Any, Any, str], Any]
) -> Any:
    problem = ValueError(f"{where} has no possible type")
    for kind in kinds:
        try:
            return read(kind, data, where)
        except ValueError as error:
            problem = error
    raise problem


def _checked(fits: bool, data: Any, where: str, wanted: str) -> Any:
    if not fits:
        raise ValueError(f"{where or 'it'} should be {wanted}, but {str(data)[:80]!r} came")
    return data


def _below(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _is_needed(field: "dataclasses.Field[Any]", values: Mapping[str, Any]) -> bool:
    has_default = (
        field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    )
    return not has_default and field.name not in values


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
