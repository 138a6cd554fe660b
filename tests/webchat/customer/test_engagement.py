import asyncio

import pytest

from tests.support.simulation import channel, notices, simulation, stage, start
from tests.support.starts import json_answer, start_server, text_answer
from tests.support.waiting import until
from webchat.actions import ActionFailedError, ActionPendingError
from webchat.centre import events
from webchat.customer.engagement import customer_name
from webchat.errors import CentreError, EngagementError
from webchat.model import Member
from webchat.simulator import Simulator
from webchat.state import EngagementStage

PRE = EngagementStage.PRE_ENGAGEMENT
WAITING = EngagementStage.WAITING_ENGAGEMENT
IN = EngagementStage.IN_ENGAGEMENT


@pytest.fixture
async def sim():
    async with simulation(context={"friendlyName": "Context", "location": "shop"}) as one:
        yield one


@pytest.fixture
def ada(sim):
    return sim.webchat


def stages(side):
    """Collect the stages that a side comes through."""
    found = [stage(side)]
    side.store.subscribe(lambda state: state.session.engagement_stage, found.append)
    return found


async def failure(side, action="StartEngagement", payload=None) -> BaseException:
    with pytest.raises(ActionFailedError) as caught:
        await side.actions.invoke_action(action, payload)
    assert caught.value.__cause__ is not None
    assert str(caught.value) == str(caught.value.__cause__)
    return caught.value.__cause__


async def online(sim, sid) -> list[str]:
    return [one.friendly_name for one in await sim.centre.members(sid) if one.online]


# -- starting, answered by the embedded centre -----------------------------------------------


async def test_an_engagement_waits_and_is_open(ada):
    seen = stages(ada)
    sid = await start(ada)
    assert seen == [PRE, WAITING, IN]
    session = ada.store.state.session
    assert (session.channel_sid, session.start_error) == (sid, None)
    assert session.token_payload["identity"] == session.identity == ada.chat_client.identity
    assert channel(ada).status == "active"


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


# -- starting over HTTP ----------------------------------------------------------------------

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


# -- restarting ------------------------------------------------------------------------------


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
    assert isinstance(left[-1], events.MemberLeft)
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
