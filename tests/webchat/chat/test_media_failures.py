"""SendMediaMessage when a file, a disk or a person is against it: nothing else is lost."""

import asyncio
import errno
import os
import shutil

import pytest

from tests.support.found import found
from tests.support.simulation import notices, simulation, start
from tests.support.waiting import passing, until
from tests.webchat.centre.files import contents
from tests.webchat.chat.media_support import Gate, Talk
from webchat.actions import ActionFailedError
from webchat.centre import media
from webchat.chat.actions import send_again
from webchat.chat.sync import NOT_SENT
from webchat.errors import MediaError
from webchat.side import languages
from webchat.side.strings import Strings


@pytest.fixture
async def talk(tmp_path):
    async with simulation(data_dir=tmp_path / "data") as sim:
        await start(sim.webchat)
        yield Talk(sim, tmp_path)


@pytest.fixture
def gate(monkeypatch):
    one = Gate(monkeypatch)
    yield one
    one.open()


# -- what fails on the way -----------------------------------------------------------------------


async def fails(talk, sending, *, noticed=True):
    """Await a sending that fails; the message says why, and so does one notice if *noticed*."""
    with pytest.raises(ActionFailedError) as caught:
        await sending
    message = talk.channel.messages[-1]
    assert (message.status, message.error, message.progress) == (
        "failed",
        str(caught.value),
        None,
    )
    assert notices(talk.side) == ([str(caught.value)] if noticed else [])
    return str(caught.value)


def is_said_in_german(sentence):
    strings = Strings()
    strings.speak(found(languages.find("de")))
    said = strings.sentence(sentence)
    return said != sentence and "a.txt" in said


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"MZ", "a.exe cannot be sent because the file type is unsupported"),
        ("a.png", b"MZ", "The content of a.png does not match its file type."),
        ("a.txt", b"", "a.txt is empty"),
        ("a.txt", None, "a.txt is no longer there"),
    ],
)
async def test_a_file_that_cannot_be_sent_fails_its_message(
    talk, tmp_path, name, content, sentence
):
    if content is not None:
        talk.write(name, content)
    assert (await fails(talk, talk.send(tmp_path / name, body="look"))).startswith(sentence)
    assert talk.shown() == [("look", "failed", [name])]


async def test_a_huge_file_is_refused_by_its_size_alone(talk, tmp_path):
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(500_000_000)
    sentence = await fails(talk, talk.send(tmp_path / "huge.txt"))
    assert sentence == "huge.txt is too large to send. Maximum file size is 10 MB."
    assert talk.message.media[0].size == 500_000_000
    assert talk.stored() == []


async def test_if_one_file_fails_nothing_is_sent(talk, monkeypatch):
    paths = [talk.write(f"{n}.txt", b"%d" % n) for n in range(3)]
    read = media._read

    def refuse(file, source, size):
        if file.filename == "1.txt":
            raise MediaError("the disk of the file refuses")
        return read(file, source, size)

    monkeypatch.setattr(media, "_read", refuse)
    await fails(talk, talk.send(*paths, body="three"))
    assert await talk.centre.messages(talk.sid) == ()
    assert talk.stored() == []
    assert [one.path for one in talk.message.media] == paths


async def test_a_file_that_vanishes_while_it_waits_fails_its_message(talk, gate):
    gate.close()
    paths = [talk.write(f"{n}.txt") for n in range(2)]
    sending = talk.send(*paths)
    await until(lambda: gate.is_reached)
    paths[1].unlink()
    gate.open()
    assert "“1.txt” cannot be read: No such file" in await fails(talk, sending)


async def test_a_file_that_grows_on_its_way_fails_its_message(talk, gate):
    gate.close()
    path = talk.write("a.txt")
    sending = talk.send(path)
    await until(lambda: gate.is_reached)
    path.write_bytes(b"hello and more")
    gate.open()
    sentence = await fails(talk, sending)
    assert "“a.txt” has changed while it was being sent" in sentence
    assert is_said_in_german(sentence)
    assert talk.stored() == []


async def test_a_full_disk_fails_the_message_and_the_chat_goes_on(talk, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = talk.write("a.txt")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        sentence = await fails(talk, talk.send(path, body="look"))
    assert "The disk is full: “a.txt”" in sentence
    assert is_said_in_german(sentence)
    assert talk.stored() == []
    assert await talk.side.actions.invoke_action(*send_again(talk.sid, talk.message)) == 0
    assert talk.shown() == [("look", "sent", ["a.txt"])]


async def test_a_folder_that_is_in_the_way_fails_the_message(talk, tmp_path):
    (tmp_path / "data" / "media").write_text("mine")
    sentence = await fails(talk, talk.send(talk.write("a.txt")))
    assert "cannot be kept in" in sentence
    assert is_said_in_german(sentence)
    sid = talk.sid
    await talk.side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "on"})


async def test_a_store_that_was_deleted_is_begun_again(talk, tmp_path):
    await talk.send(talk.write("a.txt"))
    shutil.rmtree(tmp_path / "data" / "media")
    await talk.send(talk.write("b.txt", b"b"))
    assert talk.stored() == [b"b"]


async def test_a_chat_that_ends_on_the_way_fails_the_message(talk, gate):
    gate.close()
    sending = talk.send(talk.write("a.txt"))
    await until(lambda: gate.is_reached)
    await talk.centre.close_channel(talk.sid)
    gate.open()
    assert "has ended" in await fails(talk, sending)
    await until(lambda: talk.stored() == [])  # let go of by a task of its own


# -- once more -----------------------------------------------------------------------------------


async def test_a_failed_message_is_sent_again_with_its_files_in_its_place(talk, tmp_path):
    path = tmp_path / "a.txt"
    with pytest.raises(ActionFailedError):
        await talk.send(path, body="look", messageAttributes={"mood": 1})
    path.write_bytes(b"hello")
    sid = talk.sid
    talk.side.actions.invoke_action("SetInputText", {"channelSid": sid, "body": "look"})
    call = send_again(sid, talk.message)
    assert call.action == "SendMediaMessage"
    assert await talk.side.actions.invoke_action(*call) == 0
    assert talk.shown() == [("look", "sent", ["a.txt"])]
    assert talk.message.attributes == {"mood": 1}
    assert talk.channel.input_text == "look"


async def test_a_file_that_is_still_gone_fails_again(talk, tmp_path):
    with pytest.raises(ActionFailedError):
        await talk.send(tmp_path / "a.txt")
    call = send_again(talk.sid, talk.message)
    with pytest.raises(ActionFailedError, match=r"a\.txt is no longer there"):
        await talk.side.actions.invoke_action(*call)
    assert talk.shown() == [("", "failed", ["a.txt"])]


# -- taking it back ------------------------------------------------------------------------------


async def test_discarding_stops_the_upload(talk, gate):
    gate.close()
    statuses = []
    sid = talk.sid
    talk.side.store.subscribe(
        lambda state: tuple(one.status for one in state.chat.channels[sid].messages),
        statuses.append,
    )
    sending = talk.send(talk.write("a.txt"), talk.write("b.txt"), body="look")
    await until(lambda: gate.is_reached)
    payload = {"channelSid": sid, "messageSid": talk.message.sid}
    talk.side.actions.invoke_action("DiscardMessage", payload)
    assert talk.channel.messages == ()
    gate.open()
    with pytest.raises(ActionFailedError, match="taken back"):
        await sending
    assert statuses == [("sending",), ()]
    assert (talk.stored(), notices(talk.side)) == ([], [])
    assert await talk.centre.messages(sid) == ()


async def test_a_message_whose_files_have_arrived_is_not_taken_back(talk):
    await talk.send(talk.write("a.txt"))
    payload = {"channelSid": talk.sid, "messageSid": talk.message.sid}
    talk.side.actions.invoke_action("DiscardMessage", payload)
    assert talk.shown() == [("", "sent", ["a.txt"])]


async def test_a_failed_message_with_files_is_discarded(talk, tmp_path):
    with pytest.raises(ActionFailedError):
        await talk.send(tmp_path / "gone.txt")
    payload = {"channelSid": talk.sid, "messageSid": talk.message.sid}
    talk.side.actions.invoke_action("DiscardMessage", payload)
    assert talk.channel.messages == ()


async def test_a_lost_connection_fails_the_message_and_nothing_is_left_once_it_is_back(talk, gate):
    paths = [talk.write("small.txt", b"small"), talk.write("big.txt", b"b" * 1_000_000)]
    gate.close(after=len(b"small"))
    sending = talk.send(*paths)
    await until(lambda: gate.is_reached)
    assert b"small" in talk.kept()
    asyncio.get_running_loop().call_soon(gate.open)
    talk.side.line.cut()
    assert await fails(talk, sending, noticed=False) == NOT_SENT
    talk.side.line.restore()
    await passing(talk.sim.clock, lambda: talk.kept() == [])
    assert await talk.side.actions.invoke_action(*send_again(talk.sid, talk.message)) == 0
    assert talk.shown() == [("", "sent", ["small.txt", "big.txt"])]


async def test_a_restart_takes_back_what_is_on_its_way(talk, gate):
    gate.close()
    sending = talk.send(talk.write("a.txt"))
    await until(lambda: gate.is_reached)
    asyncio.get_running_loop().call_later(0.05, gate.open)
    await talk.side.actions.invoke_action("RestartEngagement")
    with pytest.raises(ActionFailedError, match="taken back"):
        await sending
    assert (talk.stored(), notices(talk.side)) == ([], [])


async def test_the_end_of_the_simulation_stops_an_upload(tmp_path, monkeypatch):
    gate = Gate(monkeypatch)
    async with simulation(data_dir=tmp_path / "data") as sim:
        await start(sim.webchat)
        talk = Talk(sim, tmp_path)
        gate.close()
        talk.send(talk.write("a.txt"))
        await until(lambda: gate.is_reached)
        asyncio.get_running_loop().call_later(0.05, gate.open)
    assert contents(tmp_path / "data" / "media") == []
