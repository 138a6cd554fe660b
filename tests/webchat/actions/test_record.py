"""The record says who did what and why."""

import asyncio
import json
from collections import OrderedDict

import pytest

from webchat.actions import ActionsManager, Scope
from webchat.clock import SystemClock


@pytest.fixture
def actions():
    return ActionsManager()


def add_plugin(actions, name):
    scope = Scope(name)
    actions.scopes.append(scope)
    return scope


def test_a_payload_is_kept_as_it_was_passed(actions):
    actions.register_action("A", lambda payload: payload["form"].update(name="later"))
    actions.invoke_action("A", {"form": {"name": "first"}, "list": [1]})
    assert actions.history[-1].payload == {"form": {"name": "first"}, "list": [1]}


def test_a_payload_of_a_kind_of_dict_is_copied_too(actions):
    actions.register_action("A", lambda _payload: None)
    actions.add_listener("beforeA", lambda payload: payload.update(n=2))
    actions.invoke_action("A", OrderedDict(n=1))
    record = actions.history[-1]
    assert record.payload == {"n": 1}
    assert [(call.verdict, call.change) for call in record.listeners] == [
        ("changed", {"n": (1, 2)})
    ]


def test_a_nested_invocation_names_its_parent_and_keeps_the_origin(actions):
    actions.register_action("Inner", lambda _payload: None)
    actions.register_action("Outer", lambda _payload: actions.invoke_action("Inner"))
    with actions.as_origin("MessageInput"):
        actions.invoke_action("Outer")
    outer, inner = actions.history
    assert (outer.parent_id, outer.origin) == (None, "MessageInput")
    assert (inner.parent_id, inner.origin) == (outer.id, "MessageInput")


async def test_causality_holds_across_waits(actions):
    async def body(_payload):
        await asyncio.sleep(0)
        await actions.invoke_action("Inner")

    actions.register_action("Inner", lambda _payload: None)
    actions.register_action("Outer", body)
    await asyncio.gather(actions.invoke_action("Outer", 1), actions.invoke_action("Outer", 2))
    first, second, *inner = actions.history
    assert [one.parent_id for one in inner] == [first.id, second.id]


def test_what_is_invoked_by_nobody_else_comes_from_a_person(actions):
    actions.register_action("A", lambda _payload: None)
    actions.invoke_action("A", owner="greet")
    assert actions.history[-1].origin == "person"
    assert actions.history[-1].owner == "greet"


def test_each_listener_s_verdict_and_change_is_recorded_with_its_owner(actions):
    add_plugin(actions, "quiet").add_listener("beforeA", lambda _payload: None)
    add_plugin(actions, "mask").add_listener("beforeA", lambda payload: payload.update(n=2))
    add_plugin(actions, "deep").add_listener("beforeA", lambda payload: payload["in"].append(1))
    add_plugin(actions, "broken").add_listener("beforeA", lambda _payload: 1 / 0)
    actions.on_listener_failed = lambda *_args: None
    actions.register_action("A", lambda _payload: None)
    actions.invoke_action("A", {"n": 1, "in": []})
    record = actions.history[-1]
    found = [(call.owner, call.verdict, call.change) for call in record.listeners]
    assert found == [
        ("quiet", "passed", None),
        ("mask", "changed", {"n": (1, 2)}),
        ("deep", "changed", {"in": ([], [1])}),
        ("broken", "failed", None),
    ]
    assert record.listeners[3].error == "ZeroDivisionError: division by zero"
    assert record.outcome == "completed"
    assert all("test_record.py:" in call.where for call in record.listeners)


def test_who_cancelled_is_recorded(actions):
    add_plugin(actions, "gate").add_listener("beforeA", lambda _payload, cancel: cancel())
    actions.register_action("A", lambda _payload: None)
    actions.invoke_action("A")
    record = actions.history[-1]
    assert (record.outcome, record.cancelled_by) == ("cancelled", "gate")
    assert record.listeners[0].verdict == "cancelled"


def test_who_replaced_is_recorded(actions):
    actions.register_action("A", lambda _payload: None)
    add_plugin(actions, "first").replace_action("A", lambda payload: None)
    add_plugin(actions, "second").replace_action(
        "A", lambda payload, original, following: following(payload)
    )
    actions.invoke_action("A")
    record = actions.history[-1]
    assert (record.outcome, record.replaced_by) == ("completed", "second")
    assert [call.owner for call in record.replacements] == ["second", "first"]


def test_an_after_listener_s_time_is_its_own():
    class SteppingClock(SystemClock):
        now_is = 0.0

        def monotonic(self):
            return self.now_is

    clock = SteppingClock()
    actions = ActionsManager(clock=clock)

    def takes(seconds):
        def part(_payload):
            clock.now_is += seconds

        return part

    actions.register_action("A", takes(5))
    actions.add_listener("afterA", takes(1))
    actions.add_listener("afterA", takes(2))
    actions.invoke_action("A")
    record = actions.history[-1]
    assert [call.seconds for call in record.listeners] == [1, 2]
    assert record.seconds == 8


def test_a_refusal_is_recorded_too(actions):
    actions.on_unhandled = lambda *_args: None
    actions.invoke_action("Nowhere", {"n": 1})
    record = actions.history[-1]
    assert (record.outcome, record.payload) == ("refused", {"n": 1})
    assert "does not exist" in record.error


async def test_a_listener_that_never_ends_shows_as_running_and_can_be_released(actions):
    ended = []

    async def hang(_payload):
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    add_plugin(actions, "hang").add_listener("beforeA", hang)
    actions.register_action("A", lambda _payload: "ran")
    result = actions.invoke_action("A")
    call = actions.history[-1].listeners[0]
    assert (call.verdict, call.seconds, actions.history[-1].outcome) == ("running", None, "running")
    call.release()
    call.release()
    assert await result == "ran"
    assert call.verdict == "released"
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert ended == [True]


async def test_a_listener_that_ignores_its_release_no_longer_holds_the_action(actions):
    async def stubborn(_payload):
        for _ in range(3):
            try:
                await asyncio.sleep(0.01)
            except asyncio.CancelledError:
                continue

    actions.add_listener("beforeA", stubborn)
    actions.register_action("A", lambda _payload: "ran")
    result = actions.invoke_action("A")
    actions.history[-1].listeners[0].release()
    assert result.done()
    await asyncio.sleep(0.05)


async def test_subscribers_hear_of_the_beginning_the_wait_and_the_end(actions):
    heard = []
    gate = asyncio.Event()
    actions.history.subscribe(
        lambda record: heard.append((record.outcome, [one.verdict for one in record.listeners]))
    )
    actions.add_listener("beforeA", lambda _payload: gate.wait())
    actions.register_action("A", lambda _payload: None)
    result = actions.invoke_action("A")
    gate.set()
    await result
    assert heard[0] == ("running", [])
    assert ("running", ["running"]) in heard
    assert heard[-1] == ("completed", ["passed"])


def test_a_failing_subscriber_harms_nothing(actions, caplog):
    actions.history.subscribe(lambda _record: 1 / 0)
    actions.register_action("A", lambda _payload: "ran")
    assert actions.invoke_action("A").result() == "ran"
    assert "A subscriber of the action history failed" in caplog.text


def test_the_history_keeps_the_newest_and_no_more(actions):
    actions.history.limit = 3
    actions.register_action("A", lambda _payload: None)
    for n in range(5):
        actions.invoke_action("A", n)
    assert [record.payload for record in actions.history] == [2, 3, 4]
    assert actions.history.limit == 3


def test_a_record_can_be_written_as_json_under_its_documented_names(actions):
    actions.register_action("A", lambda _payload: None)
    actions.add_listener("beforeA", lambda payload: payload.update(n=float("nan")))
    actions.invoke_action("A", {"n": 1, "object": object(), "deep": {"list": (1, 2)}})
    line = json.loads(json.dumps(actions.history[-1].as_json(), allow_nan=False))
    assert set(line) == {
        "id", "parent_id", "action", "payload", "origin", "owner", "outcome", "replaced_by",
        "cancelled_by", "error", "started", "seconds", "listeners",
    }  # fmt: skip
    assert set(line["listeners"][0]) == {
        "event", "owner", "where", "verdict", "change", "error", "seconds",
    }  # fmt: skip
    assert line["payload"]["deep"] == {"list": [1, 2]}


def test_a_value_that_cannot_be_compared_does_not_break_the_action(actions):
    class Odd:
        def __eq__(self, other):
            raise ValueError

        def __hash__(self):
            return 1

    actions.register_action("A", lambda _payload: "ran")
    actions.add_listener("beforeA", lambda payload: payload.update(odd=Odd()))
    actions.add_listener("beforeA", lambda payload: None)
    assert actions.invoke_action("A", {"odd": Odd()}).result() == "ran"
