"""The heights of all rows, so that a place in the list is found without adding them up.

Rows stand in blocks, and a block knows its sum. Finding a place, adding rows anywhere, a page of
history above all others as well as a message below, and the change of one height touch one block
and the list of sums, of which there are a few hundred for a hundred thousand rows.

Heights are guessed block by block, when somebody asks for a row in it. Until then a block is worth
what its rows would be on an average, and after a change of width what it was worth before, scaled:
so neither opening a long conversation nor widening its window looks at every message.
"""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

_BLOCK = 256  # rows; one of twice as many is split
_UNKNOWN = 60.0  # pixels, of a row before any was guessed


class Guess(NamedTuple):
    """Heights of rows that were not laid out.

    Attributes:
        heights: In whole pixels.
        wrapping: How much of their sum depends on the width.
    """

    heights: list[int]
    wrapping: int


class _Block:
    """Some rows; without their heights, only an estimate of the sum."""

    __slots__ = ("count", "heights", "total", "wrapping")

    def __init__(self, count: int, per_row: float = 0.0, share: float = 0.0) -> None:
        self.count = count
        self.heights: list[int] | None = None
        self.total = round(count * per_row)
        self.wrapping = self.total * share


class Heights:
    """Row heights in whole pixels, with their prefix sums."""

    def __init__(self, guess: Callable[[int, int], Guess], count: int = 0) -> None:
        """Begin with rows whose heights nobody knows.

        Args:
            guess: Returns about how tall the rows from one number up to another are.
            count: How many rows there are.
        """
        self._guess = guess
        self._blocks: list[_Block] = []
        self._starts: list[int] = [0]  # the number of the first row of each block, and the count
        self._sums: list[int] | None = None
        self._add_blocks(0, count)
        if count:
            self._estimate_from(len(self._blocks) - 1)  # a conversation is opened at its end

    def __len__(self) -> int:
        return self._starts[-1]

    def __getitem__(self, row: int) -> int:
        number = self._block_of(row)
        return self._known(number)[row - self._starts[number]]

    @property
    def total(self) -> int:
        """All heights together, as far as they are known."""
        return self._prefix()[-1]

    def offset(self, row: int) -> int:
        """Return where *row* begins: the sum of the heights above it."""
        if row >= len(self):
            return self.total
        number = self._block_of(row)
        inside = row - self._starts[number]
        above = sum(self._known(number)[:inside]) if inside else 0
        return self._prefix()[number] + above

    def row_at(self, offset: int) -> int:
        """Return the row that covers *offset*; the last one beyond the end, 0 before the start.

        Raises:
            IndexError: There are no rows.
        """
        if not len(self):
            raise IndexError("A list without rows has none at any offset.")
        number = min(max(bisect_right(self._prefix(), offset) - 1, 0), len(self._blocks) - 1)
        heights = self._known(number)
        sums = list(accumulate(heights, initial=self._prefix()[number]))
        inside = min(max(bisect_right(sums, offset) - 1, 0), len(heights) - 1)
        return self._starts[number] + inside

    def set(self, row: int, height: int) -> None:
        """Give one row another height."""
        number = self._block_of(row)
        heights, inside = self._known(number), row - self._starts[number]
        change = height - heights[inside]
        if change:
            heights[inside] = height
            self._blocks[number].total += change
            self._sums = None

    def splice(self, row: int, removed: int, added: int) -> None:
        """Take *removed* rows away from *row* on, and let *added* unknown ones stand there."""
        removed = min(removed, len(self) - row)
        while removed > 0:
            removed -= self._remove_some(row, removed)
        if not added:
            return
        number = self._block_of(max(row - 1, 0)) if len(self) else -1
        if number < 0 or added > _BLOCK:
            self._add_blocks(self._split(row), added)
            return
        block, inside = self._blocks[number], row - self._starts[number]
        block.count += added
        self._renumber()
        if block.heights is None:
            block.total += round(added * self._per_row()[0])
        else:
            guess = self._guess(row, row + added)
            block.heights[inside:inside] = guess.heights
            block.total += sum(guess.heights)
            block.wrapping += guess.wrapping
        if block.count > 2 * _BLOCK:
            self._split(self._starts[number] + block.count // 2)
        self._sums = None

    def rescale(self, ratio: float) -> None:
        """Forget all heights, because lines are as long now as *ratio* of them were before."""
        for block in self._blocks:
            fixed = block.total - block.wrapping
            block.heights = None
            block.wrapping *= ratio
            block.total = round(fixed + block.wrapping)
        self._sums = None

    def _block_of(self, row: int) -> int:
        return min(bisect_right(self._starts, row) - 1, len(self._blocks) - 1)

    def _known(self, number: int) -> list[int]:
        """Return the heights of a block, guessed now if need be."""
        block = self._blocks[number]
        if block.heights is None:
            start = self._starts[number]
            guess = self._guess(start, start + block.count)
            block.heights = guess.heights
            block.total, block.wrapping = sum(guess.heights), float(guess.wrapping)
            self._sums = None
        return block.heights

    def _prefix(self) -> list[int]:
        """Return where each block begins, and the end."""
        if self._sums is None:
            self._sums = list(accumulate((block.total for block in self._blocks), initial=0))
        return self._sums

    def _per_row(self) -> tuple[float, float]:
        """Return the average height of the rows that are known, and its share that wraps."""
        known = [block for block in self._blocks if block.heights]
        total = sum(block.total for block in known)
        if not total:
            return _UNKNOWN, 0.5
        count = sum(block.count for block in known)
        return total / count, sum(block.wrapping for block in known) / total

    def _estimate_from(self, number: int) -> None:
        """Take a block for what all others are like."""
        self._known(number)
        per_row, share = self._per_row()
        for other in self._blocks:
            if other.heights is None:
                other.total = round(other.count * per_row)
                other.wrapping = other.total * share
        self._sums = None

    def _add_blocks(self, number: int, count: int) -> None:
        """Put unknown rows before the block of a number."""
        per_row, share = self._per_row()
        sizes = [_BLOCK] * (count // _BLOCK) + [count % _BLOCK] * bool(count % _BLOCK)
        self._blocks[number:number] = [_Block(size, per_row, share) for size in sizes]
        self._renumber()

    def _remove_some(self, row: int, most: int) -> int:
        """Take rows of one block away; return how many."""
        number = self._block_of(row)
        block, inside = self._blocks[number], row - self._starts[number]
        count = min(most, block.count - inside)
        if count == block.count:
            del self._blocks[number]
        else:
            block.wrapping -= block.wrapping * count / block.count
            if block.heights is None:
                block.total -= round(block.total * count / block.count)
            else:
                block.total -= sum(block.heights[inside : inside + count])
                del block.heights[inside : inside + count]
            block.count -= count
        self._renumber()
        return count

    def _split(self, row: int) -> int:
        """Let a block begin at *row*; return its number."""
        number = self._block_of(row)
        if number < 0 or row >= len(self):
            return len(self._blocks)
        inside = row - self._starts[number]
        if not inside:
            return number
        block = self._blocks[number]
        share = inside / block.count
        upper, lower = _Block(inside), _Block(block.count - inside)
        upper.wrapping, lower.wrapping = block.wrapping * share, block.wrapping * (1 - share)
        if block.heights is None:
            upper.total = round(block.total * share)
        else:
            upper.heights, lower.heights = block.heights[:inside], block.heights[inside:]
            upper.total = sum(upper.heights)
        lower.total = block.total - upper.total
        self._blocks[number : number + 1] = [upper, lower]
        self._renumber()
        return number + 1

    def _renumber(self) -> None:
        self._starts = list(accumulate((block.count for block in self._blocks), initial=0))
        self._sums = None
