"""A server that gives tokens, and a clock that stands still."""

import pytest

from tests.support.clock import ManualClock
from tests.support.oauth_server import oauth_server


@pytest.fixture
async def server():
    async with oauth_server() as running:
        yield running


@pytest.fixture
def clock():
    return ManualClock()
