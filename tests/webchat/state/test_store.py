"""Who is told of which change, and when."""

from itertools import pairwise

import pytest

from tests.support.clock import START
from webchat.config import Config
from webchat.state import (
    ChannelState,
    ChatState,
    EngagementStage,
    MessageState,
    State,
    Store,
    changes,
)


@pytest.fixture
def store():
    return Store(State(Config(), chat=ChatState({"CH1": ChannelState("CH1")})))


def stage(state):
    return state.session.engagement_stage


def channel(state):
    return state.chat.channels["CH1"]


def text(body):
    return changes.InputTextSet("CH1", body, len(body), len(body))


PRE = changes.StageSet(EngagementStage.PRE_ENGAGEMENT)
WAITING = changes.StageSet(EngagementStage.WAITING_ENGAGEMENT)


def test_a_subscriber_is_told_of_what_it_selected(store):
    told = []
    store.subscribe(stage, told.append)
    store.dispatch(PRE)
    store.dispatch(text("other part"))
    store.dispatch(PRE)
    store.dispatch(WAITING)
    assert told == ["CF_PRE_ENGAGEMENT", "CF_WAITING_ENGAGEMENT"]


def test_a_selector_that_makes_a_new_value_each_time_is_compared_by_value(store):
    told = []
    store.subscribe(lambda state: tuple(state.chat.channels), told.append)
    store.dispatch(text("hello"))
    assert told == []
    store.dispatch(changes.ChannelLoaded(ChannelState("CH2")))
    assert told == [("CH1", "CH2")]


def test_a_history_is_never_compared_message_by_message(store):
    class Costly(str):
        __slots__ = ()

        def __eq__(self, other):
            raise AssertionError("compared")

        __hash__ = str.__hash__

    told = []
    store.subscribe(channel, told.append)
    store.subscribe(lambda state: state.chat, told.append)
    for index in range(2):
        body = MessageState(f"IM{index}", index, "bob", "Bob", Costly("x"), START)
        store.dispatch(changes.MessageAdded("CH1", body))
    assert len(told) == 4


def test_the_state_is_the_one_that_is_told(store):
    seen = []
    store.subscribe(channel, lambda value: seen.append(value is channel(store.state)))
    store.dispatch(text("hello"))
    assert seen == [True]


def test_all_see_the_changes_in_one_order(store):
    told = []

    def go_on(now):
        told.append(("first", now))
        if now == PRE.stage:
            store.dispatch(WAITING)

    store.subscribe(stage, go_on)
    store.subscribe(stage, lambda now: told.append(("second", now)))
    store.dispatch(PRE)
    assert told == [(who, one.stage) for one in (PRE, WAITING) for who in ("first", "second")]


@pytest.mark.parametrize("error", [ValueError, SystemExit])
def test_a_subscriber_that_fails_affects_nobody(store, caplog, error):
    told = []

    def fail(_stage):
        raise error

    store.subscribe(stage, fail)
    store.subscribe(stage, told.append)
    store.dispatch(PRE)
    store.dispatch(WAITING)
    assert told == [PRE.stage, WAITING.stage]
    assert "A subscriber of the store failed" in caplog.text


def test_a_keyboard_interrupt_passes_and_the_store_goes_on(store):
    def interrupt(_stage):
        raise KeyboardInterrupt

    undo = store.subscribe(stage, interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.dispatch(PRE)
    undo()
    store.dispatch(WAITING)
    assert stage(store.state) is WAITING.stage


def test_nothing_is_told_after_the_undo(store):
    told = []
    undo = store.subscribe(stage, told.append)
    undo()
    undo()
    store.dispatch(PRE)
    assert told == []


def test_who_is_taken_away_while_others_are_told_is_not_told(store):
    told = []
    undos = []
    store.subscribe(stage, lambda _stage: undos[0]())
    undos.append(store.subscribe(stage, told.append))
    store.dispatch(PRE)
    assert told == []


def test_a_change_that_alters_nothing_is_told_to_nobody(store):
    told = []
    store.subscribe(lambda state: object(), told.append)
    store.dispatch(text(""))
    assert told == []


def test_states_are_kept_apart(store):
    states = [store.state]
    for change in (PRE, text("a"), WAITING):
        store.dispatch(change)
        states.append(store.state)
    assert all(before is not after for before, after in pairwise(states))
    assert stage(states[0]) is EngagementStage.INIT_ENGAGEMENT
