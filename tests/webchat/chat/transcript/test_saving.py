"""A file that is whole or not there, written while everything else goes on."""

import asyncio
import errno
from pathlib import Path

import pytest

from tests.webchat.chat.transcript.conftest import said, transcript
from webchat.chat.transcript import FORMATS, render_transcript, save_transcript, saving

TEXT = FORMATS["text"]


@pytest.fixture
def long_one():
    return transcript(*(said("ada", f"No. {n} " + "x" * 200, n) for n in range(3000)))


@pytest.mark.parametrize("one", FORMATS.values(), ids=FORMATS)
async def test_what_is_saved_is_what_the_format_writes(one, conversation, wording, tmp_path):
    path = tmp_path / f"chat{one.suffix}"
    await save_transcript(conversation, path, one, wording)
    assert path.read_text(encoding="utf-8") == "".join(one.write(conversation, wording))
    assert await render_transcript(conversation, one, wording) == path.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [path]


async def test_one_that_is_longer_than_a_block_is_whole(long_one, wording, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "_BLOCK", 10_000)
    path, shares = tmp_path / "chat.txt", []
    await save_transcript(long_one, path, TEXT, wording, progress=shares.append)
    assert path.read_text() == "".join(TEXT.write(long_one, wording))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


async def test_others_have_their_turn_meanwhile(long_one, wording, monkeypatch):
    monkeypatch.setattr(saving, "SLICE", 0)
    turns = 0

    async def count():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(count())
    await render_transcript(long_one, TEXT, wording)
    other.cancel()
    assert turns > 3000


async def test_an_old_file_is_replaced_when_the_new_one_is_whole(conversation, wording, tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text("old")
    await save_transcript(conversation, path, TEXT, wording)
    assert path.read_text().startswith("Conversation with Bob")


async def test_a_link_stays_one(conversation, wording, tmp_path):
    path, link = tmp_path / "chat.txt", tmp_path / "link.txt"
    path.write_text("old")
    link.symlink_to(path)
    await save_transcript(conversation, link, TEXT, wording)
    assert link.is_symlink()
    assert path.read_text().startswith("Conversation with Bob")


async def test_a_cancelled_one_leaves_the_old_file_and_nothing_else(long_one, wording, tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text("old")
    task: asyncio.Task[None]

    def stop(share):
        if share > 0.5:
            task.cancel()

    task = asyncio.create_task(save_transcript(long_one, path, TEXT, wording, progress=stop))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (path.read_text(), list(tmp_path.iterdir())) == ("old", [path])


async def test_a_full_disk_fails_and_a_device_is_not_replaced(long_one, wording):
    full = Path("/dev/full")
    with pytest.raises(OSError) as caught:  # noqa: PT011  its number is looked at
        await save_transcript(long_one, full, TEXT, wording)
    assert caught.value.errno == errno.ENOSPC
    assert await asyncio.to_thread(full.is_char_device)
    assert not await asyncio.to_thread(full.with_name(".full.new").exists)


@pytest.mark.parametrize("name", ["missing/chat.txt", "."])
async def test_a_place_that_is_none_fails(conversation, wording, tmp_path, name):
    with pytest.raises(OSError):  # noqa: PT011  which one depends on the system
        await save_transcript(conversation, tmp_path / name, TEXT, wording)
    assert list(tmp_path.iterdir()) == []
