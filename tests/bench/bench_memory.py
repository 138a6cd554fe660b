"""How much memory the whole program takes with 10,000 messages in the channel; run as a script.

A data folder with a conversation of that length is made first, by another process. Then the real
program starts on it in a process of its own, offscreen, and says what it has resident: when the
window is painted, with the channel open, scrolled to the very first message (so that every page has
been read), and after a message was sent. A program that has only started is the floor.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import psutil  # type: ignore[import-untyped]  # ships no types
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.app import Run, run
from ui.chat.messages.message_list import MessageList
from ui.options import Options
from webchat import Config, Simulator
from webchat.centre.schema import open_database
from webchat.clock import random_id
from webchat.state import ChannelState

AIM = 150.0  # MB
_SENTENCE = "Could you please look up what has become of the order that I placed last week? "
_BEGAN = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


async def fill(folder: Path, count: int) -> None:
    """Leave a customer in an engagement of *count* messages, all but one written to the file."""
    async with Simulator(Config(agent="none", data_dir=folder)) as sim:
        await sim.webchat.actions.invoke_action("StartEngagement", {"formData": {}})
        session = sim.webchat.store.state.session
        mine, sid = session.identity, session.channel_sid
        channel = sim.webchat.store.state.chat.channels[sid or ""]
        there = len(channel.messages)
    database = open_database(folder / "centre.sqlite3", datetime.now(UTC))
    with database.connection as connection:
        (number,) = connection.execute("SELECT number FROM channels WHERE sid=?", (sid,)).fetchone()
        rows = [
            (
                number,
                place,
                random_id("IM"),
                mine if place % 3 else "agent-1",
                _SENTENCE * (1 + place % 4),
                (_BEGAN + timedelta(minutes=place)).isoformat(),
                "{}",
            )
            for place in range(there, count)
        ]
        connection.executemany("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    database.close()


def resident() -> float:
    """What the process holds of the machine's memory, in MB."""
    return float(psutil.Process().memory_info().rss / 1e6)


async def until(condition: Callable[[], object]) -> None:
    while not condition():  # noqa: ASYNC110  of a widget, too, which tells nobody
        await asyncio.sleep(0.02)


async def use(program: Run) -> int:
    """Do what a person does, and say after each step what it takes."""
    print("started", resident(), flush=True)
    side, window = program.sim.webchat, program.window
    window.resize(1200, 900)
    sid = side.store.state.session.channel_sid
    if sid is None:
        return 0

    def channel() -> ChannelState:
        return side.store.state.chat.channels[sid]

    await until(lambda: window.findChild(MessageList) and channel().messages)
    await asyncio.sleep(1)
    print("open", resident(), flush=True)
    view = window.findChild(MessageList)
    assert view is not None
    QTest.keyClick(view, Qt.Key.Key_Home)
    await until(lambda: not channel().has_older_messages)
    await asyncio.sleep(1)
    print(f"all {len(channel().messages):,} read", resident(), flush=True)
    await side.actions.invoke_action("SendMessage", {"channelSid": sid, "body": "Thank you!"})
    await asyncio.sleep(1)
    print("sent one", resident(), flush=True)
    return 0


def of_a_process(*arguments: str) -> list[tuple[str, float]]:
    """Run this file in a process of its own; return what it said."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=True,
    )
    lines = (line.rsplit(" ", 1) for line in done.stdout.splitlines())
    return [(what, float(value)) for what, value in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description="The memory of the whole program.")
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--fill", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.fill is not None:
        asyncio.run(fill(wanted.fill, wanted.count))
    elif wanted.run is not None:
        sys.exit(run(Options(Config(agent="none", data_dir=wanted.run)), use))
    else:
        with tempfile.TemporaryDirectory() as folder:
            ((_, floor),) = of_a_process("--run", f"{folder}/empty")
            print(f"an empty program    {floor:6.1f} MB")
            of_a_process("--fill", f"{folder}/data", str(wanted.count))
            for what, value in of_a_process("--run", f"{folder}/data"):
                print(f"{what:20}{value:6.1f} MB")
            print(f"                             (aim: at most {AIM:.0f} MB)")


if __name__ == "__main__":
    main()
