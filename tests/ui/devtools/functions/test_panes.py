"""Panes stand beside one another where there is room; each way keeps its own shares."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.devtools.functions.panes import Pane, Panes

_BESIDE, _BELOW = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


@pytest.fixture
def panes(qtbot, theme):
    result = Panes("Panes", QLabel("one"), QLabel("other"), shares=(300, 100), least_width=400)
    qtbot.addWidget(result)
    result.resize(800, 400)
    result.show()
    assert result.orientation() == _BESIDE
    return result


def shares(panes):
    first, second = panes.sizes()
    return round(first / (first + second), 1)


def test_they_turn_where_it_is_narrow_and_back(panes):
    assert shares(panes) == 0.8 or shares(panes) == 0.7
    panes.resize(399, 400)
    assert panes.orientation() == _BELOW
    panes.resize(400, 400)
    assert panes.orientation() == _BESIDE


def test_each_way_keeps_what_the_person_made_of_it(panes, qtbot):
    moved = []
    panes.moved.connect(lambda: moved.append(panes.shares))
    panes.moveSplitter(200, 1)
    assert moved[-1]["Panes.beside"] == panes.sizes()
    panes.resize(300, 400)
    panes.moveSplitter(320, 1)
    below = panes.sizes()
    panes.resize(800, 400)
    assert abs(panes.sizes()[0] - 200) <= 2
    panes.resize(300, 400)
    assert panes.sizes() == below


def test_what_is_restored_fits_or_is_passed_over(panes):
    panes.restore({"Panes.beside": [100, 700], "Panes.below": [1, 2, 3], "Other.beside": [1, 1]})
    assert shares(panes) == 0.1
    panes.restore({"Panes.beside": [0, 0]})
    assert shares(panes) == 0.1
    panes.restore({"Panes.beside": [-5, 10]})
    assert shares(panes) == 0.1


def test_a_pane_without_a_title_has_a_head_for_what_others_put_there(qtbot, theme):
    pane = Pane()
    qtbot.addWidget(pane)
    pane.head.addWidget(QLabel("head"))
    pane.body.addWidget(QLabel("body"), 1)
    pane.show()
    assert [label.text() for label in pane.findChildren(QLabel)] == ["head", "body"]
