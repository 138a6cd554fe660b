"""The Plugins menu: load, recent, samples, and all of them at once."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ui.bridge import until_destroyed
from ui.resources import asset
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
        self._recent = menu.addMenu("Re&cent")
        self._recent.setObjectName("Plugins.Recent")
        self._samples = menu.addMenu("&Samples")
        self._samples.setObjectName("Plugins.Samples")
        menu.addSeparator()
        self._reload = menu.addAction("&Reload all")
        self._reload.setObjectName("Plugins.ReloadAll")
        self._reload.setShortcut("Ctrl+F5")
        self._reload.triggered.connect(commands.reload_all)
        self._unload = menu.addAction("&Unload all")
        self._unload.setObjectName("Plugins.UnloadAll")
        self._unload.triggered.connect(commands.unload_all)
        menu.aboutToShow.connect(self._list_recent)
        self._add_samples(self._samples, sample_plugins())
        self._desk_samples = self._samples.addMenu("For the &desk")
        self._desk_samples.setObjectName("Plugins.Samples.Desk")
        self._add_samples(self._desk_samples, sample_plugins("desk"))
        self._list_recent()
        until_destroyed(self, host.subscribe(self._set_enabled))
        self._set_enabled()

    def _add_samples(self, menu: QMenu, paths: Sequence[Path]) -> None:
        for path in paths:
            entry = menu.addAction(_title(path))
            entry.setObjectName(f"{menu.objectName()}.{path.stem}")
            entry.setData(str(path))
            entry.triggered.connect(self._load_sample)
        menu.menuAction().setEnabled(not menu.isEmpty())

    def _list_recent(self) -> None:
        self._recent.clear()
        for path in self._host.recent:
            entry = self._recent.addAction(_escaped(f"{path.name}  ({path.parent})"))
            entry.setData(str(path))
            entry.setEnabled(path.exists())
            entry.triggered.connect(self._load_recent)
        self._recent.menuAction().setEnabled(not self._recent.isEmpty())
        if not self._recent.isEmpty():
            self._recent.addSeparator()
            self._recent.addAction("&Forget these").triggered.connect(self._host.clear_recent)

    def _set_enabled(self) -> None:
        for entry in (self._reload, self._unload):
            entry.setEnabled(len(self._host) > 0)

    def _load_recent(self) -> None:
        entry = self.sender()
        if isinstance(entry, QAction):
            self._commands.load([entry.data()])

    def _load_sample(self) -> None:
        entry = self.sender()
        if isinstance(entry, QAction):
            self._commands.load_sample(Path(entry.data()))


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


def _title(path: Path) -> str:
    return _escaped(path.stem.replace("_", " ").capitalize())


def _escaped(text: str) -> str:
    """Return *text* for a menu, where an ampersand would underline what follows it."""
    return text.replace("&", "&&")
