import asyncio

import pytest

from tests.support.agents import accepted, live, next_task, order
from tests.support.clock import ManualClock
from tests.support.ids import CountingIds
from tests.support.simulation import bodies, channel, notices, simulation, stage, start
from tests.support.waiting import passing, until
from webchat.bots.answers import ABILITIES, hand_over, nobody_is_free, welcome_back
from webchat.centre.embedded import EmbeddedCentre
from webchat.chat.history import PAGE
from webchat.model.message import CARD_ATTRIBUTE
from webchat.state import EngagementStage

DELAY = 0.8


@pytest.fixture
async def sim():
    async with simulation(agent="concierge", agent_delay=DELAY) as one:
        yield one


@pytest.fixture
def clock(sim):
    return sim.clock


@pytest.fixture
def bot(sim):
    (side,) = sim.kinds["bot"].sides
    return side


def say(side, body):
    payload = {"channelSid": channel(side).sid, "body": body}
    return side.actions.invoke_action("SendMessage", payload)


async def hear(sim, side, count):
    """Wait until *count* messages stand in the channel; return the newest."""
    await passing(sim.clock, lambda: len(channel(side).messages) >= count)
    newest = channel(side).messages[-1]
    assert newest.author == "concierge"
    return newest.body


async def test_the_concierge_joins_after_its_delay_and_types_before_it_greets(sim, clock):
    ada = sim.webchat
    await start(ada, friendlyName="Ada")
    await until(lambda: clock.sleepers == 2)  # the offer has an end, too
    await clock.advance(DELAY - 0.01)
    assert list(channel(ada).members) == [ada.chat_client.identity]
    await clock.advance(0.02)
    await until(lambda: channel(ada).typers == ("concierge",))
    assert channel(ada).members["concierge"].friendly_name == "Concierge"
    assert bodies(ada) == []
    assert (await hear(sim, ada, 1)).startswith("Hello Ada! I am the concierge.")
    assert channel(ada).typers == ()


async def test_the_greeting_takes_up_the_question_of_the_form(sim):
    await start(sim.webchat, friendlyName="Ada", query="What does it cost?")
    said = await hear(sim, sim.webchat, 1)
    assert "You asked: “What does it cost?”" in said
    assert "12 a month" in said


@pytest.mark.parametrize("query", [None, 7, {"a": 1}, " "])
async def test_any_kind_of_question_is_taken(sim, query):
    await start(sim.webchat, query=query)
    assert (await hear(sim, sim.webchat, 1)).startswith("Hello Ada!")


async def test_what_is_said_is_answered_in_order(sim):
    ada = sim.webchat
    await start(ada)
    await hear(sim, ada, 1)
    await say(ada, "help")
    await say(ada, "thanks")
    await hear(sim, ada, 5)
    assert bodies(ada)[3:] == [ABILITIES, "You are welcome, Ada!"]


async def test_what_is_said_before_it_came_is_answered_after_the_greeting(sim):
    ada = sim.webchat
    await start(ada)
    await say(ada, "when do you open?")
    await hear(sim, ada, 3)
    assert bodies(ada)[1].startswith("Hello Ada!")
    assert "Monday to Friday" in bodies(ada)[2]


async def test_a_card_is_for_people(sim, bot):
    ada = sim.webchat
    await start(ada)
    await hear(sim, ada, 1)
    card = {"key": "refund", "app": "refunds"}
    payload = {"channelSid": channel(ada).sid, "body": "Refund"}
    await ada.actions.invoke_action(
        "SendMessage", {**payload, "messageAttributes": {CARD_ATTRIBUTE: card}}
    )
    await say(ada, "help")
    answer = await hear(sim, ada, 4)
    assert answer.startswith(ABILITIES[:10])
    authors = [one.author for one in channel(ada).messages]
    assert authors.count("concierge") == 2


async def test_it_acts_through_its_own_actions(sim, bot):
    await start(sim.webchat)
    await hear(sim, sim.webchat, 1)
    done = [(one.action, one.origin, one.outcome) for one in bot.actions.history]
    assert done == [
        ("AcceptTask", "concierge", "completed"),
        ("SendTyping", "concierge", "completed"),
        ("SendMessage", "concierge", "completed"),
    ]


async def test_it_has_read_what_it_answers(sim):
    ada = sim.webchat
    await start(ada)
    await hear(sim, ada, 1)
    await say(ada, "hello")
    await passing(sim.clock, lambda: channel(ada).last_consumed_message_index == 1)


async def test_bye_ends_the_chat_after_a_farewell(sim, bot):
    ada = sim.webchat
    await start(ada)
    await hear(sim, ada, 1)
    await say(ada, "bye")
    assert await hear(sim, ada, 3) == "Goodbye, Ada! Thank you for talking to us."
    await passing(sim.clock, lambda: channel(ada).status == "inactive")
    await until(lambda: len(bot.tasks) == 0)
    assert bot.store.state.chat.channels == {}


async def test_the_next_chat_is_answered_too(sim):
    ada = sim.webchat
    for name in ("Ada", "Bob"):
        await start(ada, friendlyName=name)
        assert (await hear(sim, ada, 1)).startswith(f"Hello {name}!")
        await ada.actions.invoke_action("RestartEngagement")


@pytest.mark.parametrize("messages", [0, 1, 2])
@pytest.mark.parametrize("waits", [0, 1, 2, 3, 5])
async def test_a_customer_may_leave_at_any_moment(sim, bot, messages, waits):
    ada = sim.webchat
    sid = await start(ada)
    for number in range(messages):
        await say(ada, f"help {number}")
    for _ in range(waits):
        await sim.clock.advance(DELAY / 2)
        await asyncio.sleep(0.001)
    await ada.actions.invoke_action("RestartEngagement")
    await passing(sim.clock, lambda: len(bot.tasks) == 0)
    assert (await sim.centre.channel(sid)).status == "inactive"
    assert stage(ada) is EngagementStage.PRE_ENGAGEMENT
    assert notices(ada) == notices(bot) == []
    await start(ada, friendlyName="Eve")
    assert (await hear(sim, ada, 1)).startswith("Hello Eve!")


async def test_two_customers_are_served_at_once_and_never_mixed_up(sim):
    ada, bob = sim.webchat, sim.add_customer()
    await start(ada, friendlyName="Ada")
    await start(bob, friendlyName="Bob")
    await hear(sim, ada, 1)
    await hear(sim, bob, 1)
    await say(ada, "thanks")
    await say(bob, "help")
    await hear(sim, ada, 3)
    await hear(sim, bob, 3)
    assert bodies(ada)[1:] == ["thanks", "You are welcome, Ada!"]
    assert bodies(bob)[1:] == ["help", ABILITIES]


async def test_in_a_chat_from_an_earlier_run_it_answers_without_greeting_again(tmp_path):
    clock, ids = ManualClock(), CountingIds()

    def run():
        return simulation(agent="concierge", clock=clock, ids=ids, data_dir=tmp_path)

    async with run() as sim:
        await start(sim.webchat)
        await hear(sim, sim.webchat, 1)
    async with run() as sim:
        await say(sim.webchat, "thanks")
        assert await hear(sim, sim.webchat, 3) == "You are welcome, Ada!"
        assert sum(body.startswith("Hello") for body in bodies(sim.webchat)) == 1


async def test_a_plugin_of_the_customer_does_not_hear_the_bot(sim):
    heard = []
    sim.webchat.actions.add_listener("beforeSendMessage", heard.append)
    await start(sim.webchat)
    await hear(sim, sim.webchat, 1)
    assert heard == []


async def test_there_is_no_concierge_where_nobody_answers():
    async with simulation(agent="none") as sim:
        assert sim.kinds["bot"].sides == ()


async def test_without_a_delay_it_answers_at_once():
    async with simulation(agent="concierge", agent_delay=0) as sim:
        await start(sim.webchat)
        await until(lambda: bodies(sim.webchat))


async def test_it_is_shown_by_its_icon(sim):
    await start(sim.webchat)
    await hear(sim, sim.webchat, 1)
    assert channel(sim.webchat).members["concierge"].avatar == "icon:bot"


async def test_it_reads_no_history(tmp_path, monkeypatch):
    clock, ids = ManualClock(), CountingIds()
    async with simulation(clock=clock, ids=ids, data_dir=tmp_path) as sim:
        await start(sim.webchat)
        for number in range(3 * PAGE):
            await say(sim.webchat, str(number))
    read = []
    messages = EmbeddedCentre.messages

    async def count(centre, sid, **place):
        page = await messages(centre, sid, **place)
        read.append(len(page))
        return page

    async with simulation(agent="concierge", clock=clock, ids=ids, data_dir=tmp_path) as sim:
        monkeypatch.setattr(EmbeddedCentre, "messages", count)
        await say(sim.webchat, "thanks")
        (bot,) = sim.kinds["bot"].sides
        sid = channel(sim.webchat).sid
        await passing(clock, lambda: "are welcome" in bodies(sim.webchat)[-1])
        assert len(bot.store.state.chat.channels[sid].messages) <= 4
        assert sum(read) <= PAGE


async def test_it_thanks_for_a_file(sim, tmp_path):
    ada, file = sim.webchat, tmp_path / "notes.txt"
    file.write_text("tea at four")
    await start(ada)
    await hear(sim, ada, 1)
    payload = {"channelSid": channel(ada).sid, "file": str(file)}
    await ada.actions.invoke_action("SendMediaMessage", payload)
    assert await hear(sim, ada, 3) == "Thank you for the file notes.txt."


# -- with persons ----------------------------------------------------------------------------


async def person(sim, name="Ann"):
    """Let somebody be there to whom the bot may hand over, without work of their own."""
    agent = sim.add_agent(name)
    await order(agent, "SetActivity", activityName="available")
    return agent


async def test_who_asks_for_a_person_is_handed_over_to_one_who_is_free(sim, bot):
    ada = sim.webchat
    sid = await start(ada)
    await hear(sim, ada, 1)
    ann = await person(sim)
    await say(ada, "agent please")
    assert await hear(sim, ada, 3) == hand_over("Ada", "Ann")
    await passing(sim.clock, lambda: live(ann))
    task = await accepted(ann)
    assert not channel(ada).members["concierge"].online
    assert bot.store.state.chat.channels == {}
    await until(lambda: len(bot.tasks) == 0)
    assert [one.body for one in ann.store.state.chat.channels[sid].messages] == bodies(ada)
    await say(ada, "help")
    await sim.clock.advance(10)
    assert bodies(ada)[-1] == "help"
    await order(ann, "SendMessage", channelSid=sid, body="The concierge knows.")
    await order(ann, "TransferTask", task, targetSid="concierge")
    assert await hear(sim, ada, 6) == welcome_back("Ada")
    await say(ada, "thanks")
    assert await hear(sim, ada, 8) == "You are welcome, Ada!"


async def test_where_nobody_is_free_it_says_so_and_goes_on(sim):
    ada = sim.webchat
    await start(ada)
    await hear(sim, ada, 1)
    await say(ada, "human")
    assert await hear(sim, ada, 3) == nobody_is_free("Ada")
    await say(ada, "thanks")
    assert await hear(sim, ada, 5) == "You are welcome, Ada!"


async def test_a_person_who_turns_it_down_is_not_asked_again(sim):
    ada = sim.webchat
    await start(ada)
    await hear(sim, ada, 1)
    ann = await person(sim)
    await say(ada, "human")
    await passing(sim.clock, lambda: live(ann))
    await order(ann, "RejectTask", live(ann)[0])
    assert await hear(sim, ada, 4) == welcome_back("Ada")
    await say(ada, "human")
    assert await hear(sim, ada, 6) == nobody_is_free("Ada")


async def test_with_a_person_on_duty_it_takes_only_what_is_handed_to_it():
    clock = ManualClock()
    async with simulation(agent="person", agent_delay=DELAY, clock=clock) as sim:
        ada = sim.webchat
        await start(ada, query="What does it cost?")
        task = await accepted(sim.desk)
        await clock.advance(10)
        assert bodies(ada) == []
        await order(sim.desk, "TransferTask", task, targetSid="concierge")
        assert "12 a month" in await hear(sim, ada, 1)


async def test_a_call_is_none_of_its_business(sim, bot):
    await sim.centre.create_voice_task("Ada")
    assert (await next_task(sim.desk, "pending")).task_channel_unique_name == "voice"
    assert [one.worker_sid for one in live(bot)] == [None]
