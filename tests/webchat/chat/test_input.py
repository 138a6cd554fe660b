import asyncio
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.simulation import channel, simulation, start
from webchat.actions import ActionsManager
from webchat.chat.input import InputQueue


@pytest.fixture
def actions():
    return ActionsManager()


@pytest.fixture
def texts(actions):
    """What SetInputText was carried out with."""
    found = []

    def body(payload):
        found.append(payload["body"])

    actions.register_action("SetInputText", body)
    return found


@pytest.fixture
def queue(actions, texts):
    return InputQueue(actions)


class Gates:
    """A slow listener: each call waits until it is let through."""

    def __init__(self) -> None:
        self.waiting: list[asyncio.Future[None]] = []

    async def __call__(self, _payload):
        gate = asyncio.get_running_loop().create_future()
        self.waiting.append(gate)
        await gate

    async def open(self) -> None:
        self.waiting.pop(0).set_result(None)
        for _ in range(5):
            await asyncio.sleep(0)


@pytest.fixture
def gates(actions):
    slow = Gates()
    actions.add_listener("beforeSetInputText", slow.__call__)
    return slow


def test_an_edit_without_async_parts_is_over_at_once_and_needs_no_loop(queue, texts):
    assert queue.edit("CH1", "a")
    assert queue.is_settled("CH1")
    assert texts == ["a"]


async def test_while_an_edit_runs_only_the_newest_waiting_one_is_kept(queue, gates, texts):
    for text in ("a", "ab", "abc", "abcd"):
        assert not queue.edit("CH1", text)
    await gates.open()
    assert texts == ["a"]
    await gates.open()
    assert texts == ["a", "abcd"]
    assert queue.is_settled("CH1")


async def test_channels_do_not_wait_for_each_other(actions, queue, gates, texts):
    queue.edit("CH1", "one")
    queue.edit("CH2", "two")
    gates.waiting.reverse()
    await gates.open()
    assert texts == ["two"]
    assert (queue.is_settled("CH1"), queue.is_settled("CH2")) == (False, True)
    await gates.open()


async def test_who_waits_for_an_edit_to_settle_waits_for_the_last_one(queue, gates, texts):
    queue.edit("CH1", "a")
    queue.edit("CH1", "ab")
    waiting = asyncio.ensure_future(queue.settled("CH1"))
    await gates.open()
    assert not waiting.done()
    await gates.open()
    await waiting
    assert texts == ["a", "ab"]
    await queue.settled("CH1")


async def test_subscribers_are_told_once_everything_has_settled(queue, gates):
    told = []
    undo = queue.subscribe(told.append)
    queue.edit("CH1", "a")
    queue.edit("CH1", "ab")
    await gates.open()
    assert told == []
    await gates.open()
    assert told == ["CH1"]
    undo()
    queue.edit("CH1", "abc")
    await gates.open()
    assert told == ["CH1"]


async def test_an_edit_that_waited_keeps_its_origin(actions, queue, gates):
    for origin in ("first", "MessageInput"):
        with actions.as_origin(origin):
            queue.edit("CH1", origin)
    await gates.open()
    await gates.open()
    assert [one.origin for one in actions.history] == ["first", "MessageInput"]


@pytest.mark.parametrize("how", ["cancelled", "failed", "blocked"])
async def test_an_edit_that_does_not_complete_lets_the_next_one_run(actions, queue, texts, how):
    def cancel(payload, cancel):
        if payload["body"] == "bad":
            cancel()

    def fail(payload, original):
        if payload["body"] == "bad":
            raise ValueError("bad")
        return original(payload)

    if how == "cancelled":
        actions.add_listener("beforeSetInputText", cancel)
    elif how == "failed":
        actions.replace_action("SetInputText", fail)
    else:
        actions.block_action("SetInputText", {"body": "bad", "channelSid": "CH1"} | PLACE)
    actions.on_unhandled = lambda _invocation, _error: None
    queue.edit("CH1", "bad")
    queue.edit("CH1", "good")
    await queue.settled("CH1")
    assert texts == ["good"]


PLACE = {"selectionStart": 0, "selectionEnd": 0}


def test_an_edit_made_during_an_edit_comes_after_it(actions, queue, texts):
    def again(payload):
        if payload["body"] == "a":
            assert not queue.edit("CH1", "ab")

    actions.add_listener("beforeSetInputText", again)
    assert queue.edit("CH1", "a")
    assert texts == ["a", "ab"]


STEPS = st.lists(st.sampled_from(["type", "type", "open", "turn", "fast", "slow"]), max_size=40)


@given(STEPS)
def test_a_slow_listener_never_reorders_edits_nor_loses_the_last_one(steps):
    typed, carried_out = asyncio.run(played(steps))
    assert carried_out == sorted(set(carried_out))
    assert carried_out[-1:] == typed[-1:]


async def played(steps) -> tuple[list[str], list[str]]:
    """Type texts that grow as *steps* say; return those typed and those carried out."""
    actions, gates = ActionsManager(), Gates()
    carried_out: list[str] = []
    typed: list[str] = []
    slow = [True]
    queue = InputQueue(actions)

    def listener(payload):
        return gates(payload) if slow[0] else None

    actions.register_action("SetInputText", lambda payload: carried_out.append(payload["body"]))
    actions.add_listener("beforeSetInputText", listener)
    for step in steps:
        if step == "type":
            typed.append("x" * (len(typed) + 1))
            queue.edit("CH1", typed[-1])
        elif step == "open" and gates.waiting:
            await gates.open()
        elif step == "turn":
            await asyncio.sleep(0)
        else:
            slow[0] = step == "slow"
    while gates.waiting:
        assert len(gates.waiting) == 1
        await gates.open()
    assert queue.is_settled("CH1")
    return typed, carried_out


async def test_the_text_area_of_a_customer_ends_with_what_was_typed_last():
    async with simulation() as sim:
        ada, gates = sim.webchat, Gates()
        sid = await start(ada)
        ada.actions.add_listener("beforeSetInputText", gates.__call__)
        with slow_typing(ada.input_queue, sid, "hello"):
            while gates.waiting:
                await gates.open()
        assert channel(ada).input_text == "hello"
        assert channel(ada).selection_end == 5


@contextmanager
def slow_typing(queue, sid, text):
    """Type *text* letter by letter while no edit gets through."""
    for end in range(1, len(text) + 1):
        queue.edit(sid, text[:end], selection_start=end, selection_end=end)
    yield
