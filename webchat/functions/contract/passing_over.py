"""What fits the contract but is not carried out: it is taken away, and a remark says so.

So nobody who carries out a result needs to know which kind of app makes use of what.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, Final

from webchat.functions.contract.findings import Found, Place
from webchat.functions.contract.records import (
    ActionResult,
    BuildResult,
    FunctionName,
    OpenUrlEvent,
    ProcessKind,
    Result,
)

_AUTOMATIC: Final = frozenset[ProcessKind]({"automation", "await"})
_ONLY_FOR: Final[Mapping[str, frozenset[ProcessKind]]] = {
    "status": _AUTOMATIC | {"action"},
    "message": _AUTOMATIC,
    "events": frozenset({"action"}),
    "form": frozenset({"action"}),
    "retry_delay": _AUTOMATIC | {"trigger"},
    "variables": _AUTOMATIC,
    "state": frozenset({"trigger"}),
    "variable_groups": frozenset({"trigger"}),
}
_CALLBACKS: Final = frozenset[FunctionName]({"redirect", "webhook"})
_KEYS: Final = {"retry_delay": "retry"}


def pass_over(
    function: FunctionName, kind: ProcessKind, result: Result
) -> tuple[Result, list[Found]]:
    """Return a result without what is not carried out, and what that was."""
    if isinstance(result, BuildResult):
        return _from_build(kind, result)
    if not isinstance(result, ActionResult):
        return result, []
    foreign = dict.fromkeys(_foreign(kind, result), f"left out for an app of kind {kind}")
    kept = _without(result, foreign)
    late = dict.fromkeys(_late(kept), "left out beside a status, which ends the run")
    kept = _without(kept, late)
    passed = [Found(_place(name), why) for name, why in (foreign | late).items()]
    if function in _CALLBACKS:
        why = f"left out for a {function} function, which opens nothing"
        passed += [Found(("output", "events", index), why) for index in _opening(kept)]
        events = tuple(one for one in kept.events if not isinstance(one, OpenUrlEvent))
        kept = replace(kept, events=events)
    return kept, passed


def _from_build(kind: ProcessKind, result: BuildResult) -> tuple[Result, list[Found]]:
    if not result.variables or (result.card is None and not result.form):
        return result, []
    why = "left out beside a form" if result.form else f"left out for an app of kind {kind}"
    return replace(result, variables=()), [Found(("output", "variables"), why)]


def _foreign(kind: ProcessKind, result: ActionResult) -> Iterator[str]:
    return (name for name, kinds in _ONLY_FOR.items() if kind not in kinds and _has(result, name))


def _late(result: ActionResult) -> Iterator[str]:
    names = ("form", "retry_delay") if result.status is not None else ()
    return (name for name in names if _has(result, name))


def _opening(result: ActionResult) -> Iterator[int]:
    return (i for i, event in enumerate(result.events) if isinstance(event, OpenUrlEvent))


def _has(result: ActionResult, name: str) -> bool:
    return bool(getattr(result, name) != _DEFAULTS[name])


def _without(result: ActionResult, names: Mapping[str, Any]) -> ActionResult:
    defaults: dict[str, Any] = {name: _DEFAULTS[name] for name in names}
    return replace(result, **defaults)


def _place(name: str) -> Place:
    return ("output", _KEYS.get(name, name))


_DEFAULTS: Final = {one.name: one.default for one in fields(ActionResult)}
