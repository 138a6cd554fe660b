"""A disk that is full or refuses: the request fails with a sentence, nothing else does."""

import asyncio
import logging
import threading

import pytest

from webchat.centre.embedded import EmbeddedCentre
from webchat.centre.ledger import Ledger
from webchat.centre.worker import Answer
from webchat.errors import CentreError


async def execute(centre, *statements):
    """Run statements on the connection that writes; return what the last one found."""

    def run(ledger):
        rows = [ledger.archive.connection.execute(one).fetchone() for one in statements]
        return Answer(rows[-1])

    return await centre._writer.submit(run)


@pytest.fixture
async def full(centre, chat):
    """A centre whose disk takes only a page more."""
    pages = (await execute(centre, "PRAGMA page_count"))[0]
    await execute(centre, f"PRAGMA max_page_count = {pages + 1}")
    return centre


async def test_a_full_disk_is_named_and_the_centre_goes_on(full, chat):
    with pytest.raises(CentreError, match=r"disk is full.*Free some space"):
        await full.send_message(chat, "ada", "x" * 30_000)
    assert (await full.send_message(chat, "ada", "small")).index == 0
    await execute(full, "PRAGMA max_page_count = 100000")
    assert (await full.send_message(chat, "ada", "x" * 30_000)).index == 1


async def test_what_does_not_fit_takes_nothing_with_it(full, chat):
    bodies = ["a", "x" * 30_000, "b", "y" * 30_000, "c"]
    sending = (full.send_message(chat, "ada", body) for body in bodies)
    results = await asyncio.gather(*sending, return_exceptions=True)
    assert [isinstance(one, CentreError) for one in results] == [False, True, False, True, False]
    kept = await full.messages(chat)
    assert [(one.index, one.body) for one in kept] == [(0, "a"), (1, "b"), (2, "c")]


async def test_a_member_whose_leaving_could_not_be_kept_has_not_left(centre, chat):
    refuse = "BEGIN SELECT raise(FAIL, 'the disk refuses'); END"
    await execute(centre, f"CREATE TRIGGER refusal BEFORE UPDATE ON members {refuse}")
    with pytest.raises(CentreError, match=r"cannot be used now: the disk refuses.*try again"):
        await centre.leave(chat, "bob")
    await execute(centre, "DROP TRIGGER refusal")
    assert (await centre.send_message(chat, "bob", "still here")).index == 0


async def test_damage_that_appears_while_open_is_named(file_centre, ada, tmp_path):
    sid = (await file_centre.open_channel(ada)).sid
    for n in range(50):
        await file_centre.send_message(sid, "ada", f"{n}" * 2000)
    await execute(file_centre, "COMMIT", "PRAGMA wal_checkpoint(TRUNCATE)", "BEGIN")
    path = tmp_path / "centre.db"
    path.write_bytes(path.read_bytes()[:8192] + b"\xff" * (path.stat().st_size - 8192))
    with pytest.raises(CentreError, match=r"centre\.db is damaged .*set aside"):
        await file_centre.messages(sid)


async def test_a_defect_in_a_job_passes_as_it_is_and_spares_the_others(centre, chat):
    def defect(_ledger):
        raise ZeroDivisionError

    results = await asyncio.gather(
        centre.send_message(chat, "ada", "first"),
        centre._writer.submit(defect),
        centre.send_message(chat, "ada", "second"),
        return_exceptions=True,
    )
    assert isinstance(results[1], ZeroDivisionError)
    assert await centre.messages(chat) == (results[0], results[2])


async def test_what_waits_behind_a_disk_that_hangs_fails_at_the_limit(
    tmp_path, ada, monkeypatch, open_centre, caplog
):
    monkeypatch.setattr("webchat.centre.embedded._CLOSING_LIMIT", 0.05)
    hanging = threading.Event()
    commit = Ledger.commit

    def hang(ledger):
        hanging.wait(30)
        commit(ledger)

    async with open_centre(tmp_path / "centre.db") as centre:
        sid = (await centre.open_channel(ada)).sid
        writer: threading.Thread = centre._writer._thread
        monkeypatch.setattr(Ledger, "commit", hang)
        sending = [asyncio.ensure_future(centre.send_message(sid, "ada", "x")) for _ in range(3)]
        await asyncio.sleep(0)
        await centre.aclose()
        results = await asyncio.gather(*sending, return_exceptions=True)
        hanging.set()
        await asyncio.to_thread(writer.join)
    assert {str(one).split(".")[0] for one in results} == {
        "The contact centre was closed before its disk had answered"
    }
    assert [one.levelno for one in caplog.records if "disk hangs" in one.message] == [
        logging.WARNING
    ]


async def test_many_in_flight_share_few_commits(centre, chat, monkeypatch):
    commits = []
    begin = Ledger.begin

    def counted(ledger):
        commits.append(ledger)
        begin(ledger)

    monkeypatch.setattr(Ledger, "begin", counted)
    await asyncio.gather(*(centre.send_message(chat, "ada", "x") for _ in range(400)))
    assert len(commits) <= 40
    assert len(await centre.messages(chat)) == 400


async def test_reading_does_not_wait_for_a_writer_that_hangs(
    file_centre: EmbeddedCentre, ada, monkeypatch
):
    sid = (await file_centre.open_channel(ada)).sid
    hanging = threading.Event()
    commit = Ledger.commit
    monkeypatch.setattr(Ledger, "commit", lambda ledger: hanging.wait(30) and commit(ledger))
    sending = asyncio.ensure_future(file_centre.send_message(sid, "ada", "x"))
    await asyncio.sleep(0)
    assert await file_centre.messages(sid) == ()
    hanging.set()
    assert (await sending).index == 0
