"""Changes turn one list of rows into another, and touch no more than they must."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.support.conversation import history
from ui.models.message_rows import NEW, PREDEFINED
from ui.models.row_changes import altered_places, common_prefix, row_changes

MESSAGES = list(history(8))
ALL = list(enumerate(MESSAGES))
rows = st.lists(st.sampled_from([*MESSAGES, NEW, PREDEFINED]), max_size=12)


def applied(before, changes):
    result = list(before)
    for change in changes:
        result[change.at : change.at + change.removed] = change.added
    return result


@given(rows, rows)
def test_the_changes_made_in_order_give_the_other_list(before, after):
    assert applied(before, row_changes(before, after)) == after


@given(st.lists(st.integers(0, 2), max_size=30), st.lists(st.integers(0, 2), max_size=30))
def test_the_common_prefix_is_as_long_as_it_can_be(before, after):
    length = common_prefix(before, after)
    assert before[:length] == after[:length]
    assert before[length : length + 1] != after[length : length + 1] or length in (
        len(before),
        len(after),
    )


def test_a_message_with_another_record_has_altered_in_its_place():
    for places in ([], [0], [7], [2, 3, 6]):
        after = [replace(one, attributes={"n": n}) if n in places else one for n, one in ALL]
        kept = common_prefix(MESSAGES, after)
        assert altered_places(MESSAGES, after, kept) == places
        assert altered_places(MESSAGES[:-1], after, 0) is None
        assert altered_places(MESSAGES, after[::-1], 0) is None


def test_an_equal_record_is_no_other_one():
    assert altered_places(MESSAGES, [replace(one) for one in MESSAGES], 0) == []


def test_equal_lists_need_no_change():
    assert row_changes(MESSAGES, list(MESSAGES)) == []


def test_an_append_is_one_insertion():
    changes = row_changes(MESSAGES[:5], MESSAGES[:6])
    assert [(one.at, one.removed, list(one.added)) for one in changes] == [(5, 0, [MESSAGES[5]])]
