"""Action cards as attributes of messages: what is written is read, what does not fit is no card."""

import json
from types import MappingProxyType

import pytest

from webchat.functions.cards import card_in, posted, to_attributes
from webchat.functions.contract.records import Assignee, Button, Card, Step
from webchat.model.message import CARD_ATTRIBUTE

CARD = Card(
    "Sign the contract",
    "Two signatures.",
    (
        Step(2, (Button("Approve", "branding", {"as": "boss"}),), Assignee(role="boss")),
        Step(1, (Button("Sign", "branding", {"page": 1}), Button("Later")), Assignee(user="ada")),
    ),
)


def make():
    return posted(CARD, key="contract-1", app="signature", account="ada@example.com")


def test_a_posted_card_begins_with_the_lowest_order_number():
    card = make()
    assert [step.order_number for step in card.card.steps] == [1, 2]
    assert card.current is not None
    assert card.current.buttons[0].title == "Sign"
    assert card.steps == ("open", "open")


def test_what_is_written_is_read_again():
    attributes = json.loads(json.dumps(to_attributes(make())))
    assert card_in(attributes) == make()
    assert card_in(MappingProxyType(attributes)) == make()


def test_the_steps_follow_each_other_until_the_card_is_completed():
    first = make().ended_step(1, "completed")
    assert first.current is not None
    assert first.current.order_number == 2
    assert first.status == "open"
    last = first.ended_step(2, "completed")
    assert (last.current, last.status) == (None, "completed")


def test_a_cancelled_step_ends_the_card():
    card = make().ended_step(1, "cancelled")
    assert (card.current, card.status) == (None, "cancelled")


def test_a_step_that_waits_for_the_outside_can_still_be_clicked():
    card = make().with_step(1, "waiting")
    assert card.is_waiting
    assert card.current is not None
    assert card.current.order_number == 1
    assert card.status_of(1) == "waiting"
    assert card.status_of(3) is None


@pytest.mark.parametrize(
    "given",
    [
        None,
        "card",
        {},
        {"key": "k", "app": "a", "title": "t", "steps": []},
        {"key": "", "app": "a", "title": "t", "steps": [{}]},
        {"key": "k", "app": "a", "title": 5, "steps": []},
        {"key": "k", "app": "a", "title": "t", "steps": [{"order_number": "1", "buttons": []}]},
        {"key": "k", "app": "a", "title": "t", "steps": [{"order_number": 1, "buttons": {}}]},
        {
            "key": "k",
            "app": "a",
            "title": "t",
            "steps": [{"order_number": 1, "buttons": [], "status": "won"}],
        },
        {"key": "k", "app": "a", "title": "t", "steps": {"a": object()}},
    ],
)
def test_what_does_not_fit_is_no_card(given):
    assert card_in({CARD_ATTRIBUTE: given}) is None


def test_a_status_that_contradicts_the_steps_is_not_believed():
    attributes = to_attributes(make())
    attributes[CARD_ATTRIBUTE]["status"] = "completed"
    found = card_in(attributes)
    assert found is not None
    assert found.status == "open"
