"""Where the window was, as text, and back onto a screen that is still there."""

import base64
import binascii

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_FRAME = (8, 40)
_VISIBLE = 80
"""How much of the title's width must be on a screen, in logical pixels."""


def encoded(data: QByteArray) -> str:
    """Return bytes of Qt as text."""
    return base64.b64encode(data.data()).decode("ascii")


def decoded(text: str) -> QByteArray:
    """Return the bytes of a text; none if it is not one of ours."""
    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error):
        return QByteArray()


def roomy_size(window: QWidget) -> QSize:
    """Return the size of a window that nearly fills its screen, frame and title included."""
    return window.screen().availableGeometry().size() - QSize(*_FRAME)


def bring_onto_a_screen(window: QWidget) -> None:
    """Move *window* to the middle of the first screen unless its title can be reached.

    Also makes it no larger than that screen.
    """
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if not screens:
        return
    frame = window.frameGeometry()
    for screen in screens:
        shown = screen.intersected(frame)
        if shown.width() >= _VISIBLE and screen.top() <= frame.top() < screen.bottom():
            return
    first = screens[0]
    window.resize(window.size().boundedTo(first.size()))
    frame = window.frameGeometry()
    frame.moveCenter(first.center())
    window.move(frame.topLeft())
