import pytest

from tests.support.clock import ManualClock
from tests.support.simulation import channel, failure, notices, online, simulation, stage, start
from tests.support.starts import json_answer, start_server
from tests.support.waiting import passing, until
from webchat.centre.line import CONNECTING_SECONDS
from webchat.errors import ConnectionLostError
from webchat.state import EngagementStage

PRE = EngagementStage.PRE_ENGAGEMENT
IN = EngagementStage.IN_ENGAGEMENT
ANSWER = {"token": "secret", "channelSid": "CHhttp", "identity": "ada-1"}


async def reconnect(side):
    side.line.restore()
    await side.clock.advance(CONNECTING_SECONDS)


async def test_the_state_of_the_connection_stands_in_the_store(ada):
    seen = []
    ada.store.subscribe(lambda state: state.chat.session.connection_state, seen.append)
    ada.line.cut()
    await reconnect(ada)
    assert seen == ["disconnected", "connecting", "connected"]


async def test_each_side_has_a_line_of_its_own(sim, ada):
    other = sim.add_customer()
    ada.line.cut()
    await start(other)
    assert other.store.state.chat.session.connection_state == "connected"
    assert other.centre is other.line


async def test_a_start_without_a_connection_goes_back_to_the_form_with_a_sentence(ada):
    ada.line.cut()
    error = await failure(ada, payload={"formData": {"friendlyName": "Ada"}})
    assert isinstance(error, ConnectionLostError)
    assert (stage(ada), ada.store.state.session.start_error) == (PRE, str(error))
    assert str(error) in notices(ada)[0]
    await reconnect(ada)
    await start(ada)
    assert stage(ada) is IN


async def test_no_server_is_asked_for_a_channel_that_cannot_be_reached():
    async with (
        start_server(json_answer(ANSWER)) as server,
        simulation(start_engagement_url=server.url) as sim,
    ):
        sim.webchat.line.cut()
        await failure(sim.webchat)
        assert server.requests == []


async def test_a_start_that_the_loss_breaks_off_leaves_nobody_waiting(sim, ada):
    starting = ada.actions.invoke_action("StartEngagement")
    sim.centre.subscribe(lambda event: ada.line.cut())  # as soon as the centre knows of it
    with pytest.raises(Exception, match="lost before it had answered"):
        await starting
    assert stage(ada) is PRE
    assert await online(sim, "CH0001") == ["Context"]
    await reconnect(ada)
    await until(lambda: not ada.tasks)
    assert await online(sim, "CH0001") == []


async def test_a_message_without_a_connection_stays_with_its_text(ada):
    sid = await start(ada)
    await ada.actions.invoke_action("SetInputText", {"channelSid": sid, "body": "hello?"})
    ada.line.cut()
    payload = {"channelSid": sid, "body": "hello?"}
    error = await failure(ada, "SendMessage", payload)
    (shown,) = channel(ada).messages
    assert (shown.body, shown.status, shown.error) == ("hello?", "failed", str(error))


async def test_typing_without_a_connection_never_complains(ada):
    sid = await start(ada)
    ada.line.cut()
    await ada.actions.invoke_action("SetInputText", {"channelSid": sid, "body": "h"})
    await ada.actions.invoke_action("SendTyping", {"channelSid": sid})
    await until(lambda: not ada.tasks)
    assert notices(ada) == []


async def test_starting_over_without_a_connection_leaves_once_it_is_back(sim, ada):
    sid = await start(ada)
    ada.line.cut()
    await ada.actions.invoke_action("RestartEngagement")
    assert (stage(ada), ada.store.state.chat.channels) == (PRE, {})
    assert await online(sim, sid) == ["Ada"]
    await reconnect(ada)
    await until(lambda: not ada.tasks)
    assert await online(sim, sid) == []


async def test_what_the_agent_said_meanwhile_is_there_afterwards():
    clock = ManualClock()
    async with simulation(agent="concierge", agent_delay=0, clock=clock) as sim:
        ada = sim.webchat
        await start(ada)
        await until(lambda: channel(ada).messages)
        bot = sim.kinds["bot"].sides[0]
        ada.line.cut()
        sid = channel(ada).sid
        for side in (bot, bot):
            await side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "Hello?"})
        assert len(channel(ada).messages) == 1
        ada.line.restore()
        await passing(clock, lambda: len(channel(ada).messages) == 3)
        assert len(channel(ada).unconsumed_messages) == 3
