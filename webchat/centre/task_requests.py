"""The embedded centre's requests about tasks and workers, and the end of unanswered offers."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from webchat.centre.archive import Archive
from webchat.centre.checks import as_json
from webchat.centre.events import CentreEvent, TaskChanged
from webchat.centre.ledger import Ledger
from webchat.centre.task_ledger import Order
from webchat.centre.uploads import Write
from webchat.centre.worker import Answer
from webchat.clock import Clock, IdSource
from webchat.errors import CentreError
from webchat.model import ACTIVITIES, Activity, Task, Worker
from webchat.model.task_life import AgentVerb
from webchat.tasks import TaskBag

_V = TypeVar("_V")
_log = logging.getLogger(__name__)


class TaskRequests(ABC):
    """The part of the embedded centre that agents ask; the rest of it lends the threads."""

    def __init__(self, clock: Clock, ids: IdSource) -> None:
        self._clock = clock
        self._ids = ids

    @abstractmethod
    def _write(self, job: Callable[[Ledger], Answer[_V]]) -> asyncio.Future[_V]:
        """Have the writing thread do a job."""

    @abstractmethod
    def _read(self, read: Callable[[Archive], _V]) -> asyncio.Future[_V]:
        """Have the reading thread read something."""

    async def tasks(self) -> tuple[Task, ...]:
        """Return the tasks on which something can still be done, the oldest first."""
        return await self._read(lambda archive: archive.tasks.live())

    async def task(self, sid: str) -> Task:
        """Return a reservation (WR…), or the latest one of a task (WT…)."""
        return await self._read(lambda archive: archive.tasks.task(sid))

    async def change_task(
        self,
        sid: str,
        verb: AgentVerb,
        worker_sid: str,
        reason: str | None = None,
        target_sid: str | None = None,
    ) -> Task:
        """Do what a worker wants with a task, if it can be done now."""
        order = Order(sid, verb, worker_sid, self._clock.now(), reason or "", target_sid or "")
        return await self._write(lambda ledger: ledger.tasks.change(order))

    async def create_voice_task(
        self, name: str, attributes: Mapping[str, Any] | None = None
    ) -> Task:
        """Let a simulated call come in."""
        given, _text = as_json(attributes, CentreError)
        call = {
            "direction": "inbound",
            "initiated_by": "customer",
            "name": name,
            "customerName": name,
            **given,
        }
        sid, now = self._ids("WT"), self._clock.now()
        return await self._write(lambda ledger: ledger.tasks.call_came(sid, call, now))

    async def log_in(self, worker: Worker) -> Worker:
        """Let a worker be there."""
        if not worker.identity.strip():
            raise CentreError("A worker needs an identity that is not blank.")
        now = self._clock.now()
        return await self._write(lambda ledger: ledger.workers.log_in(worker, now))

    async def log_out(self, worker_sid: str) -> None:
        """Let a worker go; its tasks are offered to others."""
        now = self._clock.now()
        await self._write(lambda ledger: ledger.workers.log_out(worker_sid, now))

    async def set_activity(self, worker_sid: str, activity: Activity) -> Worker:
        """Let a worker be available, busy or offline."""
        if activity not in ACTIVITIES:
            raise CentreError(f"An activity is one of {', '.join(ACTIVITIES)}, not {activity!r}.")
        now = self._clock.now()
        return await self._write(
            lambda ledger: ledger.workers.set_activity(worker_sid, activity, now)
        )

    async def workers(self) -> tuple[Worker, ...]:
        """Return every worker that ever logged in, in the order of their coming."""
        return await self._read(lambda archive: archive.tasks.workers())


class OfferTimes:
    """Ends each offer that nobody answers in time."""

    def __init__(self, clock: Clock, write: Write) -> None:
        """Prepare.

        Args:
            clock: Says when an offer is over.
            write: Queues a job for the thread that writes.
        """
        self._clock = clock
        self._write = write
        self._tasks = TaskBag("centre offers")
        self._running: dict[str, asyncio.Task[None]] = {}

    def __call__(self, event: CentreEvent) -> None:
        """Follow what becomes of every task."""
        if not isinstance(event, TaskChanged):
            return
        task = event.task
        running = self._running.pop(task.sid, None)
        if running is not None:
            running.cancel()
        if task.status == "reserved":
            name = f"end the offer {task.sid}"
            running = self._running[task.sid] = self._tasks.spawn(self._end(task), name=name)
            running.add_done_callback(partial(self._ended, task.sid))

    async def aclose(self) -> None:
        """Leave what is offered as it is."""
        await self._tasks.aclose()

    async def _end(self, task: Task) -> None:
        assert task.reserved_until is not None  # noqa: S101  it is reserved; for the type checker
        while (left := (task.reserved_until - self._clock.now()).total_seconds()) > 0:
            await self._clock.sleep(left)
        self._running.pop(task.sid, None)  # from here on it is not ended by its own outcome
        now = self._clock.now()
        try:
            await self._write(lambda ledger: ledger.tasks.time_out(task.sid, now))
        except CentreError as error:  # it is closed, or its disk is full
            _log.warning("The offer of the task %s could not be ended: %s", task.sid, error)

    def _ended(self, sid: str, ended: asyncio.Task[None]) -> None:
        if self._running.get(sid) is ended:
            del self._running[sid]
