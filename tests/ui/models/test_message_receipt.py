"""Which own message was read last, found without looking at all of them."""

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.support.conversation import ME, OTHER, history
from ui.models.message_receipt import Receipt, place_of


def by_looking_at_all(messages, horizon):
    own = (one.index for one in messages if one.is_from_me and one.index <= horizon)
    return max(own, default=-1)


authors = st.lists(st.sampled_from([ME, OTHER]), min_size=1, max_size=40)


@given(authors, st.lists(st.integers(-1, 45), max_size=5))
def test_it_is_the_last_own_one_up_to_the_horizon(authors, horizons):
    messages, receipt = history(len(authors), authors=authors), Receipt()
    for horizon in sorted(horizons):
        before = receipt.index
        changed = receipt.update(messages, horizon)
        assert receipt.index == by_looking_at_all(messages, horizon)
        assert changed == (receipt.index != before)


def test_messages_that_came_late_are_found_when_asked_afresh():
    messages, receipt = history(4), Receipt()
    receipt.update([one for one in messages if not one.is_from_me], 3)
    assert receipt.index == -1
    assert receipt.update(messages, 3, afresh=True)
    assert receipt.index == 3


def test_what_is_not_taken_has_no_place():
    messages = history(2)
    assert [place_of(messages, index) for index in (-1, 0, 1, 99)] == [-1, 0, 1, 1]
