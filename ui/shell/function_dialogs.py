"""The dialogs about functions of one window: one at a time, made when they are asked for."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.bridge import until_destroyed
from ui.shell.function_commands import FunctionCommands
from ui.shell.settings import Settings
from webchat.errors import WebChatError
from webchat.side.side import Side
from webchat.simulator import Simulator
from webchat.tasks import TaskBag

if TYPE_CHECKING:
    from ui.functions.choose_page import Purpose
    from ui.functions.connections_dialog import ConnectionsDialog
    from ui.functions.places import Place
    from ui.functions.setup import Setup
    from ui.functions.setup_dialog import SetupDialog
    from webchat.functions.contract.records import FunctionName

_log = logging.getLogger(__name__)


class FunctionDialogs(QObject):
    """Sets up cards and processes, and shows the connected accounts.

    Attributes:
        open_bench: Shows a function of an app in the bench, by the names of both; None while
            there is no bench.

    Signals:
        said: Something was done, a sentence.
        failed: Something went wrong that no page could show, a sentence.
        started: A process was started; its :class:`~webchat.functions.runs.records.Run`.
    """

    said = Signal(object)
    failed = Signal(object)
    started = Signal(object)

    def __init__(
        self, sim: Simulator, commands: FunctionCommands, settings: Settings, window: QWidget
    ) -> None:
        """Open nothing yet.

        Args:
            sim: The simulation.
            commands: Load apps.
            settings: Remember how large the dialog is.
            window: What the dialogs stand over.
        """
        super().__init__(window)
        self.open_bench: Callable[[str, FunctionName], object] | None = None
        self._sim, self._commands = sim, commands
        self._settings, self._window = settings, window
        self._tasks = TaskBag("function dialogs", self._on_failure)
        self._setup: SetupDialog | None = None
        self._connections: ConnectionsDialog | None = None
        until_destroyed(self, self._tasks.cancel)

    @property
    def is_setting_up(self) -> bool:
        """Whether the person is setting something up."""
        return self._setup is not None

    async def aclose(self) -> None:
        """End what is under way."""
        await self._tasks.aclose()

    def post_card(
        self,
        *,
        app: str = "",
        side: Side | None = None,
        channel_sid: str = "",
        over: QWidget | None = None,
    ) -> None:
        """Set up a card and post it.

        Args:
            app: The app's name; empty lets the person choose.
            side: Who would like to post it; None for no matter who.
            channel_sid: Where.
            over: The window that the dialog stands over; None for the main one.
        """
        from ui.functions.places import Place  # noqa: PLC0415  not at the start

        place = None if side is None else Place(side, channel_sid)
        self._begin("card", app, place, over)

    def run_process(self, *, app: str = "") -> None:
        """Set up an automation, an await or a trigger and start it.

        Args:
            app: The app's name; empty lets the person choose.
        """
        self._begin("process", app)

    def connect_account(self, *, app: str = "") -> None:
        """Connect an app with another account.

        Args:
            app: The app's name; empty lets the person choose.
        """
        self._begin("account", app)

    def show_connections(self) -> None:
        """Show which accounts are connected."""
        from ui.functions.connections_dialog import (  # noqa: PLC0415  not at the start
            ConnectionsDialog,
        )

        if self._over() is self._window:
            self._connections = ConnectionsDialog(self._sim.functions, self._window)
            self._connections.connect_requested.connect(self.connect_account)
            self._connections.open()

    def _over(self) -> QWidget:
        """Return what another dialog stands over."""
        shown = self._connections
        return shown if shown is not None and isValid(shown) and shown.isVisible() else self._window

    def _begin(
        self,
        purpose: "Purpose",
        app: str,
        place: "Place | None" = None,
        over: QWidget | None = None,
    ) -> None:
        from ui.functions.setup import TITLES, Setup  # noqa: PLC0415  not at the start
        from ui.functions.setup_dialog import SetupDialog  # noqa: PLC0415  as above

        if self._setup is not None:
            self._setup.raise_()
            return
        has_bench = self.open_bench is not None
        self._setup = dialog = SetupDialog(
            over or self._over(), TITLES[purpose], has_bench=has_bench
        )
        dialog.restore_size(self._settings.values.setup_size)
        setup = Setup(self._sim, dialog, purpose, place)
        setup.want(app)
        setup.load_requested.connect(self._choose_app)
        setup.started.connect(self.started)
        dialog.bench_requested.connect(partial(self._to_bench, setup))
        self._commands.loaded.connect(setup.on_loaded)
        self._commands.failed.connect(setup.on_failed)
        dialog.open()
        leading = self._tasks.spawn(self._lead(dialog, setup), name=TITLES[purpose])
        dialog.rejected.connect(leading.cancel)
        dialog.finished.connect(self._on_finished)

    async def _lead(self, dialog: "SetupDialog", setup: "Setup") -> None:
        """Lead through the dialog; closing it ends that, with all that is under way."""
        try:
            self.said.emit(await setup.run())
        finally:
            if isValid(dialog):
                if dialog is self._setup:
                    dialog.accept()
                dialog.deleteLater()

    def _on_finished(self, _result: int) -> None:
        """Let another dialog come at once, however long the end of this one takes."""
        if self._setup is not None:
            self._settings.values.setup_size = self._setup.size_to_restore
            self._settings.save()
        self._setup = None

    def _choose_app(self) -> None:
        self._commands.choose(self._setup or self._window)

    def _to_bench(self, setup: "Setup", function: "FunctionName") -> None:
        if self.open_bench is not None and self._setup is not None:
            self._setup.reject()
            self.open_bench(setup.app_name, function)

    def _on_failure(self, _task: asyncio.Task[object], error: BaseException) -> None:
        if isinstance(error, WebChatError):
            self.failed.emit(str(error))
        else:
            _log.error("A dialog about functions failed", exc_info=error)
            self.failed.emit(f"That failed in the program itself: {error!r}. The log has more.")
