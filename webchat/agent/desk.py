"""A worker at its desk: who it is, and its store kept as the centre tells.

What it shows are the tasks that wait for anybody, and its own. The chats of those it has accepted
are open here until the task is over, whoever ended it and however: by an action, by another
agent, by an offer that timed out, or while the connection was away.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace

from webchat.agent.task import TaskHandle, TaskHandles
from webchat.centre import events
from webchat.errors import CentreError, EngagementError, UnknownWorkerError, WebChatError
from webchat.model import Activity, Task, Worker
from webchat.model.task_life import is_live
from webchat.side.side import Side
from webchat.state import TaskState, changes

_OPEN = ("accepted", "wrapping")
_log = logging.getLogger(__name__)


class Desk:
    """One side as a worker.

    Attributes:
        side: What it acts through.
        handles: The tasks as actions get them.
    """

    def __init__(self, side: Side, worker: Worker) -> None:
        """Listen to the centre from now on; nobody is logged in yet.

        Args:
            side: What it acts through.
            worker: Who sits there; the centre gives it its sid.
        """
        self.side = side
        self.handles = TaskHandles(side.clock)
        self._worker = worker
        self._coming = asyncio.Lock()
        self._reading = asyncio.Lock()
        self._heard_meanwhile: set[str] = set()
        self._news_of_workers = 0
        self._announced: asyncio.Task[None] | None = None
        side.centre.subscribe(self._hear)
        side.store.subscribe(lambda state: state.tasks, self.handles.show)

    def __repr__(self) -> str:
        return f"<Desk of {self._worker.friendly_name}>"

    @property
    def friendly_name(self) -> str:
        """How the worker is called."""
        return self._worker.friendly_name

    # Coming and going

    def begin(self, activity: Activity) -> None:
        """Log in soon; whatever is ordered meanwhile waits for it.

        Args:
            activity: What the worker is from then on.
        """
        self._announced = self.side.tasks.spawn(self._begin(activity), name="log in")

    async def _begin(self, activity: Activity) -> None:
        try:
            await self.log_in(activity)
        except WebChatError as error:
            self.side.notifications.show(str(error), "error", is_sticky=True)

    async def log_in(self, activity: Activity) -> None:
        """Let the worker be there, with what it had when it was there last.

        Raises:
            CentreError: It is logged in already, or the centre cannot be asked.
        """
        async with self._coming:
            side = self.side
            worker = await side.centre.log_in(replace(self._worker, activity=activity))
            side.store.dispatch(changes.WorkerSet(worker))
            try:
                side.connect(worker.identity, worker.friendly_name)
                await self._read()
            except BaseException:
                with suppress(CentreError):
                    await side.centre.log_out(worker.sid)
                await self._go()
                raise

    async def log_out(self) -> None:
        """Let the worker go; what it had goes to others.

        Raises:
            UnknownWorkerError: It is logged out.
            CentreError: The centre cannot be asked.
        """
        worker_sid = await self.worker_sid()
        async with self._coming:
            await self.side.centre.log_out(worker_sid)
            await self._go()

    async def _go(self) -> None:
        side = self.side
        with suppress(EngagementError):
            for sid in tuple(side.store.state.chat.channels):
                side.chat_client.unload(sid)
        side.store.dispatch(changes.WorkerSet(None))
        await side.disconnect()

    async def worker_sid(self) -> str:
        """Return the worker's sid, once a login that is under way has ended.

        Raises:
            UnknownWorkerError: It is logged out.
        """
        if self._announced is not None:
            await asyncio.wait({self._announced})
        async with self._coming:
            sid = self.side.store.state.session.worker_sid
        if sid is None:
            raise UnknownWorkerError(f"{self.friendly_name} is logged out. Log in first.")
        return sid

    # Tasks

    def take(self, task: Task) -> TaskHandle:
        """Show what is known of a task now; what is somebody else's is shown no longer."""
        handle = self.handles.take(task)
        task, store = handle.record, self.side.store
        mine = store.state.session.worker_sid
        if mine is None:
            return handle
        if task.worker_sid != mine and task.status != "pending":
            store.dispatch(changes.TaskRemoved(task.sid))
            return handle
        store.dispatch(changes.TaskSet(task))
        shown = store.state.tasks.get(task.sid)
        if shown is not None:
            self._follow_chat(shown)
        return handle

    async def set_activity(self, activity: Activity) -> Worker:
        """Be available, busy or offline.

        Raises:
            UnknownWorkerError: The worker is logged out.
            CentreError: The centre cannot be asked.
        """
        worker_sid, news = await self.worker_sid(), self._news_of_workers
        worker = await self.side.centre.set_activity(worker_sid, activity)
        if self._news_of_workers == news:  # else what was told meanwhile is newer, or this itself
            self.side.store.dispatch(changes.WorkersSet((worker,)))
        return worker

    async def open_chat(self, task: Task | TaskState) -> None:
        """Read the chat of a task of mine, and see whether its customer is there.

        Raises:
            CentreError: It cannot be read.
        """
        side = self.side
        if not task.channel_sid or side.store.state.session.worker_sid is None:
            return
        client = side.chat_client
        await client.load(task.channel_sid, history=not self._worker.is_bot)
        now = side.store.state.tasks.get(task.sid)
        if now is None or now.status not in _OPEN:
            self._close_chat(task.channel_sid)
            return
        channel = side.store.state.chat.channels.get(task.channel_sid)
        customer = task.attributes.get("customerAddress")
        member = None if channel is None else channel.members.get(str(customer))
        if member is not None:
            side.store.dispatch(changes.CustomerPresenceSet(task.sid, not member.online))

    def _follow_chat(self, task: TaskState) -> None:
        if task.channel_sid in self.side.store.state.chat.channels:
            if task.is_over:
                self._close_chat(task.channel_sid)
        elif task.status in _OPEN:
            self.side.tasks.spawn(self._open_later(task), name=f"open the chat of {task.sid}")

    async def _open_later(self, task: TaskState) -> None:
        try:
            await self.open_chat(task)
        except WebChatError as error:  # read again when the connection is back
            _log.info("The chat of %s could not be opened: %s", task.sid, error)

    def _close_chat(self, channel_sid: str) -> None:
        open_ones = (
            one
            for one in self.side.store.state.tasks.values()
            if one.channel_sid == channel_sid and one.status in _OPEN
        )
        if next(open_ones, None) is None:
            self.side.chat_client.unload(channel_sid)

    # What is heard and read

    def _hear(self, event: events.CentreEvent) -> None:
        store = self.side.store
        if store.state.session.worker_sid is None:
            return
        if isinstance(event, events.TaskChanged):
            self._heard_meanwhile.add(event.task.sid)
            self.take(event.task)
        elif isinstance(event, events.WorkerChanged):
            self._news_of_workers += 1
            self._heard_meanwhile.add(event.worker.sid)
            store.dispatch(changes.WorkersSet((event.worker,)))
        elif isinstance(event, (events.MemberJoined, events.MemberLeft)):
            self._heard_of(event)
        elif isinstance(event, events.ConnectionChanged) and event.state == "connected":
            self.side.tasks.spawn(self._read_again(), name="read what was missed of the tasks")

    def _heard_of(self, event: events.MemberJoined | events.MemberLeft) -> None:
        has_left = isinstance(event, events.MemberLeft)
        for task in tuple(self.side.store.state.tasks.values()):
            if (
                task.channel_sid == event.channel_sid
                and task.attributes.get("customerAddress") == event.member.identity
            ):
                self.side.store.dispatch(changes.CustomerPresenceSet(task.sid, has_left))

    async def _read(self) -> None:
        """Read the tasks and workers as they are now.

        What was told while they were read is at least as new as what was read.
        """
        async with self._reading:
            centre, store = self.side.centre, self.side.store
            self._heard_meanwhile.clear()
            workers = await centre.workers()
            unheard = (one for one in workers if one.sid not in self._heard_meanwhile)
            store.dispatch(changes.WorkersSet(tuple(unheard)))
            tasks = await centre.tasks()
            for task in tasks:
                self._take_read(task)
            there = {task.sid for task in tasks}
            for sid, shown in tuple(store.state.tasks.items()):
                if sid not in there and is_live(shown.status):
                    self._take_read(await centre.task(sid))

    def _take_read(self, task: Task) -> None:
        if task.sid not in self._heard_meanwhile:
            self.take(task)

    async def _read_again(self) -> None:
        try:
            await self._read()
        except WebChatError as error:
            _log.info("%r could not read what it has missed: %s", self, error)
