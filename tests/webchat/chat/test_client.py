import asyncio

import pytest

from webchat.errors import ChannelClosedError, MessageRefusedError, UnknownChannelError
from webchat.model import MAX_BODY_LENGTH, Member


async def test_a_sid_has_one_handle(ada, channel_sid):
    assert ada.client.channel(channel_sid) is ada.channel
    assert await ada.client.get_channel_by_sid(channel_sid) is ada.channel


async def test_a_handle_knows_status_and_attributes(ada):
    assert ada.channel.status == "active"
    assert ada.channel.attributes == {"about": "tea"}
    await ada.channel.close()
    assert ada.channel.status == "inactive"


@pytest.mark.parametrize("sid", ["CHnone", 7, None])
async def test_an_unknown_sid_is_refused_by_name(ada, sid):
    with pytest.raises(UnknownChannelError, match=str(sid)):
        await ada.client.get_channel_by_sid(sid)


async def test_sending_gives_the_index_of_a_message_that_is_in_the_store(ada, bob):
    assert await ada.channel.send_message("one", {"mood": "good"}) == 0
    assert await ada.channel.send_message("two") == 1
    assert [(m.index, m.body, m.status) for m in ada.state.messages] == [
        (0, "one", "sent"),
        (1, "two", "sent"),
    ]
    assert bob.bodies == ["one", "two"]
    assert bob.state.messages[0].attributes == {"mood": "good"}


async def test_a_message_shows_as_sending_until_it_is_durable(ada):
    seen = []
    ada.store.subscribe(
        lambda state: state.chat.channels[ada.channel.sid].messages,
        lambda messages: seen.append([(m.status, m.index) for m in messages]),
    )
    assert await ada.client.deliver(ada.channel.sid, "hello") == 0
    assert seen == [[("sending", None)], [("sent", 0)]]


async def test_my_message_has_my_name_and_time_from_the_beginning(ada, clock):
    sending = asyncio.ensure_future(ada.client.deliver(ada.channel.sid, "hello"))
    await asyncio.sleep(0)
    (shown,) = ada.state.messages
    assert (shown.author_name, shown.is_from_me, shown.timestamp) == ("Ada", True, clock.now())
    await sending


async def test_a_message_that_is_refused_stays_as_failed(ada):
    await ada.channel.close()
    with pytest.raises(ChannelClosedError) as caught:
        await ada.client.deliver(ada.channel.sid, "late")
    (shown,) = ada.state.messages
    assert (shown.status, shown.body, shown.error) == ("failed", "late", str(caught.value))


async def test_a_failed_message_is_sent_again_in_its_place(ada, bob):
    with pytest.raises(MessageRefusedError):
        await ada.client.deliver(ada.channel.sid, "x" * (MAX_BODY_LENGTH + 1))
    await bob.channel.send_message("meanwhile")
    failed = ada.state.messages[-1]
    await ada.client.deliver(ada.channel.sid, "shorter", instead_of=failed.sid)
    assert [(m.body, m.status) for m in ada.state.messages] == [
        ("meanwhile", "sent"),
        ("shorter", "sent"),
    ]


async def test_only_a_failed_message_can_be_discarded(ada):
    await ada.channel.send_message("kept")
    with pytest.raises(MessageRefusedError):
        await ada.client.deliver(ada.channel.sid, " ")
    for one in ada.state.messages:
        ada.client.discard(ada.channel.sid, one.sid)
    assert ada.bodies == ["kept"]


async def test_equal_messages_sent_at_once_each_find_their_echo(ada, bob):
    sid = ada.channel.sid
    indexes = await asyncio.gather(*(ada.client.deliver(sid, "same") for _ in range(5)))
    assert sorted(indexes) == [0, 1, 2, 3, 4]
    assert [(m.index, m.status) for m in ada.state.messages] == [(n, "sent") for n in range(5)]
    assert bob.bodies == ["same"] * 5


async def test_an_interrupted_sending_that_was_carried_out_is_shown_once(ada, bob):
    sending = asyncio.ensure_future(ada.client.deliver(ada.channel.sid, "hello"))
    await asyncio.sleep(0)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await bob.channel.send_message("after")
    assert [(m.body, m.status) for m in ada.state.messages] == [
        ("hello", "sent"),
        ("after", "sent"),
    ]


async def test_loading_reads_history_members_and_what_is_unread(bob, person):
    for body in ("one", "two", "three"):
        await bob.channel.send_message(body)
    early = await person("ada")
    assert early.bodies == ["one", "two", "three"]
    assert [m.body for m in early.state.unconsumed_messages] == ["one", "two", "three"]
    assert {m.friendly_name for m in early.state.members.values()} == {"Ada", "Bob"}


async def test_what_is_said_while_the_history_is_read_is_neither_lost_nor_doubled(bob, person):
    await bob.channel.send_message("before")
    loading = asyncio.ensure_future(person("ada"))
    await asyncio.gather(*(bob.channel.send_message(f"{n}") for n in range(20)))
    ada = await loading
    await bob.channel.send_message("after")
    assert ada.bodies == bob.bodies
    assert len(ada.bodies) == 22


async def test_what_is_said_right_after_the_history_was_read_is_not_lost(
    centre, bob, person, monkeypatch
):
    read = centre.messages

    async def read_and_hear(sid, **place):
        history = await read(sid, **place)
        await bob.channel.send_message("just now")
        return history

    monkeypatch.setattr(centre, "messages", read_and_hear)
    ada = await person("ada")
    assert ada.bodies == ["just now"]


async def test_loading_twice_keeps_what_is_there(ada, channel_sid):
    before = ada.state
    await ada.client.load(channel_sid)
    assert ada.state is before


async def test_consuming_tells_the_other_side_how_far_i_have_read(ada, bob):
    await bob.channel.send_message("one")
    await bob.channel.send_message("two")
    await ada.channel.consume(0)
    assert [m.body for m in ada.state.unconsumed_messages] == ["two"]
    assert bob.state.last_consumed_message_index == 0
    await ada.channel.consume(1)
    await ada.channel.consume(0)
    assert bob.state.last_consumed_message_index == 1
    assert ada.state.last_consumed_message_index == -1


async def test_what_was_read_already_is_not_told_again(ada, bob, centre, monkeypatch):
    told = []
    note = centre.set_read_horizon

    async def count(sid, identity, index):
        told.append(index)
        await note(sid, identity, index)

    monkeypatch.setattr(centre, "set_read_horizon", count)
    for body in ("one", "two"):
        await bob.channel.send_message(body)
    for index in (1, 1, 0):
        await ada.channel.consume(index)
    assert told == [1]


async def test_messages_are_read_in_pages(ada):
    for n in range(5):
        await ada.channel.send_message(str(n))
    page = await ada.channel.messages(before=4, limit=2)
    assert [one.body for one in page] == ["2", "3"]


async def test_who_left_is_a_member_no_longer_online(ada, bob):
    await bob.channel.leave()
    assert not ada.state.members["bob"].online
    assert [m.online for m in await ada.channel.members()] == [True, False]


async def test_a_closed_client_hears_nothing_more(ada, bob):
    await ada.client.aclose()
    await bob.channel.send_message("anybody?")
    assert ada.bodies == []


async def test_an_unloaded_channel_is_shown_no_longer(ada, bob, centre, channel_sid):
    ada.client.unload(channel_sid)
    await bob.channel.send_message("anybody?")
    await centre.join(channel_sid, Member("cem", "Cem"))
    assert ada.store.state.chat.channels == {}
