"""What functions are given: the keys of the contract, and no others."""

import pytest

from tests.support.contract import example as seed_example
from tests.support.contract import places
from webchat.functions.contract.checks import check
from webchat.functions.contract.parameters import (
    action_context,
    automation_context,
    build_context,
    example,
    parameters,
    trigger_context,
)
from webchat.functions.contract.records import FUNCTION_NAMES
from webchat.functions.contract.samples import forced_error, wrong_shape

KINDS = ("action", "automation", "await", "trigger")
EVERY = [(function, kind) for function in FUNCTION_NAMES for kind in KINDS]


def test_everything_stands_under_the_seed_s_names():
    ada = {"user": {"id": "ada", "name": "Ada", "email": "ada@example.com"}}
    given = parameters(
        credential={"custom": {"api_key": "k"}},
        account="ada@example.com",
        context=action_context(action_key="card-1", assignees=[ada]),
        input={"order": "4711"},
        callback={"token": "t", "redirect": "http://r", "webhook": "http://w"},
    )
    assert given == {
        "credential": {"custom": {"api_key": "k"}},
        "identity": {"unique_id": "ada@example.com"},
        "context": {"action_key": "card-1", "assignees": [ada]},
        "input": {"order": "4711"},
        "callback": {"token": "t", "redirect": "http://r", "webhook": "http://w"},
    }


def test_the_seed_s_example_is_made_of_its_parts():
    seed = seed_example("parameters")
    given = parameters(
        credential=seed["credential"],
        account=seed["identity"]["unique_id"],
        context=seed["context"],
        input=seed["input"],
        callback=seed["callback"],
    )
    assert given == seed
    assert list(given) == list(seed)


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_knows_no_other_keys_than_the_seed(kind):
    seed = {place for place, _ in places(seed_example("parameters"))}
    own = {place for place, _ in places(example("action", kind))}
    assert own <= seed


def test_what_there_is_nothing_to_say_about_is_left_out():
    assert parameters() == {}
    assert parameters(input={}) == {"input": {}}


def test_automations_count_and_triggers_remember():
    assert automation_context(attempts=2) == {"attempts": 2}
    first = trigger_context(state="", trigger_activation_time=1742277460000)
    assert first == {"trigger_activation_time": 1742277460000}
    later = trigger_context(state="x", trigger_activation_time=1742277460000)
    assert later == {"state": "x", "trigger_activation_time": 1742277460000}


@pytest.mark.parametrize("kind", KINDS)
def test_build_knows_the_step_and_an_action_whom_it_is_for(kind):
    context = build_context(kind, action_key="order", title="Order", description="Look it up.")
    more = {
        "title": "Order",
        "description": "Look it up.",
        "assignees": [{"role": {"id": "assignee"}}],
    }
    assert context == {"action_key": "order", **(more if kind == "action" else {})}
    assert "description" not in build_context(kind, action_key="order", title="Order")


def test_what_is_given_is_the_function_s_own():
    context, given_input = {"action_key": "a"}, {"a": 1}
    given = parameters(context=context, input=given_input)
    given["context"]["more"] = given["input"]["more"] = 1
    assert (context, given_input) == ({"action_key": "a"}, {"a": 1})


@pytest.mark.parametrize(("function", "kind"), EVERY)
def test_an_example_has_the_keys_that_the_function_gets(function, kind):
    given = example(function, kind)
    assert ("context" in given) == (function != "identity")
    assert ("action_key" in given.get("context", {})) == (function in {"build", "action"})
    assert ("assignees" in given.get("context", {})) == (
        kind == "action" and function in {"build", "action"}
    )
    assert ("attempts" in given.get("context", {})) == (
        kind in {"automation", "await"} and function == "action"
    )
    assert ("state" in given.get("context", {})) == (kind == "trigger" and function == "action")
    assert ("callback" in given) == (function not in {"identity", "build"})
    assert ("token" in given.get("callback", {})) == (function == "action")
    assert ("redirect" in given.get("callback", {})) == ("callback" in given and kind == "action")


@pytest.mark.parametrize(("function", "kind"), EVERY)
def test_a_wrong_shape_breaks_the_contract_in_one_place(function, kind):
    checked = check(function, kind, wrong_shape(function, kind))
    assert checked.result is None
    assert len(checked.findings) == 1


@pytest.mark.parametrize("function", ["action", "redirect", "webhook"])
def test_a_forced_error_fits(function):
    assert check(function, "action", forced_error()).findings == ()
