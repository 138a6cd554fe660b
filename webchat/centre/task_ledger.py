"""What the centre decides about tasks: every operation, inside the writer's transaction.

A task and the chat that it is about change together, so that nobody ever sees one without the
other: who accepts a task is a member of its channel, and a chat that is wrapped up has ended.
After each operation whatever is pending is offered to whoever can take it.

Sids are made from those they belong to: how many are needed is known only here, while what is
injected must be asked for on the loop, before.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from webchat.centre.events import CentreEvent, TaskChanged
from webchat.centre.routing import can_take, chosen
from webchat.centre.task_tables import TaskTables
from webchat.centre.worker import Answer
from webchat.errors import TaskStateError, UnknownWorkerError
from webchat.model import Channel, Member, Task, TaskStatus, Worker
from webchat.model.task_life import AgentVerb, Verb, described, is_live, status_after


class Chats(Protocol):
    """What tasks need of the channels, inside the same transaction."""

    def owner(self, sid: str) -> Member:
        """Return the customer of a channel, online or not."""

    def join(self, sid: str, member: Member, now: datetime) -> Answer[Member]:
        """Add a member or bring it back."""

    def leave(self, sid: str, identity: str, now: datetime) -> Answer[None]:
        """Mark a member as gone."""

    def close_channel(self, sid: str, now: datetime) -> Answer[Channel]:
        """End the chat."""


class Order(NamedTuple):
    """What a worker wants done with a task.

    Attributes:
        sid: The reservation's or the work's.
        verb: What.
        worker_sid: Who wants it.
        now: When.
        reason: Why, a sentence, or empty.
        target: To whom, for a transfer: a worker's sid or identity.
    """

    sid: str
    verb: AgentVerb
    worker_sid: str
    now: datetime
    reason: str = ""
    target: str = ""


@dataclass(slots=True)
class Turn:
    """One operation: when it is, and what it makes happen."""

    now: datetime
    events: list[CentreEvent] = field(default_factory=list)


class TaskLedger:
    """The tasks' part of the writer's session."""

    def __init__(self, tables: TaskTables, chats: Chats, reservation_timeout: float) -> None:
        """Write through *tables*; an offer is good for *reservation_timeout* seconds."""
        self.tables = tables
        self._chats = chats
        self._offer_time = timedelta(seconds=reservation_timeout)
        self._verbs: Mapping[AgentVerb, Callable[[Turn, Task, Worker, Order], None]] = {
            "accept": self._accept,
            "reject": self._reject,
            "cancel": self._cancel,
            "wrapup": self._wrapup,
            "hangup": self._hangup,
            "complete": self._complete,
            "transfer": self._transfer,
        }

    # What an agent orders

    def change(self, order: Order) -> Answer[Task]:
        """Do what a worker wants with a task, if it can be done now."""
        task, worker = self.tables.task(order.sid), self.present(order.worker_sid)
        self._check_hand(task, worker)
        status_after(task, order.verb)
        turn = Turn(order.now)
        self._verbs[order.verb](turn, task, worker, order)
        self.route(turn)
        return Answer(self.tables.task(task.sid), tuple(turn.events))

    def present(self, name: str) -> Worker:
        """Return a worker that is logged in, by its sid or identity."""
        worker = self.tables.worker(name)
        if not worker.is_logged_in:
            raise UnknownWorkerError(f"{worker.friendly_name} is logged out and takes no tasks.")
        return worker

    def _check_hand(self, task: Task, worker: Worker) -> None:
        if task.worker_sid in (None, worker.sid) or not is_live(task.status):
            return
        holder = self.tables.worker(str(task.worker_sid)).friendly_name
        raise TaskStateError(
            f"{described(task)} and in the hands of {holder}, not of {worker.friendly_name}."
            " Take another one."
        )

    def _accept(self, turn: Turn, task: Task, worker: Worker, _order: Order) -> None:
        if task.channel_sid:
            member = Member(worker.identity, worker.friendly_name, worker.avatar)
            joined = self._chats.join(task.channel_sid, member, turn.now)
            turn.events += joined.events
        self._become(turn, task, "accept", worker_sid=worker.sid, reason=task.reason)

    def _reject(self, turn: Turn, task: Task, worker: Worker, order: Order) -> None:
        reason = order.reason or f"{worker.friendly_name} rejected it."
        self._become(turn, task, "reject", reason=reason)
        self._succeed(turn, task, reason, excluded=(*task.excluded, worker.sid))

    def _cancel(self, turn: Turn, task: Task, worker: Worker, order: Order) -> None:
        reason = order.reason or f"{worker.friendly_name} cancelled it."
        self._become(turn, task, "cancel", reason=reason)
        self._end_chat(turn, task)

    def _wrapup(self, turn: Turn, task: Task, _worker: Worker, _order: Order) -> None:
        self._become(turn, task, "wrapup")
        self._end_chat(turn, task)

    def _hangup(self, turn: Turn, task: Task, _worker: Worker, _order: Order) -> None:
        if task.task_channel_unique_name != "voice":
            raise TaskStateError(f"The task {task.sid} is a chat, no call. Wrap it up instead.")
        self._become(turn, task, "hangup")

    def _complete(self, turn: Turn, task: Task, _worker: Worker, order: Order) -> None:
        self._become(turn, task, "complete", reason=order.reason)

    def _transfer(self, turn: Turn, task: Task, worker: Worker, order: Order) -> None:
        target = self.present(order.target)
        if target.sid == worker.sid:
            raise TaskStateError(
                f"The task {task.sid} is in the hands of {worker.friendly_name} already."
                " Transfer it to somebody else."
            )
        if not can_take(target, task):
            raise TaskStateError(
                f"{target.friendly_name} takes no calls. Transfer the task {task.sid} to a person."
            )
        if not self._is_waited_for(task):
            raise TaskStateError(
                f"The customer of the task {task.sid} has left, so nobody else is needed."
                " Wrap it up."
            )
        self._become(turn, task, "transfer", reason=f"Transferred to {target.friendly_name}.")
        self._leave_chat(turn, task, worker)
        reason = f"Transferred by {worker.friendly_name}."
        self._reserve(turn, self._succeed(turn, task, reason, excluded=()), target)

    # What happens to the customers and workers

    def chat_opened(self, channel: Channel, customer: Member, now: datetime) -> Answer[None]:
        """Make a task of a chat that was begun, or that its customer came back to."""
        turn = Turn(now)
        if not self.tables.live_of_channel(channel.sid):
            number = self.tables.count_of_channel(channel.sid)
            attributes = _chat_attributes(channel, customer)
            self._begin(turn, derived("WT", channel.sid, number), channel.sid, attributes)
            self.route(turn)
        return Answer(None, tuple(turn.events))

    def call_came(
        self, task_sid: str, attributes: Mapping[str, Any], now: datetime
    ) -> Answer[Task]:
        """Make a task of a call."""
        turn = Turn(now)
        task = self._begin(turn, task_sid, "", attributes)
        self.route(turn)
        return Answer(self.tables.task(task.sid), tuple(turn.events))

    def customer_left(self, channel_sid: str, name: str, now: datetime) -> Answer[None]:
        """Take back what nobody has accepted yet; who has, sees it and wraps up."""
        return self._over(channel_sid, f"{name} left the chat.", None, now)

    def chat_ended(self, channel_sid: str, now: datetime) -> Answer[None]:
        """Go on where somebody has ended the chat by itself."""
        return self._over(channel_sid, "The chat has ended.", "wrapup", now)

    def _over(
        self, channel_sid: str, reason: str, accepted: Verb | None, now: datetime
    ) -> Answer[None]:
        turn = Turn(now)
        for task in self.tables.live_of_channel(channel_sid):
            if task.status in ("pending", "reserved"):
                self._become(turn, task, "cancel", reason=reason)
            elif task.status == "accepted" and accepted is not None:
                self._become(turn, task, accepted, reason=reason)
        self.route(turn)
        return Answer(None, tuple(turn.events))

    def time_out(self, sid: str, now: datetime) -> Answer[None]:
        """End an offer whose time is over; any other one stays."""
        task, turn = self.tables.task(sid), Turn(now)
        if task.status == "reserved" and task.reserved_until and task.reserved_until <= now:
            name = self.tables.worker(str(task.worker_sid)).friendly_name
            reason = f"{name} did not answer in time."
            self._become(turn, task, "time_out", reason=reason)
            excluded = (*task.excluded, str(task.worker_sid))
            self._succeed(turn, task, reason, excluded=excluded)
            self.route(turn)
        return Answer(None, tuple(turn.events))

    def withdraw(self, turn: Turn, worker: Worker) -> None:
        """Take everything out of the hands of a worker that goes; nothing of it is lost."""
        reason = f"{worker.friendly_name} logged out."
        for task in self.tables.live_of_worker(worker.sid):
            if task.status == "wrapping":
                self._become(turn, task, "complete", reason=reason)
                continue
            self._become(turn, task, "withdraw", reason=reason)
            self._leave_chat(turn, task, worker)
            if self._is_waited_for(task):
                self._succeed(turn, task, reason, excluded=task.excluded)
            else:
                self._end_chat(turn, task)

    def restart(self, now: datetime, chats: Callable[[str], tuple[Channel, Member]]) -> None:
        """Begin a run: nobody is there yet, so what was offered waits again.

        Args:
            now: When.
            chats: Returns a channel and its customer. A chat from before there were tasks
                becomes one.
        """
        turn = Turn(now)
        for worker in self.tables.workers():
            gone = replace(worker, is_logged_in=False, activity="offline")
            self.tables.put_worker(gone)
        for task in self.tables.live():
            if task.status == "reserved":
                waiting = replace(task, status="pending", worker_sid=None, reserved_until=None)
                self.tables.put(waiting)
        for sid in self.tables.channels_without_work():
            channel, customer = chats(sid)
            self.chat_opened(channel, customer, turn.now)

    # How it is written

    def route(self, turn: Turn) -> None:
        """Offer what is pending to whoever can take it."""
        candidates = self.tables.candidates()
        if not any(one.worker.is_logged_in for one in candidates):
            return
        for task in self.tables.live():
            if task.status == "pending":
                worker = chosen(task, candidates)
                if worker is not None:
                    self._reserve(turn, task, worker)
                    candidates = self.tables.candidates()

    def _begin(
        self, turn: Turn, task_sid: str, channel_sid: str, attributes: Mapping[str, Any]
    ) -> Task:
        task = Task(
            sid=derived("WR", task_sid, 0),
            task_sid=task_sid,
            status="pending",
            task_channel_unique_name="chat" if channel_sid else "voice",
            channel_sid=channel_sid,
            attributes=attributes,
            created=turn.now,
            updated=turn.now,
        )
        return self._write(turn, task)

    def _succeed(self, turn: Turn, task: Task, reason: str, *, excluded: tuple[str, ...]) -> Task:
        """Let the work wait again, as another reservation."""
        number = self.tables.count_of_work(task.task_sid)
        successor = replace(
            task,
            sid=derived("WR", task.task_sid, number),
            status="pending",
            updated=turn.now,
            worker_sid=None,
            reserved_until=None,
            reason=reason,
            excluded=tuple(dict.fromkeys(excluded)),
        )
        return self._write(turn, successor)

    def _reserve(self, turn: Turn, task: Task, worker: Worker) -> None:
        until = turn.now + self._offer_time
        self._become(
            turn, task, "reserve", worker_sid=worker.sid, reserved_until=until, reason=task.reason
        )

    def _become(self, turn: Turn, task: Task, verb: Verb, **changes: Any) -> None:
        status: TaskStatus = status_after(task, verb)
        after = replace(
            task,
            status=status,
            updated=turn.now,
            **{"reserved_until": None, "reason": "", **changes},
        )
        self._write(turn, after)
        if after.worker_sid is not None:
            self.tables.touch((after.worker_sid,), turn.now)

    def _write(self, turn: Turn, task: Task) -> Task:
        self.tables.put(task)
        turn.events.append(TaskChanged(task))
        return task

    def _is_waited_for(self, task: Task) -> bool:
        return not task.channel_sid or self._chats.owner(task.channel_sid).online

    def _leave_chat(self, turn: Turn, task: Task, worker: Worker) -> None:
        if task.channel_sid:
            left = self._chats.leave(task.channel_sid, worker.identity, turn.now)
            turn.events += left.events

    def _end_chat(self, turn: Turn, task: Task) -> None:
        if task.channel_sid:
            turn.events += self._chats.close_channel(task.channel_sid, turn.now).events


def derived(prefix: str, parent: str, number: int) -> str:
    """Return the sid of the *number*-th thing that belongs to *parent*."""
    return prefix + hashlib.sha256(f"{parent}/{number}".encode()).hexdigest()[:32]


def _chat_attributes(channel: Channel, customer: Member) -> dict[str, Any]:
    answers = channel.attributes.get("preEngagementData")
    return {
        "channelSid": channel.sid,
        "conversationSid": channel.sid,
        "channelType": "web",
        "direction": "inbound",
        "initiated_by": "customer",
        "name": customer.friendly_name,
        "customerName": customer.friendly_name,
        "customerAddress": customer.identity,
        "preEngagementData": dict(answers) if isinstance(answers, Mapping) else {},
    }
