"""The Plugins dock: what is loaded, in which order it listens, and what went wrong.

It shows and asks; who loads and unloads is told by its signals.
"""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ui.devtools.empty_state import EmptyState
from ui.devtools.filter_field import FilterField
from ui.devtools.icon_button import IconButton, TextButton
from ui.devtools.plugins_view import PluginsView
from ui.devtools.tool_dock import ToolDock
from ui.models.plugins import PluginsModel, Role
from webchat.plugins import Plugin, PluginHost

_COMMANDS = (
    ("toggle", "power", "Turn it off (Space)", "ToggleButton"),
    ("reload", "refresh-cw", "Reload it (F5)", "ReloadButton"),
    ("up", "arrow-up", "Let it listen earlier (Alt+Up)", "UpButton"),
    ("down", "arrow-down", "Let it listen later (Alt+Down)", "DownButton"),
    ("unload", "trash-2", "Unload it (Del)", "UnloadButton"),
)


class PluginsDock(ToolDock):
    """The plugins of a host.

    Attributes:
        model: The plugins.
        view: The list of them.
        filter: The field whose words are looked for.

    Signals:
        load_requested: The person wants to choose a plugin.
        commanded: A command (``toggle``, ``reload``, ``unload``) and a plugin's name.
        move_requested: A plugin's name, and its wanted place in listener order.
        said: A sentence about something that happened here.
    """

    load_requested = Signal()
    commanded = Signal(object, object)
    move_requested = Signal(object, object)
    said = Signal(object)

    def __init__(self, host: PluginHost, parent: QWidget | None = None) -> None:
        super().__init__("PluginsDock", "Plugins", parent)
        self.model = PluginsModel(host, self)
        self.view = PluginsView(self.model)
        self.filter = FilterField("PluginsDock.Filter", "Filter plugins")
        self._load = TextButton("Load…")
        self._load.setObjectName("PluginsDock.Load")
        self._load.setToolTip("Load a plugin file")
        self._load.setAccessibleName("Load a plugin file")
        self._empty = EmptyState("PluginsDock.Empty", self.view)
        self._buttons: dict[str, IconButton] = {}
        self.tools.addWidget(self.filter, 1)
        self.tools.addWidget(self._load)
        self.content.addWidget(self.view, 1)
        self._foot = self._command_row()
        self.content.addWidget(self._foot)
        buttons = self._buttons.values()
        self.lead_through(self.filter, self._load, self.view, self._empty.button, *buttons)
        self._connect()
        self._on_counted()

    def _command_row(self) -> QWidget:
        row = QWidget()
        row.setObjectName("PluginsDock.Commands")
        row.setProperty("part", "dock-foot")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(8, 3, 8, 3)
        layout.setSpacing(2)
        for command, icon, text, name in _COMMANDS:
            button = IconButton(icon, text, f"PluginsDock.{name}")
            button.setProperty("command", command)
            button.clicked.connect(self._on_button_clicked)
            self._buttons[command] = button
            if command == "unload":
                layout.addStretch(1)
            layout.addWidget(button)
        return row

    def _connect(self) -> None:
        self._load.clicked.connect(self.load_requested)
        self._empty.requested.connect(self._on_empty_requested)
        self.filter.textChanged.connect(self.model.set_filter)
        self.model.counted.connect(self._on_counted)
        self.view.commanded.connect(self.command)
        self.view.moved.connect(self.move_requested)
        self.view.where_wanted.connect(self._copy_where)
        self.view.selectionModel().currentChanged.connect(self._on_counted)
        self.view.selectionModel().selectionChanged.connect(self._on_counted)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)

    def command(self, command: str) -> None:
        """Ask for something to be done with the selected plugin.

        Args:
            command: ``toggle``, ``reload``, ``unload``, ``up`` or ``down``.
        """
        name = self.view.selected_name()
        if name is None:
            return
        if command in {"up", "down"}:
            place = self.model.place_of(name) + (-1 if command == "up" else 1)
            if 0 <= place < self.model.total:
                self.move_requested.emit(name, place)
        else:
            self.commanded.emit(command, name)

    def show_plugin(self, name: str) -> None:
        """Show the dock and select a plugin."""
        self.reveal()
        self.filter.clear()
        self.model.refresh()
        self.view.select(name)

    def show_trouble(self) -> None:
        """Show the dock and select the first plugin that has an error."""
        self.reveal()
        self.filter.clear()
        for row in range(self.model.rowCount()):
            index = self.model.index(row)
            if index.data(Role.ERROR):
                self.view.setCurrentIndex(index)
                break
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_button_clicked(self) -> None:
        self.command(self.sender().property("command"))

    # What stands there

    def _on_counted(self) -> None:
        total, shown = self.model.total, self.model.rowCount()
        self.set_detail(f"{shown} of {total}" if self.model.needle else str(total) * (total > 0))
        if self.model.needle:
            self._empty.say(f"No plugin matches “{self.model.needle}”.", "Clear the filter")
        else:
            self._empty.say("No plugins yet. Drop a .py file here, or load one.", "Load…")
        self._empty.show_over(self.view, is_empty=not shown)
        self._foot.setVisible(total > 0)
        self._set_up_buttons()

    def _set_up_buttons(self) -> None:
        plugin = self._selected()
        place = -1 if plugin is None else self.model.place_of(plugin.name)
        for button in self._buttons.values():
            button.setEnabled(plugin is not None)
        self._buttons["up"].setEnabled(place > 0)
        self._buttons["down"].setEnabled(0 <= place < self.model.total - 1)
        is_off = plugin is not None and plugin.state == "disabled"
        toggle = self._buttons["toggle"]
        toggle.set_icon("power" if is_off else "power-off")
        toggle.set_text("Turn it on (Space)" if is_off else "Turn it off (Space)")
        self._buttons["reload"].setEnabled(plugin is not None and not is_off)

    def _selected(self) -> Plugin | None:
        name = self.view.selected_name()
        row = -1 if name is None else self.model.row_of(name)
        return self.model.index(row).data(Role.PLUGIN) if row >= 0 else None

    def _on_empty_requested(self) -> None:
        if self.model.needle:
            self.filter.clear()
        else:
            self.load_requested.emit()

    # Context menu

    def _open_menu(self, position: QPoint) -> None:
        index = self.view.indexAt(position)
        if not index.isValid():
            return
        self.view.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for command, _icon, _text, _name in _COMMANDS:
            button = self._buttons[command]
            entry = menu.addAction(_entry_text(button.toolTip()))
            entry.setEnabled(button.isEnabled())
            entry.triggered.connect(button.click)
        menu.addSeparator()
        menu.addAction("&Copy path").triggered.connect(self._copy_path)
        if index.data(Role.ERROR):
            menu.addAction("Copy &error").triggered.connect(self._copy_error)
        menu.popup(self.view.viewport().mapToGlobal(position))

    def _copy_path(self) -> None:
        plugin = self._selected()
        if plugin is not None:
            self._copy(str(plugin.path))

    def _copy_error(self) -> None:
        self._copy(self.view.currentIndex().data(Role.ERROR))

    def _copy_where(self, where: str) -> None:
        self._copy(where)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.said.emit(f"Copied {text}")


def _entry_text(tip: str) -> str:
    """Return a button's tooltip as a menu has it: the key at the right."""
    words, _bracket, key = tip.removesuffix(")").partition(" (")
    return f"{words}\t{key}"
