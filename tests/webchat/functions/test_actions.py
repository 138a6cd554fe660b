"""RunActionFunction, CancelActionFunction and OpenUrl: their payloads, and what prevents them."""

import pytest

from tests.support.agents import accepted
from tests.support.cards import (
    COMPLETED,
    SIGN,
    CardInChat,
    RecordingBrowser,
    answering,
    card_of,
    completing,
    failed_click,
    said,
)
from tests.support.simulation import failure, simulation, start
from tests.support.waiting import until
from webchat.actions import ActionCancelledError, ActionFailedError
from webchat.errors import FunctionError, PayloadError
from webchat.functions.contract.records import Assignee, Button, Step


async def test_a_click_runs_the_function_and_completes_card_and_step():
    seen = []
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(COMPLETED, seen=seen)})
        assert card.message().body == "Sign the contract"
        result = await card.click()
        assert result == {"status": "completed", "token": "FR0001"}
        assert (card.card().status, card.card().steps) == ("completed", ("completed",))
        assert card.shown() is None
        assert (card.run.status, card.run.attempts) == ("completed", 1)
        assert card.notes() == ["“Sign” was clicked.", "The step is completed."]
        address = await sim.functions.callbacks.address("webhook", "contract", "")
        redirect = await sim.functions.callbacks.address("redirect", "contract", "")
    assert seen[0]["context"] == {
        "action_key": "AK1",
        "assignees": [{"user": {"id": "ID0001", "name": "Ada", "email": "ada@example.com"}}],
    }
    assert seen[0]["input"] == {"page": 1}
    assert seen[0]["callback"] == {"token": "FR0001", "webhook": address, "redirect": redirect}
    assert "credential" not in seen[0] or not seen[0]["credential"]


async def test_what_a_payload_leaves_out_is_filled_in_for_listeners():
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(COMPLETED)})
        seen = []
        sim.webchat.actions.add_listener(
            "beforeRunActionFunction", lambda payload: seen.append(dict(payload))
        )
        await card.click(1)
    handle = seen[0].pop("channel")
    assert handle.sid == card.sid
    assert seen == [
        {
            "channelSid": card.sid,
            "conversationSid": card.sid,
            "messageSid": card.message_sid,
            "button": 1,
            "app": "contract",
            "cardKey": "AK1",
            "step": 1,
            "title": "Later",
            "input": {"page": 2},
        }
    ]


async def test_a_listener_changes_what_the_function_gets():
    seen = []
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(COMPLETED, seen=seen)})

        @sim.webchat.actions.before("RunActionFunction")
        def change(payload):
            payload["input"]["page"] = 7

        await card.click()
        assert card.card().card.steps[0].buttons[0].input == {"page": 1}
    assert seen[0]["input"] == {"page": 7}


async def test_a_plugin_forbids_a_click_and_nothing_runs():
    seen = []
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(COMPLETED, seen=seen)})
        sim.webchat.actions.add_listener(
            "beforeRunActionFunction", lambda _payload, cancel: cancel()
        )
        with pytest.raises(ActionCancelledError):
            await card.click()
        assert (card.card().steps, len(sim.functions.runs)) == (("open",), 0)
    assert seen == []


async def test_a_plugin_replaces_the_run_and_may_call_the_original(tmp_path):
    (tmp_path / "twice.py").write_text(
        "def init(app):\n"
        "    @app.webchat.actions.replacing('RunActionFunction')\n"
        "    async def ask(payload, original):\n"
        "        if payload['title'] == 'Later':\n"
        "            return 'not today'\n"
        "        payload['input'] = {'page': 9}\n"
        "        return await original(payload)\n"
    )
    seen = []
    async with simulation() as sim:
        await sim.plugins.load(tmp_path / "twice.py")
        card = await card_of(sim, {"action": answering(COMPLETED, seen=seen)})
        assert await card.click(1) == "not today"
        assert (await card.click(0))["status"] == "completed"
    assert [one["input"] for one in seen] == [{"page": 9}]


async def test_steps_follow_each_other_until_the_card_is_completed():
    steps = (Step(2, (Button("Approve"),), Assignee(role="boss")), SIGN)
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(COMPLETED)}, steps=steps)
        await card.click()
        assert (card.card().steps, card.card().status) == (("completed", "open"), "open")
        why = await failed_click(card, step=1)
        assert isinstance(why, FunctionError)
        assert str(why) == (
            "The current step of “Sign the contract” is 2, so nothing can be done in step 1."
        )
        await card.click(step=2)
        assert card.card().status == "completed"
        assert "nothing more can be done" in str(await failed_click(card))


async def test_a_cancelled_step_ends_the_card():
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(completing(status="cancelled"))})
        assert (await card.click())["status"] == "cancelled"
        assert (card.card().status, card.card().current) == ("cancelled", None)


async def test_the_desk_clicks_as_the_customer_does_and_both_see_it():
    async with simulation(agent="person") as sim:
        sid = await start(sim.webchat)
        await accepted(sim.desk)
        handler = answering(completing(said("Approved by the desk.")))
        card = await card_of(sim, {"action": handler}, sid=sid)
        await card.click(side=sim.desk)
        await until(lambda: card.card(sim.webchat).status == "completed")
        assert card.card(sim.desk).status == "completed"
        await until(lambda: card.bodies() == ["Approved by the desk."])
        (message,) = sim.webchat.store.state.chat.channels[sid].messages[-1:]
        assert message.author == "agent-1"
        assert card.run.place.side == "desk"


@pytest.mark.parametrize(
    ("assignee", "user"),
    [
        (None, {"id": "ID0001", "name": "Ada", "email": "ada@example.com"}),
        (Assignee(role="signer"), {"id": "ID0001", "name": "Ada", "email": "ada@example.com"}),
        (Assignee(user="agent-1"), {"id": "agent-1", "name": "Agent 1"}),
        (Assignee(user="boss"), {"id": "boss", "name": "boss"}),
    ],
)
async def test_who_a_step_is_for_is_said_to_the_function(assignee, user):
    seen = []
    async with simulation(agent="person") as sim:
        sid = await start(sim.webchat, email="ada@example.com")
        await accepted(sim.desk)
        steps = (Step(1, (Button("Sign"),), assignee),)
        card = await card_of(sim, {"action": answering(COMPLETED, seen=seen)}, steps=steps, sid=sid)
        await until(lambda: "agent-1" in sim.webchat.store.state.chat.channels[sid].members)
        await card.click()
    assert seen[0]["context"]["assignees"] == [{"user": user}]


async def test_to_the_desk_the_customer_is_somebody_with_an_address():
    seen = []
    async with simulation(agent="person") as sim:
        sid = await start(sim.webchat, email="ada@example.com", phone="+49 30 1")
        await accepted(sim.desk)
        steps = (Step(1, (Button("Sign"),), Assignee(user="ID0001")),)
        card = await card_of(sim, {"action": answering(COMPLETED, seen=seen)}, steps=steps, sid=sid)
        await until(lambda: card.message_sid in str(sim.desk.store.state.chat.channels[sid]))
        await card.click(side=sim.desk)
    user = {"id": "ID0001", "name": "Ada", "email": "ada@example.com", "phone_number": "+49 30 1"}
    assert seen[0]["context"]["assignees"] == [{"user": user}]


# -- payloads ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({}, "“button” of RunActionFunction must be a number from 0 to 1, but nothing"),
        ({"button": 2}, "but 2 came"),
        ({"button": -1}, "but -1 came"),
        ({"button": True}, "but true came"),
        ({"button": 0, "messageSid": "IM9"}, "a message that carries an action card"),
        ({"button": 0, "channelSid": "CH9"}, "a message that carries an action card"),
        ({"button": 0, "input": "x"}, "“input” of RunActionFunction must be a dict"),
        ({"button": 0, "input": {"x": {1}}}, "“input” of RunActionFunction must be JSON"),
        ({"button": 0, "input": {"x": float("nan")}}, "must be JSON"),
        ({"button": 0, "answers": {}}, "The form that was filled in is not open any more"),
        ({"button": 0, "token": "FR9"}, "The form that was filled in is not open any more"),
        ({"button": 0, "step": "x"}, "nothing can be done in step “x”"),
    ],
)
async def test_a_payload_that_cannot_be_used_is_refused_with_a_sentence(payload, words):
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(COMPLETED)})
        with pytest.raises(ActionFailedError) as caught:
            await card.invoke("RunActionFunction", **payload)
        assert words in str(caught.value)
        assert len(sim.functions.runs) == 0


@pytest.mark.parametrize("payload", [None, "x", {}, {"messageSid": 5}])
async def test_a_payload_that_is_none_is_refused_with_a_sentence(payload):
    async with simulation() as sim:
        for action in ("RunActionFunction", "CancelActionFunction"):
            why = await failure(sim.webchat, action, payload)
            assert isinstance(why, (PayloadError, FunctionError))


async def test_a_message_that_carries_a_broken_card_is_no_card():
    async with simulation() as sim:
        sid = await start(sim.webchat)
        payload = {"channelSid": sid, "body": "x", "messageAttributes": {"actionCard": {"key": 5}}}
        await sim.webchat.actions.invoke_action("SendMessage", payload)
        (message,) = sim.webchat.store.state.chat.channels[sid].messages
        click = {"channelSid": sid, "messageSid": message.sid, "button": 0}
        why = await failure(sim.webchat, "RunActionFunction", click)
        assert "a message that carries an action card" in str(why)


async def test_a_card_that_is_not_sent_yet_cannot_be_clicked():
    async with simulation() as sim:
        card = await card_of(sim, {"action": answering(COMPLETED)})
        sim.webchat.line.cut()
        with pytest.raises(ActionFailedError):
            await sim.functions.post_card(sim.webchat, card.card(), card.sid)
        (message,) = sim.webchat.store.state.chat.channels[card.sid].messages[1:]
        unsent = CardInChat(sim, card.sid, message.sid)
        assert "is not sent yet" in str(await failed_click(unsent))


# -- addresses -----------------------------------------------------------------------------------


async def test_without_a_window_nothing_is_opened_and_that_is_said():
    async with simulation() as sim:
        result = await sim.webchat.actions.invoke_action(
            "OpenUrl", {"url": "https://example.com/sign?token=secret"}
        )
    assert result == "https://example.com/sign was not opened, since this run has no window."


@pytest.mark.parametrize(
    "payload",
    [
        None,
        {},
        {"url": 5},
        {"url": "javascript:alert(1)"},
        {"url": "file:///etc/passwd"},
        {"url": "java\nscript:alert(1)"},
        {"url": "https://"},
        {"url": "https://example.com", "openType": "popup"},
    ],
)
async def test_only_addresses_of_the_web_are_opened(payload):
    async with simulation() as sim:
        sim.browser = browser = RecordingBrowser()
        assert isinstance(await failure(sim.webchat, "OpenUrl", payload), PayloadError)
        assert browser.opened == []


async def test_a_side_that_comes_later_has_the_actions_and_the_browser():
    async with simulation() as sim:
        sim.browser = browser = RecordingBrowser()
        other = sim.add_customer()
        await other.actions.invoke_action("OpenUrl", {"url": "https://example.com"})
        assert len(browser.opened) == 1
