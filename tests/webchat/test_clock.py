"""The machine's time, and ids of the documented form."""

import re
from datetime import timedelta

from webchat.clock import Clock, SystemClock, random_id


async def test_the_systems_time_goes_on():
    clock: Clock = SystemClock()
    now, monotonic = clock.now(), clock.monotonic()
    await clock.sleep(0.001)
    assert clock.monotonic() > monotonic
    assert now.utcoffset() == timedelta(0)
    assert clock.now() >= now


def test_an_id_is_its_prefix_and_32_hexadecimal_digits():
    assert re.fullmatch(r"CH[0-9a-f]{32}", random_id("CH"))
    assert random_id("CH") != random_id("CH")
