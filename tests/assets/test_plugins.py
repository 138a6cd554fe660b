"""Each sample does what its docstring says, on a real engagement, and leaves nothing behind."""

import ast
from datetime import datetime, time

import pytest

from tests.support.plugins import registries
from tests.support.samples import SAMPLES
from tests.support.starts import json_answer, start_server, text_answer
from tests.support.waiting import until
from webchat import ActionCancelledError, EngagementStage

NAMES = sorted(path.name for path in SAMPLES.glob("*.py"))
CARD = "4111 1111 1111 1111"


def test_there_is_one_for_each_example():
    assert NAMES == [
        "alert_after_start.py",
        "confirm_start.py",
        "greet.py",
        "header_button.py",
        "mask_card_numbers.py",
        "my_action.py",
        "named_listeners.py",
        "opening_hours.py",
        "quick_replies.py",
        "rating_row.py",
        "sign_messages.py",
        "stamp_payload.py",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_short_and_explains_itself(name):
    text = (SAMPLES / name).read_text()
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring is not None
    assert len(docstring.split()) > 25
    assert len(text.splitlines()) < 95


@pytest.mark.parametrize("name", NAMES)
async def test_loading_and_unloading_leaves_nothing(trial, name):
    before = registries(trial.sim)
    await trial.load(name)
    assert trial.plugins[name.removesuffix(".py")].registrations
    assert registries(trial.sim) != before
    await trial.plugins.unload(name.removesuffix(".py"))
    assert registries(trial.sim) == before


async def test_all_samples_work_together(trial):
    for name in NAMES:
        if name not in {"my_action.py", "opening_hours.py"}:
            await trial.load(name)
    await trial.start()
    await trial.send("Hello")
    assert trial.bodies[-1].startswith("Hello")
    assert [plugin.error for plugin in trial.plugins] == [None] * 10


async def test_greet_says_hello_after_the_start(trial):
    module = await trial.load("greet.py")
    await trial.start()
    assert trial.bodies == [module.GREETING]


async def test_greet_speaks_in_the_chat_that_was_started(trial):
    await trial.load("greet.py")
    other = trial.sim.add_customer()
    await other.actions.invoke_action("StartEngagement", {"formData": {"friendlyName": "Bob"}})
    assert trial.side.store.state.session.channel_sid is None
    channel = other.store.state.chat.channels[other.store.state.session.channel_sid]
    assert len(channel.messages) == 1


async def test_confirm_start_lets_a_yes_pass(trial):
    module = await trial.load("confirm_start.py")
    await trial.start()
    assert trial.person.asked == [module.QUESTION]
    assert trial.side.store.state.session.engagement_stage is EngagementStage.IN_ENGAGEMENT


async def test_confirm_start_cancels_at_a_no(trial):
    await trial.load("confirm_start.py")
    trial.person.says_yes = False
    with pytest.raises(ActionCancelledError):
        await trial.start()
    assert trial.side.store.state.session.engagement_stage is EngagementStage.PRE_ENGAGEMENT


async def test_alert_after_start_shows_a_box(trial):
    await trial.load("alert_after_start.py")
    await trial.start()
    assert trial.person.asked == ["Triggered after StartEngagement."]


async def test_sign_messages_adds_the_signature(trial):
    module = await trial.load("sign_messages.py")
    await trial.start()
    await trial.send("Hello")
    assert trial.bodies == [f"Hello\n{module.SIGNATURE}"]
    assert list(trial.side.actions.history)[-1].replaced_by == "sign_messages"


@pytest.mark.parametrize("body", ["", "  ", None])
async def test_sign_messages_leaves_refusing_to_the_action(trial, body):
    await trial.load("sign_messages.py")
    await trial.start()
    with pytest.raises(Exception, match=r".+"):
        await trial.send(body)
    assert trial.bodies == []
    assert trial.plugins["sign_messages"].error is None


async def test_my_action_calls_the_endpoint_after_the_start(trial):
    module = await trial.load("my_action.py")
    async with start_server(json_answer({"ok": True})) as server:
        module.ENDPOINT = server.url
        await trial.start()
        assert server.requests == [{"started": {"formData": {"friendlyName": "Ada"}}}]
        assert await trial.side.actions.invoke_action("MyAction", {}) == {"ok": True}
    start, mine, _again = trial.side.actions.history
    assert (mine.action, mine.owner, mine.parent_id) == ("MyAction", "my_action", start.id)
    assert trial.notices == []


@pytest.mark.parametrize("answer", [text_answer("no", 500), text_answer("no JSON"), None])
async def test_my_action_says_when_the_endpoint_fails_and_the_chat_goes_on(trial, answer):
    module = await trial.load("my_action.py")
    async with start_server(answer or text_answer("")) as server:
        module.ENDPOINT = server.url if answer else "http://127.0.0.1:1/closed"
        await trial.start()
    assert trial.notices == ["The CRM could not be told about this chat."]
    await trial.send("Hello")
    assert trial.bodies == ["Hello"]


async def test_stamp_payload_completes_what_was_passed(trial):
    await trial.load("stamp_payload.py")
    seen = []
    trial.side.actions.add_listener("beforeRecordMessage", seen.append)
    await trial.start()
    await trial.send("one")
    await trial.send("two")
    assert [(payload["number"], payload["body"]) for payload in seen] == [(1, "one"), (2, "two")]
    assert all(datetime.fromisoformat(payload["recordedAt"]).tzinfo for payload in seen)


async def test_header_button_shows_in_a_chat_and_starts_over(trial, qtbot):
    await trial.load("header_button.py")
    (part,) = trial.sim.kinds["webchat"].components.parts("MainHeader")
    assert not part.if_(trial.side)
    await trial.start()
    assert part.if_(trial.side)
    button = part.factory(trial.side, None)
    qtbot.addWidget(button)
    button.click()
    state = trial.side.store.state
    await until(lambda: trial.side.store.state is not state)
    last = list(trial.side.actions.history)[-1]
    await until(lambda: last.outcome == "completed")
    assert (last.action, last.origin) == ("RestartEngagement", "header_button")
    assert trial.side.store.state.session.engagement_stage is EngagementStage.PRE_ENGAGEMENT


async def test_opening_hours_sends_nothing_outside_them(trial):
    module = await trial.load("opening_hours.py")
    await trial.start()
    module.OPEN_DAYS = range(0)
    with pytest.raises(ActionCancelledError):
        await trial.send("Hello")
    assert trial.bodies == []
    assert "Your message was not sent" in trial.notices[0]
    module.OPEN_DAYS, module.OPENS, module.CLOSES = range(7), time.min, time.max
    await trial.send("Hello")
    assert trial.bodies == ["Hello"]


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-20T08:59", False),
        ("2026-11-20T09:00", True),
        ("2026-11-20T16:59", True),
        ("2026-11-20T17:00", False),
        ("2026-11-21T12:00", False),
    ],
)
async def test_opening_hours_are_those_of_working_days(trial, moment, is_open):
    module = await trial.load("opening_hours.py")
    assert module.is_open(datetime.fromisoformat(moment)) is is_open


async def test_mask_card_numbers_keeps_the_last_four(trial):
    await trial.load("mask_card_numbers.py")
    await trial.start()
    await trial.send(f"My card is {CARD}, please.")
    assert trial.bodies == ["My card is ••••••••••••1111, please."]
    call = list(trial.side.actions.history)[-1].listeners[0]
    assert (call.owner, call.verdict) == ("mask_card_numbers", "changed")


@pytest.mark.parametrize(
    "text",
    ["4111 1111 1111 1112", "order 1234567890123", "411111111111111111111111", "+49 30 901820"],
)
async def test_mask_card_numbers_leaves_other_numbers_alone(trial, text):
    module = await trial.load("mask_card_numbers.py")
    assert module.masked(text) == text


async def test_named_listeners_thank_once_per_chat(trial):
    await trial.load("named_listeners.py")
    await trial.start()
    await trial.send("one")
    await trial.send("two")
    assert len(trial.notices) == 1
    await trial.side.actions.invoke_action("RestartEngagement")
    await trial.start()
    await trial.send("three")
    assert len(trial.notices) == 2
