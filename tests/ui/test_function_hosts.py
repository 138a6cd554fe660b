"""Function calls on the program's own loop: the socket, the pipes and the end of a process."""

import asyncio
import os
import signal
import textwrap
import time

import pytest

from tests.support.clock import ManualClock
from tests.support.waiting import until
from ui.loop import QtLoop
from webchat.errors import FunctionTimeoutError, HostError
from webchat.functions.app import FunctionApp, Source
from webchat.functions.hosts.hosts import Hosts
from webchat.functions.log import FunctionLog

CODE = {
    "python": """
        import asyncio, os
        async def handler(p):
            print('printed')
            if p.get('flood'):
                os.write(1, b'x\\n' * 20_000_000)
            await asyncio.sleep(p.get('seconds', 0))
            return {'output': {'pid': os.getpid(), 'big': 'x' * p.get('size', 0)}}
    """,
    "node": """
        exports.handler = async (p) => {
          console.log('printed')
          if (p.flood) process.stdout.write('x\\n'.repeat(20_000_000))
          await new Promise((done) => setTimeout(done, (p.seconds ?? 0) * 1000))
          return { output: { pid: process.pid, big: 'x'.repeat(p.size ?? 0) } }
        }
    """,
}
FILES = {"python": "index.py", "node": "index.js"}


@pytest.fixture
def log():
    return FunctionLog(ManualClock(), str)


@pytest.fixture
async def hosts(log):
    made = Hosts(log)
    yield made
    await made.aclose(2)


@pytest.fixture(params=["python", "node"])
def app(request, tmp_path):
    path = tmp_path / FILES[request.param]
    path.write_text(textwrap.dedent(CODE[request.param]))
    source = Source(request.param, path)
    return FunctionApp("orders", "Orders", "action", {"action": source}, tmp_path)


async def test_a_call_is_answered_and_its_output_is_read(hosts, app, log):
    assert isinstance(asyncio.get_running_loop(), QtLoop)
    answer = await hosts.call(app, "action", {"size": 1_000_000})
    assert len(answer["output"]["big"]) == 1_000_000
    assert answer["output"]["pid"] == hosts.processes["orders"].pid
    await until(lambda: "printed" in [one.text for one in log])


async def test_calls_run_at_once_and_one_is_cancelled(hosts, app):
    calls = [asyncio.ensure_future(hosts.call(app, "action", {"seconds": 0.2})) for _ in range(20)]
    await until(lambda: hosts.processes and hosts.processes["orders"].calls == 20)
    calls[3].cancel()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert isinstance(answers.pop(3), asyncio.CancelledError)
    assert [one for one in answers if isinstance(one, BaseException)] == []
    assert len({str(one) for one in answers}) == 1


async def test_a_call_that_takes_too_long(hosts, app):
    await hosts.call(app, "action", {})
    began = time.monotonic()
    with pytest.raises(FunctionTimeoutError):
        await hosts.call(app, "action", {"seconds": 100}, timeout=0.1)
    assert time.monotonic() - began < 0.5
    assert await hosts.call(app, "action", {})


async def test_a_process_that_is_killed_is_noticed(hosts, app, log):
    call = asyncio.ensure_future(hosts.call(app, "action", {"seconds": 100}))
    await until(lambda: "printed" in [one.text for one in log])
    os.kill(hosts.processes["orders"].pid, signal.SIGKILL)
    with pytest.raises(HostError, match="signal SIGKILL"):
        await call
    assert await hosts.call(app, "action", {})


async def test_a_flood_leaves_qt_its_turns(hosts, app, log):
    await hosts.call(app, "action", {})
    call = asyncio.ensure_future(hosts.call(app, "action", {"flood": True}))
    longest = 0.0
    while not call.done():
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - began)
    await call
    await hosts.let_go("orders")
    assert longest < 0.15
    assert any("came too fast" in one.text for one in log)
