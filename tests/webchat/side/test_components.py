import pytest

from webchat.side.components import Components


@pytest.fixture
def components():
    return Components()


def keys(components, slot="MainHeader"):
    return [one.key for one in components.parts(slot)]


def test_parts_are_shown_by_sort_order_then_in_the_order_of_plugins(components):
    first, second = components.scope("first"), components.scope("second")
    components.scopes += [first, second]
    second.add("MainHeader", print, key="early", sort_order=-1)
    second.add("MainHeader", print, key="b")
    first.add("MainHeader", print, key="a")
    components.add("MainHeader", print, key="own")
    first.add("EntryPoint", print, key="elsewhere")
    assert keys(components) == ["early", "own", "a", "b"]


def test_what_is_staged_does_not_count_yet(components):
    staged = components.scope("plugin")
    staged.add("MainHeader", print, key="a")
    assert keys(components) == []
    components.scopes.append(staged)
    assert keys(components) == ["a"]


def test_the_last_replacement_counts(components):
    assert components.replacement("MainHeader") is None
    components.replace("MainHeader", print, key="a")
    undo = components.replace("MainHeader", repr, key="b")
    assert components.replacement("MainHeader").factory is repr
    undo()
    assert components.replacement("MainHeader").factory is print


def test_a_removed_key_is_left_out_built_in_or_added(components):
    components.add("MainHeader", print, key="a")
    undo = components.remove("a")
    assert components.is_removed("a")
    assert keys(components) == []
    undo()
    undo()
    assert keys(components) == ["a"]
    assert not components.is_removed("a")


def test_a_part_knows_its_owner_and_condition(components):
    scope = components.scope("plugin")
    components.scopes.append(scope)
    scope.add("MainHeader", print, key="a", if_=bool)
    (part,) = components.parts("MainHeader")
    assert (part.owner, part.if_, part.factory) == ("plugin", bool, print)


def test_subscribers_are_told_of_every_change_though_one_fails(components, caplog):
    told = []

    def bad():
        raise ValueError("bad")

    components.subscribe(bad)
    undo = components.subscribe(lambda: told.append(len(keys(components))))
    take_away = components.add("MainHeader", print, key="a")
    take_away()
    undo()
    components.add("MainHeader", print, key="b")
    assert told == [1, 0]
    assert "A listener of the components failed" in caplog.text
