"""What the message list costs, from 1,000 to 100,000 messages.

Run as ``python tests/bench/bench_message_list.py [COUNT …]``. Everything goes the whole way: a
change is dispatched to a real store and the list has painted when the clock stops. The floor is
painting the very same viewport again without any change, measured in turn with what stands above
it; a ratio to it can be carried to another machine, milliseconds cannot. Times are in ms.
"""

import asyncio
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import psutil  # type: ignore[import-untyped]  # ships no types
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from tests.ui.support.conversation import NOON, OTHER, Conversation, history
from ui.chat.message_list import MessageList
from ui.loop import make_loop
from ui.theme import Theme

COUNTS = (1_000, 10_000, 100_000)
WIDTH, HEIGHT = 700, 800
ROUNDS = 150
WORDS = ("the", "quick", "brown", "fox", "jumps", "over", "lazy", "agent", "message", "number")


def bodies() -> Callable[[], str]:
    chooser = random.Random(1)

    def body() -> str:
        return " ".join(chooser.choices(WORDS, k=chooser.choice((5, 12, 30, 60, 120))))

    return body


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def row(what: str, times: list[float], floor: list[float] | None = None) -> None:
    ordered = sorted(times)
    middle, late = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    ratio = f"{middle / statistics.median(floor):5.1f} x floor" if floor else ""
    print(f"  {what:34} p50 {middle:7.2f}   p99 {late:7.2f}   {ratio}")


class CountedList(MessageList):
    """Counts its paintings, so that no bench measures a list that did not paint."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        super().paintEvent(event)
        self.paints += 1


class Opened:
    """A list over a conversation of some length."""

    view: CountedList

    def __init__(self, count: int) -> None:
        self.body = body = bodies()
        start = NOON - timedelta(minutes=count)
        messages = history(count, start=start, step=timedelta(minutes=1))
        self.side: Any = Conversation(*(replace(one, body=body()) for one in messages))

    async def open(self) -> float:
        """Return how long it took from nothing to the first painting, in ms."""
        start = time.perf_counter()
        self.view = CountedList(self.side)
        self.view.resize(WIDTH, HEIGHT)
        self.view.show()
        while not self.view.paints:  # noqa: ASYNC110  a painting, not an event
            await asyncio.sleep(0)
        return (time.perf_counter() - start) * 1000

    def paint(self) -> None:
        before = self.view.paints
        self.view.viewport().repaint()
        assert self.view.paints == before + 1

    def append(self) -> None:
        self.side.say(OTHER, self.body())
        self.paint()

    def check_end(self) -> None:
        model = self.view.model()
        place = self.view.item_rect(model.index(model.rowCount() - 1))
        assert 0 < place.bottom() < HEIGHT, "the last message is not in sight"

    def scroll(self, distance: int) -> None:
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() - distance)
        self.paint()

    def jump(self, share: float) -> None:
        bar = self.view.verticalScrollBar()
        bar.setValue(int(bar.maximum() * share))
        self.paint()


def memory() -> float:
    return float(psutil.Process().memory_info().rss / 1e6)


async def measure(count: int) -> None:
    opened = Opened(count)
    before = memory()
    opening = await opened.open()
    print(
        f"{count:,} messages: opened in {opening:.0f} ms, {memory() - before:.0f} MB for the list"
    )
    floor: list[float] = []
    appends: list[float] = []
    for _ in range(ROUNDS):
        appends.append(timed(opened.append))
        floor.append(timed(opened.paint))
        opened.check_end()
    row("paint the same again (floor)", floor)
    row("append at the end", appends, floor)
    row("send and be taken", [timed(lambda: send(opened)) for _ in range(ROUNDS // 3)], floor)
    row("scroll by 60 px", [timed(lambda: opened.scroll(60)) for _ in range(2 * ROUNDS)], floor)
    shares = random.Random(2)
    row("jump anywhere", [timed(lambda: opened.jump(shares.random())) for _ in range(60)], floor)
    row("append out of sight", [timed(opened.append) for _ in range(ROUNDS // 3)], floor)
    widths = [WIDTH - 20 * number for number in range(1, 11)]
    row("another width", [timed(partial(widen, opened, width)) for width in widths], floor)
    opened.view.close()
    opened.view.deleteLater()


def send(opened: Opened) -> None:
    sending = opened.side.send(opened.body())
    opened.paint()
    opened.side.settle(sending)
    opened.paint()


def widen(opened: Opened, width: int) -> None:
    opened.view.resize(width, HEIGHT)
    opened.paint()


async def run(counts: tuple[int, ...]) -> None:
    for count in counts:
        await measure(count)
    print(f"whole process: {memory():.0f} MB")


def main() -> None:
    app = QApplication([])
    Theme.instance().set_scheme("light")
    Theme.instance().apply(app)
    counts = tuple(int(one.replace(",", "")) for one in sys.argv[1:]) or COUNTS
    with asyncio.Runner(loop_factory=lambda: make_loop(app)) as runner:
        runner.run(run(counts))


if __name__ == "__main__":
    main()
