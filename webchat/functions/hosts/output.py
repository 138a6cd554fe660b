"""From the bytes that a process prints to lines of the log, however many there are.

A process may print a hundred megabytes in one call. Every byte is read, so that it is never held
up, but only so many lines in a second are kept: the others are counted, and the count is noted.
"""

import asyncio
import re
from collections.abc import Callable

from webchat.functions.log import LONGEST_LINE

LINES_PER_SECOND = 1000
"""So many lines of one stream are kept; a page of text many times over."""
_SECOND = 1.0
_PAUSE = 0.2  # after so long the beginning of a line is shown, too
_HELD = 2 * LONGEST_LINE  # bytes of a line without an end; the log masks it, then cuts it
_TAIL = 8000
_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")


class Output:
    """One stream of one process."""

    def __init__(self, write: Callable[[str], object], note: Callable[[str], object]) -> None:
        """Make one; used inside a running loop.

        Args:
            write: Takes a line that was printed.
            note: Takes a sentence about what was left out.
        """
        self._write = write
        self._note = note
        self._begun = b""  # of a line without an end
        self._is_skipping = False  # up to the end of a line
        self._left = LINES_PER_SECOND
        self._lines_left_out = 0
        self._bytes_left_out = 0
        self._tail = b""
        self._window: asyncio.TimerHandle | None = None
        self._pause: asyncio.TimerHandle | None = None

    @property
    def last_words(self) -> str:
        """The last lines, also of those that were left out."""
        return _text(self._tail).strip()

    def feed(self, data: bytes) -> None:
        """Take what the process has printed."""
        self._tail = (self._tail + data[-_TAIL:])[-_TAIL:]
        if self._window is None:
            self._window = asyncio.get_running_loop().call_later(_SECOND, self._begin_anew)
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None
        if self._is_skipping:
            data = self._skipped(data)
            if self._is_skipping:
                return
        *lines, rest = (self._begun + data).split(b"\n", max(0, self._left))
        self._begun = b""
        for line in lines:
            self._write(_text(line[:_HELD]))
        self._left -= len(lines)
        if self._left <= 0:
            self._leave_out(rest)
        else:
            self._hold(rest)

    def end(self) -> None:
        """Show what is left; nothing more will come."""
        for timer in (self._window, self._pause):
            if timer is not None:
                timer.cancel()
        self._show_begun()
        self._begin_anew()

    def _skipped(self, data: bytes) -> bytes:
        """Return what follows the line that is left out; empty while it goes on."""
        rest, end, data = data.partition(b"\n")
        self._bytes_left_out += len(rest) + len(end)
        self._is_skipping = not end
        return data

    def _leave_out(self, data: bytes) -> None:
        self._is_skipping = bool(data) and not data.endswith(b"\n")
        self._lines_left_out += data.count(b"\n") + self._is_skipping
        self._bytes_left_out += len(data)

    def _hold(self, rest: bytes) -> None:
        """Keep the beginning of a line until the rest of it comes, or does not come for long."""
        self._begun = rest
        if len(rest) > _HELD:
            self._show_begun()
            self._is_skipping = True
            self._bytes_left_out += len(rest) - _HELD
        elif rest:
            self._pause = asyncio.get_running_loop().call_later(_PAUSE, self._show_begun)

    def _show_begun(self) -> None:
        begun, self._begun = self._begun, b""
        if begun:
            self._write(_text(begun[:_HELD]))
            self._left -= 1

    def _begin_anew(self) -> None:
        self._window = None
        self._left = LINES_PER_SECOND
        lines, size = self._lines_left_out, self._bytes_left_out
        self._lines_left_out = self._bytes_left_out = 0
        if lines:
            self._note(f"{lines:,} more lines ({size / 1000:,.0f} kB) came too fast to be kept.")
        elif size > _HELD:
            self._note(f"{size / 1000:,.0f} kB more of a line were not kept.")


def _text(line: bytes) -> str:
    """Return the text of *line* without what steers a terminal."""
    return _CONTROLS.sub("", line.decode("utf-8", "replace"))
