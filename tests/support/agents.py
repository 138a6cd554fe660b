"""Agents at their desks, for tests: what they see, and what they order."""

from typing import Any

from tests.support.waiting import until
from webchat.side.side import Side
from webchat.state import TaskState


def order(side: Side, action: str, task: Any = None, **more: Any) -> Any:
    """Invoke an action of an agent, about a task if one is given."""
    about = {} if task is None else {"sid": task if isinstance(task, str) else task.sid}
    return side.actions.invoke_action(action, {**about, **more})


def live(side: Side) -> list[TaskState]:
    """Return the tasks of a desk on which something can be done, in their order."""
    return [task for task in side.store.state.tasks.values() if not task.is_over]


def task_of(side: Side, sid: str) -> TaskState:
    """Return one task as a desk shows it now."""
    return side.store.state.tasks[sid]


async def next_task(side: Side, status: str = "reserved") -> TaskState:
    """Wait until a desk has a task of this status; return the oldest."""
    await until(lambda: [one for one in live(side) if one.status == status])
    return next(one for one in live(side) if one.status == status)


async def accepted(side: Side) -> TaskState:
    """Accept the oldest task that is offered to a desk."""
    task = await next_task(side)
    await order(side, "AcceptTask", task)
    return task_of(side, task.sid)


async def logged_in(side: Side) -> None:
    """Wait until the agent of a desk is logged in."""
    await until(lambda: side.store.state.session.worker_sid is not None)
