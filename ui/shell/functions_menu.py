"""The Functions menu: load apps, and set up what they do.

The apps are not touched before the menu is opened, or an entry of it chosen by its keys: a program
that runs no functions starts as if there were none.
"""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMenu

from ui.bridge import until_destroyed
from ui.resources import asset
from ui.shell.path_menu import PathMenu
from ui.shell.window_functions import WindowFunctions


class FunctionsMenu(QObject):
    """The entries of the Functions menu."""

    def __init__(self, menu: QMenu, functions: WindowFunctions) -> None:
        """Fill *menu*.

        Args:
            menu: The menu.
            functions: What the entries do.
        """
        super().__init__(menu)
        self._menu, self._functions = menu, functions
        self._is_following = False
        commands = functions.commands
        self._entry("Load", "&Load app…", "Ctrl+Shift+O").triggered.connect(functions.choose_app)
        self._recent = PathMenu(menu, "Re&cent", "Functions.Recent")
        self._recent.chosen.connect(commands.load_one)
        self._samples = PathMenu(menu, "&Samples", "Functions.Samples")
        self._samples.chosen.connect(commands.load_sample)
        self._samples.add_shipped(sample_apps())
        menu.addSeparator()
        self._entry("PostCard", "&Post a card…", "Ctrl+Shift+B").triggered.connect(self._post_card)
        self._entry("Run", "&Run…", "").triggered.connect(self._run)
        self._entry("Connections", "C&onnections…", "").triggered.connect(self._connect_accounts)
        menu.addSeparator()
        self._reload = self._entry("ReloadAll", "R&eload all", "Ctrl+Shift+F5")
        self._reload.triggered.connect(commands.reload_all)
        self._unload = self._entry("UnloadAll", "&Unload all", "")
        self._unload.triggered.connect(commands.unload_all)
        menu.aboutToShow.connect(self._renew)

    def add_dock(self, dock: QDockWidget) -> None:
        """Add an entry that shows or hides the dock of functions, at the end."""
        toggle = dock.toggleViewAction()
        self._menu.addSeparator()
        entry = self._entry("Dock", "Functions &dock", "")
        entry.setCheckable(True)
        entry.setToolTip("The bench, the runs, the callbacks and the log")
        entry.setChecked(toggle.isChecked())
        entry.triggered.connect(toggle.trigger)
        toggle.toggled.connect(entry.setChecked)

    def _entry(self, name: str, text: str, keys: str) -> QAction:
        entry = self._menu.addAction(text)
        entry.setObjectName(f"Functions.{name}")
        if keys:
            entry.setShortcut(keys)
        return entry

    def _renew(self) -> None:
        """List what was loaded lately, and follow from now on what can be done with the apps."""
        apps = self._functions.source.apps
        self._recent.show_recent(apps.recent, apps.clear_recent)
        if not self._is_following:
            self._is_following = True
            until_destroyed(self, apps.subscribe(self._set_enabled))
            self._set_enabled()

    def _set_enabled(self) -> None:
        for entry in (self._reload, self._unload):
            entry.setEnabled(any(one.owner is None for one in self._functions.source.apps))

    def _post_card(self) -> None:
        self._functions.dialogs.post_card()

    def _run(self) -> None:
        self._functions.dialogs.run_process()

    def _connect_accounts(self) -> None:
        self._functions.dialogs.show_connections()


def sample_apps() -> tuple[Path, ...]:
    """Return the folders of the apps that came with the program, by name."""
    try:
        folder = asset("functions")
    except FileNotFoundError:
        return ()
    return tuple(sorted(path for path in folder.iterdir() if (path / "app.toml").is_file()))
