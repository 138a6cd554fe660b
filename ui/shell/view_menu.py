"""The View menu: docks, looks of the widget and of the window, width of the page, layout."""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDockWidget, QMenu

from ui.shell.settings import Settings
from ui.shell.stage import Device, Stage
from ui.shell.theme_menu import ThemeMenu
from ui.theme import Theme
from ui.theme.theme import Scheme
from webchat.side.side import Side

_SCHEMES: tuple[tuple[Scheme, str], ...] = (
    ("system", "&System"),
    ("light", "&Light"),
    ("dark", "&Dark"),
)
_DEVICES: tuple[tuple[Device, str, str], ...] = (
    ("phone", "&Phone, 375 px", "Ctrl+1"),
    ("tablet", "&Tablet, 768 px", "Ctrl+2"),
    ("desktop", "&Desktop, as wide as there is room", "Ctrl+3"),
)


class ViewParts(NamedTuple):
    """What the View menu acts on.

    Attributes:
        docks: The docks and the keys that show or hide them.
        stage: Whose page gets another width.
        side: Whose widget gets other looks.
        settings: Remembers them.
    """

    docks: tuple[tuple[QDockWidget, str], ...]
    stage: Stage
    side: Side
    settings: Settings


class ViewMenu(QObject):
    """The entries of the View menu.

    Attributes:
        full_screen: Checked while the window fills the screen.

    Signals:
        chosen: The person chose a look or a width.
        reset_requested: The person wants the docks where they were at first.
    """

    chosen = Signal()
    reset_requested = Signal()

    def __init__(self, menu: QMenu, parts: ViewParts) -> None:
        """Fill *menu* but for its end, see :meth:`add_window_entries`."""
        super().__init__(menu)
        self._menu, self._stage = menu, parts.stage
        for dock, keys in parts.docks:
            entry = dock.toggleViewAction()
            entry.setText(f"&{dock.windowTitle()}")
            entry.setShortcut(keys)
            menu.addAction(entry)
        menu.addSeparator()
        self._looks = ThemeMenu(menu, parts.side, parts.settings)
        menu.addSeparator()
        self._schemes = self._choices(menu.addMenu("&Appearance"), "Appearance")
        for scheme, text in _SCHEMES:
            self._choice(self._schemes, scheme, text).triggered.connect(
                partial(self._choose_scheme, scheme)
            )
        self._devices = self._choices(menu.addMenu("Page &width"), "Device")
        for device, text, keys in _DEVICES:
            entry = self._choice(self._devices, device, text)
            entry.setShortcut(keys)
            entry.triggered.connect(partial(self._choose_device, device))
        self.full_screen = QAction("Full &screen", menu)
        self.full_screen.setObjectName("View.FullScreen")
        self.full_screen.setShortcut("F11")
        self.full_screen.setCheckable(True)

    def add_window_entries(self) -> None:
        """Add what concerns the window as a whole, below what others added meanwhile."""
        self._menu.addSeparator()
        reset = self._menu.addAction("&Reset the layout")
        reset.setObjectName("View.ResetLayout")
        reset.triggered.connect(self.reset_requested)
        self._menu.addAction(self.full_screen)

    def refresh(self) -> None:
        """Check the look and the width that are in use."""
        for group, value in (
            (self._schemes, Theme.instance().scheme),
            (self._devices, self._stage.device),
        ):
            for action in group.actions():
                action.setChecked(action.data() == value)

    def _choose_scheme(self, scheme: Scheme, _checked: bool = False) -> None:
        Theme.instance().set_scheme(scheme)
        self.chosen.emit()

    def _choose_device(self, device: Device, _checked: bool = False) -> None:
        self._stage.set_device(device)
        self.chosen.emit()

    def _choices(self, menu: QMenu, name: str) -> QActionGroup:
        group = QActionGroup(menu)
        group.setObjectName(f"View.{name}")
        return group

    @staticmethod
    def _choice(group: QActionGroup, value: str, text: str) -> QAction:
        entry = group.addAction(text)
        entry.setObjectName(f"{group.objectName()}.{value}")
        entry.setCheckable(True)
        entry.setData(value)
        parent = group.parent()
        if isinstance(parent, QMenu):
            parent.addAction(entry)
        return entry
