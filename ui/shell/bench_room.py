"""The height that the Functions dock needs: given when it is shown, taken back when it is gone.

A bench has editors and trees side by side, where the list of actions is content with some lines.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow
from shiboken6 import isValid

_SHARE = 0.42
_MOST = 440
_SLACK = 2
_SHOWN_OR_NOT = frozenset({QEvent.Type.ShowToParent, QEvent.Type.HideToParent})


class BenchRoom(QObject):
    """Gives one dock room while it is shown, unless the person has given it more."""

    def __init__(self, window: QMainWindow, dock: QDockWidget, beside: QDockWidget) -> None:
        """Begin with the next time when *dock* is shown.

        Args:
            window: Where it is shown.
            dock: Needs the room.
            beside: The dock whose place it shares.
        """
        super().__init__(window)
        self._window, self._dock, self._beside = window, dock, beside
        self._before = self._given = 0
        dock.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Give room, or take it back."""
        if event.type() in _SHOWN_OR_NOT and self._is_in_place():
            if event.type() == QEvent.Type.ShowToParent:
                self._give()
            else:
                self._take_back()
        return super().eventFilter(watched, event)

    def _is_in_place(self) -> bool:
        is_there = isValid(self._window)  # docks outlive it for a moment
        return is_there and self._window.isVisible() and not self._dock.isFloating()

    def _give(self) -> None:
        height = self._height()
        wanted = min(_MOST, round(self._window.height() * _SHARE))
        self._before = self._given = 0
        if height < wanted:
            self._before, self._given = height, wanted
            self._resize(wanted)

    def _take_back(self) -> None:
        is_as_given = abs(self._dock.height() - self._given) <= _SLACK
        if self._given and is_as_given:
            self._resize(self._before)
        self._given = 0

    def _height(self) -> int:
        return self._beside.height() if self._beside.isVisible() else self._dock.height()

    def _resize(self, height: int) -> None:
        self._window.resizeDocks([self._beside], [height], Qt.Orientation.Vertical)
