"""Centres that are closed again, whose threads must be gone then."""

import itertools
import threading
from contextlib import asynccontextmanager

import pytest

from tests.support.clock import ManualClock
from webchat.centre.embedded import EmbeddedCentre
from webchat.model import Member


def counted_ids():
    """An id source that can be foretold: CH1, IM2, IM3."""
    numbers = itertools.count(1)
    return lambda prefix: f"{prefix}{next(numbers)}"


@asynccontextmanager
async def opened(path, ids=None):
    """An open centre; nothing of it runs on afterwards."""
    centre = EmbeddedCentre(path, clock=ManualClock(), ids=ids or counted_ids())
    await centre.open()
    try:
        yield centre
    finally:
        await centre.aclose()
        assert not [one.name for one in threading.enumerate() if "centre" in one.name]


@pytest.fixture
def open_centre():
    return opened


@pytest.fixture(params=["file", "memory"])
async def centre(request, tmp_path):
    async with opened(tmp_path / "centre.db" if request.param == "file" else None) as centre:
        yield centre


@pytest.fixture
async def file_centre(tmp_path):
    async with opened(tmp_path / "centre.db") as centre:
        yield centre


@pytest.fixture
def ada():
    return Member("ada", "Ada")


@pytest.fixture
def bob():
    return Member("bob", "Bob", avatar="bob.png")


@pytest.fixture
async def chat(centre, ada, bob):
    """The sid of a channel of Ada's that Bob has joined."""
    sid = (await centre.open_channel(ada)).sid
    await centre.join(sid, bob)
    return sid
