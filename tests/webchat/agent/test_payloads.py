import pytest

from webchat.agent.payloads import activity_of, reason_of, required_task, target_of
from webchat.errors import PayloadError


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        (None, r"The payload of AcceptTask must be a dict such as \{'sid': 'WR…'\}, but None"),
        ({}, "AcceptTask needs a “task” or a “sid”, but neither came"),
        ({"sid": ""}, "must be a text such as WR…, but '' came"),
        ({"sid": 7}, "must be a text such as WR…, but 7 came"),
        ({"task": "x" * 99}, "“task” of AcceptTask must be a task, but 'x+… came. Give its sid"),
    ],
)
def test_a_payload_without_a_task_is_refused(payload, sentence):
    with pytest.raises(PayloadError, match=sentence):
        required_task("AcceptTask", payload)


@pytest.mark.parametrize("name", ["available", "Available", "BUSY", "offline"])
def test_an_activity_is_taken_in_any_case(name):
    assert activity_of({"activityName": name}) == name.lower()


@pytest.mark.parametrize("payload", [None, {}, {"activityName": 7}, {"activityName": "asleep"}])
def test_an_activity_that_there_is_not_is_refused(payload):
    with pytest.raises(PayloadError, match="must be one of available, busy, offline, but"):
        activity_of(payload)


def test_a_transfer_needs_somebody():
    assert target_of({"targetSid": "concierge"}) == "concierge"
    with pytest.raises(PayloadError, match=r"must be the sid .* of a worker, but None came"):
        target_of({})


def test_a_reason_may_be_left_out():
    assert reason_of({"reason": "Lunch."}) == "Lunch."
    assert reason_of({}) is reason_of({"reason": ""}) is None
