"""The log: a file in the data folder, and stderr when somebody debugs.

One file of the last time is kept when it has grown long; that is looked at once, at the start.
"""

import logging
import sys
from pathlib import Path

from webchat.undo import Undo, once

FILE_NAME = "webchat.log"
_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_LONG = 1_000_000  # bytes


def start_logging(folder: Path, *, is_debug: bool) -> Undo:
    """Write the log into *folder*.

    Args:
        folder: Exists and can be written to.
        is_debug: Write everything, and to stderr too; else warnings and what matters.

    Returns:
        An undo that closes the file.

    Raises:
        OSError: The file cannot be opened.
    """
    file = folder / FILE_NAME
    if file.exists() and file.stat().st_size > _LONG:
        file.replace(file.with_suffix(".old.log"))
    handlers: list[logging.Handler] = [logging.FileHandler(file, encoding="utf-8")]
    if is_debug:
        handlers.append(logging.StreamHandler(sys.stderr))
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG if is_debug else logging.INFO)
    for handler in handlers:
        handler.setFormatter(logging.Formatter(_FORMAT))
        root.addHandler(handler)

    def stop() -> None:
        root.setLevel(before)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()

    return once(stop)
