"""The action layer behaves as the recorded reference does, scenario by scenario."""

import json
from pathlib import Path

import pytest

from tests.conformance.interpreter import Scenario

SCENARIOS = [
    scenario
    for path in sorted((Path(__file__).parent / "scenarios").glob("*.json"))
    for scenario in json.loads(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[one["id"] for one in SCENARIOS])
async def test_the_trace_is_the_recorded_one(scenario):
    assert await Scenario(scenario).run() == scenario["expect"]


def test_no_scenario_went_missing():
    assert len(SCENARIOS) == 129
