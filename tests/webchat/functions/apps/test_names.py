"""Every name fits into an object name, a key, a file name and an address as it stands."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.functions.apps.names import free_name, is_name, is_of, name_from


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("order_lookup", "order_lookup"),
        ("Order-Lookup2", "Order-Lookup2"),
        ("my orders (1)", "my_orders_1"),
        ("../a/b", "a_b"),
        ("v1.2.3", "v1_2_3"),
        ("Café Noël", "Cafe_Noel"),
        ("ﬁn", "fin"),
        ("a" * 100, "a" * 60),
    ],
)
def test_a_folders_name_is_made_a_name(folder, name):
    assert name_from(folder) == name
    assert is_name(name)


def test_two_names_of_which_nothing_is_left_differ():
    one, other = name_from("注文"), name_from("発送")
    assert one != other
    assert name_from("注文") == one
    assert re.fullmatch(r"app_[0-9a-f]{8}", one)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_whatever_a_folder_is_called_its_app_has_a_name(text):
    assert is_name(name_from(text))


@pytest.mark.parametrize("text", ["", "a b", "ä", "-a", "_a", "a/b", "a.b", "a" * 61, "a\n"])
def test_what_is_no_name(text):
    assert not is_name(text)


def test_a_name_that_is_taken_gets_a_number():
    taken = set()
    for expected in ("orders", "orders-2", "orders-3"):
        assert free_name("orders", taken) == expected
        taken.add(expected)


@given(st.from_regex(r"[a-z][a-z0-9-]{0,59}", fullmatch=True), st.integers(0, 12))
def test_a_numbered_name_is_a_name_and_knows_what_it_is_of(wanted, others):
    taken = set()
    for _ in range(others):
        taken.add(free_name(wanted, taken))
    name = free_name(wanted, taken)
    assert is_name(name)
    assert is_of(name, wanted)
    assert name not in taken


@pytest.mark.parametrize("name", ["order-2", "orders-x", "orders2", "orders-new-2", "-2"])
def test_other_names_are_not_of_it(name):
    assert not is_of(name, "orders")
