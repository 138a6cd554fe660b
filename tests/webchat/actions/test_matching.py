"""Predicates: what is wanted, said by a function."""

import asyncio

import pytest

from webchat.actions import ActionsManager


async def test_a_predicate_takes_as_many_arguments_as_it_declares():
    actions, gate = ActionsManager(), asyncio.Event()
    actions.register_action("A", lambda _payload: gate.wait())
    running = [actions.invoke_action("A", {"n": n}) for n in (1, 2)]
    for wanted in (lambda payload: payload["n"] == 2, lambda p, name: (p["n"], name) == (2, "A")):
        assert [one.payload for one in actions.find_pending_actions("A", wanted)] == [{"n": 2}]
    gate.set()
    await asyncio.gather(*running)


def test_a_predicate_that_needs_more_is_refused_with_a_sentence():
    actions = ActionsManager()
    actions.block_action("A", {"n": 1})
    with pytest.raises(TypeError, match="a match: it needs 3"):
        actions.find_blocked_actions("A", lambda payload, action, more: True)
