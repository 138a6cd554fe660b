"""One answer to one input of a form: whether there is one, whether it fits, how it is written."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, Literal, TypeAlias

from webchat.functions.contract.records import FormInput, InputType

FILES: Final = "@moxo.file"
"""Under which key an answer to a ``file`` input holds its files."""

AnswerErrorKind: TypeAlias = Literal[
    "required", "text", "number", "date", "time", "date-time", "option", "file"
]

_SENTENCES: Final[Mapping[AnswerErrorKind, str]] = {
    "required": "Please answer this.",
    "text": "This should be a text.",
    "number": "This should be a number, such as 12 or 0.5.",
    "date": "This should be a date, such as 2025-03-18.",
    "time": "This should be a time, such as 14:30.",
    "date-time": "This should be a date and a time, such as 2025-03-18T14:30.",
    "option": "This should be one of the choices.",
    "file": "This should be a file.",
}
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HUGE: Final = 1e300  # Python writes no whole numbers of thousands of digits
_FREE: Final = frozenset[InputType]({"string", "text"})


@dataclass(frozen=True, slots=True)
class AnswerError:
    """What is wrong with an answer.

    Attributes:
        kind: What was expected; a widget may have its own words for it.
        label: The question.
    """

    kind: AnswerErrorKind
    label: str

    @property
    def sentence(self) -> str:
        """What a person reads beside the input."""
        return _SENTENCES[self.kind]


def is_answered(value: Any) -> bool:
    """Whether there is an answer: something that is not blank, empty, or without any file."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Mapping):
        return _files_in(value) != []
    return value is not None and value not in ([], ())


def expected(asked: FormInput, value: Any) -> AnswerErrorKind | None:
    """Return what *value* should be, or None when it is an answer to *asked*."""
    kind, fits = _KINDS[asked.type]
    return None if fits(asked, value) else kind


def written(asked: FormInput, value: Any) -> Any:
    """Return an answer as the function gets it: a number as a text, choices as a list."""
    if asked.type == "number" and _is_plain_number(value):
        return repr(int(value)) if value == int(value) else repr(value)
    if isinstance(value, str) and asked.type not in _FREE and asked.type != "select":
        return value.strip()
    return list(value) if isinstance(value, tuple) else value


def _is_text(_asked: FormInput, value: Any) -> bool:
    return isinstance(value, str)


def _is_number(_asked: FormInput, value: Any) -> bool:
    if isinstance(value, str):
        return _NUMBER.fullmatch(value.strip()) is not None and math.isfinite(float(value))
    return _is_plain_number(value)


def _is_plain_number(value: Any) -> bool:
    return type(value) in {int, float} and -_HUGE < value < _HUGE


def _is_date(_asked: FormInput, value: Any) -> bool:
    return _reads(date.fromisoformat, value) and _DATE.fullmatch(value.strip()) is not None


def _is_time(_asked: FormInput, value: Any) -> bool:
    return _reads(time.fromisoformat, value) and ":" in value


def _is_date_time(_asked: FormInput, value: Any) -> bool:
    return _reads(datetime.fromisoformat, value) and ":" in value


def _reads(read: Callable[[str], object], value: Any) -> bool:
    try:
        read(value.strip())
    except (AttributeError, ValueError):
        return False
    return True


def _is_option(asked: FormInput, value: Any) -> bool:
    return any(value == one.value for one in asked.options)


def _are_options(asked: FormInput, value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(_is_option(asked, one) for one in value)


def _are_files(_asked: FormInput, value: Any) -> bool:
    files = _files_in(value) if isinstance(value, Mapping) else None
    return files is not None and all(
        isinstance(one, Mapping)
        and isinstance(one.get("url"), str)
        and isinstance(one.get("name", ""), str)
        for one in files
    )


def _files_in(value: Mapping[str, Any]) -> list[Any] | None:
    held = value.get(FILES)
    files = held.get("files") if isinstance(held, Mapping) else None
    return list(files) if isinstance(files, (list, tuple)) else None


_KINDS: Final[Mapping[InputType, tuple[AnswerErrorKind, Callable[[FormInput, Any], bool]]]] = {
    "string": ("text", _is_text),
    "text": ("text", _is_text),
    "number": ("number", _is_number),
    "date": ("date", _is_date),
    "time": ("time", _is_time),
    "date-time": ("date-time", _is_date_time),
    "select": ("option", _is_option),
    "multi-select": ("option", _are_options),
    "file": ("file", _are_files),
    "heading": ("text", _is_text),
}
