"""What a download leaves behind: a file, or nothing."""

import asyncio
import threading

import pytest

from tests.support.waiting import until


@pytest.fixture(autouse=True)
async def _nothing_left():
    """Fail a test that leaves a task or a thread of a download behind."""
    before = asyncio.all_tasks()
    yield
    await until(lambda: not any(one.name.startswith("webchat") for one in threading.enumerate()))
    await until(lambda: asyncio.all_tasks() <= before | {asyncio.current_task()})


@pytest.fixture
def folder(tmp_path):
    """A folder that a download has to make."""
    return tmp_path / "files" / "token"
