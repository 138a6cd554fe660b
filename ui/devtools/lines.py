"""Which line of the list shows what, when some invocations are folded and others are not.

A tree view of Qt lays out all its rows anew after each insertion: 60 ms at 10,000 invocations, in
the middle of somebody's typing. Here a line is a pair (serial number of the invocation, number of
the child or -1) in one sorted list, so that an addition at the end costs nothing, one in the middle
moves some pointers, and finding a line is a bisection.
"""

import bisect
from collections.abc import Iterable
from typing import TypeAlias

Line: TypeAlias = tuple[int, int]
_OWN = -1


class Lines:
    """The lines in the order in which they stand; folded children have none."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._folded: set[int] = set()

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: int) -> Line:
        return self._lines[number]

    def find(self, serial: int, child: int = _OWN) -> int | None:
        """Return the number of the line that shows this, or None if none does."""
        number = self._place(serial, child)
        found = number < len(self._lines) and self._lines[number] == (serial, child)
        return number if found else None

    def reset(self, rows: Iterable[tuple[int, int]]) -> None:
        """Begin anew with pairs of serial number and number of children."""
        self._lines = []
        for serial, children in rows:
            self._lines += self._of(serial, children)

    def reset_all(self, rows: Iterable[tuple[int, int]], *, folded: bool) -> None:
        """Begin anew, with all of them folded or none."""
        rows = tuple(rows)
        self._folded = {serial for serial, children in rows if children} if folded else set()
        self.reset(rows)

    def append(self, serial: int, children: int) -> None:
        """Add an invocation that began after all others."""
        self._lines += self._of(serial, children)

    def add_children(self, serial: int, first: int, last: int) -> int:
        """Add the children *first* to *last* of an invocation; return how many lines that made."""
        if serial in self._folded:
            return 0
        at = self._place(serial, first)
        self._lines[at:at] = [(serial, child) for child in range(first, last + 1)]
        return last - first + 1

    def drop_until(self, serial: int) -> int:
        """Take away everything that began before *serial*; return how many lines that were."""
        count = self._place(serial, _OWN)
        self._folded = {one for one in self._folded if one >= serial}
        del self._lines[:count]
        return count

    def is_folded(self, serial: int) -> bool:
        """Whether the children of this invocation are hidden."""
        return serial in self._folded

    def fold(self, serial: int) -> None:
        """Hide the children of an invocation."""
        self._folded.add(serial)
        del self._lines[self._place(serial, 0) : self._place(serial + 1, _OWN)]

    def unfold(self, serial: int, children: int) -> None:
        """Show the children of an invocation, of which there are so many."""
        if serial in self._folded:
            self._folded.discard(serial)
            self.add_children(serial, 0, children - 1)

    def _of(self, serial: int, children: int) -> list[Line]:
        shown = 0 if serial in self._folded else children
        return [(serial, child) for child in range(_OWN, shown)]

    def _place(self, serial: int, child: int) -> int:
        return bisect.bisect_left(self._lines, (serial, child))
