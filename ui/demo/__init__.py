"""``webchat demo``: a whole engagement by real gestures, left behind as pictures and a record.

The demo brings its own set-up (the default form, the concierge, no session of an earlier time), so
that the way is always the same. With a display the window stays open afterwards, live.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize

from ui.app import Run, run
from ui.demo.hand import UNSEEN, DemoError, is_seen
from ui.demo.walk import Walk
from ui.options import Options
from webchat.config import Config
from webchat.errors import WebChatError

# Seconds that the concierge takes: time to be seen typing, and to minimise before it answers.
_DELAY, _DELAY_UNSEEN = 0.8, 0.3
_SIZE = QSize(1440, 900)


class Demo:
    """One run of the demo.

    Attributes:
        problem: Why it failed, a sentence, or None.
    """

    def __init__(self, out: Path) -> None:
        self.problem: str | None = None
        self._out = out

    async def __call__(self, program: Run) -> int | None:
        """Walk through the open window of *program*; None leaves it open."""
        if not is_seen():
            program.window.resize(_SIZE)
        try:
            await Walk(program.sim, program.window, self._out).go()
        except (WebChatError, OSError) as error:
            self.problem = str(error)
            return 1
        sys.stdout.write(f"The pictures and actions.jsonl are in {self._out}.\n")
        sys.stdout.flush()
        return None if is_seen() else 0


def show(options: Options, out: Path) -> int:
    """Run the demo.

    Args:
        options: What the command line asked for; the demo keeps the data folder and plugins.
        out: Where the pictures go; made if it is not there.

    Returns:
        The exit code.

    Raises:
        DemoError: A step could not be done.
        WebChatError: The data folder or *out* cannot be used.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DemoError(f"The folder {out} cannot be used ({error.strerror}).") from error
    demo = Demo(out.resolve())
    delay = _DELAY_UNSEEN if os.environ.get("QT_QPA_PLATFORM") in UNSEEN else _DELAY
    config = Config(
        data_dir=options.config.data_dir,
        disable_local_storage=True,
        start_engagement_delay=delay,
        agent_delay=delay,
    )
    code = run(replace(options, config=config), demo)
    if demo.problem is not None:
        raise DemoError(demo.problem)
    return code
