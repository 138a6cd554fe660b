"""The View menu: docks, look, width of the page, layout."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDockWidget, QMenu

from ui.shell.stage import Device, Stage
from ui.theme import Theme
from ui.theme.theme import Scheme

_SCHEMES: tuple[tuple[Scheme, str], ...] = (
    ("system", "&Follow the system"),
    ("light", "&Light"),
    ("dark", "&Dark"),
)
_DEVICES: tuple[tuple[Device, str, str], ...] = (
    ("phone", "&Phone, 375 px", "Ctrl+1"),
    ("tablet", "&Tablet, 768 px", "Ctrl+2"),
    ("desktop", "&Desktop, as wide as there is room", "Ctrl+3"),
)


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

    def __init__(
        self, menu: QMenu, docks: tuple[tuple[QDockWidget, str], ...], stage: Stage
    ) -> None:
        """Fill *menu*.

        Args:
            menu: The menu.
            docks: The docks and the keys that show or hide them.
            stage: Whose page gets another width.
        """
        super().__init__(menu)
        self._stage = stage
        for dock, keys in docks:
            entry = dock.toggleViewAction()
            entry.setText(f"&{dock.windowTitle()}")
            entry.setShortcut(keys)
            menu.addAction(entry)
        menu.addSeparator()
        self._schemes = self._choices(menu.addMenu("&Theme"), "Theme")
        for scheme, text in _SCHEMES:
            self._choice(self._schemes, scheme, text).triggered.connect(
                partial(self._choose_scheme, scheme)
            )
        self._devices = self._choices(menu.addMenu("Page &width"), "Device")
        for device, text, keys in _DEVICES:
            entry = self._choice(self._devices, device, text)
            entry.setShortcut(keys)
            entry.triggered.connect(partial(self._choose_device, device))
        menu.addSeparator()
        reset = menu.addAction("&Reset the layout")
        reset.setObjectName("View.ResetLayout")
        reset.triggered.connect(self.reset_requested)
        self.full_screen = menu.addAction("Full &screen")
        self.full_screen.setObjectName("View.FullScreen")
        self.full_screen.setShortcut("F11")
        self.full_screen.setCheckable(True)

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
