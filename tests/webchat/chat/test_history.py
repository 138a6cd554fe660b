import asyncio

import pytest

from webchat.chat.history import MOST_UNREAD, PAGE
from webchat.errors import CentreError


async def say(person, count, start=0):
    await asyncio.gather(*(person.channel.send_message(str(start + n)) for n in range(count)))


@pytest.fixture
async def talkative(bob):
    """Bob, who has said a lot before Ada came."""
    await say(bob, 3 * PAGE + 7)
    return bob


@pytest.fixture
async def caught_up(talkative, person, centre, channel_sid):
    """Ada, who has read everything and opens the channel again."""
    await centre.set_read_horizon(channel_sid, "ada", 3 * PAGE + 6)
    return await person("ada")


def indexes(one):
    return [message.index for message in one.state.messages]


async def test_opening_reads_the_newest_page_only(caught_up):
    assert indexes(caught_up) == list(range(2 * PAGE + 7, 3 * PAGE + 7))
    assert caught_up.state.has_older_messages
    assert caught_up.state.unconsumed_messages == ()


async def test_opening_reads_back_to_the_first_unread_message(talkative, person, centre):
    await centre.set_read_horizon(talkative.channel.sid, "ada", 41)
    ada = await person("ada")
    assert indexes(ada)[0] == 42
    assert len(ada.state.unconsumed_messages) == 3 * PAGE + 7 - 42


async def test_opening_reads_a_bounded_number_of_unread_messages(bob, person):
    await say(bob, MOST_UNREAD + 50)
    ada = await person("ada")
    assert len(ada.state.messages) == len(ada.state.unconsumed_messages) == MOST_UNREAD
    await ada.channel.load_older()
    assert len(ada.state.unconsumed_messages) == MOST_UNREAD + 50


async def test_a_short_history_is_there_at_once(bob, person):
    await say(bob, 3)
    ada = await person("ada")
    assert not ada.state.has_older_messages
    assert await ada.channel.load_older() == 0


async def test_older_messages_come_page_by_page(caught_up):
    assert await caught_up.channel.load_older() == PAGE
    assert await caught_up.channel.load_older(5) == 5
    assert indexes(caught_up) == list(range(PAGE + 2, 3 * PAGE + 7))
    assert await caught_up.channel.load_older() == PAGE
    assert await caught_up.channel.load_older() == 2
    assert not caught_up.state.has_older_messages
    assert await caught_up.channel.load_older() == 0


async def test_everything_there_is_can_be_read(caught_up, talkative):
    assert await caught_up.channel.load_older(0) == 2 * PAGE + 7
    assert caught_up.bodies == talkative.bodies


async def test_two_who_want_a_page_get_the_same_one(caught_up):
    channel = caught_up.channel
    added = await asyncio.gather(*(channel.load_older() for _ in "ab"))
    assert added == [PAGE, PAGE]
    assert len(caught_up.state.messages) == 2 * PAGE


async def test_who_wants_everything_goes_on_after_the_page_that_is_being_read(caught_up):
    channel = caught_up.channel
    _page, added = await asyncio.gather(channel.load_older(), channel.load_older(0))
    assert added == 2 * PAGE + 7
    assert indexes(caught_up)[0] == 0


async def test_who_waits_for_a_reading_that_is_cancelled_reads_by_itself(caught_up):
    first = asyncio.ensure_future(caught_up.channel.load_older())
    second = asyncio.ensure_future(caught_up.channel.load_older())
    await asyncio.sleep(0)
    first.cancel()
    assert await second == PAGE


async def test_a_failure_reaches_all_who_wait_and_the_next_one_tries_again(
    caught_up, centre, monkeypatch
):
    async def broken(*_args, **_kwargs):
        await asyncio.sleep(0)
        raise CentreError("The disk is on fire.")

    monkeypatch.setattr(centre, "messages", broken)
    channel = caught_up.channel
    failed = await asyncio.gather(*(channel.load_older() for _ in "ab"), return_exceptions=True)
    assert [str(one) for one in failed] == ["The disk is on fire."] * 2
    monkeypatch.undo()
    assert await channel.load_older() == PAGE


async def test_a_page_of_a_channel_that_was_left_meanwhile_is_dropped(caught_up, channel_sid):
    reading = asyncio.ensure_future(caught_up.channel.load_older())
    await asyncio.sleep(0)
    caught_up.client.unload(channel_sid)
    await caught_up.client.load(channel_sid)
    assert await reading == 0
    assert len(caught_up.state.messages) == PAGE
    assert await caught_up.channel.load_older() == PAGE


async def test_a_channel_that_is_not_open_has_no_older_messages(caught_up, channel_sid):
    caught_up.client.unload(channel_sid)
    assert await caught_up.channel.load_older() == 0


async def test_a_number_below_zero_is_no_limit(caught_up):
    with pytest.raises(ValueError, match="not -1"):
        await caught_up.channel.load_older(-1)


async def test_what_is_said_while_a_page_is_read_is_neither_lost_nor_doubled(caught_up, bob):
    reading = asyncio.ensure_future(caught_up.channel.load_older(0))
    await say(bob, 20, start=1000)
    await reading
    assert caught_up.bodies == bob.bodies


async def test_a_bot_opens_a_channel_without_its_history(talkative, person, channel_sid):
    cem = await person("cem")
    cem.client.unload(channel_sid)
    await cem.client.load(channel_sid, history=False)
    assert cem.state.messages == ()
    await say(talkative, 1)
    assert indexes(cem) == [3 * PAGE + 7]
    assert await cem.channel.load_older() == PAGE
    assert indexes(cem) == list(range(2 * PAGE + 7, 3 * PAGE + 8))
