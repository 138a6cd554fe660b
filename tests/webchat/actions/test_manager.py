"""Registering, invoking, refusing and reporting, beyond what the recorded scenarios witness."""

import asyncio
import contextlib
import contextvars
import functools
import gc
import traceback

import pytest

from webchat.actions import (
    ActionBlockedError,
    ActionCancelledError,
    ActionFailedError,
    ActionNotFoundError,
    ActionPendingError,
    ActionsManager,
    Result,
)


@pytest.fixture
def actions():
    return ActionsManager()


def test_an_invocation_of_sync_parts_is_over_at_once_and_needs_no_loop(actions):
    seen = []
    actions.register_action("A", lambda payload: f"done {payload['n']}")
    actions.add_listener("beforeA", lambda payload: payload.update(n=2))
    actions.add_listener("afterA", lambda payload: seen.append("after"))
    result = actions.invoke_action("A", {"n": 1})
    assert result.done()
    assert result.result() == "done 2"
    assert seen == ["after"]


async def test_a_result_may_be_awaited_in_every_way_and_again(actions):
    async def body(payload):
        await asyncio.sleep(0)
        return payload

    actions.register_action("A", body)
    result = actions.invoke_action("A", 7)
    assert list(await asyncio.gather(result, result)) == [7, 7]
    assert await asyncio.ensure_future(result) == 7
    assert await result == 7


async def test_cancelling_an_await_does_not_stop_the_invocation(actions):
    gate = asyncio.Event()
    actions.register_action("A", lambda _payload: gate.wait())
    result = actions.invoke_action("A")
    waiting = asyncio.ensure_future(result)
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    gate.set()
    assert await result is True


async def test_async_parts_have_tasks_of_their_own(actions):
    tasks = [asyncio.current_task()]

    async def part(payload):
        async with asyncio.timeout(5), asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(0))
        tasks.append(asyncio.current_task())

    actions.register_action("A", part)
    actions.add_listener("beforeA", part)
    actions.add_listener("beforeA", part)
    actions.add_listener("afterA", part)
    await actions.invoke_action("A")
    assert len({id(task) for task in tasks}) == 5
    assert all(isinstance(task, asyncio.Task) for task in tasks)


async def test_a_listener_s_own_time_out_stops_that_listener_alone(actions):
    log = []

    async def slow(payload):
        try:
            async with asyncio.timeout(0.01):
                await asyncio.sleep(60)
        except TimeoutError:
            log.append("timed out")

    async def other(payload):
        await asyncio.sleep(0.02)
        log.append("other")

    actions.register_action("A", lambda _payload: log.append("body"))
    actions.add_listener("beforeA", slow)
    actions.add_listener("beforeA", other)
    await actions.invoke_action("A")
    assert log == ["timed out", "other", "body"]


async def test_an_async_part_starts_before_invoke_action_returns(actions):
    log = []

    async def body(_payload):
        log.append("begun")
        await asyncio.sleep(0)
        log.append("ended")

    actions.register_action("A", body)
    result = actions.invoke_action("A")
    assert log == ["begun"]
    await result
    assert log == ["begun", "ended"]


def test_an_async_part_without_a_loop_fails_with_a_sentence(actions):
    async def body(_payload):
        raise AssertionError

    actions.register_action("A", body)
    actions.on_unhandled = lambda *_args: None
    with pytest.raises(ActionFailedError, match="needs a running event loop"):
        actions.invoke_action("A").result()


@pytest.mark.parametrize("kind", [SystemExit, GeneratorExit, BaseException])
async def test_what_a_plugin_raises_to_end_the_program_only_fails_the_action(actions, kind):
    def body(_payload):
        raise kind

    async def late(_payload):
        await asyncio.sleep(0)
        raise kind

    actions.register_action("A", body)
    actions.register_action("B", late)
    for name in ("A", "B"):
        with pytest.raises(ActionFailedError):
            await actions.invoke_action(name)
        assert actions.history[-1].outcome == "failed"


def test_keyboard_interrupt_passes_and_leaves_nothing_pending(actions):
    def body(_payload):
        raise KeyboardInterrupt

    actions.register_action("A", body)
    with pytest.raises(KeyboardInterrupt):
        actions.invoke_action("A")
    assert actions.find_pending_actions("A") == []


async def test_a_body_that_was_cancelled_cancels_whoever_awaits_it(actions):
    async def body(_payload):
        raise asyncio.CancelledError

    actions.register_action("A", body)
    with pytest.raises(asyncio.CancelledError):
        await actions.invoke_action("A")


async def test_a_failure_that_nobody_awaits_is_reported(actions):
    reported = []
    actions.on_unhandled = lambda record, error: reported.append((record.action, str(error)))
    actions.register_action("A", lambda _payload: 1 / 0)
    actions.invoke_action("A")
    actions.invoke_action("Nowhere")
    assert reported == []
    for _ in range(3):
        await asyncio.sleep(0)
    assert reported[0] == ("A", "division by zero")
    assert reported[1][0] == "Nowhere"


async def test_a_failure_that_is_awaited_is_not_reported(actions):
    reported = []
    actions.on_unhandled = lambda *args: reported.append(args)
    actions.register_action("A", lambda _payload: 1 / 0)
    with pytest.raises(ActionFailedError):
        await actions.invoke_action("A")
    with pytest.raises(ActionFailedError):
        await asyncio.gather(actions.invoke_action("A"))
    for _ in range(3):
        await asyncio.sleep(0)
    assert reported == []


async def test_a_cancelled_action_is_no_failure_to_report(actions):
    reported = []
    actions.on_unhandled = lambda *args: reported.append(args)
    actions.register_action("A", lambda _payload: None)
    actions.add_listener("beforeA", lambda _payload, cancel: cancel())
    result = actions.invoke_action("A")
    for _ in range(3):
        await asyncio.sleep(0)
    assert reported == []
    with pytest.raises(ActionCancelledError) as raised:
        await result
    assert str(raised.value) == "Action A cancelled by before event"
    assert "test_manager.py:" in raised.value.cancelled_by


async def test_the_error_of_a_body_keeps_its_message_and_its_cause(actions):
    actions.register_action("A", lambda _payload: {"a": 1}["key"])
    with pytest.raises(ActionFailedError) as raised:
        await actions.invoke_action("A")
    assert str(raised.value) == "'key'"
    assert isinstance(raised.value.__cause__, KeyError)


async def test_a_cancelled_invocation_leaves_nothing_to_the_collector(actions):
    actions.register_action("A", lambda _payload: None)
    actions.add_listener("beforeA", lambda _payload, cancel: cancel())
    gc.collect()
    gc.disable()
    before = {id(one) for one in gc.get_objects() if isinstance(one, Result)}
    try:
        with contextlib.suppress(ActionCancelledError):
            await actions.invoke_action("A")
        left = [one for one in gc.get_objects() if isinstance(one, Result)]
        assert {id(one) for one in left} <= before  # those of other tests may live on
    finally:
        gc.enable()


async def test_the_traceback_of_a_failure_begins_where_the_body_does(actions):
    def body(_payload):
        raise ValueError

    actions.register_action("A", body)
    with pytest.raises(ActionFailedError) as raised:
        await actions.invoke_action("A")
    [(frame, _line)] = traceback.walk_tb(getattr(raised.value.__cause__, "__traceback__", None))
    assert frame.f_code is body.__code__


async def test_an_error_that_cannot_even_be_told_is_told_by_its_name(actions):
    class MuteError(Exception):
        def __str__(self):
            raise ValueError

    def body(_payload):
        raise MuteError

    actions.register_action("A", body)
    actions.add_listener("beforeA", body)
    with pytest.raises(ActionFailedError, match="MuteError"):
        await actions.invoke_action("A")
    assert actions.find_pending_actions("A") == []


async def test_a_payload_update_that_raises_raises_raw(actions):
    actions.register_action("A", lambda _payload: None, lambda payload: payload["missing"])
    with pytest.raises(KeyError):
        await actions.invoke_action("A", {})
    assert actions.find_pending_actions("A") == []


async def test_an_unknown_action_names_those_there_are(actions):
    actions.register_action("SendMessage", lambda _payload: None)
    with pytest.raises(ActionNotFoundError, match=r"'sendMessage' does not exist.*SendMessage"):
        await actions.invoke_action("sendMessage")


def takes_none():
    return "none"


def takes_one(payload):
    return payload


def takes_all(*arguments):
    return arguments


class CallableObject:
    def __call__(self, payload):
        return payload


@pytest.mark.parametrize(
    "listener",
    [
        takes_none,
        takes_one,
        takes_all,
        CallableObject(),
        functools.partial(takes_one),
        print,
        [].append,
    ],
)
def test_a_callable_takes_as_many_arguments_as_it_declares(actions, listener):
    actions.add_listener("beforeA", listener)
    actions.add_listener("afterA", listener)
    actions.register_action("A", listener)
    assert actions.invoke_action("A", 3).exception() is None


@pytest.mark.parametrize(
    ("add", "sentence"),
    [
        (lambda a: a.add_listener("afterA", lambda one, two: None), "needs 2"),
        (lambda a: a.add_listener("beforeA", lambda one, two, three: None), "needs 3"),
        (lambda a: a.register_action("A", lambda one, two: None), "needs 2"),
        (lambda a: a.replace_action("A", lambda a, b, c, d: None), "needs 4"),
        (lambda a: a.add_listener("beforeA", lambda one, *, key: None), "keyword 'key'"),
        (lambda a: a.add_listener("beforeA", "text"), "must be callable, but 'text' came"),
    ],
)
def test_what_can_never_be_called_is_refused_when_it_is_registered(actions, add, sentence):
    with pytest.raises(TypeError, match=sentence):
        add(actions)


def test_an_undo_takes_away_its_own_layer_only(actions):
    first = actions.register_action("A", lambda _payload: 1)
    second = actions.register_action("A", lambda _payload: 2)
    assert actions.invoke_action("A").result() == 2
    first()
    first()
    assert actions.invoke_action("A").result() == 2
    second()
    with pytest.raises(ActionNotFoundError):
        actions.invoke_action("A").result()


async def test_undoing_a_middle_replacement_keeps_the_others(actions):
    log = []

    def link(name):
        async def replacement(payload, original, following):
            log.append(name)
            return await following(payload)

        return replacement

    actions.register_action("A", lambda _payload: log.append("body"))
    undos = [actions.replace_action("A", link(name)) for name in "xyz"]
    undos[1]()
    await actions.invoke_action("A")
    assert log == ["z", "x", "body"]


async def test_original_of_a_sync_replacement_runs_although_nobody_awaits_it(actions):
    log = []
    actions.register_action("A", log.append)

    def replacement(payload, original):
        original(payload)

    actions.replace_action("A", replacement)
    await actions.invoke_action("A", "p")
    assert log == ["p"]


async def test_a_body_may_hand_on_the_result_of_another_invocation(actions):
    gate = asyncio.Event()
    actions.register_action("Inner", lambda payload: gate.wait() if payload else "at once")
    actions.register_action("Outer", lambda payload: actions.invoke_action("Inner", payload))
    assert actions.invoke_action("Outer").result() == "at once"
    waiting = actions.invoke_action("Outer", {"wait": True})
    assert not waiting.done()
    gate.set()
    assert await waiting is True


async def test_a_failed_original_that_nobody_awaited_is_reported(actions):
    reported = []
    actions.on_unhandled = lambda record, error: reported.append(str(error))
    actions.register_action("A", lambda _payload: 1 / 0)
    actions.replace_action("A", lambda payload, original: original(payload) and None)
    await actions.invoke_action("A")
    for _ in range(3):
        await asyncio.sleep(0)
    assert reported == ["division by zero"]


async def test_primitives_match_by_type_and_value(actions):
    gate = asyncio.Event()
    actions.register_action("A", lambda _payload: gate.wait())
    actions.invoke_action("A", {"n": 1})
    for other in (True, "1", 1.0):
        assert not actions.find_pending_actions("A", {"n": other})
    assert actions.find_pending_actions("A", {"n": 1})
    with pytest.raises(ActionPendingError):
        await actions.invoke_action("A", {"n": 1})
    gate.set()


async def test_among_many_in_flight_the_matching_one_is_found(actions):
    gate = asyncio.Event()
    actions.register_action("A", lambda _payload: gate.wait())
    for n in range(50):
        actions.invoke_action("A", {"n": n, "same": "x"})
    with pytest.raises(ActionPendingError):
        await actions.invoke_action("A", {"n": 30})
    running = actions.invoke_action("A", {"n": 50})
    gate.set()
    await running


async def test_a_block_s_undo_lifts_that_block_only(actions):
    actions.register_action("A", lambda _payload: "ran")
    first = actions.block_action("A", {"n": 1})
    actions.block_action("A", {"n": 2})
    first()
    assert await actions.invoke_action("A", {"n": 1}) == "ran"
    with pytest.raises(ActionBlockedError):
        await actions.invoke_action("A", {"n": 2})


def test_the_decorators_register_and_leave_the_function_as_it_is(actions):
    log = []

    @actions.action("A")
    def body(payload):
        log.append("body")

    @actions.before("A")
    def before(payload):
        log.append("before")

    @actions.after("A")
    def after(payload):
        log.append("after")

    @actions.replacing("A")
    def replacement(payload, original):
        log.append("replaced")

    actions.invoke_action("A")
    before(None)
    assert log == ["before", "replaced", "after", "before"]


def test_the_decorator_of_a_body_takes_a_payload_update_too(actions):
    @actions.action("A", payload_update=lambda payload: {**payload, "stamp": 1})
    def body(payload):
        return payload

    assert actions.invoke_action("A", {"n": 1}).result() == {"n": 1, "stamp": 1}


async def test_a_context_variable_set_in_a_listener_stays_there(actions):
    variable = contextvars.ContextVar("variable", default="outside")
    seen = []

    async def listener(_payload):
        variable.set("inside")
        await asyncio.sleep(0)
        seen.append(variable.get())

    actions.register_action("A", lambda _payload: seen.append(variable.get()))
    actions.add_listener("beforeA", listener)
    await actions.invoke_action("A")
    assert seen == ["inside", "outside"]
    assert variable.get() == "outside"
