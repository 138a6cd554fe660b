"""What functions return, checked: answers to break, and what is found, as plain tuples."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from webchat.functions.contract.checks import check
from webchat.functions.contract.records import Finding, FunctionName, ProcessKind

EXAMPLES = Path(__file__).parents[1] / "data" / "functions" / "seed_contract"
KINDS: tuple[ProcessKind, ...] = ("action", "automation", "await", "trigger")

_COMMENT_OR_TEXT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*')
_LAST_COMMA = re.compile(r",(\s*[}\]])")

Found = tuple[str, str, str]
Place = tuple[int | str, ...]


def example(name: str) -> Any:
    """Return one of the seed's examples, without its comments and stray commas."""
    text = (EXAMPLES / f"{name}.jsonc").read_text(encoding="utf-8")
    bare = _COMMENT_OR_TEXT.sub(lambda found: found[1] or "", text)
    return json.loads(_LAST_COMMA.sub(r"\1", bare))


def example_output() -> Any:
    """Return the seed's example of an output with addresses where it has only ``xxx``."""
    answer = example("output")
    for place, _ in places(answer):
        if place[-1] == "url":
            answer = replaced(answer, place, "https://example.com/a")
    return answer


def places(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield every place inside a JSON value and what stands there."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*place, key), inner
        if isinstance(inner, (dict, list)):
            yield from places(inner, (*place, key))


def replaced(answer: Any, place: Place, value: Any) -> Any:
    """Return a copy of an answer with another value at a place."""
    *outer, last = place
    whole = copy.deepcopy(answer)
    inner = whole
    for key in outer:
        inner = inner[key]
    inner[last] = value
    return whole


def without(answer: Any, place: Place) -> Any:
    """Return a copy of an answer without what stands at a place."""
    *outer, last = place
    whole = copy.deepcopy(answer)
    inner = whole
    for key in outer:
        inner = inner[key]
    del inner[last]
    return whole


def wrong(answer: Any, function: FunctionName = "action", kind: ProcessKind = "action") -> Any:
    """Return the findings about an answer that has no result, as tuples."""
    checked = check(function, kind, answer)
    assert checked.result is None
    assert checked.findings
    return _plain(checked.findings)


def fitting(answer: Any, function: FunctionName = "action", kind: ProcessKind = "action") -> Any:
    """Return the record of an answer that fits."""
    checked = check(function, kind, answer)
    assert checked.findings == ()
    assert checked.result is not None
    return checked.result


def remarked(
    answer: Any, function: FunctionName = "action", kind: ProcessKind = "action"
) -> list[Found]:
    """Return the remarks about an answer, as tuples."""
    return _plain(check(function, kind, answer).remarks)


def _plain(found: tuple[Finding, ...]) -> list[Found]:
    return [(one.path, one.expected, one.came) for one in found]
