"""What an agent does with tasks, as actions: accept, reject, cancel, transfer, wrap up, complete.

Their payloads name the task by ``task`` or ``sid`` (WR… or WT…); before any listener sees one,
both are filled in, in place. An action is over when the status is set at the centre and here.
Whether it can be done is the centre's to say, which knows what others have done meanwhile.
"""

from typing import Any

from webchat.agent.desk import Desk
from webchat.agent.payloads import reason_of, required_task, target_of
from webchat.agent.task import TaskHandle
from webchat.errors import TaskStateError
from webchat.model.task_life import AgentVerb, described, status_after
from webchat.state import changes


class TaskActions:
    """The task actions of one side."""

    def __init__(self, desk: Desk) -> None:
        """Register them on the side of *desk*."""
        self._desk = desk
        for name, body in (
            ("AcceptTask", self._accept),
            ("RejectTask", self._reject),
            ("CancelTask", self._cancel),
            ("TransferTask", self._transfer),
            ("WrapupTask", self._wrap_up),
            ("CompleteTask", self._complete),
            ("SelectTask", self._select),
            ("HoldCall", self._hold),
            ("UnholdCall", self._unhold),
            ("HangupCall", self._hang_up),
        ):
            desk.side.actions.register_action(name, body, desk.handles.fill)

    async def _accept(self, payload: Any) -> TaskHandle:
        """Take a task: its chat is open, with me in it, and selected."""
        handle = await self._change("AcceptTask", payload, "accept")
        self._desk.side.store.dispatch(changes.TaskSelected(handle.sid))
        task = self._desk.side.store.state.tasks.get(handle.sid)
        if task is not None:
            await self._desk.open_chat(task)
        return handle

    async def _reject(self, payload: Any) -> TaskHandle:
        """Let somebody else be offered a task."""
        return await self._change("RejectTask", payload, "reject")

    async def _cancel(self, payload: Any) -> TaskHandle:
        """Let nobody do a task; its chat ends."""
        return await self._change("CancelTask", payload, "cancel")

    async def _transfer(self, payload: Any) -> TaskHandle:
        """Hand a task over to somebody, and leave its chat."""
        required_task("TransferTask", payload)
        return await self._change("TransferTask", payload, "transfer", target_of(payload))

    async def _wrap_up(self, payload: Any) -> TaskHandle:
        """End a chat or call; what is left to do needs no customer."""
        return await self._change("WrapupTask", payload, "wrapup")

    async def _complete(self, payload: Any) -> TaskHandle:
        """Be done with a task that was wrapped up."""
        return await self._change("CompleteTask", payload, "complete")

    async def _hang_up(self, payload: Any) -> TaskHandle:
        """End a call."""
        return await self._change("HangupCall", payload, "hangup")

    async def _change(
        self, action: str, payload: Any, verb: AgentVerb, target: str | None = None
    ) -> TaskHandle:
        sid = required_task(action, payload)
        worker_sid = await self._desk.worker_sid()
        task = await self._desk.side.centre.change_task(
            sid, verb, worker_sid, reason_of(payload), target
        )
        return self._desk.take(task)

    async def _select(self, payload: Any) -> TaskHandle:
        """Look at a task."""
        handle = await self._shown("SelectTask", payload)
        self._desk.side.store.dispatch(changes.TaskSelected(handle.sid))
        return handle

    async def _hold(self, payload: Any) -> TaskHandle:
        return await self._set_hold("HoldCall", payload, is_on_hold=True)

    async def _unhold(self, payload: Any) -> TaskHandle:
        return await self._set_hold("UnholdCall", payload, is_on_hold=False)

    async def _set_hold(self, action: str, payload: Any, *, is_on_hold: bool) -> TaskHandle:
        """Let a caller wait, or no longer; that is this side's business alone."""
        handle = await self._shown(action, payload)
        if handle.task_channel_unique_name != "voice":
            raise TaskStateError(f"The task {handle.sid} is a chat; only a call has a hold.")
        status_after(handle.record, "hold")
        if handle.is_on_hold == is_on_hold:
            now = "on hold already" if is_on_hold else "not on hold"
            raise TaskStateError(f"The call of the task {handle.sid} is {now}.")
        self._desk.side.store.dispatch(changes.HoldSet(handle.sid, is_on_hold))
        return handle

    async def _shown(self, action: str, payload: Any) -> TaskHandle:
        """Return the task of a payload, which must be one that the agent sees.

        Raises:
            UnknownTaskError: There is none.
            TaskStateError: It is over, or somebody else's.
        """
        sid = required_task(action, payload)
        await self._desk.worker_sid()
        handle = self._desk.handles.find(sid)
        if handle is None:
            handle = self._desk.take(await self._desk.side.centre.task(sid))
        shown = self._desk.side.store.state.tasks.get(handle.sid)
        if shown is None or shown.is_over:
            raise TaskStateError(
                f"{described(handle.record)} and no longer on this desk. Choose another one."
            )
        return handle
