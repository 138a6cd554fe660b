"""What a message carries can change after it was sent; everything else of it stays."""

import asyncio
from dataclasses import replace

import pytest

from tests.webchat.centre.test_failures import execute
from webchat.centre.events import MessageUpdated
from webchat.errors import (
    CentreError,
    MessageRefusedError,
    NotAMemberError,
    UnknownMessageError,
)
from webchat.model import Attachment

CARD = {"card": {"steps": [{"order_number": 1, "status": "done"}], "note": "Grüße 👋"}}


@pytest.fixture
async def sent(centre, chat):
    return await centre.send_message(chat, "ada", "A card", {"card": {}})


@pytest.mark.parametrize("who", ["ada", "bob"])
async def test_any_member_changes_what_a_message_carries(centre, chat, sent, who):
    heard = []
    centre.subscribe(heard.append)
    changed = await centre.set_message_attributes(chat, sent.sid, who, CARD)
    assert changed == replace(sent, attributes=CARD)
    assert await centre.messages(chat) == (changed,)
    assert heard == [MessageUpdated(chat, changed)]


async def test_other_messages_stay_as_they_are(centre, chat, sent):
    later = await centre.send_message(chat, "bob", "Later", {"card": {}})
    changed = await centre.set_message_attributes(chat, sent.sid, "bob", CARD)
    assert await centre.messages(chat) == (changed, later)


async def test_its_files_stay(centre, chat, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("abc")
    file = await centre.upload(chat, "ada", Attachment("", "a.txt", "text/plain", 3, path=path))
    sent = await centre.send_message(chat, "ada", "", media=[file])
    changed = await centre.set_message_attributes(chat, sent.sid, "ada", CARD)
    assert changed.media == (file,)


async def test_what_is_kept_of_an_ended_chat_stays_true(centre, chat, sent):
    await centre.leave(chat, "bob")
    await centre.close_channel(chat)
    changed = await centre.set_message_attributes(chat, sent.sid, "bob", CARD)
    assert await centre.messages(chat) == (changed,)


async def test_it_may_carry_nothing_any_more(centre, chat, sent):
    assert (await centre.set_message_attributes(chat, sent.sid, "ada", None)).attributes == {}
    assert (await centre.messages(chat))[0].attributes == {}


async def test_the_same_attributes_are_told_to_nobody(centre, chat, sent):
    heard = []
    centre.subscribe(heard.append)
    assert await centre.set_message_attributes(chat, sent.sid, "bob", {"card": {}}) == sent
    assert heard == []


async def test_a_truth_in_the_place_of_a_number_is_a_change(centre, chat, sent):
    for value in (1, True, 1.0):
        await centre.set_message_attributes(chat, sent.sid, "ada", {"done": value})
        assert repr((await centre.messages(chat))[0].attributes["done"]) == repr(value)


async def test_a_stranger_changes_nothing(centre, chat, sent):
    with pytest.raises(NotAMemberError, match="'eve' is not a member of channel 'CH1'"):
        await centre.set_message_attributes(chat, sent.sid, "eve", CARD)
    assert await centre.messages(chat) == (sent,)


async def test_a_message_is_looked_for_in_its_channel_only(centre, chat, sent, ada):
    other = (await centre.open_channel(ada)).sid
    for sid, message_sid in ((other, sent.sid), (chat, "local-1"), (chat, None)):
        with pytest.raises(UnknownMessageError, match=f"no message {message_sid!r} in .* {sid!r}"):
            await centre.set_message_attributes(sid, message_sid, "ada", CARD)
    assert await centre.messages(chat) == (sent,)


@pytest.mark.parametrize("value", [object(), {1, 2}, float("nan"), b"bytes"])
async def test_what_json_cannot_say_is_refused(centre, chat, sent, value):
    with pytest.raises(MessageRefusedError, match="JSON"):
        await centre.set_message_attributes(chat, sent.sid, "ada", {"value": value})
    assert await centre.messages(chat) == (sent,)


async def test_a_message_that_is_not_yet_durable_is_found(file_centre, ada, monkeypatch):
    centre, sid = file_centre, (await file_centre.open_channel(ada, sid="CH1")).sid
    numbers = iter(range(1, 9))
    monkeypatch.setattr(centre, "_ids", lambda prefix: f"{prefix}-{next(numbers)}")
    asked = []
    for number in (1, 2, 3):  # the ids are known beforehand, so both fit in one transaction
        asked.append(centre.send_message(sid, "ada", f"n {number}"))
        asked.append(centre.set_message_attributes(sid, f"IM-{number}", "ada", {"n": number}))
    answers = await asyncio.gather(*asked)
    kept = await centre.messages(sid)
    assert [one.attributes for one in kept] == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert answers[1::2] == list(kept)
    assert [one.attributes for one in answers[::2]] == [{}, {}, {}]


async def test_the_later_of_two_counts(centre, chat, sent):
    marking = (centre.set_message_attributes(chat, sent.sid, "ada", {"n": n}) for n in range(50))
    answers = await asyncio.gather(*marking)
    assert [one.attributes["n"] for one in answers] == list(range(50))
    assert (await centre.messages(chat))[0] == answers[-1]


async def test_a_change_that_could_not_be_kept_is_told_to_nobody(centre, chat, sent):
    refuse = "BEGIN SELECT raise(FAIL, 'the disk refuses'); END"
    await execute(centre, f"CREATE TRIGGER refusal BEFORE UPDATE ON messages {refuse}")
    heard = []
    centre.subscribe(heard.append)
    with pytest.raises(CentreError, match=r"cannot be used now: the disk refuses.*try again"):
        await centre.set_message_attributes(chat, sent.sid, "ada", CARD)
    assert (heard, await centre.messages(chat)) == ([], (sent,))
    await execute(centre, "DROP TRIGGER refusal")
    await centre.set_message_attributes(chat, sent.sid, "ada", CARD)
    assert len(heard) == 1


async def test_it_is_there_after_a_restart(open_centre, tmp_path, ada):
    path = tmp_path / "centre.db"
    async with open_centre(path) as centre:
        sid = (await centre.open_channel(ada)).sid
        sent = await centre.send_message(sid, "ada", "A card")
        await centre.set_message_attributes(sid, sent.sid, "ada", CARD)
    async with open_centre(path) as centre:
        assert await centre.messages(sid) == (replace(sent, attributes=CARD),)
        marked = await centre.set_message_attributes(sid, sent.sid, "ada", {"n": 2})
        assert marked.attributes == {"n": 2}
