"""Opening, closing, and what lies between two runs."""

import asyncio
from dataclasses import replace

import pytest

from tests.support.clock import ManualClock
from tests.webchat.centre.desk import worker
from webchat.centre.embedded import EmbeddedCentre
from webchat.clock import random_id
from webchat.errors import CentreError
from webchat.model import Member


def make(path):
    return EmbeddedCentre(path, clock=ManualClock(), ids=random_id)


async def test_everything_is_there_in_the_next_run(open_centre, tmp_path, ada, bob):
    path = tmp_path / "new" / "folder" / "centre.db"
    async with open_centre(path) as first:
        channel = await first.open_channel(ada, sid="CH1", attributes={"query": "Grüße"})
        await first.join("CH1", bob)
        sent = [await first.send_message("CH1", "ada", f"n {n}", {"n": n}) for n in range(3)]
        await first.set_read_horizon("CH1", "bob", 1)
        members = await first.members("CH1")
    async with open_centre(path) as second:
        assert await second.channel("CH1") == channel
        assert await second.members("CH1") == members
        assert await second.messages("CH1") == tuple(sent)
        assert (await second.send_message("CH1", "bob", "on")).index == 3
        assert second.notices == ()


async def test_in_the_next_run_nobody_is_there_yet_and_nothing_is_lost(open_centre, tmp_path):
    path = tmp_path / "centre.db"
    async with open_centre(path) as first:
        ann = await worker(first, "Ann")
        for name in ("Ada", "Bob", "Eve"):
            await first.open_channel(Member(name.lower(), name))
        taken, wrapped, offered = await first.tasks()
        taken = await first.change_task(taken.sid, "accept", ann.sid)
        await first.change_task(wrapped.sid, "accept", ann.sid)
        wrapped = await first.change_task(wrapped.sid, "wrapup", ann.sid)
    async with open_centre(path) as second:
        waiting = replace(offered, status="pending", worker_sid=None, reserved_until=None)
        assert await second.tasks() == (taken, wrapped, waiting)
        assert [one.is_logged_in for one in await second.workers()] == [False]
        assert (await worker(second, "Ann")).sid == ann.sid
        assert (await second.task(offered.sid)).status == "reserved"
        assert (await second.change_task(taken.sid, "wrapup", ann.sid)).status == "wrapping"


async def test_a_closed_centre_leaves_one_file_and_its_lock(open_centre, tmp_path, ada):
    async with open_centre(tmp_path / "centre.db") as centre:
        await centre.open_channel(ada)
    assert {one.name for one in tmp_path.iterdir()} == {"centre.db", "centre.db.lock"}


async def test_without_a_path_no_file_appears(open_centre, tmp_path, monkeypatch, ada):
    monkeypatch.chdir(tmp_path)
    async with open_centre(None) as centre:
        await centre.open_channel(ada)
        assert centre.description == "Embedded centre, in memory"
    assert list(tmp_path.iterdir()) == []


async def test_closing_finishes_what_was_taken(open_centre, tmp_path, ada):
    path = tmp_path / "centre.db"
    async with open_centre(path) as centre:
        await centre.open_channel(ada, sid="CH1")
        sending = asyncio.gather(*(centre.send_message("CH1", "ada", "x") for _ in range(2000)))
        await asyncio.sleep(0)
        await centre.aclose()
        assert len(await sending) == 2000
    async with open_centre(path) as again:
        assert len(await again.messages("CH1")) == 2000


async def test_a_closed_centre_answers_with_a_sentence(open_centre, ada):
    async with open_centre(None) as centre:
        await centre.aclose()
        with pytest.raises(CentreError, match="closed"):
            await centre.open_channel(ada)
        with pytest.raises(CentreError, match="opened before"):
            await centre.open()


async def test_a_centre_that_is_not_open_answers_with_a_sentence(ada):
    centre = make(None)
    with pytest.raises(CentreError, match="not open yet"):
        await centre.open_channel(ada)
    await centre.aclose()


async def test_closing_while_opening_leaves_no_thread(tmp_path, open_centre):
    centre = make(tmp_path / "centre.db")
    opening = asyncio.gather(centre.open(), return_exceptions=True)
    await asyncio.sleep(0)
    await centre.aclose()
    assert [type(one) for one in await opening] == [CentreError]
    async with open_centre(tmp_path / "centre.db"):
        pass


async def test_a_second_centre_on_one_file_is_told_who_uses_it(file_centre, open_centre, tmp_path):
    second = make(tmp_path / "centre.db")
    with pytest.raises(CentreError, match=r"centre\.db is in use by another process \(\d+\)"):
        await second.open()
    await file_centre.aclose()
    async with open_centre(tmp_path / "centre.db"):
        pass


async def test_a_path_that_is_a_folder_is_named(tmp_path):
    with pytest.raises(CentreError, match=f"{tmp_path}.* cannot be opened"):
        await make(tmp_path).open()


async def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CentreError, match=r"centre\.db cannot be opened: .*another data folder"):
        await make(tmp_path / "file" / "centre.db").open()


def test_a_centre_whose_loop_has_gone_ends_its_threads(tmp_path):
    centres = []

    async def leave_it_open():
        centre = make(tmp_path / "centre.db")
        await centre.open()
        centres.append(centre)

    asyncio.run(leave_it_open())
    for one in (centres[0]._writer, centres[0]._reader):
        one._queue.put(None)
        one._thread.join(5)
        assert not one._thread.is_alive()
