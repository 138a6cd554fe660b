"""What pydantic says of an answer that has not a shape, in our words and with our places."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from webchat.functions.contract.findings import Found, Place
from webchat.functions.contract.records import InputType
from webchat.functions.contract.shapes.action import EVENT_TYPES
from webchat.functions.contract.shapes.answers import AnyAnswer
from webchat.functions.contract.shapes.base import KNOWN_KEYS_ONLY, Shape

# Lists whose entries are told apart by their type, which pydantic puts into the place, too.
_TYPES: Final[Mapping[int | str, Sequence[str]]] = {
    "events": EVENT_TYPES,
    "form": get_args(InputType),
}
_EXPECTED: Final[Mapping[str, str]] = {
    "bool_type": "true or false",
    "list_type": "a list",
    "missing": "an object",
    "model_type": "an object",
}


_MANY: Final = 100
"""How many of each sort are told: nobody reads more."""

_TOO_MANY: Final = 10_000
"""From how many errors on nobody waits for any of them."""


class Reading(NamedTuple):
    """What came of reading an answer by a shape.

    Attributes:
        value: The answer; None when it has not the shape.
        wrong: Why it has not.
        unknown: Which keys the contract does not know.
    """

    value: AnyAnswer | None
    wrong: tuple[Found, ...] = ()
    unknown: tuple[Found, ...] = ()


def read(shape: type[AnyAnswer], answer: object) -> Reading:
    """Read an answer; a key that the shape does not have does not stop that."""
    try:
        return Reading(shape.model_validate(answer))
    except ValidationError as error:
        found = [one for one in _details(error) if one["type"] == "extra_forbidden"]
        unknown = tuple(_unknown(one, shape) for one in found[:_MANY])
    try:
        return Reading(shape.model_validate(answer, context=KNOWN_KEYS_ONLY), (), unknown)
    except ValidationError as error:
        count = error.error_count()
        wrong = tuple(_wrong(one) for one in _details(error)[:_MANY])
    if not wrong:
        wrong = (Found((), "as the contract has it", f"an answer with {count} wrong places"),)
    return Reading(None, wrong, unknown)


def _details(error: ValidationError) -> list[ErrorDetails]:
    if error.error_count() > _TOO_MANY:
        return []
    return error.errors(include_url=False, include_input=False)


def _unknown(error: ErrorDetails, shape: type[AnyAnswer]) -> Found:
    place = _without_types(error["loc"])
    key, known = str(place[-1]), sorted(_all_keys(Shape))
    if len(place) == 1 and key in _keys_of_output(shape):
        return Found(place, "inside “output”")
    if key in known:
        return Found(place, "left out here")
    close = get_close_matches(key, known, 1, 0.75)
    meant = f", or called “{close[0]}”" if close else ", as the contract does not know it"
    return Found(place, f"left out{meant}")


def _wrong(error: ErrorDetails) -> Found:
    place = _without_types(error["loc"])
    kind = error["type"]
    if kind == "contract":
        return Found(place, error["ctx"]["expected"], error["ctx"]["came"])
    return Found(place, _EXPECTED.get(kind, "as the contract has it"))


def _without_types(place: Place) -> Place:
    return tuple(key for depth, key in enumerate(place) if not _is_type(place, depth))


def _is_type(place: Place, depth: int) -> bool:
    if depth < 2 or not isinstance(place[depth - 1], int):  # noqa: PLR2004  a list, an index
        return False
    return place[depth] in _TYPES.get(place[depth - 2], ())


def _keys_of_output(shape: type[AnyAnswer]) -> frozenset[str]:
    output, _none = get_args(shape.model_fields["output"].annotation)
    keys: frozenset[str] = output.known()
    return keys


def _all_keys(shape: type[Shape]) -> frozenset[str]:
    below = (_all_keys(one) for one in shape.__subclasses__())
    return shape.known().union(*below)
