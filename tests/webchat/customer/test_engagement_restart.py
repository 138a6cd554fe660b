import asyncio

import pytest

from tests.support.simulation import (
    channel,
    failure,
    notices,
    online,
    simulation,
    stage,
    stages,
    start,
)
from tests.support.starts import json_answer, start_server, text_answer
from tests.support.waiting import until
from webchat.actions import ActionFailedError
from webchat.centre import events
from webchat.errors import CentreError
from webchat.state import EngagementStage

PRE = EngagementStage.PRE_ENGAGEMENT
WAITING = EngagementStage.WAITING_ENGAGEMENT
IN = EngagementStage.IN_ENGAGEMENT

ANSWER = {"token": "secret", "channelSid": "CHhttp", "identity": "ada-1"}


async def never(_request):
    await asyncio.Event().wait()


async def test_a_restart_before_the_chat_is_harmless(ada):
    seen = stages(ada)
    await ada.actions.invoke_action("RestartEngagement")
    assert seen == [PRE]


async def test_a_restart_during_the_chat_leaves_the_channel(sim, ada):
    sid = await start(ada)
    left = []
    sim.centre.subscribe(left.append)
    await ada.actions.invoke_action("RestartEngagement")
    assert stage(ada) is PRE
    assert await online(sim, sid) == []
    assert any(isinstance(one, events.MemberLeft) for one in left)
    assert ada.store.state.chat.channels == {}
    assert ada.store.state.session.identity is None


async def test_after_a_restart_the_customer_is_somebody_new(ada):
    first, who = await start(ada), ada.store.state.session.identity
    await ada.actions.invoke_action("RestartEngagement")
    assert await start(ada) != first
    assert ada.store.state.session.identity != who


async def test_after_the_end_of_a_chat_a_new_one_can_be_started(ada):
    sid = await start(ada)
    await ada.chat_client.channel(sid).close()
    assert channel(ada).status == "inactive"
    await ada.actions.invoke_action("RestartEngagement")
    await start(ada)
    assert channel(ada).status == "active"


async def test_a_restart_while_waiting_for_the_server_ends_the_start():
    async with (
        start_server(never) as server,
        simulation(start_engagement_url=server.url) as sim,
    ):
        ada = sim.webchat
        starting = ada.actions.invoke_action("StartEngagement")
        await until(lambda: server.requests)
        await ada.actions.invoke_action("RestartEngagement")
        assert stage(ada) is PRE
        with pytest.raises(ActionFailedError, match="restarted"):
            await starting
        assert ada.store.state.session.start_error is None
        assert notices(ada) == []
        server.answer = json_answer(ANSWER)
        await start(ada)


@pytest.mark.parametrize("turns", range(12))
async def test_a_restart_at_any_moment_of_a_start_ends_it(sim, ada, turns):
    starting = ada.actions.invoke_action("StartEngagement")
    for _ in range(turns):
        await asyncio.sleep(0.0005)
    was_open = starting.done()
    await ada.actions.invoke_action("RestartEngagement")
    assert stage(ada) is PRE
    assert ada.store.state.chat.channels == {}
    if not was_open:
        with pytest.raises(ActionFailedError, match="restarted"):
            await starting
    assert await online(sim, "CH0001") == []
    assert notices(ada) == []
    assert await start(ada) == "CH0002"


async def test_a_restart_is_over_when_the_customer_has_left(sim, ada, monkeypatch):
    loading, leaving = asyncio.Event(), asyncio.Event()
    leave = sim.centre.leave

    async def load_forever(*_args, **_place):
        loading.set()
        await asyncio.Event().wait()

    async def leave_slowly(*member):
        await leaving.wait()
        await leave(*member)

    monkeypatch.setattr(sim.centre, "messages", load_forever)
    monkeypatch.setattr(sim.centre, "leave", leave_slowly)
    ada.actions.invoke_action("StartEngagement")
    await loading.wait()
    restarting = ada.actions.invoke_action("RestartEngagement")
    for _ in range(20):
        await asyncio.sleep(0)
    assert not restarting.done()
    leaving.set()
    await restarting
    assert await online(sim, "CH0001") == []


@pytest.mark.parametrize("when", [WAITING, IN])
async def test_a_restart_by_somebody_who_watches_the_stage_works(sim, ada, when):
    done = []

    def watch(now):
        if now is when and not done:
            done.append(ada.actions.invoke_action("RestartEngagement"))

    ada.store.subscribe(lambda state: state.session.engagement_stage, watch)
    with pytest.raises(ActionFailedError, match="restarted"):
        await ada.actions.invoke_action("StartEngagement")
    await done[0]
    assert stage(ada) is PRE
    assert ada.store.state.chat.channels == {}
    await start(ada)


async def test_restarts_at_once_do_not_disturb_each_other(ada):
    await start(ada)
    await asyncio.gather(
        *(ada.actions.invoke_action("RestartEngagement", {"n": n}) for n in range(3))
    )
    assert stage(ada) is PRE
    await start(ada)


async def test_a_restart_while_a_message_is_being_sent_works(ada):
    sid = await start(ada)
    sending = ada.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "hi"})
    await ada.actions.invoke_action("RestartEngagement")
    assert await sending == 0
    assert stage(ada) is PRE


async def test_a_restart_goes_through_although_leaving_fails(sim, ada, monkeypatch):
    async def broken(*_args):
        raise CentreError("The disk is full.")

    await start(ada)
    monkeypatch.setattr(sim.centre, "leave", broken)
    error = await failure(ada, "RestartEngagement")
    assert str(error) == "The disk is full."
    assert stage(ada) is PRE
    await start(ada)


async def test_a_restart_takes_the_notice_of_a_failed_start_away():
    async with (
        start_server(text_answer("", status=500)) as server,
        simulation(start_engagement_url=server.url) as sim,
    ):
        await failure(sim.webchat)
        await sim.webchat.actions.invoke_action("RestartEngagement")
        assert notices(sim.webchat) == []
        assert sim.webchat.store.state.session.start_error is None


# -- without a form --------------------------------------------------------------------------


@pytest.fixture
async def on_init():
    async with simulation(start_engagement_on_init=True) as sim:
        yield sim.webchat


async def test_without_a_form_a_restart_goes_straight_to_a_fresh_chat(on_init):
    sid = await start(on_init)
    seen = stages(on_init)
    await on_init.actions.invoke_action("RestartEngagement")
    assert seen == [IN, PRE, WAITING, IN]
    assert on_init.store.state.session.channel_sid != sid


async def test_without_a_form_a_restart_while_waiting_starts_over(on_init):
    starting = on_init.actions.invoke_action("StartEngagement", {"formData": {}})
    await on_init.actions.invoke_action("RestartEngagement")
    assert stage(on_init) is IN
    with pytest.raises(ActionFailedError, match="restarted"):
        await starting
    assert list(on_init.store.state.chat.channels) == [on_init.store.state.session.channel_sid]


async def test_without_a_form_a_failure_is_for_the_error_page():
    async with (
        start_server(text_answer("", status=500)) as server,
        simulation(start_engagement_url=server.url, start_engagement_on_init=True) as sim,
    ):
        ada = sim.webchat
        await ada.actions.invoke_action("ToggleChatVisibility")
        await until(lambda: ada.store.state.session.start_error)
        assert "answered 500" in str(ada.store.state.session.start_error)
        assert (stage(ada), notices(ada)) == (PRE, [])
        server.answer = json_answer(ANSWER)
        await ada.actions.invoke_action("RestartEngagement")
        session = ada.store.state.session
        assert (session.engagement_stage, session.start_error) == (IN, None)
        assert session.is_entry_point_expanded
