"""Pure functions for what concerns agents: who they are, their tasks, and which one they look at.

When the selected task goes, the one after it among the agent's own is selected, else the one
before it, so that a screen never shows what is no longer there.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import singledispatch

from webchat.model.task_life import progress
from webchat.state import changes
from webchat.state.records import ChatState, SessionState, State, TaskState, task_state

KEPT = 20
"""How many tasks that are over stay in the state, so that a person sees what became of them."""

Tasks = dict[str, TaskState]


@singledispatch
def reduce_desk(change: changes.DeskChange, state: State) -> State:
    """Return the state after a change that concerns an agent."""
    raise TypeError(f"No reducer of {type(state).__name__} for {change!r}")


@reduce_desk.register
def _(change: changes.WorkerSet, state: State) -> State:
    worker = change.worker
    if worker is None:
        session = replace(
            state.session,
            identity=None,
            worker_sid=None,
            activity="offline",
            selected_task_sid=None,
        )
        chat = replace(state.chat, tasks={}, workers={})
        return _changed(state, session, chat)
    session = replace(
        state.session,
        identity=worker.identity,
        worker_sid=worker.sid,
        activity=worker.activity,
    )
    return _changed(state, session, state.chat)


@reduce_desk.register
def _(change: changes.WorkersSet, state: State) -> State:
    workers = {**state.chat.workers, **{one.sid: one for one in change.workers}}
    chat = state.chat
    if workers != dict(chat.workers):
        chat = replace(chat, workers=workers)
    mine = workers.get(state.session.worker_sid or "")
    session = state.session
    if mine is not None:
        session = replace(session, activity=mine.activity)
    return _changed(state, session, chat)


@reduce_desk.register
def _(change: changes.TaskSet, state: State) -> State:
    before = state.tasks.get(change.task.sid)
    after = task_state(change.task, before)
    if before is not None and progress(after.status) < progress(before.status):
        return state
    if after == before:
        return state
    tasks: Tasks = {**state.tasks, after.sid: after}
    over = [sid for sid, task in tasks.items() if task.is_over]
    for sid in over[: max(0, len(over) - KEPT)]:
        del tasks[sid]
    return _with_tasks(state, tasks)


@reduce_desk.register
def _(change: changes.TaskRemoved, state: State) -> State:
    if change.sid not in state.tasks:
        return state
    return _with_tasks(state, {sid: t for sid, t in state.tasks.items() if sid != change.sid})


@reduce_desk.register
def _(change: changes.TaskSelected, state: State) -> State:
    task = state.tasks.get(change.sid or "")
    if change.sid is not None and (task is None or task.is_over):
        return state
    return _changed(state, replace(state.session, selected_task_sid=change.sid), state.chat)


@reduce_desk.register
def _(change: changes.HoldSet, state: State) -> State:
    task = state.tasks.get(change.sid)
    if task is None or task.is_on_hold == change.is_on_hold:
        return state
    return _with_tasks(
        state, {**state.tasks, task.sid: replace(task, is_on_hold=change.is_on_hold)}
    )


@reduce_desk.register
def _(change: changes.CustomerPresenceSet, state: State) -> State:
    task = state.tasks.get(change.sid)
    if task is None or task.customer_left == change.has_left:
        return state
    return _with_tasks(
        state, {**state.tasks, task.sid: replace(task, customer_left=change.has_left)}
    )


def _with_tasks(state: State, tasks: Tasks) -> State:
    session = state.session
    selected = session.selected_task_sid
    if selected is not None and (selected not in tasks or tasks[selected].is_over):
        session = replace(session, selected_task_sid=_neighbour(state, tasks, selected))
    return _changed(state, session, replace(state.chat, tasks=tasks))


def _neighbour(state: State, tasks: Mapping[str, TaskState], gone: str) -> str | None:
    """Return which of the agent's own tasks is selected in the place of one that is gone."""
    order = list(state.tasks)
    at = order.index(gone) if gone in order else 0
    mine = [
        sid
        for sid in (*order[at + 1 :], *reversed(order[:at]))
        if sid in tasks
        and not tasks[sid].is_over
        and tasks[sid].worker_sid is not None
        and tasks[sid].worker_sid == state.session.worker_sid
    ]
    return mine[0] if mine else None


def _changed(state: State, session: SessionState, chat: ChatState) -> State:
    """Return *state* with these parts, the very same one where they are equal."""
    if session == state.session and chat == state.chat:
        return state
    return replace(state, session=session, chat=chat)
