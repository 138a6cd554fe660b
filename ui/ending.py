"""The end of the program: wished once, by whomever, and over within three seconds.

A signal, the closed window and Quit all come down to :meth:`Ending.request`. From then on a
guard counts in a thread of its own, so that no plugin that holds up the loop and no thread that
hangs can keep the program from ending: when the time is over it names what still runs and
leaves.
"""

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

from webchat.undo import Undo, once

LIMIT = 3.0  # seconds from the wish to the end; a person waits no longer
SIGNALS = (signal.SIGINT, signal.SIGTERM)
_log = logging.getLogger(__name__)


class Ending:
    """When the program shall end."""

    def __init__(self, leave: Callable[[int], object] = os._exit) -> None:
        """Wait for a wish.

        Args:
            leave: Ends the process at once, with an exit code.
        """
        self._leave = leave
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wished = asyncio.Event()
        self._deadline: float | None = None
        self._asked = threading.Event()
        self._over = threading.Event()
        # Begun before it is needed: no thread can safely be started in a signal handler.
        self._guard = threading.Thread(target=self._watch, name="end in time", daemon=True)
        self._guard.start()

    @property
    def is_requested(self) -> bool:
        """Whether somebody wants to end the program."""
        return self._deadline is not None

    @property
    def left(self) -> float:
        """Seconds until the program must have ended; all of them before anybody wants it."""
        if self._deadline is None:
            return LIMIT
        return max(0.0, self._deadline - time.monotonic())

    def request(self) -> None:
        """End the program; harmless when that has been said before, and in a signal handler."""
        if self._deadline is not None:
            return
        self._deadline = time.monotonic() + LIMIT
        self._asked.set()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wished.set)

    async def wait(self) -> None:
        """Wait until somebody wants to end the program."""
        self._loop = asyncio.get_running_loop()
        if not self.is_requested:
            await self._wished.wait()

    def catch_signals(self) -> Undo:
        """Let SIGINT and SIGTERM end the program in order.

        Python's own handlers, not the loop's: they run even while a plugin holds up the loop.
        """
        before = {number: signal.signal(number, self._on_signal) for number in SIGNALS}

        def restore() -> None:
            for number, handler in before.items():
                signal.signal(number, handler)

        return once(restore)

    def over(self) -> None:
        """Say that everything has ended; what hangs on after this is named at the limit.

        Threads that still work would be waited for by the interpreter, so the guard stays then.
        """
        if not hanging_threads():
            self._over.set()
            self._asked.set()

    def _on_signal(self, number: int, _frame: object) -> None:
        _log.info("Got %s", signal.Signals(number).name)
        self.request()

    def _watch(self) -> None:
        self._asked.wait()
        if not self._over.wait(LIMIT):
            self._overdue()

    def _overdue(self) -> None:
        names = [*_task_names(self._loop), *(f"thread {one}" for one in hanging_threads())]
        what = ", ".join(names) or "the main thread"
        sentence = f"The program did not end within {LIMIT:.0f} s; still running: {what}."
        _log.error(sentence)
        sys.stderr.write(f"webchat: {sentence}\n")
        sys.stderr.flush()
        self._leave(1)


def hanging_threads() -> list[str]:
    """Return the names of the threads that the end of the interpreter would wait for."""
    alive = (one for one in threading.enumerate() if not one.daemon)
    return [one.name for one in alive if one is not threading.main_thread()]


def _task_names(loop: asyncio.AbstractEventLoop | None) -> list[str]:
    if loop is None or loop.is_closed():
        return []
    return sorted(task.get_name() for task in asyncio.all_tasks(loop))
