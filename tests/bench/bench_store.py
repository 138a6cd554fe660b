"""How many messages the embedded centre makes durable per second; run it as a script.

The floor is plain sqlite3 writing the same rows into the same kind of file, one commit each, in
the same run and in turns with the centre. How much a group commit gains depends on what a sync
of the disk costs, which is therefore measured too.
"""

import argparse
import asyncio
import os
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from webchat.centre.embedded import EmbeddedCentre
from webchat.centre.schema import open_database
from webchat.clock import SystemClock, random_id
from webchat.model import Member

BODY = "Hello, how can I help you today? " * 2
ADA = Member("ada", "Ada")


def sync_microseconds(folder: Path, count: int = 300) -> float:
    """What one fdatasync of a freshly written page costs."""
    with (folder / "sync").open("wb", buffering=0) as file:
        begin = time.perf_counter()
        for _ in range(count):
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
        return (time.perf_counter() - begin) / count * 1e6


def plain_sqlite(folder: Path, count: int) -> float:
    """One row, one commit: messages per second."""
    database = open_database(folder / random_id("db"), datetime.now(UTC))
    with closing(database):
        begin = time.perf_counter()
        for index in range(count):
            row = (1, index, random_id("IM"), "ada", BODY, datetime.now(UTC).isoformat(), "{}")
            database.connection.execute("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        seconds = time.perf_counter() - begin
    return count / seconds


async def in_flight(folder: Path, count: int, senders: int) -> tuple[float, float]:
    """*senders* at once, each waiting for its own: messages per second, median microseconds."""
    centre = EmbeddedCentre(folder / random_id("db"), clock=SystemClock(), ids=random_id)
    await centre.open()
    sid = (await centre.open_channel(ADA)).sid
    centre.subscribe(lambda event: None)
    waits: list[float] = []

    async def sender() -> None:
        for _ in range(count // senders):
            begin = time.perf_counter()
            await centre.send_message(sid, "ada", BODY)
            waits.append(time.perf_counter() - begin)

    begin = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(senders):
            group.create_task(sender())
    seconds = time.perf_counter() - begin
    await centre.aclose()
    return count / seconds, statistics.median(waits) * 1e6


def measured(folder: Path) -> dict[str, tuple[float, float]]:
    """Every subject once, so that all share what else the machine is doing."""
    return {
        "plain sqlite3, one by one": (plain_sqlite(folder, 1000), 0.0),
        "centre, one by one": asyncio.run(in_flight(folder, 1000, 1)),
        "centre, 100 in flight": asyncio.run(in_flight(folder, 20_000, 100)),
        "centre, 1000 in flight": asyncio.run(in_flight(folder, 40_000, 1000)),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="on the disk to measure; default: temporary")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        print(f"sqlite {sqlite3.sqlite_version}, fdatasync {sync_microseconds(folder):.0f} us")
        rounds = [measured(folder) for _ in range(options.rounds)]
    floor = statistics.median(one["plain sqlite3, one by one"][0] for one in rounds)
    print(f"{'':28}{'messages/s':>12}{'to the floor':>14}{'wait, us':>10}")
    for subject in rounds[0]:
        rate = statistics.median(one[subject][0] for one in rounds)
        wait = statistics.median(one[subject][1] for one in rounds)
        print(f"{subject:28}{rate:12,.0f}{rate / floor:13.2f}x{wait:10.0f}")


if __name__ == "__main__":
    main()
