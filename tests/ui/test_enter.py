"""Enter presses a button that has the focus, once."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton

from ui.enter import PressedByEnter


class Button(PressedByEnter, QPushButton):
    pass


@pytest.fixture
def clicks(qtbot):
    """A button and its clicks."""
    button, clicks = Button("Go"), []
    qtbot.addWidget(button)
    button.clicked.connect(lambda: clicks.append("click"))
    return button, clicks


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_as_space_does(clicks, qtbot, key):
    button, seen = clicks
    qtbot.keyClick(button, key)
    assert len(seen) == 1


def test_a_key_that_is_held_down_presses_once(clicks, qtbot):
    button, seen = clicks
    qtbot.keyClick(button, Qt.Key.Key_Return)
    none = Qt.KeyboardModifier.NoModifier
    again = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "", autorep=True)
    QApplication.sendEvent(button, again)
    assert len(seen) == 1
