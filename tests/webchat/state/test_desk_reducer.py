"""What changes that concern agents make of the state."""

from dataclasses import replace

import pytest

from tests.support.clock import START
from webchat.config import Config
from webchat.model import Task, Worker
from webchat.state import ChannelState, ChatState, State, changes
from webchat.state.desk_reducer import KEPT
from webchat.state.reducer import reduce

ANN = Worker("WK1", "ann", "Ann", activity="available", is_logged_in=True)


def task(number, status="reserved", worker="WK1"):
    sid = f"WR{number}"
    name = {"customerName": f"customer {number}"}
    return Task(sid, f"WT{number}", status, "chat", "CH1", name, START, START, worker)


def after(*told, state=None):
    state = state or reduce(State(Config()), changes.WorkerSet(ANN))
    for change in told:
        state = reduce(state, change)
    return state


def with_tasks(*tasks):
    return after(*(changes.TaskSet(one) for one in tasks))


def test_a_worker_is_named_in_the_session():
    session = after().session
    assert (session.worker_sid, session.identity, session.activity) == ("WK1", "ann", "available")
    assert after(changes.WorkersSet((replace(ANN, activity="busy"),))).session.activity == "busy"


def test_without_a_worker_there_is_nothing_left_but_the_channels():
    state = replace(with_tasks(task(1)), chat=ChatState({"CH1": ChannelState("CH1")}))
    gone = after(changes.WorkerSet(None), state=state)
    assert (gone.session.worker_sid, gone.tasks, gone.chat.workers) == (None, {}, {})
    assert list(gone.chat.channels) == ["CH1"]


def test_tasks_stand_in_the_order_of_their_coming():
    state = with_tasks(task(2), task(1), task(2, "accepted"))
    assert [(one.sid, one.status) for one in state.tasks.values()] == [
        ("WR2", "accepted"),
        ("WR1", "reserved"),
    ]
    assert state.tasks is state.chat.tasks
    assert state.tasks["WR1"].customer_name == "customer 1"


def test_what_is_told_late_changes_nothing():
    state = with_tasks(task(1, "accepted"))
    assert reduce(state, changes.TaskSet(task(1))) is state
    assert reduce(state, changes.TaskSet(task(1, "accepted"))) is state


def test_what_only_this_side_knows_stays_until_it_means_nothing():
    state = with_tasks(task(1, "accepted"))
    state = after(
        changes.HoldSet("WR1", is_on_hold=True),
        changes.CustomerPresenceSet("WR1", has_left=True),
        state=state,
    )
    state = after(changes.TaskSet(replace(task(1, "accepted"), reason="x")), state=state)
    assert (state.tasks["WR1"].is_on_hold, state.tasks["WR1"].customer_left) == (True, True)
    state = after(changes.TaskSet(task(1, "wrapping")), state=state)
    assert (state.tasks["WR1"].is_on_hold, state.tasks["WR1"].customer_left) == (False, True)


@pytest.mark.parametrize(
    "change",
    [
        changes.TaskRemoved("WR9"),
        changes.TaskSelected("WR9"),
        changes.TaskSelected("WR2"),
        changes.HoldSet("WR9", is_on_hold=True),
        changes.HoldSet("WR1", is_on_hold=False),
        changes.CustomerPresenceSet("WR9", has_left=True),
        changes.CustomerPresenceSet("WR1", has_left=False),
        changes.WorkersSet(()),
    ],
)
def test_what_alters_nothing_returns_the_very_same_state(change):
    state = with_tasks(task(1), task(2, "cancelled"))
    assert reduce(state, change) is state


def test_the_oldest_of_what_is_over_is_forgotten():
    state = with_tasks(task(0), *(task(n, "completed") for n in range(1, KEPT + 4)))
    assert list(state.tasks) == ["WR0", *(f"WR{n}" for n in range(4, KEPT + 4))]


@pytest.mark.parametrize(("selected", "then"), [("WR1", "WR3"), ("WR3", "WR4"), ("WR4", "WR3")])
def test_when_the_selected_task_goes_a_neighbour_of_mine_is_selected(selected, then):
    tasks = [task(n, "accepted") for n in (1, 3, 4)]
    state = with_tasks(tasks[0], task(2, "pending", None), *tasks[1:])
    state = after(changes.TaskSelected(selected), state=state)
    over = replace(next(one for one in tasks if one.sid == selected), status="completed")
    assert after(changes.TaskSet(over), state=state).session.selected_task_sid == then
    gone = changes.TaskRemoved(selected)
    assert after(gone, state=state).session.selected_task_sid == then


def test_when_the_last_one_goes_none_is_selected():
    state = after(changes.TaskSelected("WR1"), state=with_tasks(task(1, "wrapping")))
    assert state.session.selected_task_sid == "WR1"
    assert (
        after(changes.TaskSet(task(1, "completed")), state=state).session.selected_task_sid is None
    )
