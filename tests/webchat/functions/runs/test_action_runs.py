"""One thing at a time for each card, and the ends that a run may come to."""

import asyncio

import pytest

from tests.support.agents import accepted
from tests.support.cards import COMPLETED, WAITING, answering, card_of, failed_click
from tests.support.simulation import failure, notices, simulation, start
from tests.support.waiting import until
from webchat.actions import ActionFailedError, ActionPendingError
from webchat.errors import ChannelClosedError, FunctionCancelledError


async def test_two_clicks_at_once_are_one_run():
    release = asyncio.Event()

    async def handler(_parameters):
        await release.wait()
        return COMPLETED

    async with simulation() as sim:
        card = await card_of(sim, {"action": handler})
        first = card.click()
        assert card.shown().phase == "running"
        with pytest.raises(ActionPendingError):
            await card.click()
        why = await failed_click(card, 1)
        assert str(why) == (
            "“Sign the contract” is at work already. Wait until that is over, or stop it."
        )
        release.set()
        assert (await first)["status"] == "completed"
        assert len(sim.functions.runs) == 1


async def test_what_one_side_runs_the_other_may_not_start_but_may_stop():
    async def handler(_parameters):
        await asyncio.Event().wait()

    async with simulation(agent="person") as sim:
        sid = await start(sim.webchat)
        await accepted(sim.desk)
        card = await card_of(sim, {"action": handler}, sid=sid)
        await until(lambda: card.bodies(sim.desk) == [])
        clicked = card.click()
        await until(lambda: card.call)
        assert "is at work already" in str(await failed_click(card, 1, sim.desk))
        await card.cancel(sim.desk)
        with pytest.raises(ActionFailedError, match=r"The function was stopped\."):
            await clicked


async def test_a_function_that_is_stopped_gives_the_button_back_without_a_failure():
    seen, stopped = [], []

    async def handler(_parameters):
        seen.append(True)
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append(True)

    async with simulation() as sim:
        card = await card_of(sim, {"action": handler})
        clicked = card.click()
        await until(lambda: seen)
        await card.cancel()
        with pytest.raises(ActionFailedError) as caught:
            await clicked
        assert isinstance(caught.value.__cause__, FunctionCancelledError)
        assert (card.run.status, card.shown(), card.card().steps) == ("cancelled", None, ("open",))
        assert card.call.outcome == "cancelled"
        assert notices(sim.webchat) == []
        why = await failure(sim.webchat, "CancelActionFunction", {"messageSid": card.message_sid})
        assert str(why) == "Nothing runs for this card that could be stopped."
    assert stopped == [True]


async def test_a_failure_that_is_shown_can_be_taken_away():
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(None)})
        await failed_click(card)
        await card.cancel()
        assert card.shown() is None


async def test_a_later_click_takes_the_place_of_a_run_that_waits():
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(WAITING, WAITING, COMPLETED)})
        assert await card.click() == {"status": None, "token": "FR0001"}
        assert (card.card().steps, card.shown()) == (("waiting",), None)
        assert card.run.status == "waiting"
        await card.click()
        assert [run.status for run in sim.functions.runs] == ["cancelled", "waiting"]
        first = next(iter(sim.functions.runs))
        assert first.message == "A later click took its place."
        await card.click()
        assert card.card().status == "completed"


async def test_a_later_click_that_fails_leaves_nothing_waiting():
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(WAITING, None)})
        await card.click()
        await failed_click(card)
        assert card.card().steps == ("open",)
        assert [run.status for run in sim.functions.runs] == ["cancelled", "failed"]


async def test_that_nothing_can_end_a_run_is_noted():
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(WAITING)})
        await card.click()
        assert "neither a redirect nor a webhook function" in card.notes()[1]
        other = {"action": answering(WAITING), "webhook": answering(COMPLETED)}
        other_card = await card_of(sim, other, name="other", sid=card.sid)
        await other_card.click()
        assert other_card.notes() == ["“Sign” was clicked.", "It waits for a callback."]


# -- ends ----------------------------------------------------------------------------------------


async def forever(_parameters):
    await asyncio.Event().wait()


async def test_a_run_ends_with_the_engagement():
    async with simulation() as sim:
        card = await card_of(sim, {"action": forever})
        clicked = card.click()
        await until(lambda: card.call)
        await sim.webchat.actions.invoke_action("RestartEngagement")
        with pytest.raises(ActionFailedError, match="The chat ended while the function ran"):
            await clicked
        assert card.run.status == "cancelled"
        assert dict(sim.webchat.store.state.chat.card_runs) == {}


async def test_a_run_ends_with_the_chat_and_nothing_is_clicked_in_it_any_more():
    async with simulation() as sim:
        card = await card_of(sim, {"action": forever})
        clicked = card.click()
        await until(lambda: card.call)
        await sim.webchat.chat_client.channel(card.sid).close()
        with pytest.raises(ActionFailedError, match="The chat ended while the function ran"):
            await clicked
        assert (card.run.status, card.card().steps) == ("cancelled", ("open",))
        assert isinstance(await failed_click(card), ChannelClosedError)


async def test_a_run_ends_with_the_program():
    async with simulation() as sim:
        card = await card_of(sim, {"action": forever})
        clicked = card.click()
        await until(lambda: card.call)
        runs = sim.functions.runs
    assert [(one.status, one.message) for one in runs] == [
        ("cancelled", "The program ended while its function ran.")
    ]
    assert isinstance(getattr(clicked.exception(), "__cause__", None), FunctionCancelledError)


async def test_a_run_ends_with_its_side():
    async with simulation() as sim:
        card = await card_of(sim, {"action": forever})
        clicked = card.click()
        await until(lambda: card.call)
        await sim.webchat.aclose()
        await until(clicked.done)
        assert card.run.status == "cancelled"
