"""Notices that the loop stands still, and says at once who holds it.

While a plugin sleeps or computes in a listener, nothing else runs: no painting, no typing, and
no code of ours in the loop that could complain. So a thread asks the loop for a sign of life
over and over. When none comes, it reads where the loop's thread is and writes that to the
log; when the loop is free again, it tells those who subscribed, in the loop.
"""

import asyncio
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from webchat.undo import Undo, once

_GRACE = 0.05
_FRAMES = 12
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Blockage:
    """The loop stood still.

    Attributes:
        plugin: Whose code held it, or None where none of a plugin did.
        event: What that code was called for: an event, an action, ``init`` or ``import``.
        path: The file, or None.
        line: The line that was running, or None.
        seconds: For how long; as long as it lasts, until now.
    """

    plugin: str | None
    event: str | None
    path: Path | None
    line: int | None
    seconds: float

    def __str__(self) -> str:
        if self.plugin is None or self.path is None:
            return f"Nothing could move for {self.seconds:.1f} s."
        return (
            f"Plugin {self.plugin} held everything up for {self.seconds:.1f} s "
            f"in {self.event} ({self.path.name}:{self.line})."
        )


class Watchdog:
    """Watches the loop it is started in.

    Attributes:
        threshold: After how many seconds without a sign of life the loop counts as blocked.
    """

    def __init__(
        self,
        whose: Callable[[str], str | None],
        event_of: Callable[[str, str], str],
        *,
        threshold: float = 1.0,
    ) -> None:
        """Make a watchdog that does not watch yet.

        Args:
            whose: Tells which plugin a file name belongs to, or None. Called in the thread.
            event_of: Tells from a plugin's name and the name of its outermost function what
                that was called for. Called in the thread, while the loop stands still.
            threshold: See above.
        """
        self.threshold = threshold
        self._whose = whose
        self._event_of = event_of
        self._listeners: list[Callable[[Blockage], object]] = []
        self._stop = threading.Event()
        self._sign = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether it watches."""
        return self._thread is not None

    def subscribe(self, callback: Callable[[Blockage], object]) -> Undo:
        """Call *callback* in the loop as soon as that is free again after a blockage."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    def start(self) -> None:
        """Watch the running loop; harmless when it is watched already."""
        if self._thread is not None:
            return
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._watch,
            args=(asyncio.get_running_loop(), threading.get_ident(), self._stop),
            name="plugin watchdog",
            daemon=True,
        )
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer, and wait for the thread to end."""
        thread, self._thread = self._thread, None
        self._stop.set()
        self._sign.set()  # the thread may be waiting for it, and this loop for the thread
        if thread is not None:
            thread.join(timeout=1)

    def _watch(self, loop: asyncio.AbstractEventLoop, ident: int, stop: threading.Event) -> None:
        pause = self.threshold / 4
        while not stop.wait(pause):
            sign = self._sign = threading.Event()
            asked = time.monotonic()
            try:
                loop.call_soon_threadsafe(sign.set)
                # The grace is for a computer that slept: then both threads wake up late.
                if not sign.wait(self.threshold) and not sign.wait(_GRACE) and not stop.is_set():
                    over = self._follow(ident, asked, sign, stop)
                    loop.call_soon_threadsafe(self._tell, over)
            except RuntimeError:  # the loop has been closed
                return

    def _follow(
        self, ident: int, asked: float, sign: threading.Event, stop: threading.Event
    ) -> Blockage:
        """Log who holds the loop, and again when that changes, until the loop is free."""
        found = self._look(ident, asked, None)
        while not sign.wait(self.threshold) and not stop.is_set():
            found = self._look(ident, asked, found)
        return replace(found, seconds=time.monotonic() - asked)

    def _look(self, ident: int, asked: float, known: Blockage | None) -> Blockage:
        """Find out who holds the loop's thread, and write it to the log unless it is known."""
        frame = sys._current_frames().get(ident)  # noqa: SLF001  the documented way
        seconds = time.monotonic() - asked
        found = self._blame(frame, seconds)
        if known is not None and (found.plugin, found.event) == (known.plugin, known.event):
            return known
        stack = "".join(traceback.format_stack(frame, limit=_FRAMES)) if frame is not None else ""
        if found.plugin is None:
            _log.warning("The event loop has not turned for %.1f s:\n%s", seconds, stack)
        else:
            _log.error(
                "Plugin %s blocks the event loop: %s has not returned for %.1f s, at %s:%s\n%s",
                found.plugin,
                found.event,
                seconds,
                found.path,
                found.line,
                stack,
            )
        return found

    def _blame(self, frame: FrameType | None, seconds: float) -> Blockage:
        inner: tuple[str, str, int] | None = None
        outer = ""
        while frame is not None:
            code = frame.f_code
            plugin = self._whose(code.co_filename)
            if plugin is not None and inner is None:
                inner = plugin, code.co_filename, frame.f_lineno
            if inner is not None and plugin == inner[0]:
                outer = code.co_name
            frame = frame.f_back
        if inner is None:
            return Blockage(None, None, None, None, seconds)
        plugin, filename, line = inner
        return Blockage(plugin, self._event_of(plugin, outer), Path(filename), line, seconds)

    def _tell(self, blockage: Blockage) -> None:
        for callback in tuple(self._listeners):
            try:
                callback(blockage)
            except Exception:
                _log.exception("A listener of the watchdog failed")
