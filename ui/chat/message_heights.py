"""The heights of all rows, so that a place in the list is found without adding them up.

A Fenwick tree: the offset of a row, the row at an offset and the change of one height each
take a logarithm of the number of rows. Rows that are added at the end cost as little; rows put
in further up cost as many steps as there are rows below them.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate


class Heights:
    """Row heights in whole pixels, with their prefix sums."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights: list[int] = []
        self._tree: list[int] = [0]
        self.splice(0, 0, list(heights))

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, row: int) -> int:
        return self._heights[row]

    @property
    def total(self) -> int:
        """All heights together."""
        return self.offset(len(self._heights))

    def offset(self, row: int) -> int:
        """Return where *row* begins: the sum of the heights above it."""
        tree, total = self._tree, 0
        while row:
            total += tree[row]
            row &= row - 1
        return total

    def row_at(self, offset: int) -> int:
        """Return the row that covers *offset*; the last one beyond the end, 0 before the start.

        Raises:
            IndexError: There are no rows.
        """
        if not self._heights:
            raise IndexError("A list without rows has none at any offset.")
        tree, row = self._tree, 0
        step = 1 << (len(self._heights).bit_length() - 1)
        while step:
            after = row + step
            if after < len(tree) and tree[after] <= offset:
                row = after
                offset -= tree[after]
            step >>= 1
        return min(row, len(self._heights) - 1)

    def set(self, row: int, height: int) -> None:
        """Give one row another height."""
        change = height - self._heights[row]
        self._heights[row] = height
        tree, at = self._tree, row + 1
        while change and at < len(tree):
            tree[at] += change
            at += at & -at

    def splice(self, row: int, removed: int, added: Sequence[int]) -> None:
        """Take *removed* rows away from *row* on, and put rows of the heights *added* there."""
        self._heights[row : row + removed] = added
        sums = [0, *accumulate(self._heights[row:], initial=self.offset(row))]
        # sums[i - row + 1] is the offset of row i; what lies above comes from the tree that stands
        tree = self._tree
        del tree[row + 1 :]
        for at in range(row + 1, len(self._heights) + 1):
            start = at & (at - 1)
            above = sums[start - row + 1] if start >= row else self.offset(start)
            tree.append(sums[at - row + 1] - above)
