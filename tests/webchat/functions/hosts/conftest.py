"""Real processes in real folders; nothing of them may be left when a test is over."""

import asyncio
import contextlib
import os
import shutil
import textwrap
from pathlib import Path

import pytest

from tests.support.clock import ManualClock
from tests.support.waiting import until
from webchat.functions.app import AppSettings, FunctionApp, Source
from webchat.functions.hosts.hosts import Hosts
from webchat.functions.log import FunctionLog

FILES = {"python": "index.py", "node": "index.js"}
SECRET = "s3cr3t-token"


@pytest.fixture
def mark(monkeypatch):
    """What every process that a test starts has in its environment."""
    value = f"WEBCHAT_TEST_{os.urandom(8).hex()}"
    monkeypatch.setenv(value, "1")
    return value


def bearing(mark):
    """The ids of the living processes that were started by a test."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and mark.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return [pid for pid in found if pid != os.getpid()]


def descriptors():
    """What this process has open; not the one that the look itself takes."""
    found = set()
    for link in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found.add((link.name, link.readlink()))
    return found


@pytest.fixture
def processes(mark):
    """Tells which processes of the test live."""
    return lambda: bearing(mark)


@pytest.fixture
def log():
    return FunctionLog(ManualClock(), lambda text: text.replace(SECRET, "••••••"))


@pytest.fixture
async def hosts(log, mark):
    """The hosts of one test, which must leave neither process nor descriptor nor task."""
    before = descriptors()
    made = Hosts(log)
    yield made
    await made.aclose(5)
    assert bearing(mark) == []
    await until(lambda: descriptors() <= before)
    assert [task for task in asyncio.all_tasks() if "function hosts" in task.get_name()] == []


@pytest.fixture
def app_of(tmp_path):
    """Makes an app of one file."""

    def make(code, language="python", *, name="orders", folder=None, **settings):
        if language == "node" and shutil.which("node") is None:
            pytest.fail("These tests need node; the README's second command installs it.")
        where = folder or tmp_path / name
        where.mkdir(parents=True, exist_ok=True)
        path = where / FILES[language]
        path.write_text(textwrap.dedent(code).lstrip("\n"), encoding="utf-8")
        source = Source(language, path)
        return FunctionApp(
            name,
            name.title(),
            "action",
            {"action": source},
            where,
            settings=AppSettings(**settings),
        )

    return make


@pytest.fixture
def printed(log):
    """Tells what stands in the log of one stream."""
    return lambda stream: [one.text for one in log if one.stream == stream]
