"""A simulation without an agent, and a folder for plugin files."""

import pytest

from tests.support.plugins import Files
from webchat import Config, Simulator


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "plugins"
    folder.mkdir()
    return Files(folder)


@pytest.fixture
async def sim():
    async with Simulator(Config(agent="none")) as simulator:
        assert list(simulator.plugins) == []
        yield simulator


@pytest.fixture
def host(sim):
    return sim.plugins
