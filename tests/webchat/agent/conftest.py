import pytest

from tests.support.simulation import simulation


@pytest.fixture
async def sim():
    """A person on duty, and the concierge to hand over to."""
    async with simulation(agent="person") as one:
        yield one


@pytest.fixture
def desk(sim):
    return sim.desk


@pytest.fixture
def ada(sim):
    return sim.webchat
