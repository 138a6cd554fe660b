import asyncio

import pytest

from tests.support.simulation import simulation, stage
from tests.support.waiting import until
from webchat.errors import CentreError
from webchat.state import EngagementStage


@pytest.fixture
async def ada():
    async with simulation() as sim:
        yield sim.webchat


@pytest.fixture
async def on_init():
    async with simulation(start_engagement_on_init=True) as sim:
        yield sim.webchat


def is_open(side) -> bool:
    return bool(side.store.state.session.is_entry_point_expanded)


def started(side) -> int:
    return sum(one.action == "StartEngagement" for one in side.actions.history)


async def test_toggling_opens_and_closes_when_invoke_action_returns(ada):
    seen = []
    for _ in range(3):
        assert ada.actions.invoke_action("ToggleChatVisibility").done()
        seen.append(is_open(ada))
    assert seen == [True, False, True]
    assert started(ada) == 0


async def test_minimising_only_minimises(ada):
    await ada.actions.invoke_action("MinimizeChat")
    assert not is_open(ada)
    await ada.actions.invoke_action("ToggleChatVisibility")
    await ada.actions.invoke_action("MinimizeChat")
    await ada.actions.invoke_action("MinimizeChat")
    assert not is_open(ada)


async def test_without_a_form_the_first_opening_starts_the_chat(on_init):
    assert stage(on_init) is EngagementStage.PRE_ENGAGEMENT
    assert on_init.actions.invoke_action("ToggleChatVisibility").done()
    assert stage(on_init) is EngagementStage.WAITING_ENGAGEMENT
    await until(lambda: stage(on_init) is EngagementStage.IN_ENGAGEMENT)


async def test_further_clicks_neither_start_again_nor_disturb(on_init):
    for _ in range(5):
        await on_init.actions.invoke_action("ToggleChatVisibility")
    await until(lambda: stage(on_init) is EngagementStage.IN_ENGAGEMENT)
    for _ in range(2):
        await on_init.actions.invoke_action("ToggleChatVisibility")
    assert started(on_init) == 1
    assert on_init.store.state.session.start_error is None


async def test_after_a_failure_opening_does_not_start_again(on_init, monkeypatch):
    async def full(*_args, **_kwargs):
        raise CentreError("The disk is full.")

    monkeypatch.setattr(on_init.centre, "open_channel", full)
    await on_init.actions.invoke_action("ToggleChatVisibility")
    await until(lambda: on_init.store.state.session.start_error)
    for _ in range(4):
        await on_init.actions.invoke_action("ToggleChatVisibility")
        await asyncio.sleep(0)
    assert started(on_init) == 1


async def test_after_a_cancelled_start_opening_tries_again(on_init):
    undo = on_init.actions.add_listener("beforeStartEngagement", lambda _payload, cancel: cancel())
    await on_init.actions.invoke_action("ToggleChatVisibility")
    undo()
    for _ in range(2):
        await on_init.actions.invoke_action("ToggleChatVisibility")
    await until(lambda: stage(on_init) is EngagementStage.IN_ENGAGEMENT)
