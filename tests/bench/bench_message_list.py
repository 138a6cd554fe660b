"""What the message list costs, from 1,000 to 100,000 messages: as text, as Markdown, with pictures.

Run as ``python tests/bench/bench_message_list.py [COUNT …] [--content text,markdown,pictures]
[--chart FILE.svg]``. Everything goes the whole way: a change is dispatched to a real store and the
list has painted when the clock stops. The floor is painting the very same viewport again without
any change, measured in turn with what stands above it; a ratio to it can be carried to another
machine, milliseconds cannot. Times are in ms. The chart shows the medians against the length.
"""

import argparse
import asyncio
import itertools
import os
import random
import statistics
import sys
import tempfile
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
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtWidgets import QApplication

from tests.bench.cost_chart import Line, draw_chart
from tests.ui.support.conversation import NOON, OTHER, SID, Conversation, history
from ui.chat.media.thumbnails import Thumbnails
from ui.chat.messages.message_list import MessageList
from ui.chat.props import Props
from ui.loop import make_loop
from ui.theme import Theme
from webchat.model import Attachment
from webchat.state import MessageState, changes

COUNTS = (1_000, 10_000, 100_000)
WIDTH, HEIGHT = 700, 800
ROUNDS = 150
CONTENTS = ("text", "markdown", "pictures")
PICTURES = 20
PAGE = 100
LIMITS = {"append, p50": 5.0, "one frame": 16.7, "open": 250.0}
MARKED = 0.2  # of the messages
WORDS = ("the", "quick", "brown", "fox", "jumps", "over", "lazy", "agent", "message", "number")


def bodies(content: str) -> Callable[[], str]:
    chooser = random.Random(1)

    def body() -> str:
        words = chooser.choices(WORDS, k=chooser.choice((5, 12, 30, 60, 120)))
        if content == "markdown" and chooser.random() < MARKED:
            words[0] = f"**{words[0]}**"
            words[-1] = f"`{words[-1]}`\n\n- one\n- two\n\n[more](https://example.org)"
        return " ".join(words)

    return body


def pictures(folder: Path) -> list[Attachment]:
    """Write some pictures and return them as files that are being shown."""
    made = []
    for number in range(PICTURES):
        image = QImage(800, 600 + 20 * number, QImage.Format.Format_RGB32)
        image.fill(QColor.fromHsv(18 * number, 160, 220))
        path = folder / f"{number}.png"
        image.save(str(path))
        made.append(Attachment("", path.name, "image/png", path.stat().st_size, "", path))
    return made


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def row(what: str, times: list[float], floor: list[float] | None = None) -> float:
    ordered = sorted(times)
    middle, late = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    ratio = f"{middle / statistics.median(floor):5.1f} x floor" if floor else ""
    print(f"  {what:34} p50 {middle:7.2f}   p99 {late:7.2f}   {ratio}")
    return middle


class CountedList(MessageList):
    """Counts its paintings, so that no bench measures a list that did not paint."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        super().paintEvent(event)
        self.paints += 1


class Opened:
    """A list over a conversation of some length."""

    view: CountedList

    def __init__(self, count: int, content: str, folder: Path) -> None:
        self.body = body = bodies(content)
        start = NOON - timedelta(minutes=count)
        self.files = files = pictures(folder) if content == "pictures" else []

        def filled(number: int, message: MessageState) -> MessageState:
            media = (files[number % PICTURES],) if files and not number % 10 else ()
            return replace(message, body=body(), media=media)

        messages = history(count + PAGE, start=start, step=timedelta(minutes=1))
        whole = [filled(*one) for one in enumerate(messages)]
        self.older = tuple(whole[:PAGE])
        self.side: Any = Conversation(*whole[PAGE:], has_older_messages=True)
        self.numbers = itertools.count(len(whole))
        Props.of(self.side).set_markdown(content == "markdown")

    async def open(self) -> float:
        """Return how long it took from nothing to the first painting, in ms."""
        start = time.perf_counter()
        self.view = CountedList(self.side)
        self.view.resize(WIDTH, HEIGHT)
        self.view.show()
        while not self.view.paints:  # noqa: ASYNC110  a painting, not an event
            await asyncio.sleep(0)
        return (time.perf_counter() - start) * 1000

    async def decode(self) -> None:
        """Wait until every picture can be painted: without it, what is timed is an empty place."""
        thumbnails = Thumbnails.for_side(self.side)
        for file in self.files:
            while thumbnails.pixmap(file) is None:  # noqa: ASYNC110  it is asked for meanwhile
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)

    def paint(self) -> None:
        before = self.view.paints
        self.view.viewport().repaint()
        assert self.view.paints == before + 1

    def append(self) -> None:
        before = self.view.model().rowCount()
        self.side.say(OTHER, self.body(), number=next(self.numbers))
        self.paint()
        assert self.view.model().rowCount() > before

    def grow(self) -> None:
        self.jump(0.0)
        self.side.store.dispatch(changes.OlderMessagesAdded(SID, self.older, has_older=False))
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


async def measure(count: int, content: str, folder: Path) -> dict[str, float]:
    opened = Opened(count, content, folder)
    before = memory()
    opening = await opened.open()
    grown = memory() - before
    print(f"{count:,} messages, {content}: opened in {opening:.0f} ms, {grown:.0f} MB for the list")
    await opened.decode()
    floor: list[float] = []
    appends: list[float] = []
    for _ in range(ROUNDS):
        appends.append(timed(opened.append))
        floor.append(timed(opened.paint))
        opened.check_end()
    found = {"open": opening, "floor": row("paint the same again (floor)", floor)}
    found["append"] = row("append at the end", appends, floor)
    row("send and be taken", [timed(lambda: send(opened)) for _ in range(ROUNDS // 3)], floor)
    scrolls = []
    for number in range(2 * ROUNDS):
        scrolls.append(timed(lambda: opened.scroll(60)))
        if not number % 10:
            await asyncio.sleep(0)
    found["scroll"] = row("scroll by 60 px", scrolls, floor)
    shares = random.Random(2)
    row("jump anywhere", [timed(lambda: opened.jump(shares.random())) for _ in range(60)], floor)
    row("append out of sight", [timed(opened.append) for _ in range(ROUNDS // 3)], floor)
    found["older page"] = row("an older page", [timed(opened.grow)], floor)
    widths = [WIDTH - 20 * number for number in range(1, 11)]
    steps = [timed(partial(widen, opened, width)) for width in widths]
    found["width"] = row("another width", steps, floor)
    print(f"  whole process: {memory():.0f} MB")
    opened.view.close()
    opened.view.deleteLater()
    await opened.side.tasks.aclose()
    return found


def send(opened: Opened) -> None:
    sending = opened.side.send(opened.body())
    opened.paint()
    number = next(opened.numbers)
    opened.side.settle(sending, sid=f"IM{number}", index=number, status="sent")
    opened.paint()


def widen(opened: Opened, width: int) -> None:
    opened.view.resize(width, HEIGHT)
    opened.paint()


async def warm_up(content: str) -> None:
    """Let the first list that is timed not pay for what is imported and made only once."""
    with tempfile.TemporaryDirectory() as folder:
        opened = Opened(PAGE, content, Path(folder))
        await opened.open()
        await opened.decode()
        opened.view.close()
        opened.view.deleteLater()
        await opened.side.tasks.aclose()


async def run(counts: list[int], contents: list[str], chart: Path | None) -> None:
    found: dict[str, list[tuple[int, float]]] = {}
    for content in contents:
        await warm_up(content)
    for count in counts:
        for content in contents:
            with tempfile.TemporaryDirectory() as folder:
                results = await measure(count, content, Path(folder))
            for what, took in results.items():
                if content == "text" or what in {"append", "scroll"}:
                    found.setdefault(f"{what}, {content}", []).append((count, took))
    if chart is not None:
        lines = [Line(name, points, name.startswith("floor")) for name, points in found.items()]
        draw_chart(chart, "What the message list costs", lines, LIMITS)
        print(f"The chart is {chart}.")


def main() -> None:
    parser = argparse.ArgumentParser(description="What the message list costs.")
    parser.add_argument("counts", nargs="*", type=lambda one: int(one.replace(",", "")))
    parser.add_argument("--content", default=",".join(CONTENTS))
    parser.add_argument("--chart", type=Path, help="where to draw a picture (.svg or .png)")
    wanted = parser.parse_args()
    app = QApplication([])
    Theme.instance().set_scheme("light")
    Theme.instance().apply(app)
    counts, contents = wanted.counts or list(COUNTS), wanted.content.split(",")
    with asyncio.Runner(loop_factory=lambda: make_loop(app)) as runner:
        runner.run(run(counts, contents, wanted.chart))


if __name__ == "__main__":
    main()
