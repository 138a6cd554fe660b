"""Forms on cards: shown, answered, refused, let go of."""

from tests.support.agents import accepted
from tests.support.cards import COMPLETED, answering, card_of, failed_click
from tests.support.simulation import notices, simulation, start
from tests.support.waiting import until
from webchat.errors import PayloadError

FORM = {
    "output": {
        "form": [
            {"type": "string", "key": "name", "label": "Your name"},
            {"type": "number", "key": "amount", "label": "Amount", "default": "12"},
            {"type": "heading", "key": "more", "props": {"title": "More"}},
            {"type": "multi-select", "key": "toppings", "label": "Toppings", "required": False,
             "props": {"options": [{"label": "Nuts", "value": "n"}]}},
        ]
    }
}  # fmt: skip
ANSWERS = {"name": "Ada", "amount": "7.5"}


async def test_a_form_is_shown_and_its_answers_go_over_the_input():
    seen = []
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(FORM, COMPLETED, seen=seen)})
        shown = await card.click()
        assert shown == {"status": None, "token": "FR0001"}
        run = card.shown()
        assert (run.phase, run.token, run.input) == ("form", "FR0001", {"page": 1})
        assert [one["key"] for one in run.form] == ["name", "amount", "more", "toppings"]
        assert card.card().steps == ("open",)
        payloads = []
        sim.webchat.actions.add_listener(
            "beforeRunActionFunction", lambda payload: payloads.append(payload["input"])
        )
        result = await card.click(token=run.token, answers=ANSWERS)
        assert result == {"status": "completed", "token": "FR0001"}
        merged = {"page": 1, **ANSWERS}
        assert payloads == [merged]
        assert (card.run.input, card.run.attempts, len(sim.functions.runs)) == (merged, 2, 1)
    assert [one["input"] for one in seen] == [{"page": 1}, merged]
    assert {one["callback"]["token"] for one in seen} == {"FR0001"}


async def test_input_that_is_merged_already_is_taken_as_it_is():
    seen = []
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(FORM, COMPLETED, seen=seen)})
        await card.click()
        await card.click(token="FR0001", input={"page": 1, "name": "Bob"})
    assert seen[1]["input"] == {"page": 1, "name": "Bob"}


async def test_answers_that_do_not_fit_are_refused_by_question_and_the_form_stays():
    seen = []
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(FORM, COMPLETED, seen=seen)})
        await card.click()
        why = await failed_click(card, token="FR0001", answers={"amount": "much"})
        assert isinstance(why, PayloadError)
        assert "“Your name”: Please answer this." in str(why)
        assert "“Amount”: This should be a number" in str(why)
        assert (card.shown().phase, card.run.status, len(seen)) == ("form", "form", 1)
        await card.click(token="FR0001", answers=ANSWERS)
        assert card.card().status == "completed"


async def test_one_form_may_follow_another():
    seen = []
    other = {"output": {"form": [{"type": "date", "key": "day", "label": "Day"}]}}
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(FORM, other, COMPLETED, seen=seen)})
        await card.click()
        await card.click(token="FR0001", answers=ANSWERS)
        assert card.shown().input == {"page": 1, **ANSWERS}
        await card.click(token="FR0001", answers={"day": "2025-03-18"})
    assert seen[2]["input"] == {"page": 1, **ANSWERS, "day": "2025-03-18"}


async def test_a_form_is_let_go_of_by_cancel_or_by_another_click():
    async with simulation(agent="person") as sim:
        sid = await start(sim.webchat)
        await accepted(sim.desk)
        card = await card_of(sim, {"action": answering(FORM, FORM, COMPLETED)}, sid=sid)
        await card.click()
        await card.cancel()
        assert (card.shown(), card.run.status) == (None, "cancelled")
        await card.click()
        assert card.shown().phase == "form"
        await until(lambda: card.bodies(sim.desk) == [])
        await card.click(side=sim.desk)
        assert (card.shown(), card.shown(sim.desk)) == (None, None)
        told = "The form was closed: somebody else has clicked this card."
        assert (notices(sim.webchat), notices(sim.desk)) == ([told], [])
        statuses = [run.status for run in sim.functions.runs]
        assert statuses == ["cancelled", "cancelled", "completed"]
        why = await failed_click(card, token="FR0002", answers=ANSWERS)
        assert "completed" in str(why)


async def test_an_error_after_a_form_begins_anew():
    error = {"error": {"title": "Unknown", "description": "No such name."}}
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(FORM, error, COMPLETED)})
        await card.click()
        await failed_click(card, token="FR0001", answers=ANSWERS)
        assert card.shown().phase == "failed"
        assert "is not open any more" in str(
            await failed_click(card, token="FR0001", answers=ANSWERS)
        )
        await card.click()
        assert card.card().status == "completed"


async def test_a_form_ends_with_its_chat_and_is_not_asked_for_in_another_card():
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(FORM)})
        other = await card_of(sim, sid=card.sid)
        await card.click()
        why = await failed_click(other, token="FR0001", input={})
        assert "is not open any more" in str(why)
        await sim.webchat.chat_client.channel(card.sid).close()
        await until(lambda: card.run.status == "cancelled")
        assert card.run.message == "The chat ended before the form was sent."
        assert card.shown() is None


async def test_a_form_ends_with_the_engagement():
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(FORM)})
        await card.click()
        await sim.webchat.actions.invoke_action("RestartEngagement")
        assert card.run.status == "cancelled"
