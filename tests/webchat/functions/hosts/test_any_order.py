"""Calls of every kind, kills, cancels and changed apps, in any order: each call has its end."""

import asyncio
import os
import random
import signal
from dataclasses import replace

import pytest

from webchat.errors import FunctionError

CODE = {
    "python": """
        import asyncio, os, sys
        async def handler(p):
            kind, n = p['kind'], p['n']
            if kind == 'raise':
                raise ValueError(n)
            if kind == 'exit':
                os._exit(n % 256)
            if kind == 'compute':
                while True:
                    pass
            if kind == 'fork' and os.fork() == 0:
                os.setsid()
                while True:
                    pass
            if kind == 'print':
                print('x' * n * 1000)
            await asyncio.sleep(100 if kind == 'wait' else n % 7 / 1000)
            return n
    """,
    "node": """
        exports.handler = async ({ kind, n }) => {
          if (kind === 'raise') throw new Error(n)
          if (kind === 'exit') process.exit(n % 256)
          if (kind === 'compute') while (true) {}
          if (kind === 'fork') {
            require('child_process').spawn('sleep', ['100'], { detached: true })
          }
          if (kind === 'print') console.log('x'.repeat(n * 1000))
          await new Promise((done) => setTimeout(done, kind === 'wait' ? 1e5 : n % 7))
          return n
        }
    """,
}
KINDS = [*["plain"] * 12, *["raise"] * 3, "exit", "compute", "wait", "fork", *["print"] * 2]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("language", ["python", "node"])
async def test_every_call_ends_and_a_plain_one_works_afterwards(hosts, app_of, language, seed):
    chance = random.Random(seed)
    app = app_of(CODE[language], language)
    ends = []
    for first in range(0, 48, 6):  # so many at once; one that exits takes the others with it
        calls = []
        for n in range(first, first + 6):
            parameters = {"kind": chance.choice(KINDS), "n": n}
            call = hosts.call(app, "action", parameters, timeout=0.2)
            calls.append(asyncio.ensure_future(call))
            await asyncio.sleep(chance.choice((0, 0, 0.001, 0.01)))
            app = disturb(chance, hosts, app, calls[-1])
        async with asyncio.timeout(60):
            ends += await asyncio.gather(*calls, return_exceptions=True)
    answered = [n for n, end in enumerate(ends) if end == n]
    expected = (FunctionError, asyncio.CancelledError)
    assert all(isinstance(end, expected) for n, end in enumerate(ends) if n not in answered)
    assert answered
    assert await hosts.call(app, "action", {"kind": "plain", "n": 7}) == 7


def disturb(chance, hosts, app, call):
    """Do now and then what nobody expects; return the app as it is then."""
    what = chance.random()
    if what < 0.08:
        call.cancel()
    elif what < 0.11 and hosts.processes:
        os.kill(hosts.processes["orders"].pid, signal.SIGKILL)
    elif what < 0.13:
        return replace(app, title=f"{app.title}!")
    return app
