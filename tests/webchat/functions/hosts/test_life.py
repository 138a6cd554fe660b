"""When processes are started, kept, let go and ended; nothing of them outlives the program."""

import asyncio
import contextlib
import gc
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.waiting import until
from tests.webchat.functions.hosts.conftest import bearing
from webchat.errors import HostError
from webchat.functions.hosts import node
from webchat.functions.hosts.hosts import Hosts

ROOT = Path(__file__).parents[4]
PID = """
    import os
    async def handler(p):
        return os.getpid()
"""
SLOW = """
    import asyncio, os
    async def handler(p):
        print('begun')
        await asyncio.sleep(p.get('seconds', 0))
        return os.getpid()
"""


async def test_nothing_is_started_before_the_first_call(hosts, processes):
    assert not hosts.processes
    assert processes() == []


async def test_a_process_is_started_once_for_calls_that_come_together(hosts, app_of):
    app = app_of(PID)
    pids = await asyncio.gather(*(hosts.call(app, "action", {}) for _ in range(10)))
    assert set(pids) == {hosts.processes["orders"].pid}


async def test_every_app_has_a_process_of_its_own(hosts, app_of):
    one, other = app_of(PID, name="one"), app_of(PID, name="other")
    assert await hosts.call(one, "action", {}) != await hosts.call(other, "action", {})
    assert set(hosts.processes) == {"one", "other"}


async def test_let_go_waits_for_calls_and_new_ones_have_a_new_process(hosts, app_of, printed):
    app = app_of(SLOW)
    first = await hosts.call(app, "action", {})
    running = asyncio.ensure_future(hosts.call(app, "action", {"seconds": 0.3}))
    await until(lambda: len(printed("stdout")) == 2)
    leaving = asyncio.ensure_future(hosts.let_go("orders"))
    await asyncio.sleep(0)
    second = await hosts.call(app, "action", {})
    assert not running.done()
    assert not leaving.done()
    assert await running == first != second
    await leaving
    assert hosts.processes["orders"].pid == second


async def test_let_go_ends_at_once_when_it_is_cancelled(hosts, app_of, printed, processes):
    app = app_of(SLOW)
    running = asyncio.ensure_future(hosts.call(app, "action", {"seconds": 100}))
    await until(lambda: printed("stdout"))
    leaving = asyncio.ensure_future(hosts.let_go("orders"))
    await asyncio.sleep(0.01)
    leaving.cancel()
    with pytest.raises(HostError, match="“orders” was ended while its action function ran"):
        await running
    await until(lambda: not processes())


async def test_let_go_of_what_is_not_there(hosts):
    await hosts.let_go("nothing")


async def test_the_code_is_read_again_after_let_go(hosts, app_of):
    app = app_of("""
        async def handler(p):
            return 1
    """)
    assert await hosts.call(app, "action", {}) == 1
    app_of("""
        async def handler(p):
            return 2
    """)
    assert await hosts.call(app, "action", {}) == 1
    await hosts.let_go("orders")
    assert await hosts.call(app, "action", {}) == 2


async def test_an_app_that_was_changed_gets_a_process_of_its_own(hosts, app_of):
    app = app_of(PID)
    first = await hosts.call(app, "action", {})
    assert await hosts.call(replace(app), "action", {}) == first
    assert await hosts.call(replace(app, title="Another"), "action", {}) != first


async def test_an_idle_process_ends_and_leaves_properly(log, app_of, processes, tmp_path):
    hosts = Hosts(log, idle=0.1)
    left = tmp_path / "left"
    code = f"import atexit\natexit.register(open, {str(left)!r}, 'w')\n{textwrap.dedent(PID)}"
    app = app_of(code)
    first = await hosts.call(app, "action", {})
    await until(lambda: not processes())
    assert left.exists()
    assert not hosts.processes
    assert await hosts.call(app, "action", {}) != first
    await hosts.aclose(1)


async def test_a_process_is_not_idle_while_a_call_runs(log, app_of):
    hosts = Hosts(log, idle=0.05)
    app = app_of(SLOW)
    assert await hosts.call(app, "action", {"seconds": 0.3}) > 0
    await hosts.aclose(1)


async def test_a_process_that_will_not_leave_is_killed(hosts, app_of, processes):
    code = f"import atexit, time\natexit.register(time.sleep, 100)\n{textwrap.dedent(PID)}"
    await hosts.call(app_of(code), "action", {})
    async with asyncio.timeout(2):
        await hosts.let_go("orders")
    assert processes() == []


async def test_news_come_when_a_process_starts_and_ends_and_around_a_call(hosts, app_of):
    seen = []
    undo = hosts.subscribe(lambda: seen.append([one.calls for one in hosts.processes.values()]))
    hosts.subscribe(lambda: 1 / 0)
    await hosts.call(app_of(PID), "action", {})
    assert [1] in seen
    assert seen[-1] == [0]
    await hosts.let_go("orders")
    assert seen[-1] == []
    undo()
    count = len(seen)
    await hosts.call(app_of(PID), "action", {})
    assert len(seen) == count


async def test_the_log_says_what_runs(hosts, app_of, printed):
    for language, code in (("python", PID), ("node", "exports.handler = () => process.pid\n")):
        pid = await hosts.call(app_of(code, language), "action", {})
        await hosts.let_go("orders")
        started, ended = printed("host")[-2:]
        assert started.startswith("Python 3." if language == "python" else "node ")
        assert started.endswith(f" runs as process {pid}.")
        assert ended == f"Process {pid} ended."


# What prevents a process


async def test_without_node_a_sentence_says_what_to_install(hosts, app_of, monkeypatch):
    app = app_of("exports.handler = () => 1\n", "node")
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "")
        assert node.find_node() is None
        with pytest.raises(HostError) as caught:
            await hosts.call(app, "action", {})
    assert str(caught.value) == (
        "The process of “orders” cannot be started: Functions in JavaScript need node, and there "
        "is none on the PATH. Install it: on Debian and Ubuntu by “apt-get install nodejs”, "
        "elsewhere from nodejs.org."
    )
    assert await hosts.call(app, "action", {}) == 1  # it was installed meanwhile


def fake_node(folder, script, monkeypatch):
    folder.mkdir()
    (folder / "node").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "node").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


async def test_a_node_that_is_too_old(hosts, app_of, monkeypatch, tmp_path):
    app = app_of("exports.handler = () => 1\n", "node")
    real = node.find_node()
    (tmp_path / "old.js").write_text(
        "Object.defineProperty(process, 'version', { value: 'v16.20.2' })"
    )
    fake_node(tmp_path / "bin", f'exec {real} -r {tmp_path}/old.js "$@"', monkeypatch)
    with pytest.raises(HostError, match="need node 18 or later, and this is node 16"):
        await hosts.call(app, "action", {})


async def test_a_node_that_does_not_work(hosts, app_of, monkeypatch, tmp_path):
    app = app_of("exports.handler = () => 1\n", "node")
    fake_node(tmp_path / "bin", "echo libnode.so is missing >&2; exit 127", monkeypatch)
    with pytest.raises(HostError) as caught:
        await hosts.call(app, "action", {})
    assert str(caught.value) == (
        "The process of “orders” cannot be started: it ended before it was ready. "
        "Its last words: libnode.so is missing"
    )


async def test_a_node_that_never_answers(hosts, app_of, monkeypatch, tmp_path, processes):
    monkeypatch.setattr("webchat.functions.hosts.host._START_LIMIT", 0.2)
    app = app_of("exports.handler = () => 1\n", "node")
    fake_node(tmp_path / "bin", "sleep 100", monkeypatch)
    with pytest.raises(HostError, match="cannot be started: it was not ready in time"):
        await hosts.call(app, "action", {})
    await until(lambda: not processes())


async def test_a_node_that_says_something_else(hosts, app_of, monkeypatch, tmp_path, processes):
    app = app_of("exports.handler = () => 1\n", "node")
    fake_node(
        tmp_path / "bin", 'for last; do :; done; eval "echo nonsense >&$3"; sleep 100', monkeypatch
    )
    with pytest.raises(HostError, match="cannot be started"):
        await hosts.call(app, "action", {})
    await until(lambda: not processes())


async def test_an_app_whose_folder_was_deleted(hosts, app_of, tmp_path):
    app = app_of(PID)
    (tmp_path / "orders").rename(tmp_path / "elsewhere")
    with pytest.raises(HostError) as caught:
        await hosts.call(app, "action", {})
    assert str(caught.value) == (
        f"The process of “orders” cannot be started: its folder {app.folder} is not there any more."
    )
    (tmp_path / "elsewhere").rename(tmp_path / "orders")
    pid = await hosts.call(app, "action", {})
    (tmp_path / "orders").rename(tmp_path / "elsewhere")
    assert await hosts.call(app, "action", {}) == pid  # what is loaded goes on


async def test_no_descriptor_is_left(hosts, app_of, monkeypatch):
    """As when a program has too many files open."""

    def refuse(*_args, **_options):
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr("subprocess.Popen", refuse)
        with pytest.raises(HostError, match="cannot be started: Too many open files"):
            await hosts.call(app_of(PID), "action", {})
    assert await hosts.call(app_of(PID), "action", {}) > 0


# The end of the program

PROGRAM = """
import asyncio, sys
from pathlib import Path
from webchat.clock import SystemClock
from webchat.functions.app import FunctionApp, Source
from webchat.functions.hosts.hosts import Hosts
from webchat.functions.log import FunctionLog

def printed(lines):
    for one in lines:
        print(one.text, flush=True)

async def main():
    log = FunctionLog(SystemClock(), str)
    log.subscribe(printed)
    hosts = Hosts(log)
    folder = Path(sys.argv[1])
    app = FunctionApp("a", "A", "action", {"action": Source("python", folder / "index.py")}, folder)
    tasks = [asyncio.ensure_future(hosts.call(app, "action", {"n": n})) for n in range(3)]
    await asyncio.sleep(float(sys.argv[2]))

asyncio.run(main())
"""


def program(app, seconds):
    python = (sys.executable, "-X", "dev", "-W", "error")
    return subprocess.Popen(
        [*python, "-c", PROGRAM, str(app.folder), str(seconds)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


LOOPS = """
    async def handler(p):
        print('begun')
        while True:
            pass
"""
WAITS = """
    import asyncio
    async def handler(p):
        print('begun')
        await asyncio.sleep(99)
"""


FORKS = """
    import os, subprocess
    async def handler(p):
        subprocess.Popen(['sleep', '1000'], start_new_session=True)
        if os.fork() == 0:
            os.setsid()
        elif os.fork() == 0:
            print('begun', flush=True)
        while True:
            pass
"""


@pytest.mark.parametrize("code", [LOOPS, WAITS, FORKS], ids=["computes", "waits", "forks"])
def test_a_program_that_is_killed_leaves_no_process(app_of, mark, code):
    running = program(app_of(code), 100)
    while running.stdout.readline() != "begun\n":
        assert running.poll() is None
    left = bearing(mark)
    assert len(left) >= 2
    running.send_signal(signal.SIGKILL)
    running.communicate(timeout=10)  # its output ends when nobody has it any more
    deadline = time.monotonic() + 5
    while (bearing(mark) or guards(left)) and time.monotonic() < deadline:
        os.sched_yield()
    assert bearing(mark) == guards(left) == []


def guards(leaders):
    """The processes that guard one of *leaders*."""
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if b"webchat-guard" in words and words[-3].decode() in map(str, leaders):
                found.append(folder.name)
    return found


@pytest.mark.parametrize("code", [LOOPS, WAITS], ids=["computes", "waits"])
def test_a_loop_that_is_closed_while_calls_run_leaves_nothing(app_of, mark, code):
    running = program(app_of(code), 0.5)
    said, errors = running.communicate(timeout=20)
    assert (running.returncode, errors) == (0, "")
    assert bearing(mark) == guards(re.findall(r"runs as process (\d+)", said)) == []


@pytest.mark.parametrize("moment", [0, 0.005, 0.02, 0.05])
def test_a_loop_that_is_closed_while_a_process_starts(app_of, mark, moment):
    running = program(app_of(WAITS), moment)
    _out, errors = running.communicate(timeout=20)
    assert (running.returncode, errors) == (0, "")
    assert bearing(mark) == []


async def test_closing_twice_and_with_nothing(hosts):
    await hosts.aclose(1)
    await hosts.aclose(1)


@pytest.mark.parametrize("limit", [0.0, 0.001, 0.02, 0.1])
async def test_nothing_is_left_when_there_is_no_time_to_end(log, app_of, processes, limit):
    code = """
        import atexit, os, subprocess, time
        atexit.register(time.sleep, 100)
        async def handler(p):
            subprocess.Popen(['sleep', '1000'], start_new_session=True)
            return os.getpid()
    """
    hosts = Hosts(log)
    await hosts.call(app_of(code), "action", {})
    await hosts.aclose(limit)
    await until(lambda: not processes())


async def test_an_environment_that_cannot_be(hosts, app_of):
    app = app_of(PID, env={"NAME": "a\0b"})
    with pytest.raises(HostError, match="cannot be started: embedded null byte"):
        await hosts.call(app, "action", {})


async def test_many_processes_end_within_the_limit(hosts, app_of, processes):
    apps = [app_of(PID, name=f"app {n}") for n in range(12)]
    await asyncio.gather(*(hosts.call(app, "action", {}) for app in apps))
    assert len(processes()) == 12
    async with asyncio.timeout(3):
        await hosts.aclose(2)
    assert processes() == []


async def test_an_answer_that_nobody_waits_for_is_no_complaint(hosts, app_of, caplog):
    code = """
        import os
        async def handler(p):
            os._exit(1)
    """
    calls = [asyncio.ensure_future(hosts.call(app_of(code), "action", {})) for _ in range(3)]
    await until(lambda: hosts.processes)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    await hosts.aclose(1)
    gc.collect()
    assert caplog.text == ""
