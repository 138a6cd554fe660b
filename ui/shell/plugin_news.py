"""Tells the person at the window's edge what happens to plugins: status bar and notices.

The Plugins dock shows the same, but it may be closed.
"""

from PySide6.QtCore import QObject

from ui.bridge import until_destroyed
from ui.models.plugins import PluginsModel, error_of
from ui.shell.notice_bar import NoticeBar
from ui.shell.plugin_commands import PluginCommands
from ui.shell.status_bar import StatusBar
from webchat.plugins import Blockage, PluginFault, PluginHost


class PluginNews(QObject):
    """Follows one host for one window."""

    def __init__(
        self,
        host: PluginHost,
        model: PluginsModel,
        status: StatusBar,
        notices: NoticeBar,
        commands: PluginCommands,
    ) -> None:
        super().__init__(status)
        self._host = host
        self._model = model
        self._status = status
        self._notices = notices
        self._told: dict[str, PluginFault] = {}
        self._told_notes: set[str] = set()
        model.counted.connect(self._look)
        commands.said.connect(self._on_said)
        commands.failed.connect(self._on_failed)
        until_destroyed(self, host.watchdog.subscribe(self._on_blocked))
        self._look()

    def _look(self) -> None:
        """Tell of errors and notes that are new."""
        for note in self._host.notes:
            if note not in self._told_notes:
                self._told_notes.add(note)
                self._notices.show_notice(note, "warning")
        self._status.set_trouble(self._model.outdated, self._model.failed)
        faults = {plugin.name: plugin.error for plugin in self._host if plugin.error is not None}
        for plugin in self._host:
            fault = faults.get(plugin.name)
            if fault is not None and self._told.get(plugin.name) is not fault:
                text = error_of(plugin)
                is_named = text.startswith(f"Plugin {plugin.name} ")
                self._status.say(text if is_named else f"{plugin.name}: {text}", is_problem=True)
        if self._told and not faults:
            self._status.say("")
        self._told = faults

    def _on_said(self, text: str) -> None:
        self._status.say(text)

    def _on_failed(self, text: str) -> None:
        self._notices.show_notice(text, "error")

    def _on_blocked(self, blockage: Blockage) -> None:
        self._status.say(str(blockage), is_problem=True)
