"""Send nothing outside opening hours.

A *before* listener looks at the clock and cancels SendMessage. What was typed stays in the
text area. The times are those of this computer; change the constants to yours.
"""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from webchat.plugins import PluginApp

OPENS = time(9, 0)
CLOSES = time(17, 0)
OPEN_DAYS = range(5)  # Monday is 0


def is_open(now: datetime) -> bool:
    """Whether somebody is there to read at *now*."""
    return now.weekday() in OPEN_DAYS and OPENS <= now.time() < CLOSES


def init(app: PluginApp) -> None:
    """Listen before SendMessage."""

    @app.webchat.actions.before("SendMessage")
    def check(_payload: Any, cancel: Callable[[], None]) -> None:
        if not is_open(datetime.now().astimezone()):
            cancel()
            app.notifications.show(
                f"We are here from {OPENS:%H:%M} to {CLOSES:%H:%M} on working days. "
                "Your message was not sent.",
                "warning",
            )
