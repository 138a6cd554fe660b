"""A real kill -9 in mid-flight: every message that was acknowledged is there afterwards."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.webchat.centre.files import contents

SENDER = """
import asyncio, itertools, os, sys
from pathlib import Path
from webchat.centre.embedded import EmbeddedCentre
from webchat.clock import SystemClock, random_id
from webchat.model import Member

async def main():
    centre = EmbeddedCentre(Path(sys.argv[1]), clock=SystemClock(), ids=random_id)
    await centre.open()
    await centre.open_channel(Member("ada", "Ada"), sid="CH1")
    numbers = itertools.count()

    async def send():
        while True:
            body = f"message {next(numbers)}"
            message = await centre.send_message("CH1", "ada", body)
            os.write(1, f"{message.index}:{message.body}\\n".encode())

    await asyncio.gather(*(send() for _ in range(50)))

asyncio.run(main())
"""


def kill_in_mid_flight(path, after):
    """Run the sender until *after* messages were acknowledged; return all that were."""
    command = [sys.executable, "-c", SENDER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as process:
        assert process.stdout
        seen = [process.stdout.readline() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
        assert process.wait() == -signal.SIGKILL
    lines = b"".join(seen) + rest[: rest.rfind(b"\n") + 1]
    pairs = (line.split(":", 1) for line in lines.decode().splitlines())
    return {int(index): body for index, body in pairs}


@pytest.mark.parametrize("after", [1, 400])
async def test_no_acknowledged_message_is_lost(open_centre, tmp_path, after):
    path = tmp_path / "centre.db"
    acknowledged = {}
    for _ in range(2):  # the second run begins with what the first left behind
        acknowledged |= kill_in_mid_flight(path, after)
        async with open_centre(path) as centre:
            kept = await centre.messages("CH1")
            assert [one.index for one in kept] == list(range(len(kept)))
            assert acknowledged.items() <= {(one.index, one.body) for one in kept}
            assert centre.notices == ()
            assert len(acknowledged) >= after


UPLOADER = """
import asyncio, os, sys
from pathlib import Path
from webchat.centre.embedded import EmbeddedCentre
from webchat.clock import SystemClock, random_id
from webchat.model import Attachment, Member

async def main():
    path = Path(sys.argv[1])
    centre = EmbeddedCentre(path, clock=SystemClock(), ids=random_id)
    await centre.open()
    await centre.open_channel(Member("ada", "Ada"), sid="CH1")
    small, big = (Attachment("", "x", "x/y", n, path=path.with_name(str(n))) for n in (9, 1 << 28))
    kept = await centre.upload("CH1", "ada", small)
    await centre.send_message("CH1", "ada", "", media=[kept])
    await centre.upload("CH1", "ada", small)
    await centre.upload("CH1", "ada", big, progress=lambda taken: os.write(1, b"\\n"))

asyncio.run(main())
"""


def kill_while_uploading(path):
    command = [sys.executable, "-c", UPLOADER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as process:
        assert process.stdout
        assert process.stdout.readline() == b"\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


async def test_an_upload_that_was_killed_leaves_nothing(open_centre, tmp_path):
    path = tmp_path / "centre.db"
    for size in (9, 1 << 28):
        with (tmp_path / str(size)).open("wb") as file:
            file.truncate(size)
    kill_while_uploading(path)
    assert list((tmp_path / "media").glob(".incoming-*"))
    async with open_centre(path) as centre:
        (message,) = await centre.messages("CH1")
        assert (await centre.media_file("CH1", message.media[0])).read_bytes() == bytes(9)
        assert contents(tmp_path / "media") == [bytes(9)]
