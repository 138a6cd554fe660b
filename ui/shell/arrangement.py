"""How the window is arranged: docks that fit, and a layout that comes back at the next start.

A change by the person is kept a moment after it, not only at an orderly end. In a window too narrow
for something at the stage's sides, the plugins, then the desk, stand beneath the stage as tabs, so
that nothing vanishes and the chat keeps its room; that is never what is remembered.
"""

from typing import NamedTuple

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget
from shiboken6 import isValid

from ui.devtools.actions_dock import ActionsDock
from ui.devtools.functions.functions_dock import FunctionsDock
from ui.devtools.plugins_dock import PluginsDock
from ui.shell.bench_room import BenchRoom
from ui.shell.desk_dock import DeskDock
from ui.shell.placing import bring_onto_a_screen, decoded, encoded, roomy_size
from ui.shell.settings import Settings
from ui.shell.stage import Stage
from ui.theme import Theme

_SIZE = (1440, 1000)
_LEAST = (340, 420)
_NARROW = 640
_LEFT_WIDTH = 250
_RIGHT_WIDTH = 330
_BESIDE_DESK = 280
_NARROW_FOR_DESK = 580
_BOTTOM_HEIGHT = (190, 320)
_SHARE = 0.22
_ABOVE = 735
"""What the open chat needs at its full height, with the bars around it."""

_LAYOUT_VERSION = 3
_WITHOUT_FUNCTIONS = 2
"""The version of layouts that were kept before there was the Functions dock."""

_SETTLED_MS = 500
_ARRANGING = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show})
_SHOWN_OR_NOT = frozenset({QEvent.Type.Hide, QEvent.Type.Show})
_Area = Qt.DockWidgetArea


class Arranged(NamedTuple):
    """What is arranged and remembered."""

    actions: ActionsDock
    plugins: PluginsDock
    stage: Stage
    desk: DeskDock
    functions: FunctionsDock


class Arrangement(QObject):
    """The arrangement of one window."""

    def __init__(
        self, window: QMainWindow, parts: Arranged, settings: Settings, *, is_manned: bool = False
    ) -> None:
        """Put the docks into *window* and arrange all as it was at the last end.

        Args:
            window: Has its other parts already.
            parts: The docks and the stage.
            settings: What is remembered.
            is_manned: Whether the desk is shown until the person decides otherwise.
        """
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._settings = settings
        self._tucked: list[QDockWidget] = []
        self._is_manned = is_manned
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self.remember)
        self._dock()
        self._first = window.saveState(_LAYOUT_VERSION)
        self._restore()
        for one in (window, parts.actions, parts.plugins, parts.desk, parts.functions):
            one.installEventFilter(self)
        self._bench_room = BenchRoom(window, parts.functions, parts.actions)
        for changed in (
            parts.actions.filter.textChanged,
            parts.plugins.filter.textChanged,
            parts.actions.view.header.sectionResized,
            parts.functions.arranged,
        ):
            changed.connect(self._on_changed)

    def _on_changed(self, *_: object) -> None:
        self._settled.start()

    def _dock(self) -> None:
        window = self._window
        window.setTabPosition(_Area.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.addDockWidget(_Area.LeftDockWidgetArea, self._parts.plugins)
        window.addDockWidget(_Area.BottomDockWidgetArea, self._parts.actions)
        window.tabifyDockWidget(self._parts.actions, self._parts.functions)
        self._parts.functions.hide()
        window.addDockWidget(_Area.RightDockWidgetArea, self._parts.desk)
        window.setCorner(Qt.Corner.BottomRightCorner, _Area.RightDockWidgetArea)
        self._parts.desk.setVisible(self._is_manned)
        window.setMinimumSize(*_LEAST)
        window.resize(QSize(*_SIZE).boundedTo(roomy_size(window)))
        self._size_docks()

    def _size_docks(self) -> None:
        window, parts = self._window, self._parts
        sides, widths = [parts.plugins, parts.desk], [_LEFT_WIDTH, _RIGHT_WIDTH]
        window.resizeDocks(sides, widths, Qt.Orientation.Horizontal)
        least, most = _BOTTOM_HEIGHT  # some lines at least; beyond that the chat comes first
        least = min(least, round(window.height() * _SHARE))
        height = min(max(window.height() - _ABOVE, least), most)
        window.resizeDocks([parts.actions], [height], Qt.Orientation.Vertical)

    def reset(self) -> None:
        """Put the docks where they were at the first start, and show what was shown then."""
        self._tucked.clear()
        self._window.restoreState(self._first, _LAYOUT_VERSION)
        self._parts.actions.show()
        self._parts.plugins.show()
        self._parts.functions.hide()
        self._parts.desk.setVisible(self._is_manned)
        self._size_docks()
        self._fit()

    def remember(self) -> None:
        """Keep size, place, docks, columns, filters, look and page width."""
        values, parts = self._settings.values, self._parts
        values.geometry = encoded(self._window.saveGeometry())
        if not self._tucked:
            values.layout = encoded(self._window.saveState(_LAYOUT_VERSION))
        values.columns = encoded(parts.actions.view.header.saveState())
        values.scheme = Theme.instance().scheme
        values.device = parts.stage.device
        values.actions_filter = parts.actions.filter.text()
        values.plugins_filter = parts.plugins.filter.text()
        values.functions_page, values.functions_panes = parts.functions.arrangement
        self._settings.save()

    def _restore(self) -> None:
        values, parts = self._settings.values, self._parts
        Theme.instance().set_scheme(values.scheme)
        parts.stage.set_device(values.device)
        self._window.restoreGeometry(decoded(values.geometry))
        parts.functions.restore(values.functions_page, values.functions_panes)
        self._restore_docks(decoded(values.layout))
        parts.actions.view.header.restoreState(decoded(values.columns))
        parts.actions.filter.setText(values.actions_filter)
        parts.plugins.filter.setText(values.plugins_filter)
        bring_onto_a_screen(self._window)

    def _restore_docks(self, layout: QByteArray) -> None:
        window, parts = self._window, self._parts
        is_restored = window.restoreState(layout, _LAYOUT_VERSION)
        if not is_restored and window.restoreState(layout, _WITHOUT_FUNCTIONS):
            window.tabifyDockWidget(parts.actions, parts.functions)

    def _fit(self) -> None:
        """Put docks beneath the stage, as tabs, while there is no room at its sides."""
        window, parts = self._window, self._parts
        width = window.width()
        has_desk = not parts.desk.isHidden() and not parts.desk.isFloating()
        self._tuck(parts.desk, _Area.RightDockWidgetArea, is_narrow=width < _NARROW_FOR_DESK)
        needed = _NARROW + (_BESIDE_DESK if has_desk and width >= _NARROW_FOR_DESK else 0)
        self._tuck(parts.plugins, _Area.LeftDockWidgetArea, is_narrow=width < needed)

    def _tuck(self, dock: QDockWidget, area: Qt.DockWidgetArea, *, is_narrow: bool) -> None:
        """Put a dock beneath the stage, or back to its side."""
        is_tucked = dock in self._tucked
        if is_narrow and not is_tucked and not dock.isFloating() and not dock.isHidden():
            parts = self._parts
            front = parts.functions if parts.functions.is_in_front else parts.actions
            self._tucked.append(dock)
            self._window.tabifyDockWidget(parts.actions, dock)
            front.raise_()
        elif not is_narrow and is_tucked:
            self._tucked.remove(dock)
            self._window.addDockWidget(area, dock)
        else:
            return
        self._size_docks()
        self._bench_room.renew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Make do with the room there is, and remember a moment after a change."""
        if event.type() in _ARRANGING and isValid(self._window):  # docks outlive it for a moment
            is_desk = watched is self._parts.desk and event.type() in _SHOWN_OR_NOT
            if (watched is self._window and event.type() == QEvent.Type.Resize) or is_desk:
                self._fit()
            if self._window.isVisible():
                self._settled.start()
        return super().eventFilter(watched, event)
