"""Waiting for a condition without guessing how long it takes."""

import asyncio
from collections.abc import Callable

from tests.support.clock import ManualClock


async def until(condition: Callable[[], object], limit: float = 5.0) -> None:
    """Wait until *condition* is true; a TimeoutError names it otherwise."""
    try:
        async with asyncio.timeout(limit):
            while not condition():  # noqa: ASYNC110  any condition, not an event
                await asyncio.sleep(0.002)
    except TimeoutError:
        raise AssertionError(f"It never came true: {condition}") from None


async def passing(
    clock: ManualClock, condition: Callable[[], object], limit: float = 5.0, step: float = 0.1
) -> None:
    """Let time pass by *clock*, some seconds in each step, until *condition* is true."""
    try:
        async with asyncio.timeout(limit):
            while not condition():
                await clock.advance(step)
                await asyncio.sleep(0.002)
    except TimeoutError:
        raise AssertionError(f"It never came true: {condition}") from None
