"""A customer who has not begun yet, for the tests of the engagement."""

import pytest

from tests.support.simulation import simulation


@pytest.fixture
async def sim():
    async with simulation(context={"friendlyName": "Context", "location": "shop"}) as one:
        yield one


@pytest.fixture
def ada(sim):
    return sim.webchat
