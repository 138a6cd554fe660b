"""What functions print, and what is said about the processes they run in.

Lines come by the thousand, so those who watch are told once in a turn of the loop. Nothing of it
is kept from one start to the next.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from webchat.clock import Clock
from webchat.undo import Undo, once

Stream: TypeAlias = Literal["stdout", "stderr", "host"]
LONGEST_LINE = 16_000
"""So many characters of a line are kept."""
_CHARACTERS = 4_000_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line.

    Attributes:
        time: When it came, in seconds since 1970.
        app: Whose it is.
        stream: Where it was printed; ``host`` for what is said about the app's process.
        text: The line without its end; secrets are masked.
    """

    time: float
    app: str
    stream: Stream
    text: str


class FunctionLog:
    """The lines of all apps, the oldest first; old ones make room for new ones."""

    def __init__(self, clock: Clock, mask: Callable[[str], str], limit: int = 5000) -> None:
        """Make an empty log.

        Args:
            clock: The time of the lines.
            mask: Takes the secrets out of a text.
            limit: How many lines are kept.
        """
        self._clock = clock
        self._mask = mask
        self._lines: deque[LogLine] = deque()
        self._limit = limit
        self._size = 0
        self._news: deque[LogLine] = deque(maxlen=limit)
        self._was_cleared = False
        self._is_telling = False
        self._listeners: list[Callable[[tuple[LogLine, ...]], object]] = []

    def __iter__(self) -> Iterator[LogLine]:
        return iter(tuple(self._lines))

    def __len__(self) -> int:
        return len(self._lines)

    def masked(self, text: str) -> str:
        """Return *text* without secrets."""
        return self._mask(text)

    def add(self, app: str, stream: Stream, text: str) -> None:
        """Add a text, line by line.

        Args:
            app: Whose it is.
            stream: Where it was printed.
            text: May hold secrets; they are masked.
        """
        now = self._clock.timestamp()
        for one in self._mask(text).split("\n"):
            line = one if len(one) <= LONGEST_LINE else f"{one[:LONGEST_LINE]} … (cut)"
            self._append(LogLine(now, app, stream, line))

    def clear(self) -> None:
        """Forget every line; who watches is told of none."""
        self._lines.clear()
        self._news.clear()
        self._size = 0
        self._was_cleared = True
        self._tell_soon()

    def subscribe(self, callback: Callable[[tuple[LogLine, ...]], object]) -> Undo:
        """Call *callback* with the new lines, once in a turn; with none after they were cleared."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    def _append(self, line: LogLine) -> None:
        self._lines.append(line)
        self._size += len(line.text)
        while len(self._lines) > self._limit or self._size > _CHARACTERS:
            self._size -= len(self._lines.popleft().text)
        if self._listeners:
            self._news.append(line)
            self._tell_soon()

    def _tell_soon(self) -> None:
        if self._listeners and not self._is_telling:
            self._is_telling = True
            asyncio.get_running_loop().call_soon(self._tell)

    def _tell(self) -> None:
        was_cleared, news = self._was_cleared, tuple(self._news)
        self._is_telling = self._was_cleared = False
        self._news.clear()
        if was_cleared:
            self._tell_all(())
        if news:
            self._tell_all(news)

    def _tell_all(self, news: tuple[LogLine, ...]) -> None:
        for callback in tuple(self._listeners):
            try:
                callback(news)
            except Exception:  # one bad listener must not lose the lines for the others
                _log.exception("A listener of the functions' log failed")
