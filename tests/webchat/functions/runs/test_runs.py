"""The list of runs and its file: what was put is there after a crash, and old ones go."""

import json

import pytest

from tests.support.waiting import until
from webchat.errors import FunctionError
from webchat.functions.runs.records import CardPlace, ReceivedVariable, Run
from webchat.functions.runs.runs import MAX_ENDED, Runs

PLACE = CardPlace("CH1", "IM1", 1, 0, "webchat", "ada")


def make(token="FR1", **fields):  # noqa: S107  no password
    return Run(token, "orders", "action", "AK1", **fields)


async def test_a_run_is_found_by_its_token_and_the_newest_is_last():
    runs = Runs(None)
    runs.put(make("FR1"))
    runs.put(make("FR2"))
    runs.put(make("FR1", status="waiting"))
    assert [(run.token, run.status) for run in runs] == [("FR1", "waiting"), ("FR2", "running")]
    assert (len(runs), "FR2" in runs, runs.get("FR9")) == (2, True, None)
    with pytest.raises(FunctionError, match="no run of the token 'FR9'"):
        runs["FR9"]


async def test_what_was_put_is_read_again_in_full(tmp_path):
    run = make(
        status="waiting",
        account="ada@example.com",
        started=1.5,
        input={"order": ["1", {"deep": None}]},
        place=PLACE,
        variables=[ReceivedVariable("total", "Total", "string", "12")],
        next_at=17.25,
    ).noted(2.0, "It waits for a callback.")
    runs = Runs(tmp_path)
    runs.put(run)
    await runs.saved()
    assert list(Runs(tmp_path)) == [run]


async def test_saved_waits_for_what_was_put_while_it_was_writing(tmp_path):
    runs = Runs(tmp_path)
    runs.put(make("FR1"))
    await until((tmp_path / "runs.json").exists)
    for number in range(2, 50):
        runs.put(make(f"FR{number}"))
    await runs.saved()
    assert len(Runs(tmp_path)) == 49


async def test_the_end_writes_what_was_put_last(tmp_path):
    runs = Runs(tmp_path)
    runs.put(make("FR1"))
    await runs.saved()
    runs.put(make("FR1", status="completed"))
    await runs.aclose()
    assert [run.status for run in Runs(tmp_path)] == ["completed"]


async def test_open_runs_are_kept_and_of_those_that_ended_the_newest():
    runs = Runs(None)
    runs.put(make("open", status="waiting"))
    for number in range(MAX_ENDED + 5):
        runs.put(make(f"FR{number}", status="completed"))
    tokens = [run.token for run in runs]
    assert tokens[:2] == ["open", "FR5"]
    assert len(tokens) == MAX_ENDED + 1


async def test_a_damaged_file_is_set_aside_and_said_so(tmp_path):
    (tmp_path / "runs.json").write_text(json.dumps({"runs": [{"token": 5}]}))
    runs = Runs(tmp_path)
    assert list(runs) == []
    assert "was damaged and was set aside" in runs.notes[0]
    runs.put(make())
    await runs.aclose()
    assert len(Runs(tmp_path)) == 1


async def test_who_subscribed_is_told_of_every_run_that_is_put():
    runs, told = Runs(None), []
    undo = runs.subscribe(lambda run: told.append(run.status))
    runs.put(make())
    runs.put(make(status="failed"))
    undo()
    runs.put(make("FR2"))
    assert told == ["running", "failed"]
