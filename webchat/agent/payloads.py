"""Reading the payloads of an agent's actions: what they must hold, and a sentence otherwise."""

from collections.abc import Mapping
from typing import Any, cast

from webchat.agent.task import given_sid
from webchat.errors import PayloadError
from webchat.model import ACTIVITIES, Activity

_EXCERPT = 60


def required_task(action: str, payload: Any) -> str:
    """Return the sid of the task that *payload* is about: WR… or WT….

    Raises:
        PayloadError: It is no dict, or names no task.
    """
    if not isinstance(payload, dict):
        raise PayloadError(
            f"The payload of {action} must be a dict such as {{'sid': 'WR…'}}, "
            f"but {_shown(payload)} came."
        )
    sid = given_sid(payload)
    if isinstance(sid, str) and sid:
        return sid
    if payload.get("task") is not None:
        came = _shown(payload["task"])
        raise PayloadError(
            f"“task” of {action} must be a task, but {came} came. Give its sid as “sid” instead."
        )
    if sid is not None:
        raise PayloadError(f"“sid” of {action} must be a text such as WR…, but {_shown(sid)} came.")
    raise PayloadError(f"{action} needs a “task” or a “sid”, but neither came.")


def reason_of(payload: Mapping[str, Any]) -> str | None:
    """Return why something is done, a sentence, or None."""
    reason = payload.get("reason")
    return str(reason) if reason else None


def target_of(payload: Mapping[str, Any]) -> str:
    """Return whom a task is transferred to: a worker's sid or identity.

    Raises:
        PayloadError: It names nobody.
    """
    target = payload.get("targetSid")
    if isinstance(target, str) and target:
        return target
    raise PayloadError(
        "“targetSid” of TransferTask must be the sid (WK…) or the identity of a worker, "
        f"but {_shown(target)} came."
    )


def activity_of(payload: Any) -> Activity:
    """Return the activity that a payload names; the case does not matter.

    Raises:
        PayloadError: It names none that there is.
    """
    name = payload.get("activityName") if isinstance(payload, dict) else None
    if isinstance(name, str) and name.lower() in ACTIVITIES:
        return cast("Activity", name.lower())
    raise PayloadError(
        f"“activityName” of SetActivity must be one of {', '.join(ACTIVITIES)}, "
        f"but {_shown(name)} came."
    )


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"
