"""Leading a person from an app to a card in a conversation, or to a process that runs.

Each part of the way shows its pages and returns, or raises because the person goes back. What
fails is shown on the page from which it was tried, so that nothing that was typed is lost.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.functions.build_walk import BuildWalk
from ui.functions.choose_page import ChoosePage, Purpose
from ui.functions.connect_walk import ConnectWalk
from ui.functions.places import Place
from ui.functions.preview_page import PreviewPage
from ui.functions.problem import Problem, StoppedError, problem_of
from ui.functions.process_page import ProcessPage
from ui.functions.setup_dialog import SetupDialog, WentBackError
from webchat.errors import FunctionCancelledError, FunctionError, WebChatError

if TYPE_CHECKING:
    from webchat.functions.app import FunctionApp
    from webchat.functions.apps.entry import Entry
    from webchat.functions.authentication.connections import Connection
    from webchat.functions.builds import Built
    from webchat.functions.contract.records import FunctionName
    from webchat.simulator import Simulator

TITLES: dict[Purpose, str] = {
    "card": "Post a card",
    "process": "Run a process",
    "account": "Connect an account",
}


class Setup(QObject):
    """One person's way through the pages of one dialog.

    Attributes:
        app: The app that was chosen; None before that.

    Signals:
        load_requested: The person wants to load another app.
        started: A process runs; its :class:`~webchat.functions.runs.records.Run`.
    """

    load_requested = Signal()
    started = Signal(object)

    def __init__(
        self, sim: "Simulator", dialog: SetupDialog, purpose: Purpose, place: Place | None = None
    ) -> None:
        """Lead nowhere yet.

        Args:
            sim: The simulation.
            dialog: Shows the pages.
            purpose: What for.
            place: Who would like to post a card, and where; None for no matter who.
        """
        super().__init__(dialog)
        self.app: FunctionApp | None = None
        self._sim, self._dialog, self._purpose, self._place = sim, dialog, purpose, place
        self._wanted = ""
        self._is_wanted_first = False
        self._connection: Connection | None = None
        self._built: Built | None = None
        self._walks: dict[str, tuple[ConnectWalk, BuildWalk]] = {}
        self._done = ""

    @property
    def app_name(self) -> str:
        """The name of the app that was chosen, else of the one that was asked for."""
        return self._wanted

    def want(self, app: str) -> None:
        """Begin with an app, as if the person had chosen it; none if it is not there."""
        self._wanted, self._is_wanted_first = app, bool(app)

    def on_loaded(self, entry: "Entry") -> None:
        """Select an app that the person has loaded meanwhile, and let the keyboard go on there."""
        page = self._dialog.page
        if isinstance(page, ChoosePage):
            page.select(entry.name)
            page.focus_first()

    def on_failed(self, sentence: str) -> None:
        """Tell that an app could not be loaded, where the window's notices are out of reach."""
        self._dialog.show_problem(Problem(sentence))

    async def run(self) -> str:
        """Lead the person to the end.

        Returns:
            A sentence that says what was done.
        """
        parts: dict[str, Callable[[bool], Awaitable[None]]]
        parts = {"App": self._choose, "Account": self._connect}
        if self._purpose != "account":
            parts |= {"Set-up": self._build, "Card" if self._is_card else "Start": self._finish}
        names, at, is_back = tuple(parts), 0, False
        while at < len(names):
            self._show_trail(names, names[at])
            try:
                await parts[names[at]](is_back)
                at, is_back = at + 1, False
            except (WentBackError, StoppedError):
                at, is_back = max(0, at - 1), True
            except FunctionError as error:
                function: FunctionName | None = "build" if names[at] == "Set-up" else None
                self._dialog.show_problem(problem_of(error, function))
                at, is_back = max(0, at - 1), True
        return self._done

    def _show_trail(self, names: Sequence[str], here: str) -> None:
        """Show the parts of the way, without those that this app does not have."""
        has_account = self.app is None or self.app.authentication is not None
        shown = [one for one in names if one != "Account" or has_account]
        if here in shown:
            self._dialog.set_trail(shown, shown.index(here))

    @property
    def _is_card(self) -> bool:
        return self._purpose == "card"

    async def _choose(self, is_back: bool) -> None:
        library = self._sim.functions.apps
        is_chosen = self._is_wanted_first and not is_back and self._wanted in library
        self._is_wanted_first = False
        if not is_chosen:
            page = self._dialog.page
            if not isinstance(page, ChoosePage):
                page = ChoosePage(library, self._purpose, self._wanted)
                page.load_requested.connect(self.load_requested)
            await self._dialog.decision(page)
            self._wanted = "" if page.entry is None else page.entry.name
        self.app = library[self._wanted]

    async def _connect(self, is_back: bool) -> None:
        app = self._chosen()
        if app.authentication is None:
            self._connection = None
            if is_back:
                raise WentBackError
            return
        walk, _build = self._walks_of(app)
        is_new = self._purpose == "account"
        self._connection = await walk.go(app, is_new=is_new)
        self._done = f"Connected {app.title} with {self._connection.display_id or 'an account'}."

    async def _build(self, is_back: bool) -> None:
        app = self._chosen()
        _connect, walk = self._walks_of(app)
        self._built = await walk.go(app, self._connection, is_back=is_back)

    async def _finish(self, _is_back: bool) -> None:
        app, built = self._chosen(), self._built
        if built is None:
            raise WentBackError
        if built.card is not None:
            card = self._sim.functions.new_card(app, built.card, self._connection)
            page: PreviewPage | ProcessPage = PreviewPage(self._sim, card, self._place)
        else:
            labels = self._walks_of(app)[1].labels
            page = ProcessPage(app, built, labels, self._connection)
        while True:
            await self._dialog.decision(page)
            try:
                if isinstance(page, PreviewPage):
                    await self._post(page)
                else:
                    await self._start(app, built)
            except FunctionCancelledError:
                continue
            except WebChatError as error:
                self._dialog.show_problem(problem_of(error))
                continue
            return

    async def _post(self, page: PreviewPage) -> None:
        place, card = page.place, page.card
        if place is not None:
            async with self._dialog.busy("Posting the card"):
                await self._sim.functions.post_card(place.side, card, place.channel_sid)
            self._done = f"Posted “{card.card.title}” as {place.text}."

    async def _start(self, app: "FunctionApp", built: "Built") -> None:
        connection = self._connection
        run = await self._sim.functions.processes.start(app, built, connection=connection)
        self._done = f"Started {app.title}."
        self.started.emit(run)

    def _chosen(self) -> "FunctionApp":
        """Return the app as it is now: whoever writes it may have saved it meanwhile."""
        self.app = self._sim.functions.apps[self._wanted]
        return self.app

    def _walks_of(self, app: "FunctionApp") -> tuple[ConnectWalk, BuildWalk]:
        """Return the ways through an app's pages, with what was typed there before."""
        if app.name not in self._walks:
            caller = self._sim.functions.caller
            self._walks[app.name] = (
                ConnectWalk(self._sim, self._dialog),
                BuildWalk(caller, self._dialog, self._sim.functions.picked_files),
            )
        return self._walks[app.name]
