"""Callbacks over real HTTP: they end the run they belong to, once, and are answered properly."""

import asyncio
import base64
import json

import aiohttp
import pytest

from tests.support.agents import accepted
from tests.support.cards import (
    WAITING,
    RecordingBrowser,
    answering,
    card_of,
    completing,
    failed_click,
    invocations,
    opened,
    said,
)
from tests.support.function_bench import Person
from tests.support.simulation import notices, simulation, start
from tests.support.waiting import until
from webchat.tasks import TaskBag

FORM = {"form": [{"type": "string", "key": "name", "label": "Name"}]}


def of_run(answer, token=None):
    """Let an answer belong to a run."""
    return {**answer, **({"callback": {"token": token}} if token else {})}


def app(answer=None, *, seen=None, action=WAITING):
    """Return an app whose redirect and webhook say how the run of the token they get ends."""
    answer = completing(said("Signed.")) if answer is None else answer

    async def called_back(parameters):
        if seen is not None:
            seen.append(parameters)
        given = parameters["input"]
        if "body_base64" in given:
            given = json.loads(base64.b64decode(given["body_base64"]))
        if given.get("boom"):
            raise ValueError("no such document")
        return of_run(answer, given.get("token"))

    handler = action if callable(action) else answering(action)
    return {"action": handler, "redirect": called_back, "webhook": called_back}


async def call_back(card, kind="webhook", *, app="contract", **given):
    """Call back as a service or a browser does; return the status and what it says."""
    address = await card.sim.functions.callbacks.address(kind, app, "")
    async with aiohttp.ClientSession() as session:
        called = (
            session.post(address, json=given)
            if kind == "webhook"
            else session.get(address, params=given)
        )
        async with called as answer:
            return answer.status, await answer.text()


async def waiting(sim, answer=None, **options):
    """Return a card that waits for a callback."""
    card = await card_of(sim, app(answer, **options))
    assert (await card.click())["status"] is None
    assert card.card().steps == ("waiting",)
    return card


# -- a callback that comes in time ---------------------------------------------------------------


@pytest.mark.parametrize("kind", ["webhook", "redirect"])
async def test_a_callback_ends_the_run_of_its_token(kind):
    async with simulation() as sim:
        card = await waiting(sim)
        status, text = await call_back(card, kind, token="FR0001")
        assert (status, "Done" in text) == (200, True)
        assert (card.card().status, card.bodies()) == ("completed", ["Signed."])
        assert (card.run.status, card.run.was_called_back) == ("completed", True)
        assert card.notes()[-3:] == [
            f"The {kind} function was called.",
            "A message was sent.",
            "The step is completed.",
        ]
        (message,) = invocations(sim.webchat, "SendMessage")[-1:]
        assert (message.origin, message.owner, message.parent_id) == ("function", "contract", None)


async def test_the_functions_get_query_or_body_and_no_token_of_a_run():
    seen = []
    async with simulation() as sim:
        card = await waiting(sim, seen=seen)
        await call_back(card, "redirect", token="x", event="signed")
        await call_back(card, "webhook", token="y")
        address = sim.functions.callbacks.address
        addresses = {kind: await address(kind, "contract", "") for kind in ("webhook", "redirect")}
    redirect, webhook = seen
    assert redirect["input"] == {"token": "x", "event": "signed"}
    assert webhook["input"] == {
        "content_type": "application/json",
        "body_base64": base64.b64encode(b'{"token": "y"}').decode(),
    }
    assert redirect["callback"] == webhook["callback"] == addresses


async def test_a_callback_without_a_status_leaves_the_run_open():
    answer = {"output": {"events": [said("On its way.")]}}
    async with simulation() as sim:
        card = await waiting(sim, answer)
        for _ in range(2):
            assert (await call_back(card, token="FR0001"))[0] == 200
        assert card.bodies() == ["On its way.", "On its way."]
        assert (card.run.status, card.card().steps) == ("waiting", ("waiting",))


async def test_nothing_is_opened_asked_or_shown_since_nobody_has_clicked():
    answer = completing(opened("https://example.com"), said("Signed."))
    answer["output"].update(FORM)
    async with simulation() as sim:
        sim.browser = browser = RecordingBrowser()
        card = await waiting(sim, answer)
        assert (await call_back(card, token="FR0001"))[0] == 200
        assert (browser.opened, card.shown(), card.bodies()) == ([], None, ["Signed."])
        assert "“output.events[0]” should be left out" in card.notes()[3]
        assert card.run.status == "completed"


async def test_a_form_cannot_be_asked_for():
    async with simulation() as sim:
        card = await waiting(sim, {"output": FORM})
        assert (await call_back(card, token="FR0001"))[0] == 200
        assert card.notes()[-1] == "A form was not shown: only a click can ask for answers."
        assert (card.shown(), card.run.status) == (None, "waiting")


async def test_an_error_is_noted_and_the_run_goes_on_waiting():
    answer = {"error": {"title": "Declined", "description": "By the bank."}}
    async with simulation() as sim:
        card = await waiting(sim, answer)
        assert (await call_back(card, token="FR0001"))[0] == 200
        assert (card.shown(), card.run.status, card.card().steps) == (None, "waiting", ("waiting",))
        assert card.notes()[-1] == "The webhook function returned an error: Declined: By the bank."
        assert notices(sim.webchat) == []


async def test_a_callback_ends_a_run_that_shows_a_form():
    async with simulation() as sim:
        card = await card_of(sim, app(action={"output": FORM}))
        await card.click()
        assert card.shown().phase == "form"
        assert (await call_back(card, token="FR0001"))[0] == 200
        assert (card.shown(), card.card().status) == (None, "completed")


async def test_a_callback_that_is_faster_than_the_function_waits_for_it():
    release = asyncio.Event()

    async def action(_parameters):
        await release.wait()
        return {"output": {"events": [said("First.")]}}

    async with simulation() as sim:
        card = await card_of(sim, app(action=action))
        clicked = card.click()
        await until(lambda: card.call)
        early = sim.functions.tasks.spawn(call_back(card, token="FR0001"), name="call back")
        await until(lambda: sim.functions.calls.last("contract", "webhook"))
        assert card.run.status == "running"
        release.set()
        assert (await early)[0] == 200
        assert (await clicked)["status"] is None
        assert card.bodies() == ["First.", "Signed."]
        assert card.card().status == "completed"


async def test_while_a_callback_is_carried_out_nothing_can_be_clicked():
    async with simulation() as sim:
        card = await waiting(sim)
        release = asyncio.Event()

        @sim.webchat.actions.before("SendMessage")
        async def hold(_payload):
            await release.wait()

        called = sim.functions.tasks.spawn(call_back(card, token="FR0001"), name="call back")
        await until(lambda: card.message_sid in sim.functions.action_runs.underway)
        assert "is at work already" in str(await failed_click(card))
        release.set()
        assert (await called)[0] == 200
        assert card.card().status == "completed"


# -- one that does not ---------------------------------------------------------------------------


async def test_a_repeated_callback_does_nothing_and_is_told_so():
    async with simulation() as sim:
        card = await waiting(sim)
        answers = await asyncio.gather(*(call_back(card, token="FR0001") for _ in range(5)))
        assert [status for status, _text in answers] == [200] * 5
        assert sorted(json.loads(text)["title"] for _, text in answers) == [
            "Done",
            *["Done already"] * 4,
        ]
        assert card.bodies() == ["Signed."]
        assert card.notes()[-1] == "A webhook came again; nothing was done."


async def test_a_late_callback_is_told_so():
    async with simulation() as sim:
        card = await card_of(sim, app(action=answering(WAITING, completing())))
        await card.click()
        await card.click()
        assert card.card().status == "completed"
        for token in ("FR0001", "FR0002"):
            status, text = await call_back(card, token=token)
            assert (status, json.loads(text)["title"]) == (410, "Too late")
        assert card.bodies() == []
        assert [run.notes[-1].text for run in sim.functions.runs] == [
            "A webhook came late; nothing was done."
        ] * 2


async def test_a_callback_of_no_run_changes_nothing():
    async with simulation() as sim:
        card = await waiting(sim)
        sim.functions.apps.register(app(), name="other")
        assert (await call_back(card, token="FR9999"))[0] == 404
        assert (await call_back(card, app="other", token="FR0001"))[0] == 404
        status, text = await call_back(card)
        assert (status, json.loads(text)["text"]) == (
            200,
            "It belongs to no run, so nothing more was done.",
        )
        assert (card.run.status, card.bodies()) == ("waiting", [])


async def test_a_function_that_fails_leaves_the_run_waiting():
    async with simulation() as sim:
        card = await waiting(sim)
        status, text = await call_back(card, token="FR0001", boom=True)
        assert (status, "no such document" in text) == (500, True)
        assert card.run.status == "waiting"
        status, _text = await call_back(card, token="FR0001")
        assert (status, card.run.status) == (200, "completed")


async def test_without_the_app_or_its_function_there_is_nothing_to_call():
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(WAITING)})
        await card.click()
        assert (await call_back(card, token="FR0001"))[0] == 404
        assert (await call_back(card, app="gone", token="FR0001"))[0] == 404
        assert [one.answer.status for one in sim.functions.callbacks.history] == [404, 404]


async def test_an_event_that_fails_ends_the_run_and_the_card_says_why():
    async with simulation() as sim:
        card = await waiting(sim)
        sim.webchat.actions.add_listener("beforeSendMessage", lambda _payload, cancel: cancel())
        assert (await call_back(card, token="FR0001"))[0] == 200
        assert (card.run.status, card.card().steps) == ("failed", ("open",))
        assert card.shown().phase == "failed"
        assert card.shown().error_description == card.run.message
        assert "has forbidden it" in card.run.message


# -- who carries it out --------------------------------------------------------------------------


async def test_who_has_clicked_carries_it_out():
    async with simulation(agent="person") as sim:
        sid = await start(sim.webchat)
        await accepted(sim.desk)
        card = await card_of(sim, app(), sid=sid)
        await until(lambda: card.bodies(sim.desk) == [])
        await card.click(side=sim.desk)
        await call_back(card, token="FR0001")
        await until(lambda: card.bodies() == ["Signed."])
        assert sim.desk.store.state.chat.channels[sid].messages[-1].is_from_me


async def test_if_that_one_is_gone_anybody_in_the_conversation_does():
    async with simulation(agent="person") as sim:
        sid = await start(sim.webchat)
        await accepted(sim.desk)
        card = await card_of(sim, app(), sid=sid)
        await until(lambda: card.bodies(sim.desk) == [])
        await card.click()
        await sim.webchat.actions.invoke_action("RestartEngagement")
        assert (await call_back(card, token="FR0001"))[0] == 200
        assert card.bodies(sim.desk) == ["Signed."]
        assert card.card(sim.desk).status == "completed"


async def test_if_nobody_is_there_the_run_fails_and_the_answer_is_proper():
    async with simulation() as sim:
        card = await waiting(sim)
        await sim.webchat.actions.invoke_action("RestartEngagement")
        assert (await call_back(card, token="FR0001"))[0] == 200
        assert card.run.status == "failed"
        assert "nobody is in the conversation any more" in card.run.message
        assert (await call_back(card, token="FR0001"))[0] == 410


async def test_a_chat_that_has_ended_is_still_told_how_its_card_ended():
    async with simulation() as sim:
        card = await waiting(sim, completing())
        await sim.webchat.chat_client.channel(card.sid).close()
        assert (await call_back(card, token="FR0001"))[0] == 200
        assert (card.run.status, card.card().status) == ("completed", "completed")


async def test_what_the_end_of_the_program_cuts_short_stays_open_for_the_next_try(tmp_path):
    async with simulation(data_dir=tmp_path) as sim:
        card = await waiting(sim)
        sim.webchat.actions.add_listener("beforeSendMessage", never)
        called = TaskBag("test").spawn(call_back(card, token="FR0001"), name="call back")
        await until(lambda: card.message_sid in sim.functions.action_runs.underway)
        await sim.functions.aclose(2)
        assert (await called)[0] == 503
    assert (card.run.status, card.card().steps) == ("waiting", ("waiting",))


async def never(_payload):
    await asyncio.Event().wait()


# -- runs without a card -------------------------------------------------------------------------


async def test_a_webhook_ends_what_awaits_it():
    async with simulation() as sim:
        card = await waiting(sim)
        handlers = app(completing())
        sim.functions.apps.register(handlers, name="payment", kind="await")
        payment = sim.functions.apps["payment"]
        built = await sim.functions.builds.build(payment, Person())
        run = await sim.functions.processes.start(payment, built)
        await until(lambda: sim.functions.runs[run.token].status == "waiting")
        assert (await call_back(card, app="payment", token=run.token))[0] == 200
        assert sim.functions.runs[run.token].status == "completed"
        assert (await call_back(card, app="payment", token=run.token))[0] == 200
