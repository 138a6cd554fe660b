"""What people see of the embedded centre, on a file and in memory alike."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.clock import START
from webchat.centre.events import (
    ChannelEvent,
    ChannelUpdated,
    MemberJoined,
    MemberLeft,
    MemberUpdated,
    MessageAdded,
    Typing,
)
from webchat.errors import (
    CentreError,
    ChannelClosedError,
    MessageRefusedError,
    NotAMemberError,
    UnknownChannelError,
)
from webchat.model import MAX_BODY_LENGTH, Member


async def test_a_message_comes_back_as_it_was_sent(centre, chat):
    sent = await centre.send_message(chat, "ada", "  Grüße 👋\n", {"card": {"n": [1, 2.5, None]}})
    assert sent.body == "  Grüße 👋\n"
    assert sent.attributes == {"card": {"n": [1, 2.5, None]}}
    assert await centre.messages(chat) == (sent,)


async def test_ids_and_time_are_the_injected_ones(centre, chat):
    sent = await centre.send_message(chat, "ada", "hello")
    assert (chat, sent.sid, sent.index) == ("CH1", "IM2", 0)
    assert sent.timestamp == centre._clock.now()


async def test_indexes_of_concurrent_messages_have_no_gaps(centre, chat):
    sending = [centre.send_message(chat, "ada", f"n {n}") for n in range(1200)]
    sent = await asyncio.gather(*sending)
    assert [one.index for one in sent] == list(range(1200))
    assert await centre.messages(chat) == tuple(sent)


async def test_channels_count_their_messages_separately(centre, ada):
    first, second = [(await centre.open_channel(ada)).sid for _ in range(2)]
    sent = await asyncio.gather(
        *(centre.send_message(sid, "ada", "x") for sid in (first, second, first, second))
    )
    assert [one.index for one in sent] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("before", "limit", "expected"),
    [
        (None, None, [0, 1, 2, 3, 4]),
        (None, 2, [3, 4]),
        (3, None, [0, 1, 2]),
        (3, 2, [1, 2]),
        (0, 5, []),
        (99, 0, []),
        (None, -1, []),
    ],
)
async def test_messages_are_read_in_pages(centre, chat, before, limit, expected):
    for n in range(5):
        await centre.send_message(chat, "ada", f"n {n}")
    page = await centre.messages(chat, before=before, limit=limit)
    assert [one.index for one in page] == expected


@pytest.mark.parametrize("body", ["", "   ", "\n\t\u2003", None, b"bytes", "half \ud83d"])
async def test_a_body_that_is_no_text_is_refused(centre, chat, body):
    with pytest.raises(MessageRefusedError):
        await centre.send_message(chat, "ada", body)
    assert await centre.messages(chat) == ()


async def test_the_longest_body_is_kept_and_one_more_character_is_refused(centre, chat):
    longest = "語👋" * (MAX_BODY_LENGTH // 2)
    sent = await centre.send_message(chat, "ada", longest)
    with pytest.raises(MessageRefusedError, match=r"32769 characters, .* at most 32768"):
        await centre.send_message(chat, "ada", longest + "x")
    assert await centre.messages(chat) == (sent,)


async def test_a_body_with_a_nul_and_odd_spaces_is_kept_whole(centre, chat):
    await centre.send_message(chat, "ada", "a\0b\u200b\u2028\r\n")
    assert (await centre.messages(chat))[0].body == "a\0b\u200b\u2028\r\n"


@pytest.mark.parametrize("value", [object(), {1, 2}, float("nan"), b"bytes"])
async def test_attributes_that_json_cannot_say_are_refused(centre, chat, ada, value):
    with pytest.raises(MessageRefusedError, match="JSON"):
        await centre.send_message(chat, "ada", "hello", {"value": value})
    with pytest.raises(CentreError, match="JSON"):
        await centre.open_channel(ada, attributes={"value": value})


async def test_attributes_that_hold_themselves_are_refused(centre, chat):
    attributes = {}
    attributes["self"] = attributes
    with pytest.raises(MessageRefusedError, match="JSON"):
        await centre.send_message(chat, "ada", "hello", attributes)


async def test_what_a_sender_does_to_its_attributes_later_changes_nothing(centre, chat):
    attributes = {"list": [1]}
    sent = await centre.send_message(chat, "ada", "hello", attributes)
    attributes["list"].append(2)
    assert sent.attributes == (await centre.messages(chat))[0].attributes == {"list": [1]}


async def test_an_unknown_channel_is_named(centre, ada):
    asking = [
        centre.channel("CHx"),
        centre.members("CHx"),
        centre.messages("CHx"),
        centre.send_message("CHx", "ada", "hello"),
        centre.join("CHx", ada),
        centre.leave("CHx", "ada"),
        centre.close_channel("CHx"),
        centre.set_message_attributes("CHx", "IMx", "ada", {}),
        centre.set_read_horizon("CHx", "ada", 0),
        centre.typing("CHx", "ada"),
    ]
    errors = await asyncio.gather(*asking, return_exceptions=True)
    assert {type(one) for one in errors} == {UnknownChannelError}
    assert all("'CHx'" in str(one) for one in errors)


async def test_only_members_send(centre, chat, bob):
    with pytest.raises(NotAMemberError, match="'eve' is not a member of channel 'CH1'"):
        await centre.send_message(chat, "eve", "hello")
    await centre.leave(chat, bob.identity)
    with pytest.raises(NotAMemberError, match="'bob' has left channel 'CH1'"):
        await centre.send_message(chat, "bob", "hello")


async def test_an_ended_chat_takes_nothing_more_and_can_still_be_read(centre, chat, ada):
    sent = await centre.send_message(chat, "ada", "bye")
    assert (await centre.close_channel(chat)).status == "inactive"
    with pytest.raises(ChannelClosedError, match=chat):
        await centre.send_message(chat, "ada", "hello?")
    with pytest.raises(ChannelClosedError, match=chat):
        await centre.join(chat, ada)
    assert await centre.messages(chat) == (sent,)
    assert await centre.close_channel(chat) == await centre.channel(chat)


async def test_the_owner_of_a_sid_comes_back_to_its_channel(centre, ada):
    opened = await centre.open_channel(ada, sid="CHmine", attributes={"query": "help"})
    await centre.leave("CHmine", "ada")
    again = await centre.open_channel(ada, sid="CHmine", attributes={"query": "other"})
    assert again == opened == await centre.channel("CHmine")
    assert await centre.members("CHmine") == (replace(ada, joined=START),)


async def test_a_sid_of_somebody_else_is_refused(centre, chat, bob):
    with pytest.raises(CentreError, match="'CH1' belongs to somebody else than 'bob'"):
        await centre.open_channel(bob, sid=chat)


@pytest.mark.parametrize("sid", ["", "  ", "\ud800"])
async def test_a_sid_that_is_no_text_is_refused(centre, ada, sid):
    with pytest.raises(CentreError, match=r"sid|text"):
        await centre.open_channel(ada, sid=sid)


async def test_the_owner_sees_an_ended_chat_as_it_is(centre, chat, ada):
    await centre.close_channel(chat)
    await centre.leave(chat, "ada")
    assert (await centre.open_channel(ada, sid=chat)).status == "inactive"
    assert (await centre.members(chat))[0].online is False


async def test_members_keep_their_place_and_their_horizon(centre, chat, ada, bob):
    await centre.send_message(chat, "ada", "hello")
    await centre.set_read_horizon(chat, "bob", 0)
    await centre.leave(chat, "bob")
    await centre.join(chat, Member("carl", "Carl"))
    back = await centre.join(chat, Member("bob", "Robert"))
    assert back == Member("bob", "Robert", last_read_index=0, joined=START)
    assert [one.identity for one in await centre.members(chat)] == ["ada", "bob", "carl"]


async def test_who_comes_back_has_joined_anew(centre, chat, bob):
    clock = centre._clock
    await clock.advance(10)
    await centre.leave(chat, "bob")
    await clock.advance(10)
    await centre.leave(chat, "bob")
    gone = (await centre.members(chat))[1]
    assert (gone.joined, gone.left) == (START, START + timedelta(seconds=10))
    back = await centre.join(chat, bob)
    assert (back.joined, back.left) == (START + timedelta(seconds=20), None)
    await clock.advance(10)
    assert await centre.join(chat, replace(bob, joined=None)) == back


async def test_a_chat_ends_once(centre, chat):
    assert (await centre.channel(chat)).ended is None
    await centre._clock.advance(5)
    ended = await centre.close_channel(chat)
    await centre._clock.advance(5)
    assert await centre.close_channel(chat) == ended == await centre.channel(chat)
    assert ended.ended == START + timedelta(seconds=5)


async def test_a_horizon_never_moves_back_nor_past_the_last_message(centre, chat):
    horizons = []
    for n in range(3):
        await centre.send_message(chat, "ada", f"n {n}")
    for index in (1, 0, -5, 99):
        await centre.set_read_horizon(chat, "bob", index)
        horizons.append((await centre.members(chat))[1].last_read_index)
    assert horizons == [1, 1, 1, 2]


async def test_who_joins_anew_has_read_at_most_what_there_is(centre, chat):
    await centre.send_message(chat, "ada", "hello")
    joined = await centre.join(chat, Member("carl", "Carl", last_read_index=99))
    assert joined.last_read_index == 0


async def test_only_a_member_has_a_horizon(centre, chat):
    with pytest.raises(NotAMemberError, match="eve"):
        await centre.set_read_horizon(chat, "eve", 0)


async def test_the_whole_course_of_a_chat_is_told_in_order(centre, ada, bob):
    events = []
    centre.subscribe(lambda one: events.append(one) if isinstance(one, ChannelEvent) else None)
    channel = await centre.open_channel(ada)
    sid = channel.sid
    await centre.join(sid, bob)
    await centre.typing(sid, "ada")
    message = await centre.send_message(sid, "ada", "hello")
    await centre.set_read_horizon(sid, "bob", 0)
    await centre.leave(sid, "bob")
    ended = await centre.close_channel(sid)
    ada, bob = replace(ada, joined=START), replace(bob, joined=START)
    read = replace(bob, last_read_index=0)
    assert events == [
        ChannelUpdated(sid, channel),
        MemberJoined(sid, ada),
        MemberJoined(sid, bob),
        Typing(sid, "ada"),
        MessageAdded(sid, message),
        MemberUpdated(sid, read),
        MemberLeft(sid, replace(read, online=False, left=START)),
        ChannelUpdated(sid, ended),
    ]


async def test_what_changes_nothing_is_not_told(centre, chat, ada, bob):
    events = []
    await centre.leave(chat, "bob")
    centre.subscribe(events.append)
    await centre.open_channel(ada, sid=chat)
    await centre.join(chat, ada)
    await centre.leave(chat, "bob")
    await centre.leave(chat, "eve")
    await centre.set_read_horizon(chat, "ada", 7)
    assert events == []


async def test_who_cannot_send_does_not_type(centre, chat, bob):
    events = []
    await centre.leave(chat, "bob")
    centre.subscribe(events.append)
    await centre.typing(chat, "bob")
    await centre.typing(chat, "eve")
    await centre.close_channel(chat)
    await centre.typing(chat, "ada")
    assert not [one for one in events if isinstance(one, Typing)]


async def test_an_event_is_told_before_its_request_returns(centre, chat):
    events = []
    centre.subscribe(events.append)
    message = await centre.send_message(chat, "ada", "hello")
    assert events == [MessageAdded(chat, message)]


async def test_a_listener_that_fails_affects_nobody(centre, chat, caplog):
    heard = []

    def fail(event):
        raise SystemExit(event)

    centre.subscribe(fail)
    centre.subscribe(heard.append)
    await centre.send_message(chat, "ada", "hello")
    assert len(heard) == 1
    assert "A listener of the contact centre failed" in caplog.text


async def test_a_listener_hears_nothing_after_its_undo(centre, chat):
    heard = []
    undos = []
    centre.subscribe(lambda _event: undos[0]())
    undos.append(centre.subscribe(heard.append))
    await centre.send_message(chat, "ada", "hello")
    undos[0]()
    assert heard == []


async def test_a_request_nobody_waits_for_is_carried_out(centre, chat):
    heard = []
    centre.subscribe(heard.append)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await centre.send_message(chat, "ada", "hello")
    await centre.typing(chat, "ada")
    assert [type(one) for one in heard] == [MessageAdded, Typing]


async def test_a_refused_request_leaves_those_beside_it_alone(centre, chat):
    results = await asyncio.gather(
        centre.send_message(chat, "ada", "first"),
        centre.send_message(chat, "eve", "refused"),
        centre.send_message("CHx", "ada", "refused"),
        centre.send_message(chat, "bob", "second"),
        return_exceptions=True,
    )
    assert [type(one) for one in results[1:3]] == [NotAMemberError, UnknownChannelError]
    assert await centre.messages(chat) == (results[0], results[3])
