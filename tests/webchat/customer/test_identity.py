"""Who a customer is after a restart: somebody new, the same, or whoever is asked for."""

import pytest

from tests.support.simulation import failure, simulation, stage, start
from tests.support.waiting import passing
from webchat.errors import EngagementError
from webchat.state import EngagementStage


def identity(side):
    return side.store.state.session.identity


async def restart(side, **payload):
    await side.actions.invoke_action("RestartEngagement", payload)


async def test_without_a_word_about_it_every_engagement_is_somebody_elses(ada):
    await start(ada)
    first = identity(ada)
    await restart(ada)
    await start(ada)
    assert identity(ada) != first


async def test_a_restart_may_keep_who_the_customer_is(ada):
    first_channel = await start(ada)
    first = identity(ada)
    await restart(ada, identity=first)
    assert (identity(ada), ada.store.state.session.next_identity) == (None, first)
    assert await start(ada) != first_channel
    assert (identity(ada), ada.store.state.session.next_identity) == (first, None)


async def test_a_given_identity_holds_for_one_engagement_only(ada):
    await start(ada)
    await restart(ada, identity=" ada@example.com ")
    await start(ada)
    assert identity(ada) == ada.chat_client.identity == "ada@example.com"
    await restart(ada)
    await start(ada)
    assert identity(ada) != "ada@example.com"


async def test_a_start_may_say_who_the_customer_is(ada):
    payload = {"formData": {"friendlyName": "Ada"}, "identity": "ada"}
    await ada.actions.invoke_action("StartEngagement", payload)
    assert identity(ada) == "ada"


async def test_a_start_that_fails_keeps_the_identity_for_the_next_one(ada):
    await restart(ada, identity="ada")
    ada.line.cut()
    await failure(ada, payload={"formData": {}})
    ada.line.restore()
    await passing(ada.clock, lambda: ada.line.state == "connected")
    await start(ada)
    assert identity(ada) == "ada"


@pytest.mark.parametrize("given", ["", "  ", "a\nb", "x" * 129, 7, ["ada"]])
async def test_what_nobody_can_be_called_is_refused_and_nothing_is_left(ada, given):
    await start(ada)
    before = identity(ada)
    error = await failure(ada, "RestartEngagement", {"identity": given})
    assert isinstance(error, EngagementError)
    assert str(error).startswith("identity of RestartEngagement must")
    assert (identity(ada), stage(ada)) == (before, EngagementStage.IN_ENGAGEMENT)


async def test_nobody_chats_with_themselves():
    async with simulation(agent="person") as sim:
        worker = sim.desk.store.state.session.identity
        error = await failure(sim.webchat, "RestartEngagement", {"identity": worker})
        assert str(error).startswith(f"“{worker}” is the identity of an agent.")
        await failure(sim.webchat, payload={"identity": worker})


async def test_without_a_form_the_new_engagement_has_the_given_identity_at_once():
    async with simulation(start_engagement_on_init=True) as sim:
        await sim.webchat.actions.invoke_action("ToggleChatVisibility")
        await restart(sim.webchat, identity="ada")
        assert identity(sim.webchat) == "ada"
