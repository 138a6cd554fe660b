"""Everything that is added can be taken away: the undo that every ``add`` returns.

An undo is called without arguments, may be called any number of times, and takes away exactly
the thing whose addition returned it.
"""

from collections.abc import Callable
from typing import TypeAlias

Undo: TypeAlias = Callable[[], None]


def once(undo: Undo) -> Undo:
    """Make *undo* harmless when it is called again."""
    done = False

    def run() -> None:
        nonlocal done
        if not done:
            done = True
            undo()

    return run
