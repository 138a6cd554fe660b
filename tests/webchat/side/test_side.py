import asyncio

import pytest

from tests.support.simulation import notices, simulation, start
from tests.support.waiting import until
from webchat.actions import ActionFailedError
from webchat.errors import EngagementError
from webchat.side.kind import acting_side


@pytest.fixture
async def sim():
    async with simulation() as one:
        yield one


@pytest.fixture
def side(sim):
    return sim.webchat


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


async def test_without_an_engagement_there_is_no_client(side):
    with pytest.raises(EngagementError, match="The customer 1 has no chat client"):
        _ = side.chat_client


async def test_a_side_is_connected_once(side):
    client = side.connect("ada", "Ada")
    assert side.chat_client is client
    with pytest.raises(EngagementError, match="connected already, as ada"):
        side.connect("bob", "Bob")
    await side.disconnect()
    await side.disconnect()
    side.connect("bob", "Bob")


async def test_texts_and_parts_are_those_of_the_kind(sim, side):
    other = sim.add_customer()
    side.strings["WelcomeMessage"] = "Hi"
    assert other.strings.render("WelcomeMessage") == "Hi"
    assert other.components is side.components
    assert other.kind is side.kind


async def test_an_action_of_one_side_is_registered_on_every_side(sim):
    kinds = [one.actions for one in (*sim.customers, sim.add_customer())]
    for actions in kinds:
        for name in ("SendMessage", "SetInputText", "SendTyping"):
            assert actions.plan(name).body is not None


async def test_the_sentence_of_a_failure_that_nobody_awaits_is_shown(side, caplog):
    side.actions.invoke_action("SendMessage", {"body": "hi"})
    await until(lambda: notices(side))
    (notice,) = side.notifications.active
    assert notice.kind == "error"
    assert notice.text == "SendMessage needs a “channel” or a “channelSid”, but neither came."
    assert notice.text in caplog.text


async def test_a_defect_is_shown_with_its_action_and_logged_whole(side, caplog):
    def body(_payload):
        raise ZeroDivisionError("oops")

    side.actions.register_action("MyAction", body)
    side.actions.invoke_action("MyAction")
    await until(lambda: notices(side))
    assert notices(side) == ["The action MyAction failed: oops"]
    assert "ZeroDivisionError" in caplog.text


async def test_the_same_failure_again_and_again_is_one_notice(side):
    for _ in range(3):
        side.actions.invoke_action("SendMessage", {"body": "hi"})
        await settle()
    assert len(notices(side)) == 1


async def test_an_unknown_action_is_shown(side):
    side.actions.invoke_action("SendMesage")
    await until(lambda: notices(side))
    assert "'SendMesage' does not exist" in notices(side)[0]


async def test_a_failure_that_was_awaited_is_not_shown(side):
    with pytest.raises(ActionFailedError):
        await side.actions.invoke_action("SendMessage")
    await settle()
    assert notices(side) == []


async def test_a_cancelled_action_is_not_a_failure(side):
    side.actions.add_listener("beforeMinimizeChat", lambda _payload, cancel: cancel())
    side.actions.invoke_action("MinimizeChat")
    await settle()
    assert notices(side) == []


async def test_an_error_that_was_told_of_already_is_not_shown_again(side):
    error = EngagementError("Told.")

    def body(_payload):
        side.announce(error)
        raise error

    side.actions.register_action("MyAction", body)
    side.actions.invoke_action("MyAction")
    await settle()
    assert notices(side) == []


async def test_a_message_that_shows_its_failure_needs_no_notice(side):
    sid = await start(side)
    side.line.cut()
    side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "hi"})
    await until(lambda: side.store.state.chat.channels[sid].messages[-1].status == "failed")
    await settle()
    assert notices(side) == []


async def test_what_runs_on_a_sides_behalf_ends_with_it(side):
    task = side.tasks.spawn(asyncio.sleep(1000), name="sleep")
    assert await side.aclose() == ()
    assert task.cancelled()


# -- which side is meant ---------------------------------------------------------------------


async def test_the_first_side_is_meant_until_another_is_worked_with(sim, side):
    other = sim.add_customer()
    assert sim.current_side("webchat") is side
    sim.kinds["webchat"].focus(other)
    assert sim.current_side() is other


async def test_during_an_invocation_its_own_side_is_meant(sim, side):
    other, seen = sim.add_customer(), []

    async def listener(_payload):
        seen.append(sim.current_side())
        await asyncio.sleep(0)
        seen.append(sim.current_side())

    other.actions.add_listener("beforeMinimizeChat", listener)
    other.actions.add_listener("afterMinimizeChat", lambda: seen.append(sim.current_side()))
    await other.actions.invoke_action("MinimizeChat")
    assert seen == [other, other, other]
    assert sim.current_side() is side


async def test_what_an_invocation_started_goes_on_for_its_side(sim):
    other, seen = sim.add_customer(), []

    async def later():
        await asyncio.sleep(0)
        seen.append(sim.current_side())

    other.actions.add_listener(
        "afterMinimizeChat", lambda: other.tasks.spawn(later(), name="later") and None
    )
    await other.actions.invoke_action("MinimizeChat")
    await until(lambda: seen)
    assert seen == [other]


async def test_who_is_told_of_a_change_sees_the_side_that_changed(sim, side):
    other, seen = sim.add_customer(), []
    for one in sim.customers:
        one.store.subscribe(
            lambda state: state.session.channel_sid, lambda _sid: seen.append(sim.current_side())
        )
    await start(other)
    await start(side)
    assert seen == [other, side]


async def test_the_side_of_another_kind_does_not_count(sim, side):
    token = acting_side.set(None)
    try:
        async with simulation(agent="concierge") as second:
            (bot,) = second.kinds["bot"].sides
            seen = []
            bot.actions.register_action("Look", lambda: seen.append(second.current_side()))
            await bot.actions.invoke_action("Look")
            assert seen == [second.webchat]
    finally:
        acting_side.reset(token)
