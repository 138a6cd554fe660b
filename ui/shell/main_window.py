"""The main window: the chat on its stage, and around it what tells what is going on.

It puts the parts together and remembers how the person arranged them. It ends nothing by itself:
closing it hides it and says so, and whoever started the program ends the run in order.
"""

import asyncio
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QVBoxLayout, QWidget

from ui.bridge import async_slot, owned_tasks, until_destroyed
from ui.browser import WindowBrowser
from ui.chat import RootContainer, style
from ui.devtools import tool_dock
from ui.devtools.actions_dock import ActionsDock
from ui.devtools.functions import style as functions_style
from ui.devtools.functions.functions_dock import FunctionsDock
from ui.devtools.plugins_dock import PluginsDock
from ui.dialogs import WindowDialogs
from ui.models.masking import mask_by
from ui.shell import desktop_notices, export, help_dialogs, identity_bar, notice_bar, status_bar
from ui.shell.arrangement import Arranged, Arrangement
from ui.shell.desk_dock import DeskDock
from ui.shell.desk_news import DeskNews
from ui.shell.desktop_notices import DesktopNotices
from ui.shell.drop import DropTarget
from ui.shell.identity_bar import IdentityBar
from ui.shell.menus import MenuParts, Menus
from ui.shell.notice_bar import NoticeBar
from ui.shell.plugin_commands import PluginCommands
from ui.shell.plugin_news import PluginNews
from ui.shell.settings import Settings
from ui.shell.side_windows import SideWindows
from ui.shell.slot_news import SlotNews
from ui.shell.stage import Stage
from ui.shell.status_bar import StatusBar
from ui.shell.transcript_menu import Command
from ui.shell.window_functions import WindowFunctions
from ui.theme import Theme, WidgetTheme
from webchat.side.browser import NoBrowser
from webchat.side.dialogs import SilentDialogs
from webchat.side.side import Side
from webchat.simulator import Simulator
from webchat.state import State

if TYPE_CHECKING:
    from ui.shell.transcripts import Transcripts

# Each part brings its rules along, but every addition to the sheet dresses all widgets anew.
_RULES = (
    tool_dock.rules,
    functions_style.rules,
    notice_bar.rules,
    identity_bar.rules,
    status_bar.rules,
)


class MainWindow(QMainWindow):
    """The window over one simulation.

    Attributes:
        stage: The page with the chat on it.
        actions_dock: What was invoked.
        plugins_dock: What is loaded.
        functions_dock: What functions do.
        desk_dock: The first agent's desk.
        windows: Those of further customers and agents.
        notices: What the program itself has to say.
        commands: What is done with plugins.
        functions: What is done with function apps, and what is asked and told of them.
        desktop: What the desktop tells of while the window is elsewhere.

    Signals:
        quit_requested: The person closed the window or chose Quit.
    """

    quit_requested = Signal()

    def __init__(
        self, sim: Simulator, parent: QWidget | None = None, *, settings: Settings | None = None
    ) -> None:
        """Make the window; it shows itself when told to.

        Args:
            sim: A simulation that runs.
            parent: Usually none.
            settings: What the window remembers; None remembers nothing.
        """
        super().__init__(parent)
        with Theme.instance().at_once():
            Theme.instance().extend(*_RULES)
            WidgetTheme.instance().extend(style.controls, style.sheet)
        self._sim = sim
        self._settings = settings or Settings()
        self.setObjectName("MainWindow")
        self.setWindowTitle(desktop_notices.TITLE)
        self.setAccessibleName(desktop_notices.TITLE)
        self.tasks = owned_tasks(self)
        if isinstance(sim.dialogs, SilentDialogs):  # whoever brought another keeps it
            sim.dialogs = WindowDialogs(self)
        if isinstance(sim.browser, NoBrowser):  # likewise
            sim.browser = WindowBrowser(self)
        self._make_parts()
        self._arrange()
        self._connect()
        if self._settings.problem is not None:
            self.notices.show_notice(self._settings.problem, "warning")

    # Parts

    def _make_parts(self) -> None:
        sim = self._sim
        self.stage = Stage(RootContainer(sim.webchat))
        self.notices = NoticeBar()
        self.commands = PluginCommands(sim.plugins, self)
        self.actions_dock = ActionsDock()  # without a parent yet: Tab leads to the chat first
        self.plugins_dock = PluginsDock(sim.plugins)
        self.status = StatusBar(sim.webchat, _centre_in_use(sim), self)
        self.desk_dock = DeskDock(sim.desk)
        told = (self.status, self.notices)
        self.functions = WindowFunctions(sim, self._settings, *told, self)
        self.functions_dock = FunctionsDock(sim.functions)
        docks = (
            (self.actions_dock, "Ctrl+Shift+A"),
            (self.plugins_dock, "Ctrl+Shift+P"),
            (self.desk_dock, "Ctrl+Shift+D"),
            (self.functions_dock, "Ctrl+Shift+F"),
        )
        parts = MenuParts(sim, self.commands, self.functions, self.stage, docks, self._settings)
        self._menus = Menus(self.menuBar(), parts)
        self._menus.functions.add_dock(self.functions_dock)
        conversation = self._menus.conversation
        restart = (conversation.restart, conversation.restart_as.menu)
        self._identity = IdentityBar(sim.webchat, sim.desk, restart, self)
        menus = self._menus
        self.windows = SideWindows(self, sim, menus.conversation.menu, menus.desk.menu)
        self._drops = DropTarget(self)
        self.desktop = DesktopNotices(self, sim.webchat)
        self._slots = SlotNews(sim.webchat.components, self.notices)
        self._news = PluginNews(
            sim.plugins, self.plugins_dock.model, self.status, self.notices, self.commands
        )

    def _arrange(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self.stage, 1)
        self.setCentralWidget(centre)
        self.addToolBar(self._identity)
        self.setStatusBar(self.status)
        parts = Arranged(
            actions=self.actions_dock,
            plugins=self.plugins_dock,
            stage=self.stage,
            desk=self.desk_dock,
            functions=self.functions_dock,
        )
        is_manned = self._sim.config.agent == "person"
        self._arrangement = Arrangement(self, parts, self._settings, is_manned=is_manned)
        self._menus.view.refresh()

    def _connect(self) -> None:
        menus, commands = self._menus, self.commands
        menus.load_requested.connect(self._choose_plugins)
        menus.export_requested.connect(self._choose_export)
        menus.transcript.chosen.connect(self._on_transcript)
        menus.find_requested.connect(self.actions_dock.focus_filter)
        menus.quit_requested.connect(self.close)
        menus.about_requested.connect(self._show_about)
        menus.shortcuts_requested.connect(self._show_shortcuts)
        menus.language.said.connect(self._on_texts_said)
        menus.conversation.desktop_notices.toggled.connect(self._set_desktop_notices)
        menus.conversation.desktop_notices.setChecked(self._settings.values.desktop_notices)
        menus.view.reset_requested.connect(self._arrangement.reset)
        menus.view.chosen.connect(self._arrangement.remember)
        menus.view.full_screen.triggered.connect(self._set_full_screen)
        self.actions_dock.chat_requested.connect(menus.conversation.toggle_chat)
        self.plugins_dock.load_requested.connect(self._choose_plugins)
        self.plugins_dock.commanded.connect(commands.command)
        self.plugins_dock.move_requested.connect(commands.move)
        self.plugins_dock.said.connect(self.status.say)
        self.functions_dock.said.connect(self.status.say)
        self.actions_dock.bench_requested.connect(self.functions_dock.show_click_in_bench)
        self.status.trouble_clicked.connect(self.plugins_dock.show_trouble)
        commands.troubled.connect(self.plugins_dock.show_plugin)
        self._drops.dropped.connect(commands.load)
        self.functions.connect_to(self._drops, self.functions_dock, self.desk_dock, self.windows)
        self._drops.refused.connect(self._on_drop_refused)
        self._connect_desk()
        kinds = (self._sim.kinds["webchat"], self._sim.kinds["desk"])
        for side in (side for kind in kinds for side in kind.sides):
            self._on_side(side)
        until_destroyed(
            self,
            mask_by(self._sim.functions.masked),
            *(kind.subscribe(self._on_side) for kind in kinds),
            self._sim.webchat.store.subscribe(_is_closed, self.actions_dock.offer_chat),
        )
        self.actions_dock.offer_chat(_is_closed(self._sim.webchat.store.state))

    def _connect_desk(self) -> None:
        menus, dock = self._menus, self.desk_dock
        menus.conversation.customer_requested.connect(self.windows.add_customer)
        menus.desk.agent_requested.connect(self.windows.add_agent)
        menus.desk.desk_requested.connect(dock.open_desk)
        dock.chat_requested.connect(self._open_chat)
        self._desk_news = DeskNews(self._sim, dock, self.notices)

    def _open_chat(self) -> None:
        """Open the chat for the person to be a customer, and go there."""
        self.stage.widget.setFocus(Qt.FocusReason.OtherFocusReason)  # which the panel then takes
        if _is_closed(self._sim.webchat.store.state):
            self._menus.conversation.toggle_chat()
        else:
            self.stage.widget.focusNextChild()

    def _on_side(self, side: Side) -> None:
        is_first = side is self._sim.webchat  # whose actions most lines tell of
        self.actions_dock.watch(side.actions, "" if is_first else side.name)

    def _on_drop_refused(self, sentence: str) -> None:
        self.notices.show_notice(sentence, "warning")

    # What the menus do

    @functools.cached_property
    def transcripts(self) -> "Transcripts":
        """What takes a whole conversation out of the window; made when it is asked for."""
        from ui.shell.transcripts import Surroundings, Transcripts  # noqa: PLC0415  not at the start

        menu = self._menus.transcript
        around = Surroundings(self, menu, self.status, self.notices, self._settings)
        return Transcripts(self._sim.webchat, around)

    def _on_transcript(self, command: Command) -> None:
        self.transcripts.begin(command)

    def _choose_plugins(self) -> None:
        self.commands.choose(self)

    def _choose_export(self) -> None:
        dialog = QFileDialog(self, "Export actions", str(Path.home() / "actions.jsonl"))
        dialog.setObjectName("ExportDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("jsonl")
        dialog.setNameFilters(["One action a line (*.jsonl)", "All files (*)"])
        dialog.fileSelected.connect(self.export_actions)
        dialog.open()

    @async_slot(str)
    async def export_actions(self, path: str) -> None:
        """Write the first customer's actions to a file and say so.

        Args:
            path: The file.
        """
        history = tuple(self._sim.webchat.actions.history)
        try:
            count = await asyncio.to_thread(export.write_actions, history, Path(path))
        except OSError as error:
            why = error.strerror or error
            self.notices.show_notice(f"The actions were not written to {path}: {why}.", "error")
        else:
            self.status.say(f"Wrote {count:,} actions to {path}.")

    def _show_about(self) -> None:
        help_dialogs.show_about(self)

    def _show_shortcuts(self) -> None:
        help_dialogs.show_shortcuts(self, self.menuBar())

    def _on_texts_said(self, sentence: str, is_problem: bool) -> None:
        if is_problem:
            self.notices.show_notice(sentence, "warning")
        else:
            self.status.say(sentence)

    def _set_desktop_notices(self, wanted: bool) -> None:
        self.desktop.set_enabled(wanted)
        self._settings.values.desktop_notices = wanted
        self._settings.save()

    def _set_full_screen(self, wanted: bool) -> None:
        if wanted:
            self.showFullScreen()
        else:
            self.showNormal()

    # Events

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Begin to take drops, for which the window has to be there."""
        super().showEvent(event)
        self._drops.watch()
        QTimer.singleShot(0, self.desk_dock.give_frame)  # over this window, once that is there
        if self.focusWidget() is None:  # or Qt would choose a button in some dock
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Check the menu's entry for full screen when the window manager says so."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._menus.view.full_screen.setChecked(self.isFullScreen())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  Qt's name
        """Take files."""
        self._drops.take(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802  Qt's name
        """Take files."""
        self._drops.take(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802  Qt's name
        """Take the hint away."""
        self._drops.take(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  Qt's name
        """Load what was dropped."""
        self._drops.take(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Remember, hide, and say that the person wants to end; ending is not done here."""
        self._arrangement.remember()
        event.ignore()
        self.hide()
        self.quit_requested.emit()


def _centre_in_use(sim: Simulator) -> str:
    kept = "" if sim.config.data_dir is not None else ", kept in memory"
    return f"Embedded centre{kept}"


def _is_closed(state: State) -> bool:
    return not state.session.is_entry_point_expanded
