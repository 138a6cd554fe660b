from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from tests.support.clock import START, ManualClock
from tests.support.simulation import simulation
from ui.models.tasks import Role, TasksModel, duration_text, rows_of
from webchat.config import Config
from webchat.model import Task, Worker
from webchat.state import State, changes
from webchat.state.reducer import reduce

ME = Worker("WK1", "agent-1", "Grace", activity="available", is_logged_in=True)


def task(number, status="pending", worker=None, minutes=0, **attributes):
    return Task(
        sid=f"WR{number}",
        task_sid=f"WT{number}",
        status=status,
        task_channel_unique_name="chat",
        channel_sid=f"CH{number}",
        attributes={"customerName": f"Customer {number}", **attributes},
        created=START + timedelta(minutes=minutes),
        updated=START + timedelta(minutes=minutes, seconds=30),
        worker_sid=worker,
    )


def state_of(*tasks):
    state = reduce(State(Config()), changes.WorkerSet(ME))
    for one in tasks:
        state = reduce(state, changes.TaskSet(one))
    return state


def shown(*tasks):
    return [row.sid for row in rows_of(state_of(*tasks))]


@pytest.mark.parametrize(
    ("seconds", "text"), [(-3, "0:00"), (38.9, "0:38"), (252, "4:12"), (3723, "1:02:03")]
)
def test_a_length_of_time_is_read_at_a_glance(seconds, text):
    assert duration_text(seconds) == text


def test_what_is_offered_to_me_stands_first_then_what_waits_then_my_own_each_oldest_first():
    assert shown(
        task(1, "accepted", "WK1"),
        task(2, "pending", minutes=3),
        task(3, "reserved", "WK1", minutes=5),
        task(4, "reserved", "WK1", minutes=4),
        task(5, "wrapping", "WK1", minutes=-1),
    ) == ["WR4", "WR3", "WR2", "WR5", "WR1"]


@pytest.mark.parametrize("status", ["completed", "rejected", "cancelled", "timed_out"])
def test_what_is_over_has_no_row(status):
    assert shown(task(1, status, "WK1")) == []


def test_what_others_are_offered_has_no_row():
    assert shown(task(1, "reserved", "WK2"), task(2, "accepted", "WK2")) == []


def test_the_excerpt_of_a_waiting_task_is_what_the_customer_asked():
    (row,) = rows_of(state_of(task(1, preEngagementData={"query": " Where\n is it? "})))
    assert row.excerpt == "Where is it?"


def test_odd_attributes_harm_nothing():
    odd = replace(task(1), attributes={"preEngagementData": "text", "customerName": None})
    (row,) = rows_of(state_of(odd))
    assert (row.name, row.excerpt) == ("", "")


async def test_rows_keep_their_place_while_others_come_and_go(qtmodeltester):
    async with simulation() as sim:
        desk = sim.desk
        desk.store.dispatch(changes.WorkerSet(ME))
        model = TasksModel(desk)
        qtmodeltester.check(model, force_py=True)
        for one in (task(1), task(2, minutes=1), task(3, minutes=2)):
            desk.store.dispatch(changes.TaskSet(one))
        moves = []
        model.rowsMoved.connect(lambda *_: moves.append(1))
        desk.store.dispatch(changes.TaskSet(task(1, "accepted", "WK1")))
        names = [model.index(row).data() for row in range(model.rowCount())]
        assert names == ["Customer 2", "Customer 3", "Customer 1"]
        assert moves
        desk.store.dispatch(changes.TaskSet(task(2, "cancelled", minutes=1)))
        assert (model.rowCount(), model.waiting) == (2, 1)
        model.tasks.cancel()


async def test_the_time_goes_on_each_second_of_the_sides_clock():
    clock = ManualClock()
    async with simulation(clock=clock) as sim:
        sim.desk.store.dispatch(changes.WorkerSet(ME))
        model = TasksModel(sim.desk)
        sim.desk.store.dispatch(changes.TaskSet(task(1)))
        told = []
        model.dataChanged.connect(lambda _first, _last, roles: told.append(list(roles)))
        await clock.advance(38)
        assert len(told) == 38
        assert told[0] == [Role.TIME]
        assert model.index(0).data(Role.TIME) == "0:38"
        model.tasks.cancel()


async def test_a_row_is_read_out_as_one_sentence():
    async with simulation() as sim:
        sim.desk.store.dispatch(changes.WorkerSet(ME))
        model = TasksModel(sim.desk)
        sim.desk.store.dispatch(changes.TaskSet(task(1, "reserved", "WK1")))
        spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken == "Customer 1, reserved · chat · waiting, for 0:00"
        model.tasks.cancel()
