"""Finds node, which runs functions in JavaScript as they are."""

import shutil
from pathlib import Path

OLDEST = 18
"""The oldest version that is known to work: Debian 12's."""
NO_NODE = (
    "Functions in JavaScript need node, and there is none on the PATH. Install it: on Debian and "
    "Ubuntu by “apt-get install nodejs”, elsewhere from nodejs.org."
)


def find_node() -> Path | None:
    """Return node's path, or None where there is none; :data:`NO_NODE` says what to do then."""
    found = shutil.which("node") or shutil.which("nodejs")
    return None if found is None else Path(found)


def too_old(version: str) -> str | None:
    """Say that ``node 16.20.2``, say, is too old; None for what is not, such as Python."""
    major = version.removeprefix("node ").partition(".")[0]
    if major.isdigit() and int(major) < OLDEST:
        return f"functions in JavaScript need node {OLDEST} or later, and this is {version}"
    return None
