"""*Release* beside every listener that has been running for a while.

The buttons are real ones, on the list's viewport, so that they can be reached and read out; there
is one per listener that runs and is in view, which is hardly ever more than one.
"""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QPushButton

from ui.devtools.actions_view import ActionsView
from ui.devtools.icon_button import TextButton
from ui.devtools.line_view import LINE_HEIGHT
from ui.devtools.mirroring import Mirror
from ui.models.action_cells import Column
from ui.models.actions import ActionsModel
from webchat.actions import ListenerCall

_AFTER_SECONDS = 0.5
_MARGIN = 2
_START = 6
_Place = tuple[int, int]


class ReleaseButtons(QObject):
    """The buttons over an :class:`ActionsView`."""

    def __init__(self, view: ActionsView, model: ActionsModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._buttons: dict[_Place, QPushButton] = {}
        view.lines_changed.connect(self._sync)

    def _sync(self) -> None:
        wanted = dict(self._wanted())
        for place in self._buttons.keys() - wanted.keys():
            self._buttons.pop(place).deleteLater()
        for place, call in wanted.items():
            self._put(place, call)

    def _wanted(self) -> Iterator[tuple[_Place, ListenerCall]]:
        for row in self._model.running():
            if row.elapsed >= _AFTER_SECONDS:
                for number, call in row.running_listeners():
                    yield (row.serial, number), call

    def _put(self, place: _Place, call: ListenerCall) -> None:
        line = self._view.lines.find(*place)
        button = self._buttons.get(place)
        if button is None:
            button = self._buttons[place] = self._make(call)
        if line is None:
            button.hide()
            return
        cell = self._view.cell(line, Column.PAYLOAD)
        height = LINE_HEIGHT - 2 * _MARGIN
        width = button.sizeHint().width()
        mirror = Mirror(self._view.layoutDirection())
        left = int(min(mirror.x(cell, _START), mirror.x(cell, _START + width)))
        button.setGeometry(left, cell.top() + _MARGIN, width, height)
        button.show()

    def _make(self, call: ListenerCall) -> QPushButton:
        button = TextButton("Release", self._view.viewport())
        button.setObjectName("ActionsDock.ReleaseButton")
        button.setProperty("part", "in-line")
        button.setToolTip("Stop waiting for this listener; the action goes on")
        button.setAccessibleName(f"Release the listener of {call.owner or 'the program'}")
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(partial(release, call))
        return button


def release(call: ListenerCall, _checked: bool = False) -> None:
    """Let the action of *call* go on; a slot, since a record itself cannot be one."""
    call.release()
