"""AttachFile, DetachFile and DownloadMedia by a whole simulation."""

import asyncio
import os
from dataclasses import replace

import pytest

from tests.support.simulation import channel, companion, failure, notices, simulation, start
from tests.support.waiting import until
from tests.webchat.chat.media_support import PNG, write
from webchat.chat import media_actions
from webchat.chat.media_files import unexamined
from webchat.errors import ChannelClosedError, MediaError, PayloadError, UnknownChannelError
from webchat.side.sentences import Sentences
from webchat.side.strings import DEFAULT_STRINGS
from webchat.tasks import in_thread


@pytest.fixture
async def sim():
    async with simulation() as one:
        yield one


@pytest.fixture
async def ada(sim):
    """A customer in an engagement."""
    await start(sim.webchat)
    return sim.webchat


@pytest.fixture
def attach(ada):
    def invoke(path):
        payload = {"channelSid": channel(ada).sid, "file": path}
        return ada.actions.invoke_action("AttachFile", payload)

    return invoke


@pytest.fixture
def detach(ada):
    def invoke(path):
        payload = {"channelSid": channel(ada).sid, "file": path}
        return ada.actions.invoke_action("DetachFile", payload)

    return invoke


def attached(side):
    return [one.filename for one in channel(side).attached_files]


async def refusal(side, action, path):
    return await failure(side, action, {"channelSid": channel(side).sid, "file": path})


# -- AttachFile --------------------------------------------------------------------------------


async def test_an_attached_file_waits_for_the_next_message(ada, attach, tmp_path):
    path = write(tmp_path / "a.png", PNG)
    found = await attach(str(path))
    assert channel(ada).attached_files == (found,)
    assert (found.path, found.sid, found.size, found.content_type) == (
        path,
        "",
        len(PNG),
        "image/png",
    )
    assert notices(ada) == []


async def test_files_stand_in_the_order_of_choosing(ada, attach, tmp_path, monkeypatch):
    gates = [asyncio.Event() for _ in range(4)]

    async def late(function, path, *rest):
        await gates[int(path.stem)].wait()
        return await in_thread(function, path, *rest)

    monkeypatch.setattr(media_actions, "in_thread", late)
    attaching = [attach(write(tmp_path / f"{n}.txt")) for n in range(4)]
    for n in (2, 0, 3, 1):
        gates[n].set()
        await attaching[n]
    assert attached(ada) == ["0.txt", "1.txt", "2.txt", "3.txt"]


async def test_the_same_file_is_attached_once(ada, attach, tmp_path):
    path = write(tmp_path / "a.txt")
    for _ in range(3):
        await attach(path)
    assert attached(ada) == ["a.txt"]
    write(path, b"it has grown")
    await attach(path)
    assert [one.size for one in channel(ada).attached_files] == [12]


async def test_two_files_of_one_name_are_both_attached(ada, attach, tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        await attach(write(tmp_path / folder / "a.txt"))
    assert attached(ada) == ["a.txt", "a.txt"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"MZ", "a.exe cannot be attached because the file type is unsupported. "),
        ("a.png", b"MZ", "The content of a.png does not match its file type. "),
        ("a.txt", b"", "a.txt is empty. "),
        ("a.txt", b"x" * 101, "a.txt is too large to attach. Maximum file size is 0 KB."),
        ("a.txt", None, "a.txt is no longer there. "),
    ],
)
async def test_a_file_that_is_not_taken_is_told_once(tmp_path, name, content, sentence):
    rules = {"max_file_size": 100}
    async with simulation(file_attachment=rules) as sim:
        await start(sim.webchat)
        if content is not None:
            write(tmp_path / name, content)
        for _ in range(2):
            error = await refusal(sim.webchat, "AttachFile", tmp_path / name)
            assert isinstance(error, MediaError)
            assert str(error).startswith(sentence)
        assert notices(sim.webchat) == [str(error)]
        assert attached(sim.webchat) == []


async def test_a_refusal_that_nobody_awaits_is_told_once(ada, attach, tmp_path):
    attach(tmp_path / "gone.txt")
    await until(lambda: notices(ada))
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(notices(ada)) == 1


async def test_a_pipe_is_refused_without_waiting(ada, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    error = await refusal(ada, "AttachFile", tmp_path / "pipe.txt")
    assert "is not a file that can be sent" in str(error)


@pytest.mark.parametrize("given", [None, "", 3, b"a.txt", ["a.txt"], {}])
async def test_a_file_is_named_by_its_path(ada, given):
    error = await refusal(ada, "AttachFile", given)
    assert isinstance(error, PayloadError)
    assert "path of a file" in str(error)


async def test_a_channel_that_is_not_open_is_named(ada, tmp_path):
    payload = {"channelSid": "CHx", "file": write(tmp_path / "a.txt")}
    error = await failure(ada, "AttachFile", payload)
    assert isinstance(error, UnknownChannelError)


async def test_to_a_chat_that_has_ended_nothing_is_attached(ada, tmp_path):
    await ada.chat_client.channel(channel(ada).sid).close()
    error = await refusal(ada, "AttachFile", write(tmp_path / "a.txt"))
    assert isinstance(error, ChannelClosedError)
    assert notices(ada) == [str(error)]


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"enabled": False}, "Files cannot be sent in this chat."),
        ({"read_only": True}, "Files can be opened in this chat, but not sent."),
    ],
)
async def test_the_config_may_forbid_files(tmp_path, rules, sentence):
    async with simulation(file_attachment=rules) as sim:
        await start(sim.webchat)
        path = write(tmp_path / "a.txt")
        for action in ("AttachFile", "SendMediaMessage"):
            assert str(await refusal(sim.webchat, action, path)) == sentence
        assert notices(sim.webchat) == [sentence]
        assert channel(sim.webchat).messages == ()


async def test_the_texts_are_those_of_the_side(ada, tmp_path):
    ada.strings["FileMissing"] = "weg: {{fileName}}"
    error = await refusal(ada, "AttachFile", tmp_path / "a<b>{{x}}.txt")
    assert str(error) == "weg: a<b>{{x}}.txt"


# -- DetachFile --------------------------------------------------------------------------------


async def test_a_detached_file_is_chosen_no_longer(ada, attach, detach, tmp_path):
    paths = [write(tmp_path / f"{n}.txt") for n in range(3)]
    for path in paths:
        await attach(path)
    detach(str(paths[1]))
    assert attached(ada) == ["0.txt", "2.txt"]
    detach(paths[1])
    assert attached(ada) == ["0.txt", "2.txt"]


async def test_a_file_can_be_detached_though_it_is_gone(ada, attach, detach, tmp_path):
    path = write(tmp_path / "a.txt")
    await attach(path)
    path.unlink()
    detach(path)
    assert attached(ada) == []


# -- DownloadMedia -----------------------------------------------------------------------------


@pytest.fixture
async def got(sim, ada, tmp_path):
    """A message with two files of somebody else."""
    client = await companion(sim, channel(ada).sid, "bob")
    media = []
    for n in range(2):
        path = write(tmp_path / f"{n}.txt", b"of bob %d" % n)
        file = unexamined(path, path.stat().st_size)
        media.append(await sim.centre.upload(channel(ada).sid, "bob", file))
    await client.post(channel(ada).sid, "look", None, media=media)
    await client.aclose()
    return channel(ada).messages[-1]


@pytest.fixture
def download(ada):
    def invoke(message, **more):
        payload = {"channelSid": channel(ada).sid, "message": message, **more}
        return ada.actions.invoke_action("DownloadMedia", payload)

    return invoke


async def test_the_files_of_a_message_are_given_in_its_order(download, got):
    paths = await download(got)
    assert [path.read_bytes() for path in paths] == [b"of bob 0", b"of bob 1"]


async def test_one_file_is_given_by_its_sid(download, got):
    (path,) = await download(got, mediaSid=got.media[1].sid)
    assert path.read_bytes() == b"of bob 1"


async def test_a_message_without_files_gives_none(ada, download):
    await ada.chat_client.post(channel(ada).sid, "text", None)
    assert await download(channel(ada).messages[-1]) == ()


async def refused_download(side, message, **more):
    payload = {"channelSid": channel(side).sid, "message": message, **more}
    return await failure(side, "DownloadMedia", payload)


@pytest.mark.parametrize("message", [None, "IM1", {"media": []}])
async def test_what_is_no_message_is_refused(ada, message):
    assert isinstance(await refused_download(ada, message), PayloadError)


async def test_a_file_that_the_message_has_not_is_refused(ada, got):
    assert isinstance(await refused_download(ada, got, mediaSid="MEx"), PayloadError)


async def test_who_has_left_cannot_download(sim, ada, got):
    await sim.centre.leave(channel(ada).sid, ada.chat_client.identity)
    error = await refused_download(ada, got)
    assert str(error) == "Cannot download file. You are not a chat participant."
    assert notices(ada) == [str(error)]


async def test_after_the_end_files_can_still_be_opened(sim, ada, got, download):
    await sim.centre.close_channel(channel(ada).sid)
    assert len(await download(got)) == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"filename": "a.exe"}, "a.exe cannot be downloaded because the file type is unsupported"),
        ({"size": 10**9}, "0.txt is too large to download. Maximum file size is 10 MB."),
    ],
)
async def test_a_file_that_is_not_taken_is_not_given(ada, got, change, sentence):
    forged = replace(got, media=(replace(got.media[0], **change),))
    assert str(await refused_download(ada, forged)).startswith(sentence)


async def test_a_damaged_file_is_not_given(ada, download, got):
    (await download(got))[1].write_bytes(b"of eve 1")
    error = await refused_download(ada, got)
    assert str(error) == "“1.txt” is damaged: its content is not what was sent."
    assert Sentences(DEFAULT_STRINGS).find(str(error)) == (
        "ErrorFileDamaged",
        {"fileName": "1.txt"},
    )
    assert notices(ada) == [str(error)]
    assert len(await download(got, mediaSid=got.media[0].sid)) == 1


async def test_without_files_in_the_config_none_is_given(tmp_path):
    async with simulation(file_attachment={"enabled": False}) as sim:
        await start(sim.webchat)
        file = unexamined(write(tmp_path / "a.txt"), 5)
        sid, me = channel(sim.webchat).sid, sim.webchat.chat_client.identity
        kept = await sim.centre.upload(sid, me, file)
        await sim.webchat.chat_client.post(sid, "", None, media=[kept])
        error = await refused_download(sim.webchat, channel(sim.webchat).messages[0])
        assert str(error) == "Media messages are not supported"
