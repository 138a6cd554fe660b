"""What a message carries changes on every side, whatever is under way at that moment."""

import asyncio

import pytest

from webchat.chat.history import PAGE
from webchat.errors import NotAMemberError, UnknownMessageError


def carried(one):
    return [message.attributes for message in one.state.messages]


@pytest.fixture
async def card(ada, bob):
    """The message of a card that Ada has sent to Bob."""
    await ada.channel.send_message("a card", {"step": 1})
    return ada.state.messages[-1]


@pytest.fixture
def late(centre, monkeypatch):
    """Let the answers to a kind of request come when the test says so."""

    def hold(name):
        ask, gate, is_asked = getattr(centre, name), asyncio.Event(), asyncio.Event()

        async def answer_later(*request, **options):
            answer = await ask(*request, **options)
            is_asked.set()
            await gate.wait()
            return answer

        monkeypatch.setattr(centre, name, answer_later)
        return is_asked, gate

    return hold


async def test_whoever_changes_them_both_sides_see_it(ada, bob, card):
    for one, step in ((ada, 2), (bob, 3)):
        await one.channel.set_message_attributes(card.sid, {"step": step})
        assert carried(ada) == carried(bob) == [{"step": step}]
    await ada.channel.set_message_attributes(card.sid, None)
    assert carried(ada) == carried(bob) == [{}]


async def test_nothing_else_of_the_message_changes(ada, bob, card):
    await bob.channel.set_message_attributes(card.sid, {"step": 2})
    (message,) = ada.state.messages
    assert (message.sid, message.body, message.author, message.status, message.is_from_me) == (
        card.sid,
        "a card",
        "ada",
        "sent",
        True,
    )


async def test_what_is_unread_carries_the_same(ada, bob, card):
    await ada.channel.set_message_attributes(card.sid, {"step": 2})
    assert bob.state.unconsumed_messages == bob.state.messages


async def test_the_same_attributes_change_nothing(ada, bob, card):
    before = ada.state, bob.state
    await bob.channel.set_message_attributes(card.sid, {"step": 1})
    assert (ada.state, bob.state) == before
    assert ada.state is before[0]


async def test_the_cards_of_an_ended_chat_can_still_be_settled(ada, bob, card):
    await bob.channel.close()
    await ada.channel.set_message_attributes(card.sid, {"step": 2})
    assert carried(bob) == [{"step": 2}]


async def test_what_the_centre_refuses_changes_nothing(ada, card, person):
    with pytest.raises(UnknownMessageError, match="'local-1'"):
        await ada.channel.set_message_attributes("local-1", {"step": 2})
    eve = await person("eve")
    with pytest.raises(NotAMemberError, match="'eve'"):
        await eve.channel.set_message_attributes(card.sid, {"step": 2})
    assert carried(ada) == carried(eve) == [{"step": 1}]


async def test_a_channel_that_is_not_open_here_takes_them_too(ada, bob, card):
    bob.client.unload(bob.channel.sid)
    await bob.channel.set_message_attributes(card.sid, {"step": 2})
    assert carried(ada) == [{"step": 2}]
    await bob.client.load(bob.channel.sid)
    assert carried(bob) == [{"step": 2}]


async def test_they_are_in_the_store_once_the_centre_has_answered(ada, bob, card):
    ada.client._unsubscribe()  # its events come later than the answer
    await ada.channel.set_message_attributes(card.sid, {"step": 2})
    assert carried(ada) == [{"step": 2}]


async def test_an_answer_that_comes_late_undoes_no_later_change(ada, bob, card, late):
    is_asked, gate = late("set_message_attributes")
    marking = asyncio.ensure_future(ada.channel.set_message_attributes(card.sid, {"step": 2}))
    await is_asked.wait()
    gate.set()
    await bob.channel.set_message_attributes(card.sid, {"step": 3})
    await marking
    assert carried(ada) == carried(bob) == [{"step": 3}]


@pytest.fixture
async def history(ada, bob, centre, channel_sid):
    """Bob after a long talk with Ada, of which he has the newest page."""
    for n in range(2 * PAGE):
        await ada.channel.send_message(str(n))
    await centre.set_read_horizon(channel_sid, "bob", 2 * PAGE)
    bob.client.unload(channel_sid)
    await bob.client.load(channel_sid)
    return ada.state.messages


async def test_a_message_that_is_not_loaded_is_passed_over_until_it_is(ada, bob, history):
    before = bob.state
    await ada.channel.set_message_attributes(history[0].sid, {"n": 1})
    assert bob.state is before
    await bob.channel.load_older()
    assert carried(bob)[0] == {"n": 1}


async def test_a_change_while_its_page_is_being_read_is_not_lost(ada, bob, history, late):
    is_asked, gate = late("messages")
    reading = asyncio.ensure_future(bob.channel.load_older())
    await is_asked.wait()
    await ada.channel.set_message_attributes(history[5].sid, {"n": 1})
    gate.set()
    await reading
    assert carried(bob)[5] == {"n": 1}


async def test_what_changed_during_one_reading_is_not_taken_for_news_in_the_next(
    ada, bob, history, late, monkeypatch
):
    is_asked, gate = late("messages")
    reading = asyncio.ensure_future(bob.channel.load_older(5))
    await is_asked.wait()
    await ada.channel.set_message_attributes(history[0].sid, {"n": 1})
    gate.set()
    await reading
    monkeypatch.undo()
    await ada.channel.set_message_attributes(history[0].sid, {"n": 2})
    await bob.channel.load_older()
    assert carried(bob)[0] == {"n": 2}
