"""What a hop of the loop costs: plain asyncio, stock qasync and ui.loop in turns, in one run.

Run as a script. Figures are microseconds, median and 99th percentile over all rounds. A key is
timed from its event to the end of the paint event of the label that a task changed.
"""

import argparse
import asyncio
import gc
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import ui  # noqa: F401  tells qasync which binding to take

import qasync  # isort: skip
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.loop import make_loop
from webchat.tasks import TaskBag

Figures = dict[tuple[str, str], list[float]]


async def hop() -> None:
    await asyncio.sleep(0)


async def task_round_trip() -> None:
    await asyncio.get_running_loop().create_task(nothing())


async def nothing() -> None:
    """Do not even suspend."""


async def executor() -> None:
    await asyncio.get_running_loop().run_in_executor(None, int)


async def fan_out() -> None:
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.create_task(nothing()) for _ in range(20)))


JOBS: dict[str, tuple[Callable[[], Awaitable[None]], int]] = {
    "sleep(0)": (hop, 5000),
    "create_task, awaited": (task_round_trip, 3000),
    "20 tasks, gathered": (fan_out, 300),
    "run_in_executor": (executor, 1000),
}


class Echo(QLabel):
    """Tells when it has been painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = asyncio.Event()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        self.painted.set()


class Typing:
    """A field whose every edit is echoed into a label by a task."""

    def __init__(self) -> None:
        self.tasks = TaskBag("bench")
        self.window = QWidget()
        self.window.setFixedSize(400, 100)
        layout = QVBoxLayout(self.window)
        self.field, self.echo = QLineEdit(), Echo()
        layout.addWidget(self.field)
        layout.addWidget(self.echo)
        self.field.textEdited.connect(self.on_edited)

    def on_edited(self, text: str) -> None:
        self.tasks.spawn(self.show(text), name="echo")

    async def show(self, text: str) -> None:
        self.echo.setText(f"{len(text)} letters")

    async def press(self) -> float:
        self.echo.painted.clear()
        start = time.perf_counter()
        QTest.keyClick(self.field, Qt.Key.Key_A)
        await self.echo.painted.wait()
        return (time.perf_counter() - start) * 1e6


async def measure(figures: Figures, loop_name: str) -> None:
    for job, (function, times) in JOBS.items():
        await function()
        for _ in range(times):
            start = time.perf_counter()
            await function()
            figures[job, loop_name].append((time.perf_counter() - start) * 1e6)
    if loop_name != "plain asyncio":
        await measure_keys(figures["key to label", loop_name])


async def measure_keys(figures: list[float]) -> None:
    typing = Typing()
    typing.window.show()
    await typing.echo.painted.wait()
    for _ in range(20):
        await typing.press()
    figures += [await typing.press() for _ in range(200)]
    typing.window.close()
    typing.window.deleteLater()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    loops: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
        "plain asyncio": asyncio.new_event_loop,
        "stock qasync": lambda: qasync.QEventLoop(app),
        "ui.loop": lambda: make_loop(app),
    }
    figures: Figures = defaultdict(list)
    for _ in range(rounds):
        for name, factory in loops.items():
            gc.collect()
            with asyncio.Runner(loop_factory=factory) as runner:
                runner.run(measure(figures, name))
    report(figures, list(loops))


def report(figures: Figures, loops: list[str]) -> None:
    print(f"{'µs, median / p99':24}" + "".join(f"{name:>20}" for name in loops))
    for job in (*JOBS, "key to label"):
        cells = [cell(figures.get((job, name), [])) for name in loops]
        print(f"{job:24}" + "".join(f"{text:>20}" for text in cells))


def cell(values: list[float]) -> str:
    if not values:
        return "-"
    return f"{statistics.median(values):.1f} / {statistics.quantiles(values, n=100)[98]:.0f}"


if __name__ == "__main__":
    main()
