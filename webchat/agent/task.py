"""A task as plugins and actions take hold of it: one stable object per reservation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from webchat.clock import Clock
from webchat.model import Task, TaskStatus
from webchat.model.task_life import progress
from webchat.state import TaskState

_DOCUMENTED = {
    "channelSid": "channel_sid",
    "conversationSid": "channel_sid",
    "customerLeft": "customer_left",
    "dateCreated": "date_created",
    "dateUpdated": "date_updated",
    "isOnHold": "is_on_hold",
    "reservationSid": "sid",
    "reservedUntil": "reserved_until",
    "taskChannelUniqueName": "task_channel_unique_name",
    "taskSid": "task_sid",
    "taskStatus": "status",
    "workerSid": "worker_sid",
}


class TaskHandle:
    """One reservation; what it says is always as last known.

    It also answers the documented names, such as ``taskSid`` and ``taskChannelUniqueName``.
    """

    __slots__ = ("__weakref__", "_clock", "_flags", "_task")

    def __init__(self, task: Task, clock: Clock) -> None:
        """Take hold of *task*; its age is by *clock*."""
        self._task = task
        self._clock = clock
        self._flags: TaskState | None = None

    def __repr__(self) -> str:
        return f"<TaskHandle {self.sid}: {self.status}>"

    def __getattr__(self, name: str) -> Any:
        if name in _DOCUMENTED:
            return getattr(self, _DOCUMENTED[name])
        raise AttributeError(f"A task has no attribute {name!r}.")

    @property
    def record(self) -> Task:
        """The centre's record as last known."""
        return self._task

    @property
    def sid(self) -> str:
        """The reservation's sid (WR…)."""
        return self._task.sid

    @property
    def task_sid(self) -> str:
        """The sid of the piece of work (WT…), the same after it was offered anew."""
        return self._task.task_sid

    @property
    def status(self) -> TaskStatus:
        """See :mod:`webchat.model.task_life`."""
        return self._task.status

    @property
    def task_channel_unique_name(self) -> str:
        """``chat`` or ``voice``."""
        return self._task.task_channel_unique_name

    @property
    def channel_sid(self) -> str:
        """The chat's channel; empty for a call."""
        return self._task.channel_sid

    @property
    def attributes(self) -> Mapping[str, Any]:
        """Free data, with ``channelSid`` and ``conversationSid`` where there is a chat."""
        return self._task.attributes

    @property
    def worker_sid(self) -> str | None:
        """Who it is offered to or taken by, or None."""
        return self._task.worker_sid

    @property
    def reason(self) -> str:
        """Why it is as it is, a sentence, or empty."""
        return self._task.reason

    @property
    def date_created(self) -> datetime:
        """When the work came, aware, UTC."""
        return self._task.created

    @property
    def date_updated(self) -> datetime:
        """When the status was set, aware, UTC."""
        return self._task.updated

    @property
    def reserved_until(self) -> datetime | None:
        """When the offer ends, or None."""
        return self._task.reserved_until

    @property
    def age(self) -> int:
        """How long ago the work came, in whole seconds."""
        return int((self._clock.now() - self._task.created).total_seconds())

    @property
    def customer_left(self) -> bool:
        """Whether the customer is no longer in the chat."""
        return self._flags is not None and self._flags.customer_left

    @property
    def is_on_hold(self) -> bool:
        """Whether the call is on hold."""
        return self._flags is not None and self._flags.is_on_hold

    def update(self, task: Task) -> None:
        """Take over what is known now; what is told late changes nothing."""
        if progress(task.status) >= progress(self._task.status):
            self._task = task

    def show(self, state: TaskState) -> None:
        """Take over what only this side knows of it."""
        self._flags = state


class TaskHandles:
    """The handles of one side: found by either sid, filled into payloads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: WeakValueDictionary[str, TaskHandle] = WeakValueDictionary()
        self._shown: dict[str, TaskHandle] = {}

    def take(self, task: Task) -> TaskHandle:
        """Return the handle of a task, which says from now on what *task* says."""
        handle = self._known.get(task.sid)
        if handle is None:
            handle = self._known[task.sid] = TaskHandle(task, self._clock)
        else:
            handle.update(task)
        return handle

    def show(self, tasks: Mapping[str, TaskState]) -> None:
        """Keep the handles of what the state holds, and let the others go with their users."""
        self._shown = {sid: self._known[sid] for sid in tasks if sid in self._known}
        for sid, handle in self._shown.items():
            handle.show(tasks[sid])

    def find(self, sid: object) -> TaskHandle | None:
        """Return the task of a sid: a reservation, or the latest one of a piece of work."""
        if not isinstance(sid, str):
            return None
        handle = self._known.get(sid)
        if handle is not None:
            return handle
        of_work = [one for one in self._shown.values() if one.task_sid == sid]
        return of_work[-1] if of_work else None

    def fill(self, payload: Any) -> Any:
        """Name the task in both ways; what cannot be used is left for the body to tell."""
        if not isinstance(payload, dict):
            return payload
        handle = self.find(given_sid(payload))
        if handle is not None:
            payload["task"], payload["sid"] = handle, handle.sid
        return payload


def given_sid(payload: Mapping[str, Any]) -> Any:
    """Return what a payload names as its task; ``task`` wins. None is for nothing."""
    task = payload.get("task")
    return payload.get("sid") if task is None else getattr(task, "sid", None)
