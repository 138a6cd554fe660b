"""Where each row stands in the viewport, when most heights are only guessed.

A row's height is known once the row was laid out, which happens to those that come into sight. So
the flow never trusts a distance from the top: it holds on to one row, the *anchor*, and where that
one stands in the viewport, and lays the others out around it. Whatever turns out taller or shorter
than guessed moves what is out of sight, never what is read.

Above the rows there is a lead (the welcome block), below them a tail (the typing strip), both of
known height. All distances are whole pixels.
"""

from collections.abc import Callable
from typing import NamedTuple

from ui.chat.messages.message_heights import Guess, Heights


class Placed(NamedTuple):
    """A row in sight: its number, and where its top is in the viewport."""

    row: int
    top: int


class Flow:
    """The rows in their places.

    Attributes:
        lead: Height above the first row.
        tail: Height below the last one.
        sticks: Whether the end stays in sight when rows are added.
    """

    def __init__(self, measure: Callable[[int], int], guess: Callable[[int, int], Guess]) -> None:
        """Start without rows.

        Args:
            measure: Lays a row out and returns its height.
            guess: Returns about how tall the rows from one number up to another are.
        """
        self.lead = self.tail = 0
        self.sticks = True
        self._measure, self._guess = measure, guess
        self._heights = Heights(guess)
        self._known = bytearray()
        self._view = 0
        self._row = self._top = 0

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def content(self) -> int:
        """Height of everything, as far as it is known."""
        return self.lead + self._heights.total + self.tail

    @property
    def maximum(self) -> int:
        """The scroll value at the end."""
        return max(0, self.content - self._view)

    @property
    def value(self) -> int:
        """How much lies above the viewport, as far as it is known."""
        return self._start(self._row) - self._top

    # What changes

    def reset(self, count: int) -> None:
        """Begin anew with so many rows, at the end."""
        self._heights = Heights(self._guess, count)
        self._known = bytearray(count)
        self._row = self._top = 0
        self.sticks = True

    def splice(self, row: int, removed: int, added: int) -> None:
        """Take rows away and put others there, while what is in sight stays where it is.

        When the anchor itself is taken away, the next row below keeps its place.
        """
        if row <= self._row < row + removed and row + removed < len(self):
            self._hold(row + removed)
        self._heights.splice(row, removed, added)
        self._known[row : row + removed] = bytes(added)
        if self._row >= row + removed:
            self._row += added - removed
        elif self._row >= row:
            self._row = row
        self._row = max(0, min(self._row, len(self) - 1))

    def hold(self, row: int) -> None:
        """Keep what is below *row* where it is, though *row* and what is above it will change."""
        if self._row <= row < len(self) - 1:
            self._hold(row + 1)

    def forget(self, first: int, last: int) -> None:
        """Measure the rows from *first* to *last* again when they are in sight next.

        Of a single row that begins above the viewport the part in sight stays: it is read there.
        """
        if first == last == self._row and self._top < 0:
            below = self._top + self._height(first)
            if first < len(self) - 1 and 0 < below < self._view:
                self._row, self._top = first + 1, below
        self._known[first : last + 1] = bytes(last + 1 - first)

    def guess_again(self, ratio: float | None = None) -> None:
        """Forget all heights, as after a change of width; the anchor keeps its share in sight.

        Args:
            ratio: How much longer texts are now, in lines; None when that cannot be said.
        """
        before = self._heights[self._row] if len(self) else 0
        if ratio is None:
            self._heights = Heights(self._guess, len(self))
        else:
            self._heights.rescale(ratio)
        self._known = bytearray(len(self))
        if before and self._top < 0:
            self._top = self._top * self._height(self._row) // before

    def resize(self, view: int) -> None:
        """Note the height of the viewport; its top edge keeps its place unless the end sticks."""
        self._view = view

    # Where to look

    def scroll_by(self, distance: int) -> None:
        """Move on by so many pixels, down if positive."""
        self._top -= distance
        self.sticks = False

    def scroll_to(self, value: int) -> None:
        """Go to a scroll value, however far away."""
        self.sticks = False
        if len(self):
            self._row = self._heights.row_at(value - self.lead)
            self._top = self._start(self._row) - value

    def show_row(self, row: int, top: int = 0) -> None:
        """Put the top of a row at *top* of the viewport, as far as that is possible."""
        self.sticks = False
        self._row, self._top = row, top

    def height(self, row: int) -> int:
        """Return the height of a row, measured now if need be."""
        return self._height(row)

    def top(self, row: int) -> int:
        """Return where a row begins in the viewport; a guess if rows up to it are guessed."""
        return self._start(row) - self.value

    # Putting things in place

    def settle(self) -> list[Placed]:
        """Lay out what is in sight and return it; the ends of the list are never overshot."""
        if not len(self):
            self._row = self._top = 0
            return []
        if not self.sticks:
            self._normalise()
            placed = self._downward()
            if not self._reaches_end(placed[-1]):
                return self._from_start(placed)
        self.sticks = True
        self._stand_on_end()
        return self._from_start(self._downward())

    def _reaches_end(self, last: Placed) -> bool:
        end = last.top + self._height(last.row) + self.tail
        return last.row == len(self) - 1 and end <= self._view

    def _from_start(self, placed: list[Placed]) -> list[Placed]:
        """Return *placed*, or, when the start was overshot, what is in sight from there."""
        if placed[0].row or placed[0].top <= self.lead:
            return placed
        self._row, self._top = 0, self.lead
        placed = self._downward()
        self.sticks = self._reaches_end(placed[-1])
        return placed

    def _normalise(self) -> None:
        """Make the anchor the first row in sight."""
        while self._row and self._top > 0:
            self._row -= 1
            self._top -= self._height(self._row)
        while self._row < len(self) - 1 and self._top + self._height(self._row) <= 0:
            self._top += self._height(self._row)
            self._row += 1

    def _stand_on_end(self) -> None:
        """Put the end of the list at the end of the viewport."""
        self._row = len(self) - 1
        self._top = self._view - self.tail - self._height(self._row)
        while self._row and self._top > 0:
            self._row -= 1
            self._top -= self._height(self._row)

    def _hold(self, row: int) -> None:
        """Let *row*, below the anchor, be the anchor from now on, where it stands."""
        while self._row < row:
            self._top += self._height(self._row)
            self._row += 1

    def _downward(self) -> list[Placed]:
        row, top = self._row, self._top
        placed = [Placed(row, top)]
        top += self._height(row)
        row += 1
        while row < len(self) and top < self._view:
            placed.append(Placed(row, top))
            top += self._height(row)
            row += 1
        return placed

    def _height(self, row: int) -> int:
        if not self._known[row]:
            self._heights.set(row, self._measure(row))
            self._known[row] = 1
        return self._heights[row]

    def _start(self, row: int) -> int:
        return self.lead + self._heights.offset(row)
