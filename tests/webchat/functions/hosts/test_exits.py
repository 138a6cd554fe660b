"""Processes that end by themselves, are killed, or bring forth others."""

import asyncio
import os
import signal
import textwrap
from pathlib import Path

import pytest

from tests.support.waiting import until
from webchat.errors import HandlerError, HostError

PID = {
    "python": """
        import os
        async def handler(p):
            return os.getpid()
    """,
    "node": "exports.handler = async () => process.pid\n",
}
BOTH = pytest.mark.parametrize("language", ["python", "node"])


async def ended(hosts, app, parameters=None):
    with pytest.raises(HostError) as caught:
        await hosts.call(app, "action", parameters or {})
    return str(caught.value)


@pytest.mark.parametrize(
    ("language", "leave", "how"),
    [
        ("python", "os._exit(0)", "exit code 0."),
        ("python", "os._exit(3)", "exit code 3."),
        ("python", "os.abort()", "signal SIGABRT. Its last words:"),
        ("python", "os.kill(os.getpid(), 15)", "signal SIGTERM."),
        ("python", "os.kill(0, 9)", "signal SIGKILL."),
        ("python", "ctypes.string_at(0)", "signal SIGSEGV. Its last words:"),
        ("python", "asyncio.get_running_loop().call_soon(sys.exit, 4); await asyncio.sleep(9)",
         "exit code 4."),
        ("python", "os.closerange(3, 100); await asyncio.sleep(9)", "exit code"),
        ("node", "process.exit(0)", "exit code 0."),
        ("node", "process.exit(3)", "exit code 3."),
        ("node", "process.abort()", "signal SIGABRT."),
        ("node", "process.kill(process.pid, 'SIGKILL')", "signal SIGKILL."),
        ("node", "setTimeout(() => { throw new Error('late') }); await new Promise(() => {})",
         "exit code 1. Its last words:"),
        ("node", "Promise.reject(new Error('lost')); await new Promise(() => {})",
         "exit code 1. Its last words:"),
    ],
)  # fmt: skip
async def test_how_a_process_ended_is_said(hosts, app_of, language, leave, how):
    code = {
        "python": f"""
            import asyncio, ctypes, os, sys
            async def handler(p):
                if p.get('pid'):
                    return os.getpid()
                {leave}
        """,
        "node": f"""
            exports.handler = async (p) => {{
              if (p.pid) return process.pid
              {leave}
            }}
        """,
    }
    app = app_of(code[language], language)
    first = await hosts.call(app, "action", {"pid": True})
    sentence = await ended(hosts, app)
    assert sentence.startswith(
        f"The process of “orders” ended while its action function ran: {how}"[:-1]
    )
    assert await hosts.call(app, "action", {"pid": True}) != first


async def test_a_process_that_hangs_up_is_ended(hosts, app_of, printed):
    code = """
        import asyncio, os, stat
        async def handler(p):
            for n in range(3, 100):
                if os.path.exists(f'/proc/self/fd/{n}') and stat.S_ISSOCK(os.fstat(n).st_mode):
                    os.close(n)
            await asyncio.sleep(99)
    """
    sentence = await ended(hosts, app_of(code))
    assert sentence == "The process of “orders” was ended while its action function ran."
    assert printed("host")[-1].endswith("ended by itself: it closed its connection.")


@pytest.mark.parametrize(
    "nonsense",
    [
        "b'\\xff' * 100",
        "b'\\x00\\x00\\x00\\x02[]'",
        "b'\\x00\\x00\\x00\\x01{'",
        "b'\\x00\\x00\\xc3\\x50' + b'[' * 50_000",
    ],
)
async def test_a_process_that_sends_nonsense_is_not_listened_to(hosts, app_of, nonsense):
    code = f"""
        import asyncio, os, stat
        async def handler(p):
            for n in range(3, 100):
                if os.path.exists(f'/proc/self/fd/{{n}}') and stat.S_ISSOCK(os.fstat(n).st_mode):
                    os.write(n, {nonsense})
            await asyncio.sleep(99)
    """
    sentence = await ended(hosts, app_of(code))
    assert sentence.startswith("The process of “orders” ")


async def test_an_answer_for_a_call_that_nobody_made_is_passed_over(hosts, app_of):
    code = """
        import json, os, stat, struct
        async def handler(p):
            for n in range(3, 100):
                if os.path.exists(f'/proc/self/fd/{n}') and stat.S_ISSOCK(os.fstat(n).st_mode):
                    for key in ('1', ['a'], None):
                        text = json.dumps({'id': key, 'answer': 'forged'}).encode()
                        os.write(n, struct.pack('>I', len(text)) + text)
            return 'mine'
    """
    app = app_of(code)
    assert [await hosts.call(app, "action", {}) for _ in range(3)] == ["mine"] * 3


async def test_last_words_are_those_of_the_error_and_masked(hosts, app_of):
    code = """
        exports.handler = async () => {
        setTimeout(() => { throw new Error('late s3cr3t-token') })
        await new Promise(() => {}) }
    """
    sentence = await ended(hosts, app_of(code, "node"))
    assert "Error: late ••••••" in sentence
    assert len(sentence) < 600


async def test_an_exit_ends_every_call_in_the_process(hosts, app_of):
    code = """
        import asyncio, os
        async def handler(p):
            if p['leave']:
                os._exit(7)
            await asyncio.sleep(100)
    """
    app = app_of(code)
    calls = [asyncio.ensure_future(hosts.call(app, "action", {"leave": False})) for _ in range(3)]
    await until(lambda: hosts.processes and hosts.processes["orders"].calls == 3)
    assert "exit code 7" in await ended(hosts, app, {"leave": True})
    errors = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(error) for error in errors] == [HostError] * 3


async def test_what_was_answered_before_the_exit_counts(hosts, app_of):
    code = """
        import asyncio, os
        async def handler(p):
            asyncio.get_running_loop().call_later(0, os._exit, 1)
            return 'x' * 50_000
    """
    for name in "abc":
        assert len(await hosts.call(app_of(code, name=name), "action", {})) == 50_000


@BOTH
async def test_a_process_that_is_killed_between_calls_is_replaced(hosts, app_of, printed, language):
    app = app_of(PID[language], language)
    pids = [await hosts.call(app, "action", {})]
    for _ in range(4):
        os.kill(pids[-1], signal.SIGKILL)  # not noticed yet when it is called again
        pids.append(await hosts.call(app, "action", {}))
    assert len(set(pids)) == 5
    os.kill(pids[-1], signal.SIGKILL)
    last = f"Process {pids[-1]} ended by itself: signal SIGKILL."
    await until(lambda: last in printed("host"))
    assert await hosts.call(app, "action", {}) not in pids


@BOTH
async def test_a_process_that_is_killed_during_a_call(hosts, app_of, printed, language):
    code = {
        "python": """
            import asyncio
            async def handler(p):
                print('in')
                await asyncio.sleep(99)
        """,
        "node": """
            exports.handler = async () => {
              console.log('in')
              await new Promise(() => {})
            }
        """,
    }
    app = app_of(code[language], language)
    call = asyncio.ensure_future(hosts.call(app, "action", {}))
    await until(lambda: printed("stdout") == ["in"])
    os.kill(hosts.processes["orders"].pid, signal.SIGKILL)
    with pytest.raises(HostError, match="ended while its action function ran: signal SIGKILL"):
        await call
    assert printed("stdout") == ["in"]  # it was not called again


async def test_sys_exit_fails_the_call_only(hosts, app_of):
    app = app_of(
        """
            import os, sys
            async def handler(p):
                sys.exit(3) if p else 0
                return os.getpid()
        """
    )
    pid = await hosts.call(app, "action", {})
    with pytest.raises(HandlerError, match=r"failed with SystemExit: 3 \(index\.py:3\)"):
        await hosts.call(app, "action", {"leave": True})
    assert await hosts.call(app, "action", {}) == pid


# What a handler starts


FORKS = {
    "a fork that computes": """
        if os.fork() == 0:
            while True:
                pass
    """,
    "a fork in a session of its own": """
        if os.fork() == 0:
            os.setsid()
            while True:
                time.sleep(1)
    """,
    "a fork of a fork": """
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                while True:
                    time.sleep(1)
            os._exit(0)
    """,
    "a program": """
        subprocess.Popen(['sleep', '1000'])
    """,
    "a program in a session of its own": """
        subprocess.Popen(['sleep', '1000'], start_new_session=True)
    """,
    "a program without its environment": """
        subprocess.Popen(['env', '-i', 'sleep', '1000'])
    """,
}


@pytest.mark.parametrize("fork", FORKS.values(), ids=FORKS)
async def test_what_a_handler_started_dies_with_its_process(hosts, app_of, processes, fork):
    begin = "import os, subprocess, time\nasync def handler(p):\n"
    code = begin + textwrap.indent(textwrap.dedent(fork), "    ") + "    return os.getpid()\n"
    pid = await hosts.call(app_of(code), "action", {})
    await until(lambda: len(of_session(pid)) + len(set(processes()) - {pid}) >= 2)
    await hosts.let_go("orders")
    assert processes() == of_session(pid) == []


@pytest.mark.parametrize("options", ["{}", "{ detached: true, stdio: 'ignore' }"])
async def test_what_a_node_handler_started_dies_with_its_process(hosts, app_of, processes, options):
    code = f"""
        const {{ spawn }} = require('child_process')
        exports.handler = async () => {{
          spawn('sleep', ['1000'], {options})
          return process.pid
        }}
    """
    await hosts.call(app_of(code, "node"), "action", {})
    await until(lambda: len(processes()) == 2)
    os.kill(hosts.processes["orders"].pid, signal.SIGKILL)
    await until(lambda: not processes())


async def test_a_fork_that_multiplies_is_ended(hosts, app_of, processes):
    code = """
        import os, time
        async def handler(p):
            end = time.monotonic() + 100
            if os.fork() == 0:
                os.setsid()
                for n in range(300):
                    if os.fork():
                        time.sleep(0.005)
                        os._exit(0)
                    os.setsid()
            await __import__('asyncio').sleep(100)
    """
    app = app_of(code)
    call = asyncio.ensure_future(hosts.call(app, "action", {}))
    await until(lambda: len(processes()) >= 2)
    call.cancel()
    await hosts.aclose(3)
    assert processes() == []


@pytest.mark.parametrize(
    "answer",
    ["return 'the fork'", "await asyncio.sleep(0)\n        return 'the fork'", "raise ValueError"],
)
@pytest.mark.parametrize("fork", ["os.fork()", "ctypes.CDLL(None).fork()"])
async def test_a_fork_cannot_answer(hosts, app_of, processes, answer, fork):
    code = (
        "import asyncio, ctypes, os, time\nasync def handler(p):\n"
        f"    child = {fork}\n    if child == 0:\n        {answer}\n"
        "    os.waitpid(child, 0)\n"
        "    return 'the process'\n"
    )
    app = app_of(code)
    for _ in range(3):
        assert await hosts.call(app, "action", {}, timeout=5) == "the process"
    assert processes() == [hosts.processes["orders"].pid]


async def test_processes_of_a_handler_work(hosts, app_of):
    code = """
        import asyncio, concurrent.futures, multiprocessing, subprocess
        def double(x):
            return 2 * x
        async def handler(p):
            out = subprocess.run(['echo', 'one'], capture_output=True, text=True).stdout
            other = await asyncio.create_subprocess_exec('echo', 'two', stdout=-1)
            two = (await other.communicate())[0].decode()
            with multiprocessing.get_context('fork').Pool(2) as pool:
                doubled = pool.map(double, [1, 2])
            threaded = await asyncio.to_thread(double, 4)
            return [out, two, doubled, threaded]
    """
    app = app_of(code)
    for _ in range(2):
        assert await hosts.call(app, "action", {}) == ["one\n", "two\n", [2, 4], 8]


def of_session(leader):
    """The living processes of a session, whatever their environment."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] not in "ZX" and int(fields[3]) == leader:
            found.append(int(folder.name))
    return found
