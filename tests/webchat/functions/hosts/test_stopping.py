"""Calls that take too long or are cancelled, and those that do not stop even then."""

import asyncio
import os
import signal
import time

import pytest

from tests.support.waiting import until
from webchat.errors import FunctionTimeoutError, HostError

WAITING = {
    "python": """
        import asyncio, os
        async def handler(p):
            print('begun', flush=True)
            if p.get('wait'):
                await asyncio.get_running_loop().create_future()
            return os.getpid()
    """,
    "node": """
        exports.handler = async (p) => {
          console.log('begun')
          if (p.wait) await new Promise(() => {})
          return process.pid
        }
    """,
}
LOOPING = {
    "python": """
        import os
        async def handler(p):
            print('begun')
            while p.get('wait'):
                pass
            return os.getpid()
    """,
    "node": """
        exports.handler = async (p) => {
          console.log('begun')
          while (p.wait) {}
          return process.pid
        }
    """,
}
BOTH = pytest.mark.parametrize("language", ["python", "node"])


@pytest.mark.parametrize("codes", [WAITING, LOOPING], ids=["awaits", "computes"])
@BOTH
async def test_a_call_that_never_returns_is_timed_out(hosts, app_of, language, codes):
    app = app_of(codes[language], language)
    await hosts.call(app, "action", {})  # it is warm
    began = time.monotonic()
    with pytest.raises(FunctionTimeoutError) as caught:
        await hosts.call(app, "action", {"wait": True}, timeout=0.2)
    assert str(caught.value) == "The action function of “orders” did not answer within 0.2 s."
    assert 0.2 <= time.monotonic() - began < 0.45
    assert await hosts.call(app, "action", {}) > 0


async def test_the_settings_say_how_long_a_call_may_take(hosts, app_of):
    app = app_of(WAITING["python"], timeout=0.1)
    with pytest.raises(FunctionTimeoutError, match=r"within 0\.1 s"):
        await hosts.call(app, "action", {"wait": True})


async def cancelled(hosts, app, printed):
    """Call, and cancel once the handler runs."""
    count = len(printed("stdout"))
    call = asyncio.ensure_future(hosts.call(app, "action", {"wait": True}))
    await until(lambda: len(printed("stdout")) > count)
    call.cancel()
    began = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert time.monotonic() - began < 0.1


async def test_a_cancelled_python_call_leaves_its_process_warm(hosts, app_of, printed):
    app = app_of(WAITING["python"])
    pid = await hosts.call(app, "action", {})
    await cancelled(hosts, app, printed)
    assert await hosts.call(app, "action", {}) == pid


@pytest.mark.parametrize(
    ("language", "codes"), [("node", WAITING), ("node", LOOPING), ("python", LOOPING)]
)
async def test_a_process_whose_call_does_not_stop_is_replaced(  # noqa: PLR0917  all are needed
    hosts, app_of, printed, processes, language, codes
):
    app = app_of(codes[language], language)
    pid = await hosts.call(app, "action", {})
    await cancelled(hosts, app, printed)
    another = await hosts.call(app, "action", {})
    assert another != pid
    await until(lambda: processes() == [another])
    assert "A function that should stop goes on; its process takes no new calls." in printed("host")


async def test_a_handler_that_will_not_be_cancelled_is_ended(hosts, app_of, processes, printed):
    code = """
        import asyncio, os
        async def handler(p):
            print('begun')
            while p.get('wait'):
                try:
                    await asyncio.sleep(1)
                except asyncio.CancelledError:
                    pass
            return os.getpid()
    """
    app = app_of(code)
    pid = await hosts.call(app, "action", {})
    await cancelled(hosts, app, printed)
    another = await hosts.call(app, "action", {})
    assert another != pid
    await until(lambda: processes() == [another])


async def test_a_handler_that_cleans_up_when_cancelled_keeps_its_process(hosts, app_of, printed):
    code = """
        import asyncio, os
        async def handler(p):
            print('begun')
            try:
                await asyncio.sleep(100 if p.get('wait') else 0)
            except asyncio.CancelledError:
                await asyncio.sleep(0.05)
                print('clean')
                raise
            return os.getpid()
    """
    app = app_of(code)
    pid = await hosts.call(app, "action", {})
    await cancelled(hosts, app, printed)
    assert await hosts.call(app, "action", {}) == pid
    assert "clean" in printed("stdout")


@BOTH
async def test_the_others_in_a_retired_process_finish_first(hosts, app_of, processes, language):
    code = {
        "python": """
            import asyncio, os, signal
            async def handler(p):
                try:
                    await asyncio.sleep(p['seconds'])
                except asyncio.CancelledError:
                    await asyncio.sleep(100)
                return os.getpid()
        """,
        "node": """
            exports.handler = async (p) => {
              await new Promise((done) => setTimeout(done, p.seconds * 1000))
              return process.pid
            }
        """,
    }
    app = app_of(code[language], language)
    pid = await hosts.call(app, "action", {"seconds": 0})
    slow = asyncio.ensure_future(hosts.call(app, "action", {"seconds": 1.2}))
    with pytest.raises(FunctionTimeoutError):
        await hosts.call(app, "action", {"seconds": 100}, timeout=0.05)
    another = await hosts.call(app, "action", {"seconds": 0})  # half a second later
    assert another != pid
    assert sorted(processes()) == sorted([pid, another])
    assert await slow == pid
    await until(lambda: processes() == [another])


async def test_calls_wait_until_a_cancelled_one_has_stopped(hosts, app_of, printed):
    """They do not end up in a process that computes without end."""
    app = app_of(LOOPING["python"], timeout=5)
    await hosts.call(app, "action", {})
    await cancelled(hosts, app, printed)
    began = time.monotonic()
    pids = await asyncio.gather(*(hosts.call(app, "action", {}) for _ in range(5)))
    assert len(set(pids)) == 1
    assert time.monotonic() - began < 2


async def test_cancelled_before_it_was_begun(hosts, app_of, processes):
    app = app_of(WAITING["python"])
    call = asyncio.ensure_future(hosts.call(app, "action", {"wait": True}))
    await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    pid = await hosts.call(app, "action", {})
    assert processes() == [pid]


async def test_one_of_fifty_is_cancelled(hosts, app_of):
    code = """
        import asyncio
        async def handler(p):
            await asyncio.sleep(0.1)
            return p['n']
    """
    app = app_of(code)
    calls = [asyncio.ensure_future(hosts.call(app, "action", {"n": n})) for n in range(50)]
    await until(lambda: hosts.processes and hosts.processes["orders"].calls == 50)
    calls[7].cancel()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert isinstance(answers.pop(7), asyncio.CancelledError)
    assert answers == [n for n in range(50) if n != 7]


@BOTH
async def test_a_process_that_was_stopped_is_replaced(hosts, app_of, processes, language):
    app = app_of(WAITING[language], language)
    pid = await hosts.call(app, "action", {})
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(FunctionTimeoutError):
        await hosts.call(app, "action", {}, timeout=0.1)
    another = await hosts.call(app, "action", {})
    assert another != pid
    await until(lambda: processes() == [another])


async def test_a_file_that_never_finishes_loading_is_timed_out_too(hosts, app_of, processes):
    app = app_of("""
        while True:
            pass
    """)
    with pytest.raises(FunctionTimeoutError):
        await hosts.call(app, "action", {}, timeout=0.2)
    await until(lambda: not processes())


async def test_the_end_of_the_program_does_not_wait_for_calls(hosts, app_of, printed, processes):
    app = app_of(LOOPING["python"])
    call = asyncio.ensure_future(hosts.call(app, "action", {"wait": True}))
    await until(lambda: printed("stdout"))
    began = time.monotonic()
    await hosts.aclose(1)
    assert time.monotonic() - began < 0.6
    with pytest.raises(HostError, match="“orders” was ended while its action function ran"):
        await call
    assert processes() == []
    with pytest.raises(HostError, match="the program ends"):
        await hosts.call(app, "action", {})
