"""Writing the recorded actions to a file: one invocation a line, under the documented names.

What is known to be secret is masked.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from ui.models.masking import masked
from webchat.actions import Invocation


def write_actions(invocations: Iterable[Invocation], path: Path) -> int:
    """Write every invocation as a line of JSON.

    Args:
        invocations: Oldest first.
        path: The file; one that is there is replaced, but only once the new one is whole.

    Returns:
        How many were written.

    Raises:
        OSError: The file cannot be written.
    """
    count = 0
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        for invocation in invocations:
            line = json.dumps(invocation.as_json(), ensure_ascii=False)
            file.write(masked(line) + "\n")
            count += 1
    fresh.replace(path)
    return count
