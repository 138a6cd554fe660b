"""Runs of real apps in a real simulation, by a clock that stands still."""

import pytest

from tests.support.function_bench import function_bench


@pytest.fixture
async def bench(tmp_path):
    async with function_bench(tmp_path / "apps") as bench:
        yield bench
