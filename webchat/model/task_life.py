"""The life of a task: which order leads from which status to which, and no other.

::

    pending ──reserve──▶ reserved ──accept──▶ accepted ──wrapup──▶ wrapping ──complete──▶ completed
       │                    ├─reject───▶ rejected        └─transfer─▶ completed
       └──────cancel────────┼─cancel───▶ cancelled ◀──withdraw── accepted
                            └─time_out─▶ timed_out

A person may accept what is still pending: that reserves and accepts at once. What is rejected,
timed out, withdrawn or transferred is offered anew as another reservation of the same work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from webchat.errors import TaskStateError
from webchat.model.task import Task, TaskStatus

AgentVerb: TypeAlias = Literal[
    "accept", "reject", "cancel", "wrapup", "hangup", "complete", "transfer"
]
"""What an agent may order."""
Verb: TypeAlias = AgentVerb | Literal["reserve", "time_out", "withdraw", "hold"]

LIVE: tuple[TaskStatus, ...] = ("pending", "reserved", "accepted", "wrapping")
"""Statuses of a task on which something can still be done, in the order of a life."""


@dataclass(frozen=True, slots=True)
class Step:
    """One order.

    Attributes:
        sources: The statuses it is possible in.
        target: The status it leads to.
        done: What has been done to a task then, for a sentence.
    """

    sources: tuple[TaskStatus, ...]
    target: TaskStatus
    done: str


LIFE: Mapping[Verb, Step] = {
    "reserve": Step(("pending",), "reserved", "reserved"),
    "accept": Step(("pending", "reserved"), "accepted", "accepted"),
    "reject": Step(("reserved",), "rejected", "rejected"),
    "time_out": Step(("reserved",), "timed_out", "timed out"),
    "cancel": Step(("pending", "reserved"), "cancelled", "cancelled"),
    "withdraw": Step(("reserved", "accepted"), "cancelled", "withdrawn from its agent"),
    "wrapup": Step(("accepted",), "wrapping", "wrapped up"),
    "hangup": Step(("accepted",), "wrapping", "hung up"),
    "hold": Step(("accepted",), "accepted", "put on hold or taken off it"),
    "transfer": Step(("accepted",), "completed", "transferred"),
    "complete": Step(("wrapping",), "completed", "completed"),
}

_ADVICE: Mapping[TaskStatus, str] = {
    "pending": "Accept it first.",
    "reserved": "Accept or reject it.",
    "accepted": "Wrap it up, or transfer it.",
    "wrapping": "Complete it.",
}


def is_live(status: TaskStatus) -> bool:
    """Whether anything can still be done with a task of this status."""
    return status in LIVE


def progress(status: TaskStatus) -> int:
    """Return how far a task of this status has come; within a run it never goes back."""
    return LIVE.index(status) if status in LIVE else len(LIVE)


def is_possible(status: TaskStatus, verb: Verb) -> bool:
    """Whether *verb* can be ordered of a task in *status*; a button asks this."""
    return status in LIFE[verb].sources


def status_after(task: Task, verb: Verb) -> TaskStatus:
    """Return the status that *verb* leads to.

    Raises:
        TaskStateError: It cannot be; the sentence names the task, its status and what can be.
    """
    step = LIFE[verb]
    if task.status in step.sources:
        return step.target
    raise TaskStateError(
        f"{described(task)}; only {_named(step.sources)} can be {step.done}. {advice(task)}"
    )


def described(task: Task) -> str:
    """Return the beginning of a sentence about *task* and its status."""
    return f"The task {task.sid} is {task.status.replace('_', ' ')}"


def advice(task: Task) -> str:
    """Return what can be done with *task* now, and why where that is nothing."""
    if task.status in _ADVICE:
        return _ADVICE[task.status]
    return f"Nothing more can be done with it. {task.reason}".rstrip()


def _named(statuses: Sequence[TaskStatus]) -> str:
    words = " or ".join(status.replace("_", " ") for status in statuses)
    article = "an" if words[0] in "aeiou" else "a"
    return f"{article} {words} task"
