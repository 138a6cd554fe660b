"""What the centre decides about workers: who is there, and whether they want tasks."""

from dataclasses import replace
from datetime import datetime

from webchat.centre.events import WorkerChanged
from webchat.centre.task_ledger import TaskLedger, Turn, derived
from webchat.centre.worker import Answer
from webchat.errors import CentreError
from webchat.model import Activity, Worker


class WorkerLedger:
    """The workers' part of the writer's session."""

    def __init__(self, tasks: TaskLedger) -> None:
        """Write through the tables of *tasks*."""
        self._tasks = tasks
        self._tables = tasks.tables

    def log_in(self, worker: Worker, now: datetime) -> Answer[Worker]:
        """Let a worker be there; it is the same one as before when its identity is."""
        sid = derived("WK", worker.identity, 0)
        if self._tables.has_worker(worker.identity):
            known = self._tables.worker(worker.identity)
            sid = known.sid
            if known.is_logged_in:
                raise CentreError(
                    f"{known.friendly_name} is logged in already. Log out there first, or log in"
                    " as somebody else."
                )
        return self._come(replace(worker, sid=sid, is_logged_in=True), now)

    def set_activity(self, sid: str, activity: Activity, now: datetime) -> Answer[Worker]:
        """Let a worker be available, busy or offline."""
        worker = self._tasks.present(sid)
        if worker.activity == activity:
            return Answer(worker)
        return self._come(replace(worker, activity=activity), now)

    def log_out(self, sid: str, now: datetime) -> Answer[Worker]:
        """Let a worker go; its tasks go to others, also those from an earlier run."""
        worker, turn = self._tables.worker(sid), Turn(now)
        gone = replace(worker, activity="offline", is_logged_in=False)
        if gone != worker:
            self._tables.put_worker(gone)
            turn.events.append(WorkerChanged(gone))
        self._tasks.withdraw(turn, gone)
        self._tasks.route(turn)
        return Answer(gone, tuple(turn.events))

    def _come(self, worker: Worker, now: datetime) -> Answer[Worker]:
        turn = Turn(now, [WorkerChanged(worker)])
        self._tables.put_worker(worker)
        self._tables.touch((worker.sid,), now)
        self._tasks.route(turn)
        return Answer(worker, tuple(turn.events))
