"""The filter is emptied by Escape and by its cross."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from ui.devtools.filter_field import FilterField


@pytest.fixture
def field(qtbot):
    result = FilterField("X.Filter", "Filter things")
    qtbot.addWidget(result)
    result.setText("words")
    return result


def cross(field):
    return field.findChild(QAction, "X.Filter.ClearAction")


def test_escape_empties_it(field, qtbot):
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_the_cross_empties_it_and_goes_away(field):
    assert cross(field).isVisible()
    cross(field).trigger()
    assert field.text() == ""
    assert not cross(field).isVisible()
