"""What a call of a function costs when its process is warm, against calling the handler itself.

Run as ``python tests/bench/bench_functions.py``. Each figure is microseconds of one call with the
parameters of the seed, one call after another: median and 99th percentile over all rounds, which
take turns, and how many times the floor that is. The floor of Python is the awaited handler; that
of node is the awaited handler inside node, as node's own clock has it. *Socket alone* sends the
same bytes to a process that sends them back, and reads nothing: no child can be faster than that.
"""

import argparse
import asyncio
import contextlib
import gc
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from webchat.clock import SystemClock
from webchat.functions.app import FunctionApp, Source
from webchat.functions.hosts.hosts import Hosts
from webchat.functions.log import FunctionLog

ANSWER = {
    "output": {
        "events": [
            {"type": "send_message", "options": {"text": "xxx"}},
            {"type": "open_url", "options": {"url": "https://xxx?redirect_uri=x"}},
        ]
    }
}
PYTHON = f"async def handler(parameters):\n    return {ANSWER!r}\n"
NODE = f"exports.handler = async function (parameters) {{ return {json.dumps(ANSWER)} }}\n"
PARAMETERS: dict[str, Any] = {
    "credential": {
        "oauth2": {
            "access_token": "xxx",
            "refresh_token": "xxxx",
            "expires_in": "3600",
            "token_type": "Bearer",
            "scope": "xxx",
            "redirect_queries": [{"name": "name1", "value": "value1"}],
        }
    },
    "identity": {"unique_id": "xxx"},
    "context": {
        "action_key": "action_key",
        "assignees": [{"user": {"id": "xxx", "name": "xxx", "email": "xxx"}}],
    },
    "input": {"custom_key_1": "xxx", "custom_key_2": "xxx"},
    "callback": {"token": "xxx", "redirect": "https://xxx", "webhook": "https://xxx"},
}
IN_NODE = """
const { handler } = require(process.argv[1]);
const parameters = JSON.parse(process.argv[2]);
(async () => {
  const taken = [];
  for (let n = 0; n < 3000; n++) {
    const began = process.hrtime.bigint();
    await handler(parameters);
    taken.push(Number(process.hrtime.bigint() - began) / 1000);
  }
  console.log(JSON.stringify(taken.slice(1000)));
})();
"""
ECHO = """
import socket, sys
ours = socket.socket(fileno=int(sys.argv[1]))
while data := ours.recv(65536):
    ours.sendall(data)
"""
Figures = dict[str, list[float]]
Call = Callable[[], Awaitable[object]]


def app(folder: Path, name: str, source: Source) -> FunctionApp:
    return FunctionApp(name, name, "action", {"action": source}, folder)


async def handler(_parameters: dict[str, Any]) -> dict[str, Any]:
    return ANSWER


async def echo_of(stack: contextlib.AsyncExitStack) -> Call:
    """Return a call that sends the parameters to a process and waits for as many bytes."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-c", ECHO, str(theirs.fileno())]
        process = await asyncio.create_subprocess_exec(*command, pass_fds=(theirs.fileno(),))
    reader, writer = await asyncio.open_unix_connection(sock=ours)
    stack.push_async_callback(process.wait)
    stack.push_async_callback(writer.wait_closed)
    stack.callback(writer.close)
    data = json.dumps(PARAMETERS).encode()

    async def call() -> None:
        writer.write(data)
        await reader.readexactly(len(data))

    return call


async def measure(figures: Figures, rounds: int, times: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="bench-functions-"))
    hosts = Hosts(FunctionLog(SystemClock(), str))
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        stack.push_async_callback(hosts.aclose, 2)
        for name, code in (("index.py", PYTHON), ("index.js", NODE)):
            (folder / name).write_text(code, encoding="utf-8")
        apps = {
            "python, in our loop": app(folder, "loop", Source("handler", handler=handler)),
            "python, child": app(folder, "python", Source("python", folder / "index.py")),
            "node, child": app(folder, "node", Source("node", folder / "index.js")),
        }
        calls: dict[str, Call] = {
            "python, the handler itself": lambda: handler(PARAMETERS),
            "socket alone": await echo_of(stack),
        }
        for name, one in apps.items():
            calls[name] = lambda one=one: hosts.call(one, "action", PARAMETERS)  # type: ignore[misc]
        for _ in range(rounds):
            figures["node, the handler itself"] += in_node(folder)
            for name, call in calls.items():
                await one_round(figures[name], call, times)
        for name, rate in (await together(hosts, apps, times)).items():
            print(f"{name}, 50 at once: {rate:,.0f} calls per second")


async def one_round(figures: list[float], call: Call, times: int) -> None:
    for _ in range(times // 10):
        await call()
    gc.collect()
    for _ in range(times):
        began = time.perf_counter()
        await call()
        figures.append((time.perf_counter() - began) * 1e6)


def in_node(folder: Path) -> list[float]:
    command = ["node", "-e", IN_NODE, str(folder / "index.js"), json.dumps(PARAMETERS)]
    printed = subprocess.run(command, check=True, capture_output=True)
    taken: list[float] = json.loads(printed.stdout)
    return taken


async def together(hosts: Hosts, apps: dict[str, FunctionApp], times: int) -> dict[str, float]:
    """Return how many calls a second there are when fifty run at once."""
    rates = {}
    for name, one in apps.items():
        began = time.perf_counter()
        for _ in range(max(1, times // 50)):
            await asyncio.gather(*(hosts.call(one, "action", PARAMETERS) for _ in range(50)))
        rates[name] = max(1, times // 50) * 50 / (time.perf_counter() - began)
    return rates


def report(figures: Figures) -> None:
    floors = {name.split(",")[0]: name for name in figures if "itself" in name}
    print(f"{'µs':28}{'median':>10}{'p99':>10}{'x floor':>10}{'over it':>10}")
    for name in sorted(figures, key=lambda name: (name not in floors.values(), name)):
        values = figures[name]
        median, p99 = statistics.median(values), statistics.quantiles(values, n=100)[98]
        floor = statistics.median(figures[floors.get(name.split(",")[0], floors["python"])])
        print(f"{name:28}{median:10.1f}{p99:10.0f}{median / floor:10,.0f}{median - floor:10.1f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--times", type=int, default=1000)
    options = parser.parse_args()
    figures: Figures = defaultdict(list)
    asyncio.run(measure(figures, options.rounds, options.times))
    report(figures)


if __name__ == "__main__":
    main()
