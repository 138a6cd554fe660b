"""Heights found in blocks are those found by adding up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.chat.messages.message_heights import Guess, Heights

rows = st.lists(st.integers(0, 400), max_size=60)
BLOCK = 256


class Known:
    """A plain list of heights, and the same in blocks that ask it."""

    def __init__(self, plain):
        self.plain, self.asked = list(plain), 0
        self.heights = Heights(self.guess, len(plain))

    def guess(self, start, end):
        self.asked += end - start
        return Guess(self.plain[start:end], sum(self.plain[start:end]))

    def splice(self, row, removed, added):
        self.plain[row : row + removed] = added
        self.heights.splice(row, removed, len(added))

    def agrees(self):
        plain, heights = self.plain, self.heights
        for row in range(len(plain)):
            assert heights[row] == plain[row]
        offsets = [sum(plain[:row]) for row in range(len(plain) + 1)]
        assert len(heights) == len(plain)
        assert heights.total == sum(plain)
        assert [heights.offset(row) for row in range(len(plain) + 1)] == offsets
        return True


@given(rows, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), rows), max_size=5))
def test_a_splice_leaves_what_slice_assignment_leaves(plain, splices):
    known = Known(plain)
    for wanted, removed, added in splices:
        known.splice(min(wanted, len(known.plain)), removed, added)
    assert known.agrees()


@pytest.mark.parametrize("added", [1, 200, BLOCK, 700])
@pytest.mark.parametrize("row", [0, 5, BLOCK, 999, 1000])
def test_many_rows_come_and_go_over_the_edges_of_blocks(row, added):
    known = Known(range(1000))
    known.splice(row, 0, [7] * added)
    assert known.agrees()
    known.splice(max(row - 300, 0), 600, [])
    assert known.agrees()


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60), st.data())
def test_the_row_at_an_offset_is_the_one_that_covers_it(plain, data):
    heights = Known(plain).heights
    offset = data.draw(st.integers(0, sum(plain) - 1))
    row = heights.row_at(offset)
    assert heights.offset(row) <= offset < heights.offset(row + 1)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.data())
def test_setting_one_height_moves_the_rows_below_it(plain, data):
    known, row = Known(plain), data.draw(st.integers(0, len(plain) - 1))
    known.heights.set(row, 77)
    known.plain[row] = 77
    assert known.agrees()


def test_an_offset_outside_the_rows_gives_the_nearest_row():
    heights = Known([10, 20]).heights
    asked = (-5, 9, 10, 999)
    assert [heights.row_at(offset) for offset in asked] == [0, 0, 1, 1]


def test_an_empty_list_has_no_row_at_any_offset():
    with pytest.raises(IndexError, match="without rows"):
        Known([]).heights.row_at(0)


def test_only_blocks_that_are_looked_at_are_guessed():
    known = Known([40] * 100_000)
    assert known.asked <= BLOCK
    assert known.heights.total == 4_000_000
    assert known.heights.row_at(2_000_000) == 50_000
    known.heights.rescale(2.0)
    assert known.heights.total == 8_000_000
    assert known.asked <= 3 * BLOCK


def test_what_does_not_wrap_stays_as_it_is_at_another_width():
    heights = Heights(lambda start, end: Guess([30] * (end - start), 10 * (end - start)), 10)
    heights.rescale(3.0)
    assert heights.total == 10 * (20 + 30)
