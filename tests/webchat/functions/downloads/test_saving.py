import asyncio
import itertools
import shutil
import subprocess

import pytest

from tests.support.raw_server import raw_server, sends
from tests.support.remote_files import (
    LIMITS,
    MEGABYTE,
    Heads,
    answer,
    file,
    left_in,
    refusal,
)
from tests.support.waiting import until
from webchat.errors import DownloadError
from webchat.functions.downloads.download import download
from webchat.functions.downloads.saving import saving
from webchat.tasks import TaskBag


async def test_what_is_cancelled_halfway_leaves_nothing(folder):
    seen = []

    async def half(_head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + bytes(MEGABYTE))
        await asyncio.Event().wait()

    async with raw_server(half) as at:
        downloading = TaskBag("test").spawn(
            download(
                file(f"http://{at}/x"),
                folder,
                limits=LIMITS,
                progress=lambda done, _total: seen.append(done),
            ),
            name="download",
        )
        await until(lambda: seen and seen[-1] > MEGABYTE // 2)
        assert len(left_in(folder)) == 1
        downloading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await downloading
    assert left_in(folder) == []


async def test_cancelling_leaves_a_file_or_nothing_whenever_it_comes(folder):
    outcomes = set()
    async with raw_server(sends(answer(bytes(MEGABYTE)))) as at:
        for turns in itertools.count():
            downloading = TaskBag("test").spawn(
                download(file(f"http://{at}/x"), folder, limits=LIMITS), name="download"
            )
            for _ in range(turns * 3):
                if downloading.done():
                    break
                await asyncio.sleep(0)
            downloading.cancel()
            await asyncio.wait({downloading})
            is_there = not downloading.cancelled()
            outcomes.add(is_there)
            assert left_in(folder) == (["invoice.pdf"] if is_there else [])
            if is_there:
                break
    assert True in outcomes


async def test_what_fails_after_the_file_has_its_name_takes_it_away_again(folder):
    async def save_and_fail():
        async with saving(folder) as saver:
            await saver.write(b"contents")
            path = await saver.finish("a.txt")
            assert path.read_bytes() == b"contents"
            raise ValueError("late")

    with pytest.raises(ValueError, match="late"):
        await save_and_fail()
    assert left_in(folder) == []


async def test_a_progress_that_raises_leaves_nothing(folder):
    def fail(_done, _total):
        raise ValueError("no")

    async with raw_server(sends(answer())) as at:
        with pytest.raises(ValueError, match="no"):
            await download(file(f"http://{at}/x"), folder, limits=LIMITS, progress=fail)
    assert left_in(folder) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        ("", "file"),
        (".", "file"),
        ("C:\\windows\\x.ini", "x.ini"),
        ("two\nlines.txt", "two_lines.txt"),
        ("photo\u202egpj.exe", "photo_gpj.exe"),
        ("nul\0.txt", "nul_.txt"),
        (".incoming-x", "incoming-x"),
        ("日本語.pdf", "日本語.pdf"),
        ("\ud800.txt", "_.txt"),
    ],
)
async def test_a_name_is_never_a_path(folder, name, kept):
    async with raw_server(sends(answer())) as at:
        path = await download(file(f"http://{at}/x", name), folder, limits=LIMITS)
    assert path == folder / kept
    assert left_in(folder) == [kept]


async def test_a_name_of_three_hundred_letters_is_shortened_but_not_its_ending(folder):
    async with raw_server(sends(answer())) as at:
        path = await download(file(f"http://{at}/x", "長" * 300 + ".pdf"), folder, limits=LIMITS)
    assert path.suffix == ".pdf"
    assert path.read_bytes() == b"contents"


async def test_files_of_one_name_stand_beside_each_other(folder):
    async with raw_server(Heads(*(answer(f"{n}".encode()) for n in range(9)))) as at:
        paths = await asyncio.gather(
            *(download(file(f"http://{at}/x"), folder, limits=LIMITS) for _ in range(8))
        )
    assert len(set(paths)) == 8
    assert {"invoice.pdf", "invoice (2).pdf", "invoice (8).pdf"} <= set(left_in(folder))
    assert {path.read_text() for path in paths} == {f"{n}" for n in range(8)}


async def test_a_folder_of_the_same_name_is_left_alone(folder):
    (folder / "invoice.pdf").mkdir(parents=True)
    async with raw_server(sends(answer())) as at:
        path = await download(file(f"http://{at}/x"), folder, limits=LIMITS)
    assert path.name == "invoice (2).pdf"


async def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "files").write_text("in the way")
    async with raw_server(sends(answer())) as at:
        with pytest.raises(DownloadError, match=r"cannot be kept in .*: not a directory"):
            await download(file(f"http://{at}/x"), tmp_path / "files" / "x", limits=LIMITS)


@pytest.fixture
def tiny_disk(tmp_path):
    """A disk with room for one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"No disk of one megabyte can be made: {made.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S607  wherever it is


async def test_a_full_disk_is_named_and_stays_as_it_was(tiny_disk):
    async with raw_server(sends(answer(bytes(5 * MEGABYTE)))) as at:
        said = await refusal(file(f"http://{at}/x"), tiny_disk)
        assert said.endswith(f"It cannot be kept in {tiny_disk}: no space left on device.")
        assert shutil.disk_usage(tiny_disk).used == 0
