"""The Plugins menu: load, recent, samples, and all of them at once."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ui.bridge import until_destroyed
from ui.resources import asset
from ui.shell.path_menu import PathMenu
from ui.shell.plugin_commands import PluginCommands
from webchat.plugins import PluginHost


class PluginsMenu(QObject):
    """The entries of the Plugins menu, in step with the host."""

    def __init__(
        self, menu: QMenu, load: QAction, host: PluginHost, commands: PluginCommands
    ) -> None:
        """Fill *menu*.

        Args:
            menu: The menu.
            load: The entry that lets the person choose a file.
            host: Whose plugins these are.
            commands: What the entries do.
        """
        super().__init__(menu)
        self._host = host
        self._commands = commands
        menu.addAction(load)
        self._recent = PathMenu(menu, "Re&cent", "Plugins.Recent")
        self._recent.chosen.connect(self._load_recent)
        self._samples = PathMenu(menu, "&Samples", "Plugins.Samples")
        self._samples.chosen.connect(commands.load_sample)
        menu.addSeparator()
        self._reload = menu.addAction("&Reload all")
        self._reload.setObjectName("Plugins.ReloadAll")
        self._reload.setShortcut("Ctrl+F5")
        self._reload.triggered.connect(commands.reload_all)
        self._unload = menu.addAction("&Unload all")
        self._unload.setObjectName("Plugins.UnloadAll")
        self._unload.triggered.connect(commands.unload_all)
        menu.aboutToShow.connect(self._list_recent)
        self._samples.add_shipped(sample_plugins())
        self._desk_samples = PathMenu(self._samples.menu, "For the &desk", "Plugins.Samples.Desk")
        self._desk_samples.chosen.connect(commands.load_sample)
        self._desk_samples.add_shipped(sample_plugins("desk"))
        self._list_recent()
        until_destroyed(self, host.subscribe(self._set_enabled))
        self._set_enabled()

    def _list_recent(self) -> None:
        self._recent.show_recent(self._host.recent, self._host.clear_recent)

    def _load_recent(self, path: Path) -> None:
        self._commands.load([path])

    def _set_enabled(self) -> None:
        for entry in (self._reload, self._unload):
            entry.setEnabled(len(self._host) > 0)


def sample_plugins(folder_name: str = "") -> tuple[Path, ...]:
    """Return the plugins that came with the program, by name.

    Args:
        folder_name: Those of this folder among them; empty for those that are in none.
    """
    try:
        folder = asset("plugins") / folder_name
    except FileNotFoundError:
        return ()
    return tuple(sorted(folder.glob("[!_]*.py")))
