"""What a person does to the widget, and what they see."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def parts(root, name):
    """Return what of this name can be seen."""
    return [one for one in root.findChildren(QWidget, name) if one.isVisible()]


def part(root, name):
    """Return the one part of this name that can be seen."""
    found = parts(root, name)
    assert len(found) == 1, f"{len(found)} visible parts are called {name}"
    return found[0]


def is_seen(root, name):
    return bool(parts(root, name))


def click(qtbot, root, name):
    qtbot.mouseClick(part(root, name), Qt.MouseButton.LeftButton)


def texts(root):
    """Return every text on a label that can be seen."""
    return [one.text() for one in root.findChildren(QLabel) if one.isVisible()]
