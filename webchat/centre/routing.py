"""Who is offered a pending task: a pure choice, so that it can be read and tested by itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from webchat.model import Task, Worker

CAPACITY = 5
"""How many tasks a person holds, offered or accepted, before the next goes to somebody else."""


class Candidate(NamedTuple):
    """A worker and what its choice depends on.

    Attributes:
        worker: Who.
        load: How many tasks it is offered or has accepted.
        idle_since: When it last got or gave away a task, or came; aware, UTC.
    """

    worker: Worker
    load: int
    idle_since: datetime


def chosen(task: Task, candidates: Iterable[Candidate]) -> Worker | None:
    """Return who is offered *task*, or None when nobody can be now.

    That is an available worker with the fewest tasks, of several the one that has been idle for
    the longest. Who has rejected the work, or let it time out, is not asked again; nor is a bot
    for a call, as it cannot speak.
    """
    fit = [one for one in candidates if _fits(one, task)]
    if not fit:
        return None
    return min(fit, key=lambda one: (one.load, one.idle_since, one.worker.identity)).worker


def can_take(worker: Worker, task: Task) -> bool:
    """Whether a worker can do this kind of work at all."""
    return not (worker.is_bot and task.task_channel_unique_name == "voice")


def _fits(candidate: Candidate, task: Task) -> bool:
    worker = candidate.worker
    return (
        can_take(worker, task)
        and worker.is_logged_in
        and worker.activity == "available"
        and worker.sid not in task.excluded
        and (worker.is_bot or candidate.load < CAPACITY)
    )
