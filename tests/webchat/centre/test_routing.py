from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.clock import START
from webchat.centre.routing import CAPACITY, Candidate, chosen
from webchat.model import Task, Worker

TASK = Task("WR1", "WT1", "pending", "chat", "CH1", {}, START, START)


def candidate(name, load=0, idle=0, **changes):
    worker = Worker(f"WK{name}", name, name, activity="available", is_logged_in=True)
    return Candidate(replace(worker, **changes), load, START - timedelta(seconds=idle))


def name_of(worker):
    return None if worker is None else worker.identity


def test_who_has_the_fewest_tasks_is_chosen():
    assert name_of(chosen(TASK, [candidate("a", 2, idle=9), candidate("b", 1)])) == "b"


def test_of_equals_the_one_that_has_been_idle_for_the_longest_is_chosen():
    assert name_of(chosen(TASK, [candidate("a", 1, idle=1), candidate("b", 1, idle=2)])) == "b"


def test_equals_in_everything_are_told_apart_in_a_way_that_can_be_repeated():
    assert name_of(chosen(TASK, [candidate("b"), candidate("a")])) == "a"


@pytest.mark.parametrize(
    "changes", [{"activity": "busy"}, {"activity": "offline"}, {"is_logged_in": False}]
)
def test_who_is_not_available_is_not_chosen(changes):
    assert chosen(TASK, [candidate("a", **changes)]) is None


def test_who_is_excluded_is_not_asked_again():
    task = replace(TASK, excluded=("WKa",))
    assert name_of(chosen(task, [candidate("a"), candidate("b", 4)])) == "b"
    assert chosen(task, [candidate("a")]) is None


def test_a_person_has_a_capacity_and_a_bot_has_none():
    full = candidate("a", CAPACITY)
    assert chosen(TASK, [full]) is None
    assert name_of(chosen(TASK, [full, candidate("bot", 99, is_bot=True)])) == "bot"


def test_a_bot_is_offered_no_call():
    call = replace(TASK, task_channel_unique_name="voice", channel_sid="")
    assert chosen(call, [candidate("bot", is_bot=True)]) is None
    assert name_of(chosen(call, [candidate("bot", is_bot=True), candidate("a", 4)])) == "a"


def test_nobody_is_chosen_of_none():
    assert chosen(TASK, []) is None
