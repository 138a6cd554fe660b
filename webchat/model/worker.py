"""A worker: who takes tasks, a person or a bot."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Activity: TypeAlias = Literal["available", "busy", "offline"]
ACTIVITIES: tuple[Activity, ...] = get_args(Activity)


@dataclass(frozen=True, slots=True)
class Worker:
    """Who sits in an agent's chair.

    Attributes:
        sid: ``WK`` and 32 hexadecimal digits; empty until the centre knows the worker.
        identity: The stable name the centre knows it by, in channels as well.
        friendly_name: The name shown.
        avatar: URL or path of a picture, or None for initials.
        activity: Whether it is offered tasks: only while ``available``.
        is_bot: Whether it is a program, which is never too busy for another task.
        is_logged_in: Whether it is there at all.
    """

    sid: str
    identity: str
    friendly_name: str
    avatar: str | None = None
    activity: Activity = "offline"
    is_bot: bool = False
    is_logged_in: bool = False
