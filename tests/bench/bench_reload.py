"""From saving a plugin file to its new listener being called, beside a bare notification.

The floor is what watchfiles alone takes to tell of the same save with the same settings: what
is above it is ours (reading, compiling, ``init``, swapping). Run as ``python
tests/bench/bench_reload.py``; the aim is 20 ms.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from ui.loop import make_loop
from webchat import Config, Simulator

SAVES = 40
PAUSE = 0.03
AIM_MS = 20.0
_FILLING = "\n".join(f"def helper_{number}(x):\n    return x * {number}\n" for number in range(40))


def save(file: Path, number: int) -> None:
    """Write a plugin of some 100 lines whose listener puts *number* into the payload."""
    file.write_text(
        f"{_FILLING}\n\ndef init(app):\n"
        "    @app.webchat.actions.before('Probe')\n"
        "    def listen(payload):\n"
        f"        payload['version'] = {number}\n"
    )


async def save_to_live(file: Path) -> list[float]:
    """Return the milliseconds from each save until an invocation runs the new listener."""
    found = []
    async with Simulator(Config(agent="none")) as sim:
        actions = sim.webchat.actions
        actions.register_action("Probe", lambda payload: payload.get("version"))
        save(file, 0)
        await sim.plugins.load(file)
        await asyncio.sleep(0.2)  # let the watch begin
        changed = asyncio.Event()
        sim.plugins.subscribe(changed.set)
        for number in range(1, SAVES + 1):
            await asyncio.sleep(PAUSE)
            began = time.perf_counter()
            save(file, number)
            while await actions.invoke_action("Probe", {}) != number:
                changed.clear()
                await changed.wait()
            found.append((time.perf_counter() - began) * 1000)
    return found


async def bare_notification(file: Path) -> list[float]:
    """Return the milliseconds from each save until watchfiles tells of it."""
    found: list[float] = []
    told = asyncio.Event()

    async def watch() -> None:
        events = awatch(
            file.parent, watch_filter=None, step=5, debounce=50, recursive=False, rust_timeout=500
        )
        async with aclosing(events) as batches:
            async for _changes in batches:
                told.set()

    watching = asyncio.ensure_future(watch())
    await asyncio.sleep(0.2)
    for number in range(SAVES):
        await asyncio.sleep(PAUSE)
        told.clear()
        began = time.perf_counter()
        save(file, number)
        await told.wait()
        found.append((time.perf_counter() - began) * 1000)
    watching.cancel()
    await asyncio.wait({watching})
    return found


def summary(name: str, found: list[float]) -> str:
    """Return one line: median, 90th percentile and worst."""
    ranked = sorted(found)
    p90 = ranked[int(len(ranked) * 0.9)]
    return (
        f"{name:24} median {statistics.median(ranked):6.2f} ms   "
        f"p90 {p90:6.2f} ms   worst {ranked[-1]:6.2f} ms   n={len(ranked)}"
    )


def main() -> None:
    """Measure both and print them."""
    with tempfile.TemporaryDirectory() as folder:
        floor = asyncio.run(bare_notification(Path(folder) / "floor.py"))
        ours = asyncio.run(save_to_live(Path(folder) / "plugin.py"))
        application = QApplication([])
        with asyncio.Runner(loop_factory=lambda: make_loop(application)) as runner:
            in_qt = runner.run(save_to_live(Path(folder) / "qt.py"))
    print(summary("watchfiles alone", floor))
    print(summary("save to listener live", ours))
    print(summary("the same on Qt's loop", in_qt))
    above = statistics.median(ours) - statistics.median(floor)
    print(f"above the floor: {above:.2f} ms; aim: {AIM_MS:g} ms from save to live")


if __name__ == "__main__":
    main()
