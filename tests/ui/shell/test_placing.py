"""A window comes back where its title can be reached."""

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from ui.shell.placing import bring_onto_a_screen, decoded, encoded


def test_what_was_encoded_is_decoded():
    assert decoded(encoded(QByteArray(b"\x00\xffab"))) == QByteArray(b"\x00\xffab")


@pytest.mark.parametrize("text", ["", "!", "äö", "AAA"])
def test_text_that_is_none_of_ours_is_empty(text):
    assert decoded(text).isEmpty()


@pytest.mark.parametrize(("x", "y"), [(-5000, 0), (0, -5000), (9000, 9000)])
def test_a_window_off_every_screen_is_brought_back(qtbot, x, y):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    window.move(x, y)
    bring_onto_a_screen(window)
    assert window.screen().availableGeometry().contains(window.frameGeometry())


def test_a_window_that_can_be_reached_stays(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    window.move(20, 30)
    bring_onto_a_screen(window)
    assert (window.x(), window.y()) == (20, 30)
