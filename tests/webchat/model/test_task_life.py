import re
from datetime import UTC, datetime
from typing import get_args

import pytest

from webchat.errors import CentreError, TaskStateError
from webchat.model import Task, TaskStatus
from webchat.model.task_life import LIFE, LIVE, is_live, is_possible, status_after

NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
STATUSES = get_args(TaskStatus)


def task(status, reason=""):
    return Task("WR1", "WT1", status, "chat", "CH1", {}, NOW, NOW, reason=reason)


def test_the_documented_life_leads_from_one_status_to_the_next():
    status = "pending"
    for verb in ("reserve", "accept", "wrapup", "complete"):
        status = status_after(task(status), verb)
    assert status == "completed"


@pytest.mark.parametrize("verb", LIFE)
@pytest.mark.parametrize("status", STATUSES)
def test_an_order_is_carried_out_or_refused_with_a_sentence(status, verb):
    if is_possible(status, verb):
        assert status_after(task(status), verb) == LIFE[verb].target
        return
    with pytest.raises(TaskStateError) as caught:
        status_after(task(status), verb)
    sentence = str(caught.value)
    assert sentence.startswith(f"The task WR1 is {status.replace('_', ' ')}; only a")
    assert re.search(r"can be .+\. .+\.$", sentence)


@pytest.mark.parametrize("status", STATUSES)
def test_what_is_over_stays_so(status):
    possible = [verb for verb in LIFE if is_possible(status, verb)]
    assert is_live(status) == bool(possible) == (status in LIVE)


def test_what_was_accepted_cannot_be_completed_before_it_is_wrapped_up():
    with pytest.raises(CentreError) as caught:
        status_after(task("accepted"), "complete")
    assert str(caught.value) == (
        "The task WR1 is accepted; only a wrapping task can be completed."
        " Wrap it up, or transfer it."
    )


def test_an_article_fits_its_word():
    with pytest.raises(TaskStateError, match=r"only an accepted task can be wrapped up. Complete"):
        status_after(task("wrapping"), "wrapup")


def test_why_it_is_over_is_part_of_the_sentence():
    with pytest.raises(TaskStateError, match=r"Nothing more can be done with it. Ada left the"):
        status_after(task("cancelled", "Ada left the chat."), "accept")
