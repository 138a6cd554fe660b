"""What may be meant otherwise in an answer that fits (reference: action-functions, 3 to 6)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from webchat.functions.contract.answer import AnswerErrorKind
from webchat.functions.contract.findings import Found, Place, value_at
from webchat.functions.contract.forms import with_usable_defaults
from webchat.functions.contract.records import (
    ActionResult,
    BuildResult,
    Form,
    FunctionName,
    ProcessKind,
    RefreshToken,
    Result,
    ShownError,
)

_FORM: Final[Place] = ("output", "form")
_DEFAULTS: Final[Mapping[AnswerErrorKind, str]] = {
    "number": "a number, written as a text",
    "date": "a date, such as “2025-03-18”",
    "time": "a time, such as “14:30”",
    "date-time": "a date and a time, such as “2025-03-18T14:30”",
    "option": "among the values of the options",
}


def without_unusable_defaults(result: Result) -> tuple[Result, list[Found]]:
    """Return a result whose forms have no defaults that are no answers, and which those were."""
    if not isinstance(result, (ActionResult, BuildResult)):
        return result, []
    form, wrong = with_usable_defaults(result.form)
    found = [Found((*_FORM, i, "default"), _DEFAULTS[one.kind]) for i, one in wrong.items()]
    return replace(result, form=form), found


def remarks(
    function: FunctionName, kind: ProcessKind, answer: object, result: Result
) -> Iterator[Found]:
    """Yield what else its author may want to know."""
    if isinstance(result, (ActionResult, BuildResult)):
        yield from _of_form(answer, result.form)
    if function == "identity" and type(value_at(answer, ("output", "unique_id"))) is int:
        yield Found(("output", "unique_id"), "a text")
    if function in {"redirect", "webhook"}:
        yield from _of_callback(function, result)
    elif function == "action":
        yield from _of_action(kind, answer, result)


def _of_form(answer: object, form: Form) -> Iterator[Found]:
    for number, one in enumerate(form):
        place = (*_FORM, number)
        if one.type in {"select", "multi-select"} and not one.options:
            yield Found((*place, "props", "options"), "a list with at least one option")
        default = (*place, "default")
        if one.default is not None and isinstance(value_at(answer, default), (int, float)):
            yield Found(default, _DEFAULTS["number"])


def _of_callback(function: FunctionName, result: Result) -> Iterator[Found]:
    if isinstance(result, ShownError):
        yield Found(("error",), f"left out for a {function} function, which shows nothing")
    token = getattr(result, "callback_token", None)
    if token is None and not isinstance(result, RefreshToken):
        yield Found(("callback", "token"), "the token of the run that this belongs to")


def _of_action(kind: ProcessKind, answer: object, result: Result) -> Iterator[Found]:
    if isinstance(answer, dict) and answer.get("callback") is not None:
        yield Found(("callback",), "left out for an action function, whose run is known")
    if isinstance(result, ShownError) and kind != "action":
        yield Found(("error",), f"left out for an app of kind {kind}, where nobody reads it")
