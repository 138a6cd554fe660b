from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.state import MessageState
from webchat.state.placing import (
    gapless_end,
    is_known,
    place_of,
    taken_count,
    with_attributes,
    with_missed,
    with_older,
)

NOW = datetime(2024, 3, 1, tzinfo=UTC)


def made(*indexes):
    """Messages of these indexes, and one not taken for each None."""
    return tuple(
        MessageState(f"local-{place}" if index is None else f"IM{index}", index, "a", "A", "", NOW)
        for place, index in enumerate(indexes)
    )


@pytest.mark.parametrize(
    ("indexes", "has_older", "end"),
    [
        ((), False, -1),
        ((None,), True, -1),
        ((0, 1, 2), False, 2),
        ((7, 8, None), True, 8),
        ((7, 8, None), False, -1),
        ((0, 2), False, 0),
        ((3, 4, 6, 7, 9, None), True, 4),
        ((3, 5, 6, 7, 8), True, 3),
    ],
)
def test_the_end_is_where_the_first_gap_begins(indexes, has_older, end):
    assert gapless_end(made(*indexes), has_older=has_older) == end


def test_only_what_was_taken_is_known():
    messages = made(3, 4, None)
    assert [is_known(messages, index) for index in (2, 3, 4, 5, None)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert taken_count(messages) == 2


@given(st.sets(st.integers(0, 20)), st.integers(0, 2), st.integers(-2, 22))
def test_a_message_is_found_by_its_index_also_behind_a_gap(indexes, waiting, wanted):
    order = sorted(indexes)
    messages = made(*order, *[None] * waiting)
    assert place_of(messages, wanted) == (order.index(wanted) if wanted in indexes else -1)


def test_other_attributes_leave_all_but_their_messages_as_they_are():
    messages = made(3, 4, 5, None)
    after = with_attributes(messages, {4: {"n": 1}, 5: {}, 9: {"n": 2}})
    assert [one.attributes for one in after] == [{}, {"n": 1}, {}, {}]
    assert [one is other for one, other in zip(after, messages, strict=True)] == [1, 0, 1, 1]
    assert with_attributes(messages, {3: {}, 9: {"n": 2}}) is messages


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_pages_and_missed_messages_leave_no_gap_and_nothing_twice(first, older, newer):
    messages = made(*range(first, 10), None)
    messages = with_older(messages, made(*range(max(0, first - older), min(10, first + 2))))
    messages = with_missed(messages, made(*range(8, 10 + newer)), (), has_older=True)
    found = [one.index for one in messages[:-1]]
    assert found == list(range(max(0, first - older), 10 + newer))
    assert messages[-1].index is None
