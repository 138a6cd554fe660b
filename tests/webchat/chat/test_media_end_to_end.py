"""Files from one person to the other, over a restart, and over a kill in the middle."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.clock import ManualClock
from tests.support.ids import CountingIds
from tests.support.simulation import channel, notices, simulation, start
from tests.support.waiting import passing
from tests.webchat.chat.media_support import PNG, Talk, write
from webchat.clock import SystemClock, random_id


@pytest.fixture
def run(tmp_path):
    """Run on one data folder; ids and time go on from run to run."""
    clock, ids = ManualClock(), CountingIds()

    def make(**settings):
        given = {"data_dir": tmp_path / "data", "clock": clock, "ids": ids}
        return simulation(**{**given, **settings})

    return make


async def fetched(side, message):
    """What a side gets to see of a message's files, by its action."""
    payload = {"channelSid": message_channel(side), "message": message}
    paths = await side.actions.invoke_action("DownloadMedia", payload)
    return [path.read_bytes() for path in paths]


def message_channel(side):
    (sid,) = side.store.state.chat.channels
    return sid


async def attached_and_sent(side, paths, body):
    sid = message_channel(side)
    for path in paths:
        await side.actions.invoke_action("AttachFile", {"channelSid": sid, "file": path})
    files = [one.path for one in channel(side).attached_files]
    payload = {"channelSid": sid, "files": files, "body": body}
    return await side.actions.invoke_action("SendMediaMessage", payload)


async def test_the_other_side_sees_the_files_and_opens_them(run, tmp_path):
    paths = [write(tmp_path / "Bild.png", PNG), write(tmp_path / "note.txt", b"a note")]
    async with run(agent="concierge") as sim:
        await start(sim.webchat)
        bot = sim.kinds["bot"].sides[0]
        await passing(sim.clock, lambda: bot.store.state.chat.channels)
        index = await attached_and_sent(sim.webchat, paths, "look")
        await passing(
            sim.clock,
            lambda: any(
                one.index == index
                for one in bot.store.state.chat.channels[message_channel(bot)].messages
            ),
        )
        (seen,) = [
            one
            for one in bot.store.state.chat.channels[message_channel(bot)].messages
            if one.index == index
        ]
        assert (seen.body, [one.filename for one in seen.media]) == (
            "look",
            ["Bild.png", "note.txt"],
        )
        assert not seen.is_from_me
        assert await fetched(bot, seen) == [PNG, b"a note"]
        assert notices(sim.webchat) == notices(bot) == []


async def test_after_a_restart_the_files_are_still_there(run, tmp_path):
    paths = [write(tmp_path / "Bild.png", PNG), write(tmp_path / "note.txt", b"a note")]
    async with run() as sim:
        await start(sim.webchat)
        await attached_and_sent(sim.webchat, paths, "look")
        before = channel(sim.webchat).messages
    for path in paths:
        path.unlink()
    async with run() as sim:
        assert channel(sim.webchat).messages == before
        assert await fetched(sim.webchat, before[0]) == [PNG, b"a note"]


SENDER = """
import asyncio, os, sys
from pathlib import Path
import webchat

async def main():
    config = webchat.Config(
        data_dir=Path(sys.argv[1]), agent="none", file_attachment={"max_file_size": 1 << 30}
    )
    async with webchat.Simulator(config) as sim:
        side = sim.webchat
        payload = {"formData": {"friendlyName": "Ada"}}
        sid = await side.actions.invoke_action("StartEngagement", payload)
        await side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "before"})

        def tell(progress):
            if progress:
                os.write(1, b"on its way\\n")

        side.store.subscribe(
            lambda state: state.chat.channels[sid].messages[-1].progress, tell
        )
        payload = {"channelSid": sid, "files": sys.argv[2:], "body": "look"}
        await side.actions.invoke_action("SendMediaMessage", payload)

asyncio.run(main())
"""


def kill_while_sending(folder, *paths):
    command = [sys.executable, "-c", SENDER, str(folder), *map(str, paths)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as process:
        assert process.stdout
        assert process.stdout.readline() == b"on its way\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


async def test_a_kill_while_sending_leaves_no_half_of_a_message(run, tmp_path):
    paths = [write(tmp_path / "small.txt"), tmp_path / "big.txt"]
    with paths[1].open("wb") as big:
        big.truncate(1 << 28)
    kill_while_sending(tmp_path / "data", *paths)
    async with run(clock=SystemClock(), ids=random_id) as sim:
        talk = Talk(sim, tmp_path)
        assert talk.shown() == [("before", "sent", [])]
        assert talk.stored() == []
        assert await talk.send(paths[0], body="look") == 1
        assert talk.stored() == [b"hello"]
