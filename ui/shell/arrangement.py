"""How the window is arranged: docks that fit, and a layout that comes back at the next start.

A change by the person is kept a moment after it, not only at an orderly end. In a window too narrow
for something at the stage's side, the plugins stand beneath the stage as a tab, so that nothing
vanishes and the chat keeps its room; that is never what is remembered.
"""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QMainWindow, QTabWidget
from shiboken6 import isValid

from ui.devtools.actions_dock import ActionsDock
from ui.devtools.plugins_dock import PluginsDock
from ui.shell.placing import bring_onto_a_screen, decoded, encoded, roomy_size
from ui.shell.settings import Settings
from ui.shell.stage import Stage
from ui.theme import Theme

_SIZE = (1440, 1000)
_LEAST = (340, 420)
_NARROW = 640
_LEFT_WIDTH = 250
_BOTTOM_HEIGHT = (190, 320)
_SHARE = 0.22
_ABOVE = 735
"""What the open chat needs at its full height, with the bars around it."""

_LAYOUT_VERSION = 1
_SETTLED_MS = 500
_ARRANGING = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show})
_Area = Qt.DockWidgetArea


class Arranged(NamedTuple):
    """What is arranged and remembered."""

    actions: ActionsDock
    plugins: PluginsDock
    stage: Stage


class Arrangement(QObject):
    """The arrangement of one window."""

    def __init__(self, window: QMainWindow, parts: Arranged, settings: Settings) -> None:
        """Put the docks into *window* and arrange all as it was at the last end.

        Args:
            window: Has its other parts already.
            parts: The docks and the stage.
            settings: What is remembered.
        """
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._settings = settings
        self._is_tucked = False
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self.remember)
        self._dock()
        self._first = window.saveState(_LAYOUT_VERSION)
        self._restore()
        for one in (window, parts.actions, parts.plugins):
            one.installEventFilter(self)
        for changed in (
            parts.actions.filter.textChanged,
            parts.plugins.filter.textChanged,
            parts.actions.view.header.sectionResized,
        ):
            changed.connect(self._on_changed)

    def _on_changed(self, *_: object) -> None:
        self._settled.start()

    def _dock(self) -> None:
        window = self._window
        window.setTabPosition(_Area.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.addDockWidget(_Area.LeftDockWidgetArea, self._parts.plugins)
        window.addDockWidget(_Area.BottomDockWidgetArea, self._parts.actions)
        window.setMinimumSize(*_LEAST)
        window.resize(QSize(*_SIZE).boundedTo(roomy_size(window)))
        self._size_docks()

    def _size_docks(self) -> None:
        window, parts = self._window, self._parts
        window.resizeDocks([parts.plugins], [_LEFT_WIDTH], Qt.Orientation.Horizontal)
        least, most = _BOTTOM_HEIGHT  # some lines at least; beyond that the chat comes first
        least = min(least, round(window.height() * _SHARE))
        height = min(max(window.height() - _ABOVE, least), most)
        window.resizeDocks([parts.actions], [height], Qt.Orientation.Vertical)

    def reset(self) -> None:
        """Put the docks where they were at the first start, and show both."""
        self._is_tucked = False
        self._window.restoreState(self._first, _LAYOUT_VERSION)
        self._parts.actions.show()
        self._parts.plugins.show()
        self._size_docks()
        self._fit()

    def remember(self) -> None:
        """Keep size, place, docks, columns, filters, look and page width."""
        values, parts = self._settings.values, self._parts
        values.geometry = encoded(self._window.saveGeometry())
        if not self._is_tucked:
            values.layout = encoded(self._window.saveState(_LAYOUT_VERSION))
        values.columns = encoded(parts.actions.view.header.saveState())
        values.scheme = Theme.instance().scheme
        values.device = parts.stage.device
        values.actions_filter = parts.actions.filter.text()
        values.plugins_filter = parts.plugins.filter.text()
        self._settings.save()

    def _restore(self) -> None:
        values, parts = self._settings.values, self._parts
        Theme.instance().set_scheme(values.scheme)
        parts.stage.set_device(values.device)
        self._window.restoreGeometry(decoded(values.geometry))
        self._window.restoreState(decoded(values.layout), _LAYOUT_VERSION)
        parts.actions.view.header.restoreState(decoded(values.columns))
        parts.actions.filter.setText(values.actions_filter)
        parts.plugins.filter.setText(values.plugins_filter)
        bring_onto_a_screen(self._window)

    def _fit(self) -> None:
        """Put the plugins beneath the stage, as a tab, while there is no room at its side."""
        window, dock = self._window, self._parts.plugins
        is_narrow = window.width() < _NARROW
        if is_narrow and not self._is_tucked and not dock.isFloating() and not dock.isHidden():
            self._is_tucked = True
            window.tabifyDockWidget(self._parts.actions, dock)
            self._parts.actions.raise_()
        elif not is_narrow and self._is_tucked:
            self._is_tucked = False
            window.addDockWidget(_Area.LeftDockWidgetArea, dock)
            self._size_docks()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Make do with the room there is, and remember a moment after a change."""
        if event.type() in _ARRANGING and isValid(self._window):  # docks outlive it for a moment
            if watched is self._window and event.type() == QEvent.Type.Resize:
                self._fit()
            if self._window.isVisible():
                self._settled.start()
        return super().eventFilter(watched, event)
