"""What is kept of files from run to run, and what is swept."""

import pytest

from tests.webchat.centre.files import contents, written


@pytest.fixture
def path(tmp_path):
    return tmp_path / "centre.db"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "media"


async def test_files_are_there_in_the_next_run(open_centre, path, tmp_path, ada):
    async with open_centre(path) as first:
        sid = (await first.open_channel(ada)).sid
        kept = await first.upload(sid, "ada", written(tmp_path / "a.txt"))
        sent = await first.send_message(sid, "ada", "", media=[kept])
    async with open_centre(path) as second:
        assert await second.messages(sid) == (sent,)
        assert (await second.media_file(sid, kept)).read_bytes() == b"hello"


async def test_opening_sweeps_what_no_message_holds(open_centre, path, folder, tmp_path, ada):
    async with open_centre(path) as first:
        sid = (await first.open_channel(ada)).sid
        kept = await first.upload(sid, "ada", written(tmp_path / "a.txt"))
        await first.send_message(sid, "ada", "", media=[kept])
    orphan = folder / "ab" / ("c" * 62)
    orphan.parent.mkdir()
    orphan.write_bytes(b"orphan")
    (folder / ".incoming-x1y2").write_bytes(b"half")
    async with open_centre(path):
        assert contents(folder) == [b"hello"]
    assert not orphan.parent.exists()


async def test_sweeping_spares_what_is_not_ours(open_centre, path, folder):
    for name in ("notes.txt", "ab/notes.txt", f"abc/{'c' * 62}"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("mine")
    async with open_centre(path):
        pass
    assert len([one for one in folder.rglob("*") if one.is_file()]) == 3


async def test_a_folder_that_is_a_file_does_not_keep_the_centre_from_opening(
    open_centre, path, folder, ada
):
    folder.write_text("mine")
    async with open_centre(path) as centre:
        assert (await centre.open_channel(ada)).status == "active"
    assert folder.read_text() == "mine"


async def test_the_files_of_a_damaged_database_are_set_aside_with_it(
    open_centre, path, folder, tmp_path, ada
):
    async with open_centre(path) as first:
        sid = (await first.open_channel(ada)).sid
        kept = await first.upload(sid, "ada", written(tmp_path / "a.txt"))
        await first.send_message(sid, "ada", "", media=[kept])
    path.write_bytes(b"damaged" * 1000)
    for _ in range(2):
        async with open_centre(path):
            pass
    (aside,) = tmp_path.glob("centre-set-aside-*-media")
    assert contents(aside) == [b"hello"]
    assert not folder.exists()


async def test_without_files_no_folder_appears(open_centre, path, folder, ada):
    async with open_centre(path) as centre:
        await centre.open_channel(ada)
    assert not folder.exists()
