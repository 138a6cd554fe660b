from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.clock import START, ManualClock
from webchat.agent.task import TaskHandles, given_sid
from webchat.model import Task
from webchat.state.records import task_state

TASK = Task("WR1", "WT1", "reserved", "chat", "CH1", {"channelSid": "CH1"}, START, START, "WK1")


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def handles(clock):
    return TaskHandles(clock)


def test_a_task_is_one_stable_object_that_says_what_is_known(handles):
    handle = handles.take(TASK)
    assert handles.take(replace(TASK, status="accepted")) is handle
    assert handle.status == "accepted"
    assert repr(handle) == "<TaskHandle WR1: accepted>"


def test_it_answers_the_documented_names(handles):
    task = handles.take(replace(TASK, reserved_until=START, reason="Why."))
    assert (task.taskSid, task.taskChannelUniqueName) == ("WT1", "chat")
    assert task.channelSid == task.conversationSid == task.attributes["channelSid"] == "CH1"
    assert task.dateCreated == task.dateUpdated == task.reservedUntil == START
    assert (task.reservationSid, task.taskStatus, task.workerSid) == ("WR1", "reserved", "WK1")
    assert (task.reason, task.customerLeft, task.isOnHold) == ("Why.", False, False)


def test_a_name_that_it_has_not_is_told(handles):
    with pytest.raises(AttributeError, match="A task has no attribute 'queue'"):
        _ = handles.take(TASK).queue


async def test_its_age_is_counted_from_the_coming_of_the_work(handles, clock):
    task = handles.take(replace(TASK, updated=START + timedelta(seconds=5)))
    await clock.advance(61.9)
    assert task.age == 61


def test_it_is_found_by_its_own_sid_and_by_that_of_the_work(handles):
    first = handles.take(TASK)
    second = handles.take(replace(TASK, sid="WR2"))
    handles.show({"WR1": task_state(TASK), "WR2": task_state(replace(TASK, sid="WR2"))})
    assert handles.find("WR1") is first
    assert handles.find("WT1") is second
    assert handles.find("WT9") is handles.find(7) is None


def test_what_nobody_uses_is_let_go(handles):
    handles.take(TASK)
    assert handles.find("WR1") is None


def test_a_payload_is_filled_in_place_whichever_was_given(handles):
    task = handles.take(TASK)
    handles.show({"WR1": task_state(TASK)})
    for given in ({"sid": "WR1"}, {"sid": "WT1"}, {"task": task}, {"task": task, "sid": "WR9"}):
        payload = dict(given)
        assert handles.fill(payload) is payload
        assert payload == {"task": task, "sid": "WR1"}


@pytest.mark.parametrize("payload", [None, 7, {}, {"sid": "WR9"}, {"task": "WR1"}, {"sid": None}])
def test_what_cannot_be_filled_in_is_left_as_it_is(handles, payload):
    handles.take(TASK)
    before = repr(payload)
    assert repr(handles.fill(payload)) == before


def test_the_task_wins_over_the_sid():
    assert given_sid({"task": TASK, "sid": "WR9"}) == "WR1"
    assert given_sid({"sid": "WR9"}) == "WR9"
    assert given_sid({}) is None
