"""A file or a disk that is not as it should be: one sentence, and nothing is left behind."""

import asyncio
import errno
import hashlib
import os
import shutil
import threading
from dataclasses import replace

import pytest

from tests.webchat.centre.files import chosen, contents, written
from webchat.centre import media
from webchat.centre.worker import Answer
from webchat.errors import CentreError, MediaError


@pytest.fixture
def folder(tmp_path):
    """Where the file centre keeps contents."""
    return tmp_path / "media"


@pytest.fixture
async def chat(file_centre, ada):
    return (await file_centre.open_channel(ada)).sid


@pytest.fixture
def upload(file_centre, chat):
    return lambda file, **more: file_centre.upload(chat, "ada", file, **more)


@pytest.fixture
async def sent(file_centre, chat, upload, tmp_path):
    """A file that a message holds."""
    kept = await upload(written(tmp_path / "sent.txt", b"what was sent"))
    await file_centre.send_message(chat, "ada", "", media=[kept])
    return kept


# -- the file --------------------------------------------------------------------------------


async def refused(upload, file, match):
    with pytest.raises(MediaError, match=match):
        await upload(file)


async def test_a_file_that_vanished_is_named(upload, tmp_path, folder):
    file = written(tmp_path / "a.txt")
    file.path.unlink()
    await refused(upload, file, r"“a\.txt” cannot be read: No such file.*attach it again")
    assert not folder.exists()


async def test_an_empty_file_is_named(upload, tmp_path):
    await refused(upload, written(tmp_path / "a.txt", b""), r"“a\.txt” is empty")


async def test_what_is_no_file_is_not_waited_for(upload, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, "/dev/zero"):
        file = replace(written(tmp_path / "a.txt"), path=path)
        await refused(upload, file, "not a regular file")


async def test_a_file_without_a_path_or_with_an_impossible_one_is_named(upload, tmp_path):
    file = written(tmp_path / "a.txt")
    await refused(upload, replace(file, path=None), "no path")
    await refused(upload, replace(file, path=tmp_path / "a\0b"), "No such file")


async def test_a_file_that_is_not_as_it_was_chosen_is_named(upload, tmp_path, folder):
    file = written(tmp_path / "a.txt", b"x" * 600_000)
    for size in (1, 599_999, 600_001):
        await refused(upload, replace(file, size=size), "has changed while it was being sent")
    assert contents(folder) == []


async def test_a_file_that_grows_while_it_is_read_is_named(upload, tmp_path, folder, monkeypatch):
    file = written(tmp_path / "a.txt", b"x" * 600_000)
    read = media._read

    def grow(*arguments):
        with file.path.open("ab") as more:
            more.write(b"more")
        return read(*arguments)

    monkeypatch.setattr(media, "_read", grow)
    await refused(upload, file, "has changed while it was being sent")
    assert contents(folder) == []


async def test_no_more_of_a_file_is_read_than_was_announced(upload, tmp_path, monkeypatch):
    sizes = []
    read = media._read

    def count(file, source, size):
        sizes.append(size)
        return read(file, source, size)

    monkeypatch.setattr(media, "_read", count)
    with (tmp_path / "huge").open("wb") as huge:
        huge.truncate(500_000_000)
    file = replace(chosen(tmp_path / "huge"), size=10)
    await refused(upload, file, "has changed")
    assert sizes == [11]


async def test_a_file_that_may_not_be_read_is_named(upload, tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(media, "open_regular", refuse)
    await refused(upload, written(tmp_path / "a.txt"), r"“a\.txt” cannot be read: Permission")


# -- the disk --------------------------------------------------------------------------------


async def test_a_full_disk_is_named_and_the_centre_goes_on(upload, tmp_path, folder, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        await refused(upload, written(tmp_path / "a.txt"), r"disk is full: “a\.txt”.*Free some")
    assert contents(folder) == []
    assert (await upload(chosen(tmp_path / "a.txt"))).size == 5


async def test_a_database_that_is_full_lets_go_of_the_files(
    file_centre, chat, upload, tmp_path, folder
):
    kept = await upload(written(tmp_path / "a.txt"))

    def limit(ledger):
        pages = ledger.archive.connection.execute("PRAGMA page_count").fetchone()[0]
        ledger.archive.connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        return Answer(None)

    await file_centre._writer.submit(limit)
    with pytest.raises(CentreError, match="disk is full"):
        await file_centre.send_message(chat, "ada", "x" * 30_000, media=[kept])
    await file_centre.typing(chat, "ada")
    assert contents(folder) == []
    assert await file_centre.messages(chat) == ()


async def test_a_folder_that_is_a_file_is_named_and_left_alone(upload, tmp_path, folder):
    folder.write_text("mine")
    await refused(upload, written(tmp_path / "a.txt"), r"cannot be kept in .*media: File exists")
    assert folder.read_text() == "mine"


async def test_a_folder_that_was_deleted_is_made_again(file_centre, chat, upload, sent, tmp_path):
    shutil.rmtree(tmp_path / "media")
    with pytest.raises(MediaError, match=r"“sent\.txt” is missing"):
        await file_centre.media_file(chat, sent)
    await upload(written(tmp_path / "a.txt"))
    assert contents(tmp_path / "media") == [b"hello"]


@pytest.mark.parametrize("damage", [b"What was sent", b"what was", b"", b"what was sent, and more"])
async def test_a_damaged_content_is_not_given(file_centre, chat, sent, damage):
    place = await file_centre.media_file(chat, sent)
    place.write_bytes(damage)
    for _ in range(2):
        with pytest.raises(MediaError, match=r"“sent\.txt” is damaged: its content is not what"):
            await file_centre.media_file(chat, sent)


async def test_a_missing_content_is_named(file_centre, chat, sent):
    (await file_centre.media_file(chat, sent)).unlink()
    with pytest.raises(MediaError, match=r"“sent\.txt” is missing.*sent again"):
        await file_centre.media_file(chat, sent)


async def test_what_stands_in_the_place_of_a_content_is_not_followed(
    file_centre, chat, sent, tmp_path
):
    place = await file_centre.media_file(chat, sent)
    place.unlink()
    (tmp_path / "other").write_bytes(b"what was sent")
    place.symlink_to(tmp_path / "other")
    with pytest.raises(MediaError, match="is damaged"):
        await file_centre.media_file(chat, sent)


async def test_sending_it_again_repairs_a_damaged_content(
    file_centre, chat, sent, upload, tmp_path
):
    (await file_centre.media_file(chat, sent)).write_bytes(b"What was sent")
    await upload(chosen(tmp_path / "sent.txt"))
    assert (await file_centre.media_file(chat, sent)).read_bytes() == b"what was sent"


async def test_a_content_is_read_once_as_long_as_nobody_touches_it(
    file_centre, chat, sent, monkeypatch
):
    digests = []
    digest = hashlib.file_digest

    def noted(*given):
        digests.append(given)
        return digest(*given)

    monkeypatch.setattr(hashlib, "file_digest", noted)
    for _ in range(3):
        place = await file_centre.media_file(chat, sent)
    assert len(digests) == 1
    place.touch()
    await file_centre.media_file(chat, sent)
    assert len(digests) == 2


# -- giving up -------------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch):
    """Reading a large file waits after the first chunk until it is let on; returns how to."""
    reached, go_on = threading.Event(), threading.Event()
    read = media._read

    def wait(file, source, size):
        if source.tell():
            reached.set()
            assert go_on.wait(10)
        return read(file, source, size)

    monkeypatch.setattr(media, "_read", wait)
    yield reached, go_on
    go_on.set()


async def test_a_cancelled_upload_leaves_nothing(upload, tmp_path, folder, slow):
    reached, go_on = slow
    told = []
    uploading = asyncio.ensure_future(
        upload(written(tmp_path / "a", b"x" * 1_000_000), progress=told.append)
    )
    await asyncio.to_thread(reached.wait, 10)
    uploading.cancel()
    asyncio.get_running_loop().call_soon(go_on.set)
    with pytest.raises(asyncio.CancelledError):
        await uploading
    assert contents(folder) == []
    assert len(told) <= 1


async def test_an_upload_cancelled_at_its_very_end_leaves_nothing(
    file_centre, upload, tmp_path, folder
):
    uploading = asyncio.ensure_future(upload(written(tmp_path / "a")))
    while not file_centre._media._users:  # noqa: ASYNC110  the loop hears of it a turn later
        await asyncio.sleep(0)
    uploading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await uploading
    assert contents(folder) == []


async def test_closing_gives_up_what_is_under_way_and_lets_go_of_what_is_pending(
    file_centre, upload, tmp_path, folder, slow
):
    reached, go_on = slow
    go_on.set()
    await upload(written(tmp_path / "pending"))
    go_on.clear()
    reached.clear()
    uploading = asyncio.ensure_future(upload(written(tmp_path / "a", b"x" * 1_000_000)))
    await asyncio.to_thread(reached.wait, 10)
    asyncio.get_running_loop().call_soon(go_on.set)
    await file_centre.aclose()
    with pytest.raises(CentreError, match="closed before “a” was kept"):
        await uploading
    assert contents(folder) == []


async def test_a_private_folder_goes_with_the_centre(open_centre, ada, tmp_path):
    async with open_centre(None) as centre:
        sid = (await centre.open_channel(ada)).sid
        kept = await centre.upload(sid, "ada", written(tmp_path / "a.txt"))
        await centre.send_message(sid, "ada", "", media=[kept])
        folder = centre._media.folder
        assert contents(folder) == [b"hello"]
    assert not folder.exists()
