"""What was open goes on at the next start: from a file, after an end or after a kill -9."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.clock import ManualClock
from tests.support.function_bench import function_bench
from tests.support.waiting import until

AUTOMATION = 'kind = "automation"'
AWAIT = 'kind = "await"'
TRIGGER = 'kind = "trigger"\npoll_interval = 30'
AGAIN = 'return {"output": {"retry": {"delay": 60}}}'
NEVER = """
    import asyncio
    await asyncio.Event().wait()
"""
COUNTS = 'return {"output": {"state": p["context"].get("state", "") + "x"}}'
WEBHOOK = """
import base64, json

async def handler(p):
    token = base64.b64decode(p["input"]["body_base64"]).decode().strip('"')
    return {"callback": {"token": token}, "output": {"status": "completed"}}
"""


@pytest.fixture
def start_program(tmp_path):
    """Start a simulation on the same data folder, with the same apps, as often as one likes."""
    clock = ManualClock()
    return lambda: function_bench(tmp_path / "apps", clock=clock, data_dir=tmp_path / "data")


async def test_a_retry_that_was_planned_comes_after_the_restart(start_program):
    async with start_program() as first:
        token = await first.start(await first.app(said=AUTOMATION, action=AGAIN))
        await first.become(token, "retrying")
        await first.clock.advance(20)
    async with start_program() as second:
        await second.functions.restore()
        (sleeper,) = await sleeping(second)
        assert sleeper.until == second.clock.timestamp() + 40
        await second.clock.advance(40)
        await until(second.calls)
        assert second.calls()[0]["context"]["attempts"] == second.run(token).attempts == 2


async def sleeping(bench):
    await until(lambda: bench.functions.clock.sleepers)
    return bench.functions.clock.sleepers


async def test_a_retry_that_was_due_meanwhile_comes_at_once(start_program):
    async with start_program() as first:
        token = await first.start(await first.app(said=AUTOMATION, action=AGAIN))
        await first.become(token, "retrying")
        clock = first.clock
    await clock.advance(1000)
    async with start_program() as second:
        await second.functions.restore()
        await until(lambda: second.run(token).attempts == 2)


async def test_skipped_time_is_not_waited_for_after_a_restart(start_program):
    async with start_program() as first:
        app = await first.app(said=AUTOMATION, action=AGAIN)
        first.functions.clock.skip(86_400)
        token = await first.start(app)
        await first.become(token, "retrying")
    async with start_program() as second:
        await second.functions.restore()
        assert (await sleeping(second))[0].until == second.clock.timestamp() + 60


async def test_who_cannot_wait_after_a_restart_need_not(start_program):
    async with start_program() as first:
        token = await first.start(await first.app(said=AUTOMATION, action=AGAIN))
        await first.become(token, "retrying")
    async with start_program() as second:
        await second.functions.restore()
        second.processes.run_now(token)
        await until(second.calls)


async def test_one_whose_function_ran_at_the_end_has_failed_and_is_not_called_again(start_program):
    async with start_program() as first:
        token = await first.start(await first.app(said=AUTOMATION, action=NEVER))
        await until(first.calls)
    async with start_program() as second:
        await second.functions.restore()
        run = second.run(token)
        assert run.status == "failed"
        assert "The program ended while its function ran" in run.message
        assert second.calls() == []


async def test_a_run_is_in_the_file_before_its_function_knows_the_token(start_program, tmp_path):
    kept = tmp_path / "data" / "functions" / "runs.json"
    action = f"""
    import pathlib
    known = p["callback"]["token"] in pathlib.Path({str(kept)!r}).read_text()
    return {{"output": {{"status": "completed", "message": str(known)}}}}
    """
    async with start_program() as bench:
        app = await bench.app(said=AUTOMATION, action=action)
        for _ in range(5):  # after the first one everything is warm, and a call takes no time
            run = await bench.become(await bench.start(app), "completed")
            assert run.message == "True"


async def test_an_await_goes_on_waiting_at_the_same_address(start_program):
    async with start_program() as first:
        app = await first.app(said=AWAIT, action='return {"output": {}}', webhook=WEBHOOK)
        token = await first.start(app)
        await first.become(token, "waiting")
        url = first.calls()[0]["callback"]["webhook"]
    async with start_program() as second:
        await second.functions.restore()
        assert await second.post(url, token) == 200
        assert second.run(token).status == "completed"


async def test_a_trigger_that_was_active_is_polled_on_with_its_state(start_program):
    async with start_program() as first:
        token = await first.start(await first.app(said=TRIGGER, action=COUNTS))
        await first.become(token, "retrying")
        activated = first.calls()[0]["context"]["trigger_activation_time"]
    async with start_program() as second:
        await second.functions.restore()
        assert await second.skip() == 30
        await until(second.calls)
        await second.become(token, "retrying")
        (given,) = second.calls()
        assert given["context"]["state"] == "x"
        assert given["context"]["trigger_activation_time"] == activated
        assert second.run(token).state == "xx"


async def test_a_trigger_that_was_stopped_stays_so(start_program):
    async with start_program() as first:
        token = await first.start(await first.app(said=TRIGGER, action=COUNTS))
        await first.become(token, "retrying")
        await first.processes.stop(token)
    async with start_program() as second:
        await second.functions.restore()
        await second.clock.advance(1000)
        assert second.functions.clock.sleepers == ()
        assert second.calls() == []
        assert second.run(token).status == "cancelled"


async def test_files_of_runs_that_are_forgotten_are_removed_at_the_next_start(
    start_program, tmp_path
):
    left = tmp_path / "data" / "functions" / "files"
    async with start_program() as first:
        token = await first.start(await first.app(said=AUTOMATION, action=AGAIN))
        await first.become(token, "retrying")
        for name in (token, "FRgone"):
            (left / name).mkdir(parents=True)
            (left / name / "a.txt").write_text("a")
    async with start_program() as second:
        await second.functions.restore()
        assert [one.name for one in left.iterdir()] == [token]


PROGRAM = """
import asyncio, sys
from pathlib import Path
from webchat import Config, Simulator
from webchat.functions.builds import Built

async def main():
    data, folder = map(Path, sys.argv[1:])
    async with Simulator(Config(agent="none", data_dir=data)) as sim:
        functions = sim.functions
        await functions.restore()
        if not list(functions.runs):
            app = (await functions.apps.load(folder)).app
            await functions.processes.start(app, Built())
        await asyncio.Event().wait()

asyncio.run(main())
"""
POLL = """
import json, pathlib

async def handler(p):
    state = int(p["context"].get("state") or 0)
    with pathlib.Path(__file__).with_name("polls.log").open("a") as log:
        log.write(json.dumps([state, p["context"]["trigger_activation_time"]]) + "\\n")
    one = {"id": "1", "key": "n", "label": "N", "type": "string"}
    groups = [{"variables": [{**one, "value": str(state + n)}]} for n in range(5)]
    return {"output": {"state": str(state + 5), "variable_groups": groups}}
"""
KILLED_AFTER = (0.0, 0.002, 0.005, 0.02)
"""Seconds after a poll has begun: while it is called, and while its flows are written."""


async def test_a_kill_in_mid_flight_loses_no_state_and_starts_no_flow_twice(
    start_program, tmp_path
):
    """Whatever the file says belongs together: as many flows as the state has counted."""
    log = tmp_path / "apps" / "app" / "polls.log"
    async with start_program() as bench:
        await bench.app(said=TRIGGER.replace("30", "1"), action=POLL)
        await bench.functions.apps.unload("app")
    for seconds in KILLED_AFTER:
        await run_and_kill(tmp_path, log, seconds)
        check_what_was_kept(tmp_path / "data")
    polled = [json.loads(line) for line in log.read_text().splitlines()]
    assert len({activated for _state, activated in polled}) == 1
    states = [state for state, _activated in polled]
    assert states == sorted(states)
    assert set(states) == set(range(0, max(states) + 1, 5))


async def run_and_kill(tmp_path, log, seconds):
    """Run the program until its second poll, and kill it some seconds after that has begun."""
    wanted = lines(log) + 2
    arguments = [str(tmp_path / "data"), str(tmp_path / "apps" / "app")]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, *arguments, cwd=Path.cwd(), stderr=subprocess.PIPE
    )
    try:
        await until(lambda: lines(log) >= wanted or process.returncode is not None, limit=60)
        await asyncio.sleep(seconds)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        _out, err = await process.communicate()
    assert process.returncode == -signal.SIGKILL, err.decode()


def lines(log):
    return len(log.read_text().splitlines()) if log.exists() else 0


def check_what_was_kept(data):
    kept = json.loads((data / "functions" / "runs.json").read_text())["runs"]
    (trigger,) = [one for one in kept if one["status"] not in {"completed", "failed"}]
    flows = [one for one in kept if one["token"] != trigger["token"]]
    assert [one["input"]["n"] for one in flows] == [
        str(n) for n in range(int(trigger["state"] or 0))
    ]
