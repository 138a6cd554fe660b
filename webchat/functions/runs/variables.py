"""Variables of processes: what build declared, what action gave, and where both are used again.

Build declares variables, action gives values for them, and the inputs of later runs use them as
``{{variables.key}}`` (reference: action-functions, sections 4 and 5). What does not fit together
ends no run: it is left out, and a sentence on the run says so.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from webchat.functions.contract.forms import file_answer
from webchat.functions.contract.records import (
    GroupedVariable,
    RemoteFile,
    Variable,
    VariableType,
    VariableValue,
)
from webchat.functions.runs.records import ReceivedVariable, Run

_PLACE = re.compile(r"\{\{\s*variables\.([^\s{}]+)\s*\}\}")
_KINDS: Mapping[VariableType, str] = {"string": "a text", "file": "files"}

Known: TypeAlias = Mapping[str, ReceivedVariable]
"""Variables by their keys."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A value that fits a declared variable; its files are still to be fetched."""

    variable: Variable
    value: str = ""
    files: tuple[RemoteFile, ...] = ()


def accepted(
    declared: Sequence[Variable], given: Iterable[VariableValue]
) -> tuple[list[Accepted], list[str]]:
    """Check what action gave against what build declared.

    Returns:
        What fits, the last one where a key came twice; and a sentence for each that does not.
    """
    by_key = {one.key: one for one in declared}
    fitting: dict[str, Accepted] = {}
    sentences = []
    for one in given:
        variable = by_key.get(one.key)
        sentence = _undeclared(one.key, by_key) if variable is None else _misfit(variable, one)
        if one.key in fitting:
            sentences.append(f"The variable “{one.key}” came twice; the last value counts.")
        if variable is None or sentence:
            sentences.append(f"{sentence} It was left out.")
        else:
            fitting[one.key] = Accepted(variable, one.value or "", one.files)
    return list(fitting.values()), sentences


def missing(declared: Iterable[Variable], received: Iterable[ReceivedVariable]) -> list[str]:
    """Return a sentence for each declared variable that has no value."""
    there = {one.key for one in received}
    return [
        f"Build declared the variable “{one.key}”, but no value came for it."
        for one in declared
        if one.key not in there
    ]


def merged(
    earlier: Iterable[ReceivedVariable], later: Iterable[ReceivedVariable]
) -> list[ReceivedVariable]:
    """Return both, the later one where a key is in both."""
    return list({one.key: one for one in (*earlier, *later)}.values())


# -- groups of a trigger -------------------------------------------------------------------------


def group_input(group: Iterable[GroupedVariable]) -> dict[str, Any]:
    """Return what the app that is started for a group gets as ``input``."""
    return {one.key: one.value for one in group}


def of_group(group: Iterable[GroupedVariable]) -> list[ReceivedVariable]:
    """Return a group's texts as variables that later runs may use."""
    return [
        ReceivedVariable(one.key, one.label, one.type, one.value)
        for one in group
        if isinstance(one.value, str)
    ]


def group_misfits(declared: Sequence[Variable], group: Sequence[GroupedVariable]) -> list[str]:
    """Return a sentence for each way in which a group is not as the trigger's build said."""
    by_key = {one.key: one for one in declared}
    sentences = [
        _undeclared(one.key, by_key) if one.key not in by_key else _other(by_key[one.key], one)
        for one in group
    ]
    there = {one.key for one in group}
    sentences += [
        f"Build declared the variable “{one.key}”, but a group came without it."
        for one in declared
        if one.key not in there
    ]
    return [one for one in sentences if one]


def _undeclared(key: str, declared: Mapping[str, Variable]) -> str:
    names = ", ".join(f"“{one}”" for one in declared)
    known = f"only {names}" if names else "none at all"
    return f"Build declared no variable “{key}”, {known}."


def _misfit(variable: Variable, given: VariableValue) -> str:
    came: VariableType = "string" if given.value is not None else "file"
    if came == variable.type:
        return ""
    wanted, got = _KINDS[variable.type], _KINDS[came]
    return f"The variable “{variable.key}” was declared as {wanted}, but {got} came."


def _other(variable: Variable, given: GroupedVariable) -> str:
    if variable.id and variable.id != given.id:
        return (
            f"The variable “{variable.key}” was declared with the id “{variable.id}”, "
            f"but “{given.id}” came."
        )
    if variable.type != given.type:
        wanted, got = _KINDS[variable.type], _KINDS[given.type]
        return f"The variable “{variable.key}” was declared as {wanted}, but {got} came."
    return ""


# -- places where they are used ------------------------------------------------------------------


def known(runs: Iterable[Run]) -> Known:
    """Return what runs have given so far, the latest value of each key; oldest run first."""
    return {one.key: one for run in runs for one in run.variables}


def file_addresses(runs: Iterable[Run]) -> frozenset[str]:
    """Return the ``file:`` addresses that :func:`filled` writes for the files of *runs*."""
    given = (one for run in runs for one in run.variables)
    return frozenset(Path(path).as_uri() for one in given for path in one.files)


def filled(value: Any, variables: Known) -> tuple[Any, list[str]]:
    """Put values where ``{{variables.key}}`` stands, at any depth.

    A text that is nothing but the place of a file variable becomes the file object that a form's
    ``file`` input gives; within other text its files' names are written.

    Returns:
        The value with what is known filled in; and a sentence for each place that stays as it
        is, since no run has given the variable.
    """
    unknown: list[str] = []
    replaced = _replaced(value, variables, unknown.append)
    return replaced, [
        f"No run has given the variable “{key}” yet, so its place was left as it is."
        for key in dict.fromkeys(unknown)
    ]


def _replaced(value: Any, variables: Known, miss: Callable[[str], object]) -> Any:
    if isinstance(value, str):
        return _in_text(value, variables, miss)
    if isinstance(value, Mapping):
        return {key: _replaced(one, variables, miss) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(one, variables, miss) for one in value]
    return value


def _in_text(text: str, variables: Known, miss: Callable[[str], object]) -> Any:
    whole = _PLACE.fullmatch(text)
    if whole and (variable := variables.get(whole[1])) and variable.type == "file":
        return file_answer((Path(one).name, Path(one).as_uri()) for one in variable.files)

    def value_of(place: re.Match[str]) -> str:
        variable = variables.get(place[1])
        if variable is None:
            miss(place[1])
            return place[0]
        return variable.value or ", ".join(Path(one).name for one in variable.files)

    return _PLACE.sub(value_of, text)
