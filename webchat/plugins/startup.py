"""Brings back the plugins of the last time, and leaves off the one that keeps spoiling starts.

A start is counted as failed before it is tried, and as good once it was: so a plugin that ends
the whole program in its ``init`` counts too. After three in a row it is only listed.
"""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from webchat.plugins.memory import PluginMemory, Remembered
from webchat.plugins.records import PluginFault
from webchat.plugins.roster import Roster
from webchat.plugins.runner import Runner

START_FAILURES = 3
"""After how many failed starts in a row a plugin is left off."""
_log = logging.getLogger(__name__)


async def restore(
    memory: PluginMemory, roster: Roster, enter: Callable[[Path], Runner]
) -> tuple[str, ...]:
    """Load what *memory* lists, in its order, all at once.

    Args:
        memory: What there was the last time.
        roster: Those that are there already are passed over.
        enter: Makes an entry for a path.

    Returns:
        A sentence for each plugin that was left off.
    """
    notes: list[str] = []
    starting = []
    for known in memory.plugins:
        if roster.find(known.path) is not None:
            continue
        runner = enter(known.path)
        if not known.enabled:
            runner.disabled()
        elif known.start_failures >= START_FAILURES:
            notes.append(_leave_off(known, runner))
        else:
            memory.count_start(known.path, known.start_failures + 1)
            starting.append(_start(memory, runner))
    await asyncio.gather(*starting)
    return tuple(notes)


def _leave_off(known: Remembered, runner: Runner) -> str:
    message = (
        f"It failed at start {known.start_failures} times in a row and was left off; "
        "enable it to try again."
    )
    runner.disabled(PluginFault(message, known.path))
    note = f"Plugin {runner.plugin.name}: {message}"
    _log.warning(note)
    return note


async def _start(memory: PluginMemory, runner: Runner) -> None:
    await runner.start()
    await runner.join()
    if runner.version is not None:
        memory.count_start(runner.plugin.path, 0)
