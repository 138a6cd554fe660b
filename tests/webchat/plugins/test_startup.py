"""The next start brings the plugins back; one that keeps spoiling it is left off."""

import asyncio
import json
import subprocess
import sys

import pytest

from tests.support.plugins import Files
from tests.support.waiting import until
from webchat import Config, Simulator
from webchat.plugins.memory import FILE_NAME


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def start(data):
    return Simulator(Config(agent="none", data_dir=data))


def listed(sim):
    return [(plugin.name, plugin.state) for plugin in sim.plugins]


async def test_plugins_come_back_in_their_order_and_state(files, data):
    async with start(data) as sim:
        for name in ("one", "two", "three"):
            await sim.plugins.load(files.listening(f"{name}.py"))
        sim.plugins.move("three", 0)
        await sim.plugins.disable("one")
    async with start(data) as sim:
        await sim.plugins.restore()
        assert listed(sim) == [("three", "active"), ("one", "disabled"), ("two", "active")]
        await sim.plugins.enable("one")
        assert [scope.owner for scope in sim.kinds["webchat"].scopes] == ["three", "one", "two"]
        await sim.plugins.unload("three")
    async with start(data) as sim:
        await sim.plugins.restore()
        assert listed(sim) == [("one", "active"), ("two", "active")]
        assert len(sim.plugins.recent) == 3


async def test_a_plugin_that_is_not_to_be_kept_does_not_come_back(files, data):
    async with start(data) as sim:
        await sim.plugins.load(files.listening("one.py"), keep=False)
        await sim.plugins.disable("one")
    async with start(data) as sim:
        await sim.plugins.restore()
        assert listed(sim) == []


async def test_a_safe_start_restores_nothing_and_forgets_nothing(files, data):
    async with start(data) as sim:
        await sim.plugins.load(files.listening("one.py"))
    async with start(data) as sim:
        sim.plugins.is_safe = True
        await sim.plugins.restore()
        assert listed(sim) == []
        await sim.plugins.load(files.listening("two.py"))
    async with start(data) as sim:
        await sim.plugins.restore()
        assert listed(sim) == [("one", "active"), ("two", "active")]


async def test_a_plugin_that_fails_three_starts_in_a_row_is_left_off(files, data):
    async with start(data) as sim:
        await sim.plugins.load(files.listening("one.py"))
    files.write("one.py", "raise ValueError")
    for _ in range(3):
        async with start(data) as sim:
            await sim.plugins.restore()
            assert listed(sim) == [("one", "failed")]
    files.listening("one.py")
    async with start(data) as sim:
        await sim.plugins.restore()
        assert listed(sim) == [("one", "disabled")]
        assert "failed at start 3 times" in sim.plugins.notes[0]
        assert "enable" in sim.plugins["one"].error.message
        await sim.plugins.enable("one")
        assert (sim.plugins["one"].state, sim.plugins["one"].error) == ("active", None)
    async with start(data) as sim:
        await sim.plugins.restore()
        assert listed(sim) == [("one", "active")]


async def test_a_good_start_begins_the_count_anew(files, data):
    async with start(data) as sim:
        await sim.plugins.load(files.listening("one.py"))
    for text in ("raise ValueError", "raise ValueError", "def init(app): pass") * 2:
        files.write("one.py", text)
        async with start(data) as sim:
            await sim.plugins.restore()
            assert sim.plugins["one"].state != "disabled"


def test_a_start_that_was_not_survived_counts(tmp_path, data):
    path = Files(tmp_path).write("one.py", "import os\nos._exit(9)\n")
    data.mkdir()
    (data / FILE_NAME).write_text(json.dumps({"plugins": [{"path": str(path)}]}))
    program = (
        "import asyncio, pathlib, sys, webchat\n"
        "async def main():\n"
        "    config = webchat.Config(agent='none', data_dir=pathlib.Path(sys.argv[1]))\n"
        "    async with webchat.Simulator(config) as sim:\n"
        "        await sim.plugins.restore()\n"
        "        print(sim.plugins['one'].state)\n"
        "asyncio.run(main())\n"
    )
    ends = [
        subprocess.run(
            [sys.executable, "-c", program, str(data)], capture_output=True, text=True, check=False
        )
        for _ in range(4)
    ]
    assert [one.returncode for one in ends] == [9, 9, 9, 0]
    assert ends[-1].stdout == "disabled\n"


async def test_a_plugin_that_hangs_at_start_does_not_keep_the_others_waiting(files, data):
    async with start(data) as sim:
        await sim.plugins.load(files.listening("one.py"))
        await sim.plugins.load(files.listening("two.py"))
    files.write("one.py", files.copy("never_ready.py").read_text())
    async with start(data) as sim:
        restoring = asyncio.ensure_future(sim.plugins.restore())
        await until(lambda: ("two", "active") in listed(sim))
        assert listed(sim) == [("one", "loading"), ("two", "active")]
        await sim.plugins.disable("one")
        await restoring
