"""Heights found by a tree are those found by adding up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.chat.message_heights import Heights

rows = st.lists(st.integers(0, 400), max_size=60)


def agrees(heights: Heights, plain: list[int]) -> bool:
    offsets = [sum(plain[:row]) for row in range(len(plain) + 1)]
    return (
        len(heights) == len(plain)
        and heights.total == sum(plain)
        and [heights.offset(row) for row in range(len(plain) + 1)] == offsets
    )


@given(rows, st.integers(0, 60), st.integers(0, 60), rows)
def test_a_splice_leaves_what_slice_assignment_leaves(plain, row, removed, added):
    row = min(row, len(plain))
    heights = Heights(plain)
    heights.splice(row, removed, added)
    plain[row : row + removed] = added
    assert agrees(heights, plain)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60), st.data())
def test_the_row_at_an_offset_is_the_one_that_covers_it(plain, data):
    heights = Heights(plain)
    offset = data.draw(st.integers(0, sum(plain) - 1))
    row = heights.row_at(offset)
    assert heights.offset(row) <= offset < heights.offset(row + 1)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.data())
def test_setting_one_height_moves_the_rows_below_it(plain, data):
    heights, row = Heights(plain), data.draw(st.integers(0, len(plain) - 1))
    heights.set(row, 77)
    plain[row] = 77
    assert agrees(heights, plain)


def test_an_offset_outside_the_rows_gives_the_nearest_row():
    heights = Heights([10, 20])
    assert (heights.row_at(-5), heights.row_at(9), heights.row_at(10), heights.row_at(999)) == (
        0,
        0,
        1,
        1,
    )


def test_an_empty_list_has_no_row_at_any_offset():
    with pytest.raises(IndexError, match="without rows"):
        Heights().row_at(0)
