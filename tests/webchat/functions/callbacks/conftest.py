import pytest

from tests.support.callbacks import desk


@pytest.fixture
async def callbacks(tmp_path):
    """A callback server that keeps its addresses in *tmp_path*."""
    async with desk(tmp_path) as made:
        yield made
