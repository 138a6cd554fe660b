"""A message list in a window in use, and how a test finds its way about it."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.support.waiting import until
from tests.ui.support.conversation import Conversation
from ui.chat.messages.message_list import MessageList
from ui.models.messages import Role

WIDTH, HEIGHT = 276, 420
LEFT, RIGHT = 12, 15  # room beside the content


@pytest.fixture
async def opened(qtbot):
    """Open a list over a conversation, in a window in use; returns its side and the list."""
    sides = []

    async def open_list(*messages, is_shown=True, **more):
        side: Any = Conversation(*messages, **more)
        sides.append(side)
        view = MessageList(side)
        if is_shown:
            qtbot.addWidget(view)
        view.resize(WIDTH, HEIGHT)
        if is_shown:
            view.show()
            view.activateWindow()
            await until(view.isActiveWindow)
        return side, view

    yield open_list
    for side in sides:
        await side.tasks.aclose()


def index(view, body):
    model = view.model()
    rows = range(model.rowCount())
    return next(model.index(row) for row in rows if model.index(row).data(Role.BODY) == body)


def rect(view, body):
    return view.item_rect(index(view, body))


def bar(view):
    return view.verticalScrollBar()


def in_sight(view, body):
    place = rect(view, body)
    return place.top() >= 0 and place.bottom() < view.viewport().height()


def press_link(qtbot, view, kind, body):
    """Press the first thing of a kind that is found in the row of *body*."""
    row = index(view, body).row()
    for y in range(view.viewport().height()):
        for x in range(0, WIDTH, 6):
            met = view.hit(QPoint(x, y).toPointF())
            if met and met[0] == row and met[1].kind == kind:
                qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))
                return met[1]
    raise AssertionError(f"nothing of kind {kind} in sight")


def in_window(qtbot, view):
    """Show a list as a part of a window, as the widget does."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(view)
    window.resize(WIDTH, HEIGHT)
    window.show()
    window.activateWindow()
    return window


def tab_to(view):
    """Give the keyboard to a list as Tab does."""
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
