"""The composition root: one simulation, put together and ended in order.

::

    async with Simulator(Config()) as sim:
        await sim.webchat.actions.invoke_action("StartEngagement", {"formData": {...}})

Who depends on whom decides the order of the end: plugins first, as they use everything; then
action functions, which act through the sides; bots and sides; then what is kept of the session;
the centre last. All of it shares three
seconds, of which every later stage is kept a part, so that one that hangs does not take the
centre's time to finish writing.
"""

import asyncio
import itertools
import logging
from collections.abc import Callable, Coroutine, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from webchat.agent.staff import Staff, let_go_of_absent
from webchat.bots.concierge import Concierge
from webchat.centre.embedded import EmbeddedCentre
from webchat.clock import Clock, IdSource, SystemClock, random_id
from webchat.config import Config
from webchat.customer.engagement import Engagement
from webchat.customer.resume import resume
from webchat.customer.session import FILE_NAME, SessionFile, SessionKeeper
from webchat.customer.visibility import Visibility
from webchat.errors import WebChatError
from webchat.functions.functions import Functions
from webchat.plugins import PluginHost
from webchat.side import languages
from webchat.side.browser import Browser, NoBrowser
from webchat.side.dialogs import Dialogs, SilentDialogs
from webchat.side.kind import Kind
from webchat.side.side import Side
from webchat.state import EngagementStage, changes
from webchat.tasks import TaskBag

if TYPE_CHECKING:
    from pathlib import Path

SHUTDOWN_SECONDS = 3.0
"""How long the end of a simulation may take; a person waits no longer."""

_KEPT_FOR_LATER = 0.3
_KNOWN_BEFORE = 0.9  # so that a stage can say by itself what did not end
_Stage: TypeAlias = Callable[[float], Coroutine[Any, Any, Any]]
_KINDS = ("webchat", "desk", "bot")
_log = logging.getLogger(__name__)


class Simulator:
    """One simulation: a contact centre, its customers, agents and bots, and the plugins.

    Attributes:
        config: How it is set up.
        centre: The contact centre.
        kinds: What the sides of one kind share, by name: ``webchat``, ``desk`` and ``bot``.
        functions: The action functions.
        plugins: The plugins, in the order of their listeners.
        clock: Its time.
    """

    def __init__(
        self,
        config: Config | None = None,
        *,
        clock: Clock | None = None,
        ids: IdSource | None = None,
        dialogs: Dialogs | None = None,
    ) -> None:
        """Put a simulation together; ``async with`` begins it.

        Args:
            config: How it is set up; None is ``Config()``.
            clock: Its time; None is the machine's.
            ids: Makes ids; None makes random ones.
            dialogs: Asks the person; None answers as when nobody is there.
        """
        self.config = config or Config()
        self.clock = clock or SystemClock()
        self._ids = ids or random_id
        self._dialogs: Dialogs = dialogs or SilentDialogs()
        self._browser: Browser = NoBrowser()
        self._invocation_ids = itertools.count(1)
        self._stage = "new"
        folder = self.config.data_dir
        path = None if folder is None else folder / "centre.sqlite3"
        self.centre = EmbeddedCentre(
            path,
            clock=self.clock,
            ids=self._ids,
            reservation_timeout=self.config.reservation_timeout,
        )
        self.kinds: Mapping[str, Kind] = {name: Kind(name) for name in _KINDS}
        languages.configured(self.kinds["webchat"].strings, self.config)
        self._concierge: Concierge | None = None
        self._keeper: SessionKeeper | None = None
        self._tasks = TaskBag("simulator")
        self.plugins = PluginHost(self, data_dir=folder)
        self.functions = Functions(
            self.kinds,
            config=self.config,
            clock=self.clock,
            ids=self._ids,
            dialogs=self._asking,
            trust=self.plugins.trust,
        )
        self._make_customer()
        is_manned = self.config.agent == "person"
        self._staff = Staff(self._make_side, "available" if is_manned else "offline")
        self._staff.add()

    def __repr__(self) -> str:
        customers, agents = len(self.customers), len(self.agents)
        return f"<Simulator {self._stage}: {customers} customers, {agents} agents>"

    @property
    def webchat(self) -> Side:
        """The first customer."""
        return self.customers[0]

    @property
    def customers(self) -> tuple[Side, ...]:
        """All customers, in the order in which they came."""
        return self.kinds["webchat"].sides

    @property
    def desk(self) -> Side:
        """The first agent's."""
        return self.agents[0]

    @property
    def agents(self) -> tuple[Side, ...]:
        """The desks of all agents who are persons, in the order in which they came."""
        return self.kinds["desk"].sides

    @property
    def dialogs(self) -> Dialogs:
        """Who asks the person; a window puts its own here, for every side."""
        return self._dialogs

    @dialogs.setter
    def dialogs(self, dialogs: Dialogs) -> None:
        self._dialogs = dialogs
        for kind in self.kinds.values():
            for side in kind.sides:
                side.dialogs = dialogs

    def _asking(self) -> Dialogs:
        return self._dialogs

    @property
    def browser(self) -> Browser:
        """Who opens addresses; a window puts its own here, for every side."""
        return self._browser

    @browser.setter
    def browser(self, browser: Browser) -> None:
        self._browser = browser
        for kind in self.kinds.values():
            for side in kind.sides:
                side.browser = browser

    def current_side(self, kind_name: str = "webchat") -> Side:
        """Return the side of a kind that is meant when nobody says which.

        That is the one whose invocation runs now, else the one that the person works with,
        else the first.

        Raises:
            WebChatError: There is no such kind, or no side of it.
        """
        kind = self.kinds.get(kind_name)
        if kind is None:
            known = ", ".join(self.kinds)
            raise WebChatError(f"There is no kind of side {kind_name!r}; there are: {known}.")
        return kind.current_side

    def add_customer(self) -> Side:
        """Add another customer, independent of the others; its session is not kept.

        Raises:
            WebChatError: The simulation has ended.
        """
        self._check_not_ended()
        side = self._make_customer()
        if self._stage == "running":
            side.store.dispatch(changes.StageSet(EngagementStage.PRE_ENGAGEMENT))
        return side

    def add_agent(self, name: str | None = None) -> Side:
        """Add another agent with a desk of its own, who is offered tasks like the first one.

        Args:
            name: How customers see it; None numbers it.

        Raises:
            WebChatError: The simulation has ended.
        """
        self._check_not_ended()
        return self._staff.add(name)

    def _check_not_ended(self) -> None:
        if self._stage == "ended":
            raise WebChatError("The simulation has ended; make another Simulator.")

    async def __aenter__(self) -> Self:
        """Open the centre, let the bots in, and go on with a session that was kept.

        Raises:
            CentreError: The data folder cannot be used, or another simulation uses it.
            WebChatError: This simulation has been used before.
        """
        if self._stage != "new":
            raise WebChatError("A simulation runs once; make another Simulator for another run.")
        self._stage = "starting"
        try:
            await self._begin()
        except BaseException:
            await self.aclose()
            raise
        self._stage = "running"
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """End everything."""
        await self.aclose()

    async def aclose(self) -> None:
        """End everything within three seconds; harmless when it has ended."""
        if self._stage == "ended":
            return
        self._stage = "ended"
        stages: dict[str, _Stage] = {
            "the plugins": self.plugins.aclose,
            "the functions": self.functions.aclose,
            "the bots": self._end_bots,
            "the sides": self._end_sides,
            "keeping the session": self._end_keeper,
            "the contact centre": self._end_centre,
        }
        deadline = asyncio.get_running_loop().time() + SHUTDOWN_SECONDS
        for later, (name, end) in zip(reversed(range(len(stages))), stages.items(), strict=True):
            left = deadline - asyncio.get_running_loop().time() - later * _KEPT_FOR_LATER
            await self._run_stage(name, end, max(left, _KEPT_FOR_LATER))

    async def _begin(self) -> None:
        await self.centre.open()
        first = self.webchat
        for notice in self.centre.notices:
            first.notifications.show(notice, "warning", is_sticky=True)
        await self._let_agents_in()
        file = self._session_file()
        await resume(first, file)
        if file is not None:
            self._keeper = SessionKeeper(file, first.store, clock=self.clock, tasks=first.tasks)
        for other in self.customers[1:]:
            other.store.dispatch(changes.StageSet(EngagementStage.PRE_ENGAGEMENT))

    async def _let_agents_in(self) -> None:
        """Log in who takes tasks; with a person on duty the bot only gets what is handed to it."""
        await self._staff.begin()
        if self.config.agent != "none":
            bot = self._make_side("bot", "concierge")
            self._concierge = Concierge(bot, delay=self.config.agent_delay)
            is_alone = self.config.agent == "concierge"
            await self._concierge.begin("available" if is_alone else "offline")
        await let_go_of_absent(self.centre)

    def _session_file(self) -> SessionFile | None:
        folder: Path | None = self.config.data_dir
        if folder is None or self.config.disable_local_storage:
            return None
        return SessionFile(folder / FILE_NAME)

    def _make_customer(self) -> Side:
        side = self._make_side("webchat", f"customer {len(self.customers) + 1}")
        Engagement(side, self.config)
        Visibility(side, self.config)
        return side

    def _make_side(self, kind_name: str, name: str) -> Side:
        return Side(
            self.kinds[kind_name],
            name,
            centre=self.centre,
            config=self.config,
            clock=self.clock,
            ids=self._ids,
            dialogs=self._dialogs,
            browser=self._browser,
            invocation_ids=self._invocation_ids,
        )

    async def _run_stage(self, name: str, end: _Stage, limit: float) -> None:
        """Run one stage of the end; one that takes too long is left behind."""
        task = self._tasks.spawn(end(limit * _KNOWN_BEFORE), name=f"end {name}")
        try:
            await asyncio.wait({task}, timeout=limit)
        finally:
            if not task.done():
                task.cancel()
                _log.warning("At the end %s did not finish within %.1f s.", name, limit)

    async def _end_bots(self, limit: float) -> None:
        if self._concierge is not None:
            self._concierge.close()
        await self._end(self.kinds["bot"].sides, limit)

    async def _end_sides(self, limit: float) -> None:
        await self._end(self.customers + self.agents, limit)

    async def _end(self, sides: tuple[Side, ...], limit: float) -> None:
        left = await asyncio.gather(*(side.aclose(limit) for side in sides))
        for name in (name for names in left for name in names):
            _log.warning("At the end this task was still running: %s", name)

    async def _end_keeper(self, _limit: float) -> None:
        if self._keeper is not None:
            await self._keeper.aclose()

    async def _end_centre(self, _limit: float) -> None:
        await self.centre.aclose()
