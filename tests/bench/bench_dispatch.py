"""What an invocation costs, history on, against plain awaits in the same run.

Run as ``python tests/bench/bench_dispatch.py``. Each row is invocations per second, the median
of seven interleaved rounds, and its ratio to the floor: a coroutine that awaits its before
listeners and its body one after another, with nothing around them. ``sync`` parts are plain
functions, ``async`` ones coroutines that never wait, ``hop`` ones wait for one turn of the loop.
"""

import asyncio
import gc
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from webchat.actions import ActionCancelledError, ActionsManager

ROUNDS = 7
Run = Callable[[int], Awaitable[None]]


def _part(kind: str) -> Callable[..., Any]:
    def sync(_payload: Any) -> None:
        return None

    async def straight(_payload: Any) -> None:
        return None

    async def hop(_payload: Any) -> None:
        await asyncio.sleep(0)

    return {"sync": sync, "async": straight, "hop": hop}[kind]


def _floor(kind: str, before: int) -> Run:
    listeners, body = [_part(kind) for _ in range(before)], _part(kind)

    async def invoke(payload: Any) -> Any:
        for listener in listeners:
            if kind == "sync":
                listener(payload)
            else:
                await listener(payload)
        return body(payload) if kind == "sync" else await body(payload)

    async def run(count: int) -> None:
        for n in range(count):
            await invoke({"n": n})

    return run


def _ours(kind: str, before: int) -> Run:
    actions = ActionsManager()
    actions.register_action("A", _part(kind))
    for _ in range(before):
        actions.add_listener("beforeA", _part(kind))

    async def run(count: int) -> None:
        for n in range(count):
            await actions.invoke_action("A", {"n": n})

    return run


def _cancelled(kind: str) -> Run:
    actions = ActionsManager()
    actions.register_action("A", _part(kind))
    actions.add_listener("beforeA", _part(kind))
    actions.add_listener("beforeA", lambda _payload, cancel: cancel())

    async def run(count: int) -> None:
        for n in range(count):
            try:
                await actions.invoke_action("A", {"n": n})
            except ActionCancelledError:
                continue

    return run


def _replaced(kind: str) -> Run:
    actions = ActionsManager()
    actions.register_action("A", _part(kind))

    async def replacement(payload: Any, original: Any) -> Any:
        return await original(payload)

    actions.replace_action("A", replacement)

    async def run(count: int) -> None:
        for n in range(count):
            await actions.invoke_action("A", {"n": n})

    return run


def _in_flight(invoke_all: Callable[[int], Awaitable[None]]) -> Run:
    async def run(count: int) -> None:
        for _ in range(max(1, count // 1000)):
            await invoke_all(1000)

    return run


async def _floor_in_flight(count: int) -> None:
    body, listener = _part("hop"), _part("hop")

    async def invoke(payload: Any) -> None:
        await listener(payload)
        await body(payload)

    await asyncio.gather(*(invoke({"n": n}) for n in range(count)))


def _ours_in_flight() -> Run:
    actions = ActionsManager()
    actions.register_action("A", _part("hop"))
    actions.add_listener("beforeA", _part("hop"))

    async def all_at_once(count: int) -> None:
        started = [actions.invoke_action("A", {"n": n}) for n in range(count)]
        for one in started:
            await one

    return _in_flight(all_at_once)


async def _rate(run: Run, count: int) -> float:
    began = time.perf_counter()
    await run(count)
    return count / (time.perf_counter() - began)


async def main() -> None:
    """Print the table."""
    rows: list[tuple[str, Run, Run, int]] = []
    for kind, count in (("sync", 20_000), ("async", 10_000), ("hop", 3_000)):
        rows.extend(
            (f"{kind}, {before} before", _ours(kind, before), _floor(kind, before), count)
            for before in (0, 1, 10)
        )
        rows.append((f"{kind}, cancelled", _cancelled(kind), _floor(kind, 1), count))
        rows.append((f"{kind}, replaced", _replaced(kind), _floor(kind, 1), count))
    rows.append(
        ("hop, 1 before, 1000 in flight", _ours_in_flight(), _in_flight(_floor_in_flight), 3_000)
    )
    print(f"{'variant':32}{'per second':>12}{'floor':>12}{'ratio':>8}")
    for name, ours, floor, count in rows:
        gc.collect()
        gc.freeze()  # what earlier rows have kept must not be looked at in this one
        await _rate(ours, count // 4)
        figures = [(await _rate(ours, count), await _rate(floor, count)) for _ in range(ROUNDS)]
        rate, base = (statistics.median(column) for column in zip(*figures, strict=True))
        ratio = statistics.median(one / other for one, other in figures)
        print(f"{name:32}{rate:12,.0f}{base:12,.0f}{ratio:8.2f}")


if __name__ == "__main__":
    asyncio.run(main())
