"""What all shapes have in common, and the types of their fields.

Nothing is converted (a ``"60"`` is no number), ``null`` says the same as a key that is not there,
and whatever does not fit says in its own words what was expected.
"""

import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from webchat.functions.contract.findings import quoted
from webchat.functions.contract.web_address import is_web_address

KNOWN_KEYS_ONLY: Final = "known keys only"
"""The context of a validation that passes over keys which a shape does not have."""

MAX_DEPTH: Final = 100
"""How deep JSON of the author's own may be nested: it is kept, sent and shown by others."""

ONE_YEAR: Final = 366 * 24 * 3600

NOTHING: Final = object()
"""The default of a field that must be there: it fits no type, so its own sentence is said."""

REQUIRED: Any = Field(default=NOTHING, validate_default=True)


class Shape(BaseModel):
    """An object of the contract."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _plain_keys(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, dict):
            return data
        given = {_name(key): value for key, value in data.items() if value is not None}
        if info.context != KNOWN_KEYS_ONLY:
            return given
        return {key: value for key, value in given.items() if key in cls.known()}

    @classmethod
    def known(cls) -> frozenset[str]:
        """Return the keys that the contract knows, as JSON writes them."""
        return frozenset(one.alias or name for name, one in cls.model_fields.items())


def unexpected(expected: str, came: str = "") -> PydanticCustomError:
    """Return the error that says what should have stood there.

    Args:
        expected: Such as ``a text``.
        came: What stands there, where that itself must not be shown.
    """
    return PydanticCustomError("contract", "{expected}", {"expected": expected, "came": came})


def expects(expected: str, fits: Callable[[Any], bool], came: str = "") -> BeforeValidator:
    """Return a check that refuses what *fits* does not take; see :func:`unexpected`."""

    def check(value: Any) -> Any:
        if not fits(value):
            raise unexpected(expected, came)
        return value

    return BeforeValidator(check)


def unique(
    key: str, expected: str, counts: Callable[[Any], bool] = lambda _entry: True
) -> AfterValidator:
    """Return a check that no two entries of a list have the same *key*; it names the later one.

    Args:
        key: An attribute of the entries.
        expected: What is said of the later one.
        counts: Which entries are looked at.
    """

    def check(entries: Sequence[Any]) -> Sequence[Any]:
        seen: set[Any] = set()
        wrong = []
        for number, entry in enumerate(entries):
            value = getattr(entry, key)
            if counts(entry) and value in seen:
                found = InitErrorDetails(type=unexpected(expected), loc=(number, key), input=value)
                wrong.append(found)
            if counts(entry):
                seen.add(value)
        if wrong:
            raise ValidationError.from_exception_data("unique", wrong)
        return entries

    return AfterValidator(check)


def misfit(key: str, expected: str) -> ValidationError:
    """Return the error of an object about the value under one of its keys."""
    found = InitErrorDetails(type=unexpected(expected), loc=(key,), input=None)
    return ValidationError.from_exception_data("misfit", [found])


def choice(literal: Any) -> BeforeValidator:
    """Return a check that a value is one of those of a ``Literal``."""
    known = get_args(literal)
    return expects(quoted(known, "or"), lambda value: value in known)


def of_type(types: Sequence[str]) -> BeforeValidator:
    """Return a check that a value is an object with one of these as its ``type``."""

    def check(value: Any) -> Any:
        if not isinstance(value, dict):
            raise unexpected("an object")
        if value.get("type") not in types:
            raise misfit("type", quoted(types, "or"))
        return value

    return BeforeValidator(check)


def one_or_more(what: str) -> BeforeValidator:
    """Return a check that a list is one, and not empty."""
    return expects(
        f"a list with at least one {what}", lambda value: isinstance(value, list) and bool(value)
    )


def _name(key: object) -> str:
    return str(key).encode("utf-8", "replace").decode()


def _is_text(value: object) -> bool:
    return isinstance(value, str) and _is_unicode(value)


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # half of an emoji, which JavaScript cuts in two easily
        return False
    return True


def _is_delay(value: object) -> bool:
    return type(value) in {int, float} and 0 <= value <= ONE_YEAR  # type: ignore[operator]


def _is_json(value: object) -> bool:
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError):
        return False
    return not isinstance(value, (dict, list, tuple)) or _depth_is_at_most(MAX_DEPTH, value)


def _depth_is_at_most(limit: int, value: Any) -> bool:
    level = [value]
    for _ in range(limit):
        level = [inner for outer in level for inner in _containers(outer)]
        if not level:
            return True
    return False


def _containers(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value
    return [one for one in inside if isinstance(one, (dict, list, tuple))]


_TEXT: Final = expects("a text", lambda value: isinstance(value, str))
_UNICODE: Final = expects("a text of whole characters", _is_text)

Text = Annotated[str, _UNICODE, _TEXT]  # the last one looks first
FilledText = Annotated[
    str,
    _UNICODE,
    expects(
        "a text that is not blank", lambda value: isinstance(value, str) and bool(value.strip())
    ),
]
WebAddress = Annotated[str, expects("an http or https address", is_web_address)]
Delay = Annotated[float, expects(f"a number of seconds from 0 to {ONE_YEAR} (a year)", _is_delay)]
Json = Annotated[Any, expects(f"JSON, at most {MAX_DEPTH} levels deep", _is_json)]
JsonObject = Annotated[
    dict[str, Any],
    expects(f"an object of JSON, at most {MAX_DEPTH} levels deep", _is_json),
    expects("an object", lambda value: isinstance(value, dict)),
]
