"""All that a window has for function apps: what is done with them, asked about them, and told.

Nothing of it touches the apps before somebody asks for something, see
:mod:`webchat.functions.functions`.
"""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.devtools.functions.functions_dock import FunctionsDock
from ui.shell.desk_dock import DeskDock
from ui.shell.drop import DropTarget
from ui.shell.function_commands import FunctionCommands
from ui.shell.function_dialogs import FunctionDialogs
from ui.shell.function_news import FunctionNews
from ui.shell.notice_bar import NoticeBar
from ui.shell.settings import Settings
from ui.shell.side_windows import SideWindows
from ui.shell.status_bar import StatusBar
from webchat.side.side import Side
from webchat.simulator import Simulator

if TYPE_CHECKING:
    from ui.devtools.functions.bench_page import BenchPage
    from ui.devtools.functions.runs_page import RunsPage
    from webchat.functions.contract.records import FunctionName
    from webchat.functions.runs.records import Run


class WindowFunctions(QObject):
    """What one window has.

    Attributes:
        commands: What is done with apps.
        dialogs: What is asked about them.
        news: What is told of them.
        source: The functions of the simulation.
    """

    def __init__(
        self,
        sim: Simulator,
        settings: Settings,
        status: StatusBar,
        notices: NoticeBar,
        window: QWidget,
    ) -> None:
        """Make what is there at once; all else waits until it is asked for.

        Args:
            sim: The simulation.
            settings: What the window remembers.
            status: Where small things are said.
            notices: Where failures are said.
            window: What dialogs stand over.
        """
        super().__init__(window)
        self._sim, self._window = sim, window
        self._windows: SideWindows | None = None
        self._dock: FunctionsDock | None = None
        self.source = sim.functions
        self.commands = FunctionCommands(sim.functions, self)
        self.dialogs = FunctionDialogs(sim, self.commands, settings, window)
        self.news = FunctionNews(sim.functions, self.commands, self.dialogs, status, notices)

    def connect_to(
        self, drops: DropTarget, dock: FunctionsDock, desk: DeskDock, windows: SideWindows
    ) -> None:
        """Take what is dropped on the window, and what its docks and the agents want.

        Args:
            drops: Of the window.
            dock: Where functions are looked into.
            desk: The first agent's.
            windows: Those of the other agents.
        """
        self._windows, self._dock = windows, dock
        drops.apps_dropped.connect(self.commands.load)
        dock.load_requested.connect(self.choose_app)
        self.dialogs.open_bench = self._open_bench
        self.dialogs.started.connect(self._show_run)
        desk.card_requested.connect(self._post_card)
        windows.card_requested.connect(self._post_card_of)

    def choose_app(self) -> None:
        """Let the person choose an app to load."""
        self.commands.choose(self._window)

    async def aclose(self) -> None:
        """End what is under way."""
        await self.dialogs.aclose()
        await self.commands.aclose()

    def _open_bench(self, app: str, function: "FunctionName") -> None:
        if self._dock is not None:
            cast("BenchPage", self._dock.show_page("bench")).choose(app, function)

    def _show_run(self, run: "Run") -> None:
        if self._dock is not None:
            cast("RunsPage", self._dock.show_page("runs")).select(run.token)

    def _post_card(self, channel_sid: str) -> None:
        self.dialogs.post_card(side=self._sim.desk, channel_sid=channel_sid)

    def _post_card_of(self, side: Side, channel_sid: str) -> None:
        """Let the agent of another window post a card, over that window."""
        over = None if self._windows is None else self._windows.show_side(side)
        self.dialogs.post_card(side=side, channel_sid=channel_sid, over=over)
