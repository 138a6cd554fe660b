"""The height that the Functions dock needs: given when it is shown, taken back when it is gone.

A bench has editors and trees side by side, where the list of actions is content with some lines.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow
from shiboken6 import isValid

_SHARE = 0.42
_MOST = 440
_TABS = 40
"""How much of what is given the tabs may take, at most."""


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
        for one in (dock, beside):
            one.installEventFilter(self)

    def renew(self) -> None:
        """Give the room again, after all docks were sized anew."""
        if not self._dock.isHidden() and self._is_in_place():
            self._give()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Give room, or take it back."""
        match event.type():
            case QEvent.Type.Resize if watched is self._beside and self._dock.isHidden():
                self._before = self._beside.height()
            case QEvent.Type.ShowToParent if watched is self._dock and self._is_in_place():
                self._give()
            case QEvent.Type.HideToParent if watched is self._dock and self._is_in_place():
                self._take_back()
        return super().eventFilter(watched, event)

    def _is_in_place(self) -> bool:
        is_there = isValid(self._window)  # docks outlive it for a moment
        return is_there and self._window.isVisible() and not self._dock.isFloating()

    def _give(self) -> None:
        wanted = min(_MOST, round(self._window.height() * _SHARE))
        self._given = wanted if self._before < wanted else 0
        if self._given:
            self._resize(self._given)

    def _take_back(self) -> None:
        height, given = self._dock.height(), self._given
        if self._before and given - _TABS <= height <= given:  # else the person shared it out anew
            self._resize(self._before)
        self._given = 0

    def _resize(self, height: int) -> None:
        self._window.resizeDocks([self._beside], [height], Qt.Orientation.Vertical)
