import asyncio

import pytest

from tests.support.simulation import (
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
from webchat.errors import CentreError, EngagementError
from webchat.model import Member
from webchat.state import EngagementStage

PRE = EngagementStage.PRE_ENGAGEMENT
WAITING = EngagementStage.WAITING_ENGAGEMENT
IN = EngagementStage.IN_ENGAGEMENT

ANSWER = {"token": "secret", "channelSid": "CHhttp", "identity": "ada-1"}


async def test_the_server_decides_channel_identity_and_token():
    expiring = ANSWER | {"expiration": "2030-01-01T00:00:00Z"}
    async with (
        start_server(json_answer(expiring)) as server,
        simulation(start_engagement_url=server.url, context={"page": "/"}) as sim,
    ):
        assert await start(sim.webchat) == "CHhttp"
        session = sim.webchat.store.state.session
        assert server.requests == [{"formData": {"friendlyName": "Ada"}, "context": {"page": "/"}}]
        assert session.identity == "ada-1"
        assert session.token_payload == {
            "token": "secret",
            "identity": "ada-1",
            "expiration": "2030-01-01T00:00:00+00:00",
        }
        assert await online(sim, "CHhttp") == ["Ada"]


async def test_an_identity_is_made_where_the_server_gives_none():
    answer = {"token": "t", "conversationSid": "CHconv"}
    async with (
        start_server(json_answer(answer)) as server,
        simulation(start_engagement_url=server.url) as sim,
    ):
        assert await start(sim.webchat) == "CHconv"
        assert sim.webchat.store.state.session.identity == "ID0001"


async def test_a_channel_that_somebody_else_owns_fails_the_start():
    async with (
        start_server(json_answer(ANSWER)) as server,
        simulation(start_engagement_url=server.url) as sim,
    ):
        await sim.centre.open_channel(Member("mallory", "Mallory"), sid="CHhttp")
        error = await failure(sim.webchat)
        assert isinstance(error, CentreError)
        assert stage(sim.webchat) is PRE
        assert await online(sim, "CHhttp") == ["Mallory"]


async def never(_request):
    await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (text_answer("", status=503), "answered 503 Service Unavailable."),
        (text_answer("<html>"), "must answer JSON, but text that begins '<html>' came."),
        (json_answer({"token": "t"}), "lacks the channel"),
        (never, "did not answer within 0.2 s."),
    ],
)
async def test_a_failed_start_leads_back_to_the_form_with_reason_and_retry(answer, reason):
    async with (
        start_server(answer) as server,
        simulation(start_engagement_url=server.url, start_engagement_timeout=0.2) as sim,
    ):
        ada, seen = sim.webchat, stages(sim.webchat)
        error = await failure(ada, payload={"formData": {"friendlyName": "Ada"}})
        assert seen == [PRE, WAITING, PRE]
        assert ada.store.state.session.start_error == str(error)
        (notice,) = ada.notifications.active
        assert notice.text.startswith("The chat could not be started. ")
        assert reason in notice.text
        assert (notice.kind, notice.action_label, notice.is_sticky) == ("error", "Retry", True)


async def test_retry_starts_again_with_the_same_form():
    async with (
        start_server(text_answer("", status=500)) as server,
        simulation(start_engagement_url=server.url) as sim,
    ):
        ada = sim.webchat
        await failure(ada, payload={"formData": {"friendlyName": "Ada", "n": 1}})
        server.answer = json_answer(ANSWER)
        (notice,) = ada.notifications.active
        assert notice.on_action is not None
        notice.on_action()
        await until(lambda: stage(ada) is IN)
        assert server.requests[0] == server.requests[1]
        assert notices(ada) == []
        assert ada.store.state.session.start_error is None
        assert ada.actions.history[-1].origin == "NotificationBar"


async def test_a_failed_start_that_nobody_awaits_is_told_of_once():
    async with (
        start_server(text_answer("", status=500)) as server,
        simulation(start_engagement_url=server.url) as sim,
    ):
        sim.webchat.actions.invoke_action("StartEngagement")
        await until(lambda: notices(sim.webchat))
        for _ in range(10):
            await asyncio.sleep(0)
        assert len(notices(sim.webchat)) == 1


async def test_a_defect_during_the_start_leads_back_to_the_form_too(sim, ada, monkeypatch):
    async def broken(*_args, **_kwargs):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(sim.centre, "open_channel", broken)
    await failure(ada)
    assert stage(ada) is PRE
    assert notices(ada) == ["The chat could not be started. ZeroDivisionError: oops"]


async def test_a_start_that_fails_late_leaves_nothing_behind(sim, ada, monkeypatch):
    async def broken(*_args, **_kwargs):
        raise CentreError("The disk is full.")

    monkeypatch.setattr(sim.centre, "messages", broken)
    error = await failure(ada)
    assert str(error) == "The disk is full."
    assert ada.store.state.chat.channels == {}
    assert await online(sim, "CH0001") == []
    with pytest.raises(EngagementError):
        _ = ada.chat_client
    monkeypatch.undo()
    assert await start(ada) == "CH0002"
