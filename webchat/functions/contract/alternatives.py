"""Which parts of an answer exclude each other (reference: action-functions, sections 1 and 4)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from webchat.functions.contract.findings import Found, came, quoted
from webchat.functions.contract.records import FunctionName, ProcessKind

_PARTS: Final = ("output", "directive", "error")
_BUILT: Final[Mapping[ProcessKind, str]] = {
    "action": "action",
    "automation": "automation",
    "await": "await",
    "trigger": "variables",
}
_STEPS: Final = ("form", "action", "automation", "await")


def alternatives(function: FunctionName, kind: ProcessKind, answer: object) -> Iterator[Found]:
    """Yield where an answer has several of what there may be one of, or none."""
    if not isinstance(answer, dict):
        what = "nothing" if answer is None else came(answer)
        yield Found((), f"an object with {quoted(_PARTS, 'or')}", what)
        return
    given = [key for key in _PARTS if answer.get(key) is not None]
    if len(given) != 1:
        yield Found(
            (), f"an object with exactly one of {quoted(_PARTS, 'and')}", _with(answer, given)
        )
    if function == "build" and isinstance(output := answer.get("output"), dict):
        yield from _built(kind, output)


def _built(kind: ProcessKind, output: Mapping[str, Any]) -> Iterator[Found]:
    own = _BUILT[kind]
    given = [key for key in dict.fromkeys((*_STEPS, own)) if _is_there(output, key)]
    # A trigger may declare its variables beside a form, too early.
    counted = [key for key in given if key != "variables" or len(given) == 1]
    if len(counted) != 1 or counted[0] not in {"form", own}:
        expected = f"an object with either “form” or “{own}”, for an app of kind {kind}"
        yield Found(("output",), expected, _with(output, given))


def _is_there(output: Mapping[str, Any], key: str) -> bool:
    given = output.get(key)
    return given is not None and (key != "form" or given != [])


def _with(whole: Mapping[str, Any], given: list[str]) -> str:
    if given:
        return f"an object with {quoted(given, 'and')}"
    return "an object with none of them" if whole else "an empty object"
