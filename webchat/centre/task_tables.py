"""Tasks and workers as they stand in the database; read by everybody, written by the ledger.

Nothing is remembered between transactions: a task changes a few times in its life, so that its
rows may well be read again, and a transaction that is rolled back leaves nothing to forget.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from webchat.centre.routing import Candidate
from webchat.errors import UnknownTaskError, UnknownWorkerError
from webchat.model import Task, Worker
from webchat.model.task_life import LIVE

_TASK = (
    "sid, task_sid, status, task_channel_unique_name, channel_sid, attributes, created, updated,"
    " worker_sid, excluded, reserved_until, reason"
)
_WORKER = "sid, identity, friendly_name, avatar, activity, is_bot, is_logged_in"
_IS_LIVE = f"status IN ({', '.join(repr(one) for one in LIVE)})"


class TaskTables:
    """The two tables, by one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # Reading

    def live(self) -> tuple[Task, ...]:
        """Return all tasks on which something can be done, oldest reservation first."""
        return self._tasks(_IS_LIVE, ())

    def live_of_channel(self, channel_sid: str) -> tuple[Task, ...]:
        """Return those of one chat."""
        return self._tasks(f"{_IS_LIVE} AND channel_sid = ?", (channel_sid,))

    def live_of_worker(self, worker_sid: str) -> tuple[Task, ...]:
        """Return those that one worker is offered or has taken."""
        return self._tasks(f"{_IS_LIVE} AND worker_sid = ?", (worker_sid,))

    def task(self, sid: str) -> Task:
        """Return a reservation by its sid, or the latest one of a piece of work by that one's.

        Raises:
            UnknownTaskError: There is none of this sid.
        """
        found = self._tasks("sid = ?", (sid,)) or self._tasks("task_sid = ?", (sid,))
        if not found:
            raise UnknownTaskError(
                f"There is no task {sid!r} at this contact centre. Give the sid of a reservation"
                " (WR…) or of a task (WT…)."
            )
        return found[-1]

    def count_of_work(self, task_sid: str) -> int:
        """Return how many reservations a piece of work has had."""
        return self._count("task_sid", task_sid)

    def count_of_channel(self, channel_sid: str) -> int:
        """Return how many pieces of work a chat has been."""
        query = "SELECT count(DISTINCT task_sid) FROM tasks WHERE channel_sid = ?"
        return int(self._connection.execute(query, (channel_sid,)).fetchone()[0])

    def workers(self) -> tuple[Worker, ...]:
        """Return every worker that ever logged in, in the order of their coming."""
        return tuple(one.worker for one in self.candidates())

    def worker(self, name: str) -> Worker:
        """Return a worker by its sid or identity.

        Raises:
            UnknownWorkerError: There is none.
        """
        row = self._connection.execute(
            f"SELECT {_WORKER} FROM workers WHERE sid = ? OR identity = ?",  # noqa: S608  constants
            (name, name),
        ).fetchone()
        if row is None:
            there_are = ", ".join(one.identity for one in self.workers()) or "none"
            raise UnknownWorkerError(
                f"There is no worker {name!r} at this contact centre. There are: {there_are}."
            )
        return _worker(row)

    def has_worker(self, identity: str) -> bool:
        """Whether a worker of this identity ever logged in."""
        query = "SELECT 1 FROM workers WHERE identity = ?"
        return self._connection.execute(query, (identity,)).fetchone() is not None

    def candidates(self) -> tuple[Candidate, ...]:
        """Return every worker with what it is offered or has accepted."""
        rows = self._connection.execute(
            f"SELECT {_WORKER}, idle_since, (SELECT count(*) FROM tasks"  # noqa: S608  constants
            " WHERE worker_sid = workers.sid AND status IN ('reserved', 'accepted'))"
            " FROM workers ORDER BY workers.number"
        )
        return tuple(
            Candidate(_worker(row[:-2]), row[-1], datetime.fromisoformat(row[-2])) for row in rows
        )

    def channels_without_work(self) -> tuple[str, ...]:
        """Return the sids of open chats whose customer is there and that never were a task."""
        rows = self._connection.execute(
            "SELECT channels.sid FROM channels JOIN members ON members.channel = channels.number"
            " AND members.identity = channels.owner WHERE channels.status = 'active'"
            " AND members.online AND NOT EXISTS"
            " (SELECT 1 FROM tasks WHERE tasks.channel_sid = channels.sid)"
            " ORDER BY channels.number"
        )
        return tuple(row[0] for row in rows)

    # Writing

    def put(self, task: Task) -> None:
        """Write a task, new or changed."""
        values = (
            task.sid,
            task.task_sid,
            task.status,
            task.task_channel_unique_name,
            task.channel_sid,
            json.dumps(dict(task.attributes)),
            task.created.isoformat(),
            task.updated.isoformat(),
            task.worker_sid,
            json.dumps(task.excluded),
            None if task.reserved_until is None else task.reserved_until.isoformat(),
            task.reason,
        )
        self._connection.execute(
            f"INSERT INTO tasks ({_TASK}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  constants
            " ON CONFLICT (sid) DO UPDATE SET status = excluded.status,"
            " updated = excluded.updated, worker_sid = excluded.worker_sid,"
            " excluded = excluded.excluded, reserved_until = excluded.reserved_until,"
            " reason = excluded.reason",
            values,
        )

    def put_worker(self, worker: Worker) -> None:
        """Write a worker, new or changed; a new one is idle from now on by :meth:`touch`."""
        self._connection.execute(
            f"INSERT INTO workers ({_WORKER}, idle_since) VALUES (?, ?, ?, ?, ?, ?, ?, '')"  # noqa: S608  constants
            " ON CONFLICT (sid) DO UPDATE SET friendly_name = excluded.friendly_name,"
            " avatar = excluded.avatar, activity = excluded.activity, is_bot = excluded.is_bot,"
            " is_logged_in = excluded.is_logged_in",
            (
                worker.sid,
                worker.identity,
                worker.friendly_name,
                worker.avatar,
                worker.activity,
                worker.is_bot,
                worker.is_logged_in,
            ),
        )

    def touch(self, worker_sids: Iterable[str], now: datetime) -> None:
        """Note that these workers came, got or gave away a task."""
        self._connection.executemany(
            "UPDATE workers SET idle_since = ? WHERE sid = ?",
            [(now.isoformat(), sid) for sid in worker_sids],
        )

    def _tasks(self, condition: str, values: tuple[Any, ...]) -> tuple[Task, ...]:
        rows = self._connection.execute(
            f"SELECT {_TASK} FROM tasks WHERE {condition} ORDER BY number",  # noqa: S608  constants
            values,
        )
        return tuple(_task(row) for row in rows)

    def _count(self, column: str, value: str) -> int:
        query = f"SELECT count(*) FROM tasks WHERE {column} = ?"  # noqa: S608  a constant
        return int(self._connection.execute(query, (value,)).fetchone()[0])


def _task(row: Sequence[Any]) -> Task:
    until = row[10]
    return Task(
        sid=row[0],
        task_sid=row[1],
        status=row[2],
        task_channel_unique_name=row[3],
        channel_sid=row[4],
        attributes=json.loads(row[5]),
        created=datetime.fromisoformat(row[6]),
        updated=datetime.fromisoformat(row[7]),
        worker_sid=row[8],
        excluded=tuple(json.loads(row[9])),
        reserved_until=None if until is None else datetime.fromisoformat(until),
        reason=row[11],
    )


def _worker(row: Sequence[Any]) -> Worker:
    sid, identity, friendly_name, avatar, activity, is_bot, is_logged_in = row
    return Worker(sid, identity, friendly_name, avatar, activity, bool(is_bot), bool(is_logged_in))
