"""The table of runs: newest first, in words, in step with what is kept of them."""

import time
from typing import cast

import pytest
from PySide6.QtCore import QModelIndex, Qt

from tests.support.clock import START, ManualClock
from tests.support.found import found
from tests.support.simulation import simulation
from ui.models.function_runs import MARKS, TITLES, Column, RunsModel, app_title, moment, span
from webchat.functions.runs.records import ENDED, Run, RunStatus

NOW = START.timestamp()


@pytest.fixture
async def functions():
    async with simulation(clock=ManualClock()) as sim:
        yield sim.functions


@pytest.fixture
def model(functions, qtmodeltester):
    result = RunsModel(functions)
    qtmodeltester.check(result)
    return result


def texts(model, row=0):
    return [model.index(row, column).data() for column in Column]


async def test_a_run_in_words(functions, model):
    run = Run("T", "ship", "automation", "key", status="retrying", attempts=2, next_at=NOW + 3725)
    functions.runs.put(run.noted(NOW, "The parcel\nis not there yet."))
    assert texts(model)[1:] == [
        "ship",
        "automation",
        "retrying",
        "2",
        "in 1 h 2 min",
        "The parcel is not there yet.",
    ]
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith(
        "ship, automation, retrying, 2, in 1 h 2 min, The parcel is not there yet."
    )


async def test_runs_that_were_there_before_are_listed_newest_first(functions):
    for number in range(3):
        functions.runs.put(Run(f"T{number}", "app", "action", "key"))
    model = RunsModel(functions)
    assert [found(model.run(row)).token for row in range(3)] == ["T2", "T1", "T0"]
    assert (model.row_of("T0"), model.row_of("nobody")) == (2, -1)
    assert (model.run(3), model.run(-1)) == (None, None)


async def test_what_becomes_of_a_run_is_told_of_its_row_alone(functions, model):
    for number in range(3):
        functions.runs.put(Run(f"T{number}", "app", "action", "key"))
    told = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    functions.runs.put(Run("T1", "app", "action", "key", status="completed"))
    assert told == [(1, 1)]
    assert model.open_runs == 2


async def test_runs_that_are_kept_no_longer_leave_the_list(functions, model):
    for number in range(260):
        functions.runs.put(Run(f"T{number}", "app", "action", "key", status="completed"))
    assert model.rowCount() == len(functions.runs) == 200
    assert model.run(199).token == "T60"


async def test_it_ticks_only_while_something_is_planned(functions, model):
    told = []
    model.dataChanged.connect(lambda first, last: told.append(first.column()))
    model.tick()
    functions.runs.put(Run("T1", "app", "action", "key"))
    model.tick()
    assert told == []
    functions.runs.put(Run("T2", "app", "trigger", "key", status="retrying", next_at=NOW + 5))
    model.tick()
    assert told == [Column.NEXT]


async def test_what_is_over_waits_for_nothing_and_what_is_late_for_no_time(functions, model):
    functions.runs.put(Run("T1", "app", "trigger", "key", status="cancelled", next_at=NOW + 5))
    assert texts(model)[Column.NEXT] == ""
    functions.runs.put(Run("T2", "app", "trigger", "key", status="retrying", next_at=NOW - 5))
    assert texts(model)[Column.NEXT] == "in 0 s"


async def test_the_title_of_an_app_is_shown_while_there_is_one(functions, model):
    async def handler(_parameters):
        return {}

    functions.runs.put(Run("T1", "ship", "action", "key"))
    assert texts(model)[Column.APP] == "ship"
    told = []
    model.dataChanged.connect(lambda first, last: told.append(first.column()))
    undo = functions.apps.register({"action": handler}, name="ship", title="Ship an order")
    assert told == [Column.APP]
    assert texts(model)[Column.APP] == app_title(functions, "ship") == "Ship an order"
    undo()
    assert texts(model)[Column.APP] == "ship"


async def test_every_status_has_a_mark_of_its_own(functions, model):
    assert len({icon for icon, _tint in MARKS.values()}) == len(MARKS)
    assert set(MARKS) >= ENDED
    for number, status in enumerate(MARKS):
        functions.runs.put(
            Run(f"T{number}", "app", "action", "key", status=cast("RunStatus", status))
        )
        assert not model.index(0, Column.STATUS).data(Qt.ItemDataRole.DecorationRole).isNull()


async def test_titles_stand_over_the_columns_and_nothing_lies_below_a_row(functions, model):
    horizontal = Qt.Orientation.Horizontal
    assert [model.headerData(one, horizontal) for one in Column] == list(TITLES.values())
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    functions.runs.put(Run("T1", "app", "action", "key"))
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0 s"),
        (0.4, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (61, "1 min 1 s"),
        (3600, "1 h"),
        (3725, "1 h 2 min"),
        (86_400, "1 d"),
        (90_000, "1 d 1 h"),
        (1e9, "11574 d 1 h"),
    ],
)
def test_how_long_something_takes(seconds, text):
    assert span(seconds) == text


def test_the_day_is_told_of_what_was_not_today():
    today = time.time()
    assert moment(today).count(":") == 2
    earlier = moment(today - 3 * 86_400)
    assert earlier.count(":") == 1
    assert earlier.split()[1].isalpha()
