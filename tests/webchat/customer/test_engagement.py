import asyncio

import pytest

from tests.support.clock import ManualClock
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
from webchat.actions import ActionPendingError
from webchat.customer.engagement import customer_name
from webchat.errors import EngagementError
from webchat.simulator import Simulator
from webchat.state import EngagementStage

PRE = EngagementStage.PRE_ENGAGEMENT
WAITING = EngagementStage.WAITING_ENGAGEMENT
IN = EngagementStage.IN_ENGAGEMENT


async def test_an_engagement_waits_and_is_open(ada):
    seen = stages(ada)
    sid = await start(ada)
    assert seen == [PRE, WAITING, IN]
    session = ada.store.state.session
    assert (session.channel_sid, session.start_error) == (sid, None)
    assert session.token_payload["identity"] == session.identity == ada.chat_client.identity
    assert channel(ada).status == "active"


async def test_the_embedded_centre_lets_a_customer_wait_as_long_as_it_is_told():
    clock = ManualClock()
    async with simulation(start_engagement_delay=0.7, clock=clock) as sim:
        starting = sim.webchat.actions.invoke_action("StartEngagement", {"formData": {}})
        await clock.advance(0.69)
        assert stage(sim.webchat) is WAITING
        await clock.advance(0.01)
        await starting
        assert stage(sim.webchat) is IN


async def test_listeners_after_the_start_may_use_client_and_channel(ada):
    async def greet(_payload):
        sid = ada.store.state.session.channel_sid
        handle = await ada.chat_client.get_channel_by_sid(sid)
        await handle.send_message("My awesome message")

    ada.actions.add_listener("afterStartEngagement", greet)
    await start(ada)
    assert [m.body for m in channel(ada).messages] == ["My awesome message"]


@pytest.mark.parametrize("payload", [None, {}, {"formData": None}, {"formData": {}}])
async def test_a_start_needs_no_form(ada, payload):
    await ada.actions.invoke_action("StartEngagement", payload)
    assert stage(ada) is IN


async def test_form_and_context_are_kept_with_the_channel_and_the_form_wins(sim, ada):
    sid = await start(ada, friendlyName="Ada", query="tea?")
    kept = (await sim.centre.channel(sid)).attributes
    assert kept == {
        "preEngagementData": {"friendlyName": "Ada", "location": "shop", "query": "tea?"}
    }
    assert await online(sim, sid) == ["Ada"]


@pytest.mark.parametrize(
    ("form", "context", "name"),
    [
        ({"friendlyName": "Ada"}, {"friendlyName": "Con"}, "Ada"),
        ({}, {"friendlyName": "Con"}, "Con"),
        ({"friendlyName": "  "}, {"friendlyName": None}, "Anonymous"),
        ({"friendlyName": "\nAda\r\nLovelace "}, {}, "Ada Lovelace"),
        ({"friendlyName": 7}, {}, "7"),
    ],
)
def test_the_customer_is_called_by_form_then_context_then_anonymous(form, context, name):
    assert customer_name(form, context) == name


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        ("Ada", "The payload of StartEngagement must be a dict"),
        ({"formData": "Ada"}, "formData of StartEngagement must be a dict, but a str came."),
        ({"formData": [1]}, "formData of StartEngagement must be a dict, but a list came."),
    ],
)
async def test_a_payload_of_the_wrong_type_changes_nothing(ada, payload, says):
    error = await failure(ada, payload=payload)
    assert isinstance(error, EngagementError)
    assert says in str(error)
    assert stage(ada) is PRE


async def test_what_json_cannot_hold_leads_back_to_the_form(ada):
    error = await failure(ada, payload={"formData": {"x": object()}})
    assert "data that JSON can hold" in str(error)
    assert stage(ada) is PRE


async def test_a_second_start_during_the_chat_is_refused_in_a_sentence(ada):
    sid = await start(ada)
    error = await failure(ada, payload={"formData": {"a": 1}})
    assert str(error).startswith("A chat is open already; invoke RestartEngagement")
    assert ada.store.state.session.channel_sid == sid
    assert [one for one in notices(ada) if "could not be started" in one] == []


async def test_before_the_simulation_has_begun_nothing_can_be_started():
    side = Simulator().webchat
    error = await failure(side)
    assert str(error).startswith("The simulation has not begun")
    assert stage(side) is EngagementStage.INIT_ENGAGEMENT


async def test_two_starts_at_once_make_one_engagement(ada):
    first = ada.actions.invoke_action("StartEngagement", {"formData": {"n": 1}})
    error = await failure(ada, payload={"formData": {"n": 2}})
    assert str(error).startswith("The chat is being started already")
    await first
    assert stage(ada) is IN


async def test_the_same_start_twice_at_once_is_pending(ada):
    first = ada.actions.invoke_action("StartEngagement")
    with pytest.raises(ActionPendingError):
        await ada.actions.invoke_action("StartEngagement")
    await first


async def test_a_cancelled_start_stays_with_the_form(ada):
    ada.actions.add_listener("beforeStartEngagement", lambda _payload, cancel: cancel())
    ada.actions.invoke_action("StartEngagement")
    for _ in range(5):
        await asyncio.sleep(0)
    assert stage(ada) is PRE
    assert notices(ada) == []


async def test_the_query_is_sent_as_a_message_when_asked_for():
    async with simulation(send_query_as_message=True) as sim:
        await start(sim.webchat, query="Where is my order?")
        (message,) = channel(sim.webchat).messages
        assert (message.body, message.is_from_me) == ("Where is my order?", True)
        sending = sim.webchat.actions.history[-1]
        assert (sending.action, sending.origin) == ("SendMessage", "StartEngagement")


@pytest.mark.parametrize("query", ["", " ", None, "x" * 40_000])
async def test_a_query_that_cannot_be_sent_does_not_fail_the_start(query):
    async with simulation(send_query_as_message=True) as sim:
        await start(sim.webchat, query=query)
        assert stage(sim.webchat) is IN
        assert channel(sim.webchat).messages == ()


@pytest.mark.parametrize(
    ("form", "context", "avatar"),
    [
        ({"avatar": " a.png "}, {"avatar": "b.png"}, "a.png"),
        ({"avatar": " "}, {"avatar": "icon:user"}, "icon:user"),
        ({"avatar": 7}, {}, None),
        ({}, {}, None),
    ],
)
async def test_the_avatar_is_that_of_the_form_else_of_the_context(form, context, avatar):
    async with simulation(context=context) as sim:
        await start(sim.webchat, **form)
        (me,) = channel(sim.webchat).members.values()
        assert me.avatar == avatar
