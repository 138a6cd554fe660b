"""The menu bar: every entry does something, has a mnemonic, and its key where there is one."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QUrl, Signal, SignalInstance
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMenu, QMenuBar, QToolButton

from ui.logs import FILE_NAME as LOG_NAME
from ui.shell.conversation_menu import ConversationMenu
from ui.shell.desk_menu import DeskMenu
from ui.shell.edit_menu import EditMenu
from ui.shell.functions_menu import FunctionsMenu
from ui.shell.language_menu import LanguageMenu
from ui.shell.plugin_commands import PluginCommands
from ui.shell.plugins_menu import PluginsMenu
from ui.shell.settings import Settings
from ui.shell.stage import Stage
from ui.shell.transcript_menu import TranscriptMenu
from ui.shell.view_menu import ViewMenu, ViewParts
from ui.shell.window_functions import WindowFunctions
from ui.theme import Theme
from webchat.side.side import Side
from webchat.simulator import Simulator

_Key = QKeySequence.StandardKey


class MenuParts(NamedTuple):
    """What the menus act on.

    Attributes:
        sim: The simulation.
        commands: What is done with plugins.
        functions: What is done with function apps.
        stage: The page with the chat.
        docks: The docks, each with the keys that show or hide it.
        settings: What the window remembers.
    """

    sim: Simulator
    commands: PluginCommands
    functions: WindowFunctions
    stage: Stage
    docks: tuple[tuple[QDockWidget, str], ...]
    settings: Settings


class Menus(QObject):
    """The menus of the main window.

    Attributes:
        transcript: The entries that take a conversation out of the window.
        conversation: The Conversation menu's entries.
        desk: The Desk menu's entries.
        functions: The Functions menu's entries.
        view: The View menu's entries.
        language: What the chat speaks, and which way it is written.

    Signals:
        load_requested: Choose a plugin.
        export_requested: Choose a file for the actions.
        find_requested: Go to the filter of the actions.
        quit_requested: End the program.
        about_requested: Say what this program is.
        shortcuts_requested: List the keys.
    """

    load_requested = Signal()
    export_requested = Signal()
    find_requested = Signal()
    quit_requested = Signal()
    about_requested = Signal()
    shortcuts_requested = Signal()

    def __init__(self, bar: QMenuBar, parts: MenuParts) -> None:
        super().__init__(bar)
        self._bar = bar
        self._folder = parts.sim.config.data_dir
        self._load = self._entry(None, "Load", "&Load plugins…", self.load_requested, _Key.Open)
        self._fill_file(self._menu("&File", "File"), parts.sim.webchat)
        edit = self._menu("&Edit", "Edit")
        self._edit = EditMenu(edit)
        edit.addSeparator()
        self._entry(edit, "Find", "&Find actions", self.find_requested, _Key.Find)
        view = self._menu("&View", "View")
        side = parts.sim.webchat
        looks = ViewParts(parts.docks, parts.stage, side, parts.settings)
        self.view = ViewMenu(view, looks)
        self.language = LanguageMenu(
            view, parts.sim.webchat.strings, parts.stage.widget, parts.sim.config, parts.settings
        )
        self.view.add_window_entries()
        self.conversation = ConversationMenu(
            self._menu("&Conversation", "Conversation"), parts.sim.webchat
        )
        self.desk = DeskMenu(self._menu("&Desk", "Desk"), parts.sim)
        plugins = self._menu("&Plugins", "Plugins")
        self._plugins = PluginsMenu(plugins, self._load, parts.sim.plugins, parts.commands)
        self.functions = FunctionsMenu(self._menu("F&unctions", "Functions"), parts.functions)
        self._fill_help(self._menu("&Help", "Help"))
        Theme.instance().changed.connect(self._renew_overflow)
        self._renew_overflow()

    def _fill_file(self, menu: QMenu, side: Side) -> None:
        menu.addAction(self._load)
        menu.addSeparator()
        self.transcript = TranscriptMenu(menu, side)
        menu.addSeparator()
        self._entry(menu, "Export", "&Export actions…", self.export_requested, "Ctrl+Shift+E")
        menu.addSeparator()
        leave = self._entry(menu, "Quit", "&Quit", self.quit_requested, "Ctrl+Q")
        leave.setMenuRole(QAction.MenuRole.QuitRole)

    def _fill_help(self, menu: QMenu) -> None:
        self._entry(menu, "Shortcuts", "&Keyboard shortcuts", self.shortcuts_requested, "F1")
        if self._folder is not None:
            folder = menu.addAction("Open the &data folder")
            folder.setObjectName("Help.DataFolder")
            folder.triggered.connect(self._open_folder)
            log = menu.addAction("Open the &log")
            log.setObjectName("Help.Log")
            log.triggered.connect(self._open_log)
            log.setVisible((self._folder / LOG_NAME).exists())
        menu.addSeparator()
        about = self._entry(menu, "About", "&About the webchat simulator", self.about_requested)
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _renew_overflow(self) -> None:
        """Give the button for menus that have no room an icon in the look's colour."""
        button = self._bar.findChild(QToolButton, "qt_menubar_ext_button")
        if isinstance(button, QToolButton):
            button.setIcon(Theme.instance().icon("ellipsis"))
            button.setAccessibleName("More menus")

    def _open_folder(self) -> None:
        _open(self._folder)

    def _open_log(self) -> None:
        _open(self._folder and self._folder / LOG_NAME)

    def _menu(self, title: str, name: str) -> QMenu:
        menu = self._bar.addMenu(title)
        menu.setObjectName(f"Menu.{name}")
        menu.setToolTipsVisible(True)
        return menu

    def _entry(
        self,
        menu: QMenu | None,
        name: str,
        text: str,
        signal: SignalInstance,
        keys: str | QKeySequence.StandardKey = "",
    ) -> QAction:
        entry = QAction(text, self)
        entry.setObjectName(f"Menu.{name}")
        if keys:
            entry.setShortcut(keys)
        entry.triggered.connect(signal)
        if menu is not None:
            menu.addAction(entry)
        return entry


def _open(path: Path | None) -> None:
    if path is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
