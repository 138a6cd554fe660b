"""What pydantic says of an answer that has not a shape, in our words and with our places."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from webchat.functions.contract.findings import Found, Place, quoted
from webchat.functions.contract.records import InputType
from webchat.functions.contract.shapes.answers import AnyAnswer
from webchat.functions.contract.shapes.base import KNOWN_KEYS_ONLY, Shape

# Lists whose entries are told apart by their type, which pydantic puts into the place, too.
_TYPES: Final[Mapping[int | str, Sequence[str]]] = {
    "events": ("send_message", "upload_attachment", "open_url"),
    "form": get_args(InputType),
}
_LITERAL: Final = re.compile(r"'([^']*)'")
_EXPECTED: Final[Mapping[str, str]] = {
    "bool_type": "true or false",
    "list_type": "a list",
    "model_attributes_type": "an object",
    "model_type": "an object",
}


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
        details = error.errors(include_url=False, include_input=False)
    unknown = tuple(_unknown(one) for one in details if one["type"] == "extra_forbidden")
    wrong = tuple(_wrong(one) for one in details if one["type"] != "extra_forbidden")
    if wrong:
        return Reading(None, wrong, unknown)
    return Reading(shape.model_validate(answer, context=KNOWN_KEYS_ONLY), (), unknown)


def _unknown(error: ErrorDetails) -> Found:
    place = _without_types(error["loc"])
    close = get_close_matches(str(place[-1]), sorted(_all_keys(Shape)), 1, 0.75)
    meant = f", or called “{close[0]}”" if close else ", as the contract does not know it"
    return Found(place, f"left out{meant}")


def _wrong(error: ErrorDetails) -> Found:
    place = _without_types(error["loc"])
    kind = error["type"]
    if kind.startswith("union_tag"):
        return Found((*place, "type"), quoted(_TYPES[place[-2]], "or"))
    if kind == "literal_error":
        return Found(place, _LITERAL.sub(r"“\1”", error["ctx"]["expected"]))
    return Found(place, error["ctx"]["expected"] if kind == "contract" else _EXPECTED[kind])


def _without_types(place: Place) -> Place:
    return tuple(key for depth, key in enumerate(place) if not _is_type(place, depth))


def _is_type(place: Place, depth: int) -> bool:
    return depth > 1 and isinstance(place[depth - 1], int) and place[depth - 2] in _TYPES


def _all_keys(shape: type[Shape]) -> frozenset[str]:
    below = (_all_keys(one) for one in shape.__subclasses__())
    return shape.known().union(*below)
