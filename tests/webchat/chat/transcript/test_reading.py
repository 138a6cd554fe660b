"""The whole history becomes a transcript, whatever part of it the store holds."""

import asyncio
from datetime import timedelta

import pytest

from tests.webchat.chat.transcript.conftest import NOON, PNG
from webchat.chat.transcript import read_transcript, reading
from webchat.errors import MediaError
from webchat.model import Attachment, Channel, Member, Message

PAGE = 7


def attachment(**more):
    values = {"sid": "ME1", "filename": "a.png", "content_type": "image/png", "size": len(PNG)}
    return Attachment(**{**values, **more})


class Archive:
    """A channel's handle with a history of its own."""

    def __init__(self, count=0, *, members=(), media=(), **more):
        self.channel = Channel("CH1", more.pop("status", "active"), NOON, **more)
        self._members = members or (Member("ada", "Ada"), Member("bob", "Bob"))
        self._messages = tuple(
            Message(f"IM{n}", "CH1", n, ("ada", "bob")[n % 2], f"No. {n}", minute(n), media=media)
            for n in range(count)
        )
        self.asked = []

    async def fetch(self):
        return self.channel

    async def members(self):
        return self._members

    async def messages(self, *, before=None, limit=None):
        self.asked.append((before, limit))
        await asyncio.sleep(0)
        return self._messages[:before][-limit:]


def minute(number):
    return NOON + timedelta(minutes=number)


def title(names):
    return ", ".join(names)


def kinds(transcript):
    return [getattr(one, "kind", None) or one.body for one in transcript.entries]


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(reading, "PAGE", PAGE)


@pytest.mark.parametrize("count", [0, 1, PAGE, PAGE + 1, 3 * PAGE + 2])
async def test_every_message_is_read_once_and_in_order(count):
    source, shares = Archive(count), []
    transcript = await read_transcript(source, "ada", title, progress=shares.append)
    assert kinds(transcript) == [f"No. {n}" for n in range(count)]
    assert max([limit for _, limit in source.asked]) <= PAGE
    assert shares[-1:] == ([1.0] if count else [])
    assert shares == sorted(shares)


async def test_what_is_said_while_it_is_read_is_not_part_of_it():
    source = Archive(PAGE + 2)

    def say(_share):
        source._messages += (Message("IMx", "CH1", PAGE + 2, "bob", "late", minute(99)),)

    transcript = await read_transcript(source, "ada", title, progress=say)
    assert len(transcript.entries) == PAGE + 2


async def test_it_knows_who_is_who():
    transcript = await read_transcript(Archive(2), "bob", title)
    assert transcript.title == "Ada"
    assert [(one.author, one.is_own) for one in transcript.messages] == [
        ("Ada", False),
        ("Bob", True),
    ]


async def test_an_author_who_is_no_member_is_called_by_the_identity():
    transcript = await read_transcript(Archive(1, members=(Member("bob", "Bob"),)), "bob", title)
    assert transcript.entries[0].author == "ada"


async def test_joining_leaving_and_the_end_stand_where_they_happened():
    members = (
        Member("ada", "Ada", joined=NOON),
        Member("bob", "Bob", joined=minute(1), left=minute(2)),
    )
    source = Archive(4, members=members, status="inactive", ended=minute(9))
    transcript = await read_transcript(source, "ada", title)
    assert kinds(transcript) == ["No. 0", "joined", "No. 1", "No. 2", "left", "No. 3", "ended"]
    assert transcript.ended == minute(9)


async def test_a_chat_of_which_the_end_was_not_written_down_ends_with_its_last_message():
    transcript = await read_transcript(Archive(3, status="inactive"), "ada", title)
    assert kinds(transcript)[-1] == "ended"
    assert transcript.ended == minute(2)


async def test_pictures_are_read_along_when_they_are_wanted(tmp_path):
    path = tmp_path / "kept"
    path.write_bytes(PNG)
    asked = []

    async def find(one):
        asked.append(one)
        return path

    source = Archive(1, media=(attachment(), attachment(content_type="text/plain")))
    plain = await read_transcript(source, "ada", title)
    assert [one.content for one in plain.messages[0].files] == [None, None]
    shown = await read_transcript(source, "ada", title, find_file=find)
    assert [one.content for one in shown.messages[0].files] == [PNG, None]
    assert asked == [attachment()]


@pytest.mark.parametrize(
    ("content", "more"),
    [
        (b"<svg onload=alert(1)>", {}),
        (PNG + b"!", {}),
        (PNG[:-1], {}),
        (PNG, {"size": reading.PAGE * 10**9}),
        (PNG, {"content_type": "image/svg+xml"}),
    ],
    ids=["forged", "grown", "cut", "large", "of another type"],
)
async def test_a_picture_that_is_none_or_too_large_is_only_named(tmp_path, content, more):
    path = tmp_path / "kept"
    path.write_bytes(content)

    async def find(_one):
        return path

    values = {"size": len(PNG), **more}
    source = Archive(1, media=(attachment(**values),))
    (message,) = (await read_transcript(source, "ada", title, find_file=find)).messages
    assert (message.files[0].name, message.files[0].content) == ("a.png", None)


async def test_only_so_many_bytes_of_pictures_are_read(tmp_path, monkeypatch):
    path = tmp_path / "kept"
    path.write_bytes(PNG)
    monkeypatch.setattr("webchat.chat.transcript.pictures.PICTURES_SIZE", 2 * len(PNG) + 1)

    async def find(_one):
        return path

    source = Archive(4, media=(attachment(),))
    transcript = await read_transcript(source, "ada", title, find_file=find)
    assert [bool(one.files[0].content) for one in transcript.messages] == [True, True, False, False]


@pytest.mark.parametrize("error", [MediaError("It is gone."), PermissionError(13, "no")])
async def test_a_picture_that_cannot_be_had_does_not_stop_it(error):
    async def find(_one):
        raise error

    source = Archive(2, media=(attachment(),))
    transcript = await read_transcript(source, "ada", title, find_file=find)
    assert [one.files[0].content for one in transcript.messages] == [None, None]


async def test_a_real_channel_is_read_through_its_handle(ada, bob, channel_sid):
    await bob.channel.send_message("Hello Ada")
    await ada.channel.send_message("Hello Bob")
    await ada.channel.close()
    transcript = await read_transcript(ada.channel, "ada", title)
    assert transcript.channel_sid == channel_sid
    said = [(one.body, one.is_own) for one in transcript.messages]
    assert said == [("Hello Ada", False), ("Hello Bob", True)]
    assert kinds(transcript)[-1] == "ended"
