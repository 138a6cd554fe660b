"""One line of text for a payload, a duration, a moment, a verdict.

Payloads come from anywhere, also from plugins: nothing here calls a foreign ``repr``, follows a
structure without end or lets an odd value raise. Nothing is masked; who looks at the list sees
what was passed.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ui.models.masking import masked
from webchat.actions import ListenerCall

_SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}\Z")
_LOOKED_THROUGH = 4000
_VALUE_LENGTH = 60
_INSIDE_LENGTH = 180
_LINE_LENGTH = 320
_ITEMS = 8
_DEPTH = 3
_MS_WITH_HUNDREDTHS = 0.095
_MS_WITH_TENTHS = 99.95

VERDICTS: Mapping[str, str] = {
    "running": "still running",
    "passed": "passed",
    "changed": "changed payload",
    "cancelled": "cancelled",
    "failed": "failed",
    "released": "released",
}


def payload_text(payload: Any) -> str:
    """Return a payload on one line, sids last: ``body "Hello"  channelSid CH7c…e1``."""
    if payload is None:
        return ""
    if isinstance(payload, Mapping):
        items = sorted(_some(payload.items()), key=_is_sid)
        text = "  ".join(f"{key} {value_text(value)}" for key, value in items)
    else:
        text = value_text(payload)
    return elided(text, _LINE_LENGTH)


def value_text(value: Any, depth: int = _DEPTH) -> str:
    """Return one value as JSON would write it, shortened; objects by the name of their type."""
    if isinstance(value, str):
        return short_sid(value) if _SID.match(value) else _quoted(value)
    if value is None or isinstance(value, (bool, int, float)):
        return json.dumps(value)
    if isinstance(value, (Mapping, list, tuple)):
        return elided(_inside(value, depth - 1), _INSIDE_LENGTH) if depth else "…"
    return _quoted(str(value)) if isinstance(value, Path) else _object_text(value)


def short_sid(sid: str) -> str:
    """Return the ends of a long sid: ``CH7c…e1``."""
    return f"{sid[:4]}…{sid[-2:]}" if len(sid) > len("CH00…00") else sid


def elided(text: str, length: int) -> str:
    """Return *text* cut to *length* characters, with an ellipsis if something is missing."""
    return text if len(text) <= length else text[: length - 1] + "…"


def time_text(moment: datetime) -> str:
    """Return the local time of day with milliseconds: ``14:02:41.118``."""
    local = moment.astimezone()
    return f"{local:%H:%M:%S}.{local.microsecond // 1000:03}"


def duration_text(seconds: float | None) -> str:
    """Return milliseconds without their unit: ``0.2``, ``1,284``; a dash while there are none."""
    if seconds is None:
        return "–"  # noqa: RUF001  the dash of a table
    milliseconds = seconds * 1000
    if milliseconds < _MS_WITH_HUNDREDTHS:
        return f"{milliseconds:.2f}"
    return f"{milliseconds:.1f}" if milliseconds < _MS_WITH_TENTHS else f"{round(milliseconds):,}"


def verdict_text(call: ListenerCall) -> str:
    """Return what a listener did, in words."""
    if call.event.startswith("replace") and call.verdict == "passed":
        return "ran in its place"
    return VERDICTS.get(call.verdict, call.verdict)


def phase_text(call: ListenerCall, action: str) -> str:
    """Return what part it has: ``before``, ``after``, ``replacement``."""
    phase = call.event.removesuffix(action)
    return "replacement" if phase == "replace" else phase


def listener_text(call: ListenerCall, action: str) -> str:
    """Return which listener it is: ``before · mask_card_numbers:18``."""
    path, _colon, line = call.where.rpartition(":")
    name = call.owner or Path(path).name or "built in"
    return f"{phase_text(call, action)} · {name}{':' + line if line.isdigit() else ''}"


def change_text(change: Mapping[str, tuple[Any, Any]] | None) -> str:
    """Return what a listener made of the payload: ``body → "Hello"``."""
    parts = (
        f"{key} → {value_text(after)}" if key else value_text(after)
        for key, (_before, after) in _some((change or {}).items())
    )
    return elided("  ".join(parts), _LINE_LENGTH)


def change_detail(change: Mapping[str, tuple[Any, Any]] | None) -> str:
    """Return the same with the values before, over several lines."""
    parts = (
        f"{key or 'payload'}\n  before: {value_text(before)}\n  after: {value_text(after)}"
        for key, (before, after) in _some((change or {}).items())
    )
    return "\n".join(parts)


def _inside(value: Mapping[Any, Any] | list[Any] | tuple[Any, ...], depth: int) -> str:
    if isinstance(value, Mapping):
        parts = (f"{key}: {value_text(one, depth)}" for key, one in _some(value.items()))
        return "{" + ", ".join(parts) + "}"
    return "[" + ", ".join(value_text(one, depth) for one in _some(value)) + "]"


def _is_sid(item: tuple[Any, Any]) -> bool:
    value = item[1]
    return (isinstance(value, str) and _SID.match(value) is not None) or _sid_of(value) != ""


def _quoted(text: str) -> str:
    # Masked before it is cut: half a secret would not be known as one. What is far beyond the cut
    # need not be looked through.
    shown = masked(text[:_LOOKED_THROUGH])
    # The first escape may turn one character into six, hence the cut before and after.
    return json.dumps(elided(shown, _VALUE_LENGTH), ensure_ascii=False)


def _object_text(value: Any) -> str:
    return short_sid(_sid_of(value)) or f"<{type(value).__name__}>"


def _sid_of(value: Any) -> str:
    try:
        sid = getattr(value, "sid", "")
    except Exception:  # a plugin's property may raise anything
        return ""
    return sid if isinstance(sid, str) else ""


def _some(items: Iterable[Any]) -> Iterator[Any]:
    for number, item in enumerate(items):
        if number == _ITEMS:
            return
        yield item
