"""A menu of files and folders that can be loaded: those of lately, or those of the program."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu


class PathMenu(QObject):
    """A submenu; it cannot be opened while there is nothing in it.

    Attributes:
        menu: Where the entries stand.

    Signals:
        chosen: One of them was chosen, its path.
    """

    chosen = Signal(object)

    def __init__(self, around: QMenu, title: str, name: str) -> None:
        """Make an empty submenu.

        Args:
            around: The menu that it stands in.
            title: How it is called.
            name: Its object name, the first part of those of its entries.
        """
        super().__init__(around)
        self.menu = around.addMenu(title)
        self.menu.setObjectName(name)
        self._fit()

    def add_shipped(self, paths: Iterable[Path]) -> None:
        """Add what came with the program, under names that people read."""
        for path in paths:
            entry = self._add(path, path.stem.replace("_", " ").capitalize())
            entry.setObjectName(f"{self.menu.objectName()}.{path.stem}")
        self._fit()

    def show_recent(self, paths: Iterable[Path], forget: Callable[[], object]) -> None:
        """List what was loaded lately, and a way to forget that."""
        self.menu.clear()
        for path in paths:
            self._add(path, f"{path.name}  ({path.parent})").setEnabled(path.exists())
        self._fit()
        if not self.menu.isEmpty():
            self.menu.addSeparator()
            self.menu.addAction("&Forget these").triggered.connect(forget)

    def _add(self, path: Path, text: str) -> QAction:
        entry = self.menu.addAction(text.replace("&", "&&"))  # which would underline what follows
        entry.setData(str(path))
        entry.triggered.connect(self._on_triggered)
        return entry

    def _fit(self) -> None:
        self.menu.menuAction().setEnabled(not self.menu.isEmpty())

    def _on_triggered(self) -> None:
        entry = self.sender()
        if isinstance(entry, QAction):
            self.chosen.emit(Path(entry.data()))
