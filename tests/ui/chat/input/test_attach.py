import asyncio

import pytest

from tests.support.simulation import channel, notices
from tests.support.waiting import until
from tests.ui.support.pictures import text_file
from ui.chat.input.attach import Attaching, can_attach, may_write


@pytest.fixture
def attaching(side):
    return Attaching(side, channel(side).sid)


def names(side):
    return [one.filename for one in channel(side).attached_files]


async def test_a_slow_file_does_not_lose_its_place(side, attaching, tmp_path):
    gate = asyncio.Event()

    async def wait(payload):
        if payload["file"].endswith("slow.txt"):
            await gate.wait()

    side.actions.add_listener("beforeAttachFile", wait)
    paths = [text_file(tmp_path, one) for one in ("slow.txt", "quick.txt")]
    attaching.attach(paths[:1], origin="test")
    attaching.attach(paths[1:], origin="test")
    assert attaching.is_busy()
    gate.set()
    await until(lambda: names(side) == ["slow.txt", "quick.txt"])
    await until(lambda: not attaching.is_busy())


async def test_one_that_is_refused_stops_none_behind_it(side, attaching, tmp_path):
    paths = [tmp_path / "gone.txt", text_file(tmp_path)]
    attaching.attach(paths, origin="test")
    await until(lambda: names(side) == ["notes.txt"])
    assert len(notices(side)) == 1
    assert "gone.txt" in notices(side)[0]


async def test_a_plugin_that_fails_is_told(side, attaching, tmp_path):
    def fail(_payload, _original):
        raise ValueError("broken")

    side.actions.replace_action("AttachFile", fail)
    attaching.attach([text_file(tmp_path)], origin="test")
    await until(lambda: notices(side))
    assert "broken" in notices(side)[0]


async def test_a_file_is_taken_away_by_its_path(side, attaching, tmp_path):
    attaching.attach([text_file(tmp_path)], origin="test")
    await until(lambda: names(side) == ["notes.txt"])
    attaching.detach(tmp_path / "notes.txt", origin="test")
    assert names(side) == []


async def test_an_ended_chat_takes_nothing(side, attaching):
    sid = channel(side).sid
    assert attaching.is_possible
    assert attaching.may_write
    await side.chat_client.channel(sid).close()
    await until(lambda: not can_attach(side.store.state, sid))
    assert not may_write(side.store.state, sid)
    assert not can_attach(side.store.state, "CH-unknown")
