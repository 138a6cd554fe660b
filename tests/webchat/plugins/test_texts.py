"""The last plugin's text wins, in whatever order plugins come and go."""

import pytest

from webchat.plugins.texts import TextLayers
from webchat.side.strings import Strings

KEY = "MainHeaderTitle"


@pytest.fixture
def strings():
    return Strings()


@pytest.fixture
def layers(strings):
    layers = TextLayers(strings)
    layers.insert(0, {KEY: "one"})
    layers.insert(1, {KEY: "two"})
    assert strings[KEY] == "two"
    return layers


def test_the_earlier_one_may_go_first(strings, layers):
    one, two = layers.layers
    layers.remove(one)
    assert strings[KEY] == "two"
    layers.remove(two)
    assert strings[KEY] == Strings()[KEY]


def test_the_later_one_gives_way_to_the_earlier(strings, layers):
    layers.remove(layers.layers[1])
    assert strings[KEY] == "one"


def test_moving_changes_who_wins(strings, layers):
    layers.move(layers.layers[1], 0)
    assert strings[KEY] == "one"


def test_a_replacement_takes_the_place_in_one_change(strings, layers):
    seen = []
    strings.subscribe(lambda: seen.append(strings[KEY]))
    layers.replace(layers.layers[0], {KEY: "new"})
    assert seen == []
    assert strings[KEY] == "two"


def test_equal_layers_are_told_apart(strings):
    layers, first, second = TextLayers(strings), {KEY: "x"}, {KEY: "x"}
    layers.insert(0, first)
    layers.insert(1, second)
    layers.remove(second)
    assert layers.layers[0] is first


def test_what_the_person_had_set_comes_back(strings):
    strings[KEY] = "mine"
    layers, layer = TextLayers(strings), {KEY: "x"}
    layers.insert(0, layer)
    layer[KEY] = "y"
    layers.refresh()
    assert strings[KEY] == "y"
    layers.remove(layer)
    assert strings[KEY] == "mine"
