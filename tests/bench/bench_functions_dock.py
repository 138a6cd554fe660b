"""How long the Functions dock holds the loop: a burst in the log, a large answer, many runs.

Run as a script. The dock is shown over a real simulation; what counts is the longest time for
which nothing else had a turn, such as the chat that somebody types into. The aim is 50 ms.
"""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from ui.app import make_application
from ui.devtools.functions.functions_dock import FunctionsDock
from ui.loop import make_loop
from webchat import Config, Simulator
from webchat.functions.calls.history import FunctionCall
from webchat.functions.contract.records import Checked, Finding
from webchat.functions.functions import Functions
from webchat.functions.runs.records import Run

AIM_MS = 50.0
ROUNDS = 7
LINES, FIELDS, RUNS = 5000, 2000, 200
SETTLED_S = 0.5


async def longest_hold(do: Callable[[], object]) -> float:
    """Return the longest time between two turns, in milliseconds, until what *do* began is over."""
    longest, loop = 0.0, asyncio.get_running_loop()
    end = loop.time() + SETTLED_S
    before = time.perf_counter()
    loop.call_soon(do)
    while loop.time() < end:
        await asyncio.sleep(0)
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
    return longest * 1000


def print_lines(functions: Functions) -> None:
    """Let functions print: every seventh line is an error, so that colours change all the time."""
    for number in range(LINES):
        text = f"line {number} {'x' * (number % 90)}"
        functions.log.add("orders", "stderr" if number % 7 == 0 else "stdout", text)


def answer(functions: Functions, number: int) -> None:
    """Enter a call whose answer is large and breaks the contract in many places."""
    events = [{"type": "send_message", "options": {"text": str(one)}} for one in range(FIELDS // 4)]
    findings = tuple(
        Finding(f"output.events[{one}].options.text", "a text", "a number")
        for one in range(0, FIELDS // 4, 5)
    )
    call = FunctionCall(functions.calls.next_id(), "orders", "action", {"n": number}, 0.0)
    functions.calls.put(call)
    ended = FunctionCall(
        call.id,
        "orders",
        "action",
        {"n": number},
        0.0,
        seconds=0.1,
        outcome="failed",
        answer={"output": {"events": events}},
        checked=Checked(None, findings),
        error="It does not fit.",
    )
    functions.calls.put(ended)


def run_many(functions: Functions, again: int) -> None:
    """Enter runs, and what becomes of each."""
    for number in range(RUNS):
        run = Run(f"T{again}-{number}", "orders", "automation", "key", started=time.time())
        functions.runs.put(run)
        functions.runs.put(run.noted(time.time(), "It has begun."))


async def handler(_parameters: object) -> dict[str, object]:
    """Be the action function of an app."""
    return {}


async def main() -> bool:
    """Measure everything and print it; whether each is within the aim."""
    is_good = True
    async with Simulator(Config(agent="none")) as sim:
        functions = sim.functions
        functions.apps.register({"action": handler}, name="orders")
        dock = FunctionsDock(functions)
        dock.resize(1400, 400)
        for page, what, do in (
            ("log", f"{LINES:,} lines in a burst", lambda _number: print_lines(functions)),
            ("bench", f"an answer of {FIELDS:,} fields", partial(answer, functions)),
            ("runs", f"{RUNS} runs begun and told of", partial(run_many, functions)),
        ):
            dock.show_page(page)
            await asyncio.sleep(0.2)
            times = [await longest_hold(partial(do, number)) for number in range(ROUNDS)]
            median = statistics.median(times)
            is_good = is_good and median <= AIM_MS
            print(f"{what:34} {median:6.1f} ms  ({min(times):.1f} to {max(times):.1f})")
        dock.close()
        dock.deleteLater()
    print(f"aim: at most {AIM_MS:g} ms")
    return is_good


if __name__ == "__main__":
    application = make_application()
    with asyncio.Runner(loop_factory=lambda: make_loop(application)) as runner:
        sys.exit(0 if runner.run(main()) else 1)
