"""``sim.functions``: the apps, what runs them, and what becomes of what they return.

The parts are made when they are first asked for, and so are their modules: a program in which no
card is ever clicked starts as if there were none of this. Nothing here does any work; it says
only which part is made of which.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from webchat.clock import Clock, IdSource
from webchat.config import Config
from webchat.errors import FunctionError
from webchat.functions.actions import FunctionActions
from webchat.side.kind import Kind
from webchat.side.side import Side
from webchat.tasks import TaskBag

if TYPE_CHECKING:
    from pathlib import Path

    from webchat.functions.app import FunctionApp
    from webchat.functions.apps.library import AppLibrary
    from webchat.functions.authentication.connections import Connection, Connections
    from webchat.functions.authentication.masks import Masks
    from webchat.functions.authentication.secrets import Secrets
    from webchat.functions.builds import Builds
    from webchat.functions.callbacks.records import Callback, CallbackAnswer
    from webchat.functions.callbacks.server import CallbackServer
    from webchat.functions.calls.caller import Caller
    from webchat.functions.calls.history import CallHistory
    from webchat.functions.cards import PostedCard
    from webchat.functions.contract.records import Card, IdentityResult
    from webchat.functions.hosts.hosts import Hosts
    from webchat.functions.log import FunctionLog
    from webchat.functions.runs.action_runs import ActionRuns
    from webchat.functions.runs.processes import Processes
    from webchat.functions.runs.runs import Runs
    from webchat.functions.stubs import Stubs
    from webchat.side.dialogs import Dialogs
    from webchat.trust import Trust
    from webchat.virtual_clock import VirtualClock


class Functions:
    """The action functions of one simulation.

    Attributes:
        kinds: The kinds of side, by name, whose sides can click a card.
        ids: Makes the tokens of runs and the keys of cards.
        tasks: What runs on behalf of all of them.
        folder: Where everything about functions is kept; None keeps nothing.
    """

    def __init__(
        self,
        kinds: Mapping[str, Kind],
        *,
        config: Config,
        clock: Clock,
        ids: IdSource,
        dialogs: "Callable[[], Dialogs]",
        trust: "Trust",
        secrets: "Secrets | None" = None,
    ) -> None:
        """Let every side, present and later, run action functions.

        Args:
            kinds: The kinds of side, by name.
            config: Says where things are kept, and which files may be sent.
            clock: The simulation's time.
            ids: Makes the tokens of runs.
            dialogs: Tells who asks the person now.
            trust: The folders that the person loads programs from.
            secrets: Keeps credentials; None chooses by the machine and the data folder.
        """
        self.kinds = kinds
        self.ids = ids
        self.tasks = TaskBag("functions")
        self.folder: Path | None = (
            None if config.data_dir is None else config.data_dir / "functions"
        )
        self._config = config
        self._clock = clock
        self._dialogs = dialogs
        self._trust = trust
        self._secrets = secrets
        for kind in kinds.values():
            for side in kind.sides:
                self.attach(side)
            kind.subscribe(self.attach)

    def attach(self, side: Side) -> None:
        """Register RunActionFunction, CancelActionFunction and OpenUrl on a side."""
        FunctionActions(side, self)

    # -- the parts, each made when it is first asked for -----------------------------------------

    @cached_property
    def clock(self) -> "VirtualClock":
        """The time of runs, whose waiting a person can skip."""
        from webchat.virtual_clock import VirtualClock  # noqa: PLC0415  see above

        return VirtualClock(self._clock)

    @cached_property
    def masks(self) -> "Masks":
        """The secrets that are never shown."""
        from webchat.functions.authentication.masks import Masks  # noqa: PLC0415  see above

        return Masks()

    @cached_property
    def log(self) -> "FunctionLog":
        """What functions print, and what is said about their processes."""
        from webchat.functions.log import FunctionLog  # noqa: PLC0415  see above

        return FunctionLog(self._clock, self.masks.text)

    @cached_property
    def apps(self) -> "AppLibrary":
        """The apps that are loaded."""
        from webchat.functions.apps.library import AppLibrary  # noqa: PLC0415  see above

        apps = AppLibrary(
            self._config.data_dir, dialogs=self._dialogs, tasks=self.tasks, trust=self._trust
        )
        apps.on_change = self._let_go_of
        return apps

    @cached_property
    def hosts(self) -> "Hosts":
        """The processes that run the apps' functions."""
        from webchat.functions.hosts.hosts import Hosts  # noqa: PLC0415  see above

        return Hosts(self.log)

    @cached_property
    def connections(self) -> "Connections":
        """Which apps are connected with which accounts."""
        from webchat.functions.authentication.connections import (  # noqa: PLC0415  see above
            Connections,
        )

        return Connections(
            self._config.data_dir,
            find_app=self.apps.__getitem__,
            clock=self._clock,
            masks=self.masks,
            callbacks=self.callbacks,
            ids=self.ids,
            secrets=self._secrets,
        )

    @cached_property
    def callbacks(self) -> "CallbackServer":
        """Where browsers and services call back."""
        from webchat.functions.callbacks.server import CallbackServer  # noqa: PLC0415  see above

        callbacks = CallbackServer(self._config.data_dir, self._clock, self.tasks)
        callbacks.receive = self._receive
        return callbacks

    async def _receive(self, callback: "Callback") -> "CallbackAnswer":
        from webchat.functions.runs.called_back import CallbackRuns  # noqa: PLC0415  see above

        return await CallbackRuns(self).receive(callback)

    @cached_property
    def stubs(self) -> "Stubs":
        """What is returned in place of a function."""
        from webchat.functions.stubs import Stubs  # noqa: PLC0415  see above

        return Stubs()

    @cached_property
    def calls(self) -> "CallHistory":
        """Which functions were called lately, and what came of it."""
        from webchat.functions.calls.history import CallHistory  # noqa: PLC0415  see above

        return CallHistory()

    @cached_property
    def caller(self) -> "Caller":
        """Makes one checked call."""
        from webchat.functions.calls.caller import Caller  # noqa: PLC0415  see above

        return Caller(
            self.hosts,
            self._get_connections,
            stubs=self.stubs,
            history=self.calls,
            masks=self.masks,
            clock=self.clock,
        )

    def _get_connections(self) -> "Connections":
        return self.connections

    @cached_property
    def runs(self) -> "Runs":
        """What was started, and how far it is."""
        from webchat.functions.runs.runs import Runs  # noqa: PLC0415  see above

        return Runs(self.folder)

    @cached_property
    def action_runs(self) -> "ActionRuns":
        """The runs of cards."""
        from webchat.functions.runs.action_runs import ActionRuns  # noqa: PLC0415  see above

        return ActionRuns(self)

    @cached_property
    def builds(self) -> "Builds":
        """Sets up a step: build and its forms, until there is a card or a process."""
        from webchat.functions.builds import Builds  # noqa: PLC0415  see above

        return Builds(self.caller)

    @cached_property
    def processes(self) -> "Processes":
        """The runs without a card: automations, awaits and triggers."""
        from webchat.functions.runs.processes import Processes  # noqa: PLC0415  see above

        return Processes(self)

    # -- what takes more than one part -----------------------------------------------------------

    def connection(self, app: "FunctionApp", account: str = "") -> "Connection | None":
        """Return with which account an app runs, or None when it needs none or has none.

        Args:
            app: The app.
            account: The ``unique_id`` of the account; empty for the one connected last.
        """
        return None if app.authentication is None else self.connections.find(app.name, account)

    async def identify(
        self, app: "FunctionApp", credential: Mapping[str, Any]
    ) -> "IdentityResult | None":
        """Ask an app's identity function whose credential this is; None when it has none.

        Raises:
            FunctionError: It cannot be called, or did not say.
        """
        from webchat.functions.contract.records import IdentityResult  # noqa: PLC0415  see above

        if not app.has("identity"):
            return None
        result = await self.caller.call(app, "identity", credential=credential)
        if not isinstance(result, IdentityResult):
            raise FunctionError(f"The identity function of {app.title} did not say who that is.")
        return result

    def new_card(
        self, app: "FunctionApp", card: "Card", connection: "Connection | None" = None
    ) -> "PostedCard":
        """Return a card that build has made, ready to be posted under a key of its own."""
        from webchat.functions.cards import posted  # noqa: PLC0415  see above

        account = "" if connection is None else connection.account
        return posted(card, key=self.ids("AK"), app=app.name, account=account)

    async def post_card(self, side: Side, card: "PostedCard", channel_sid: str) -> int:
        """Post a card in a conversation, as *side*; return the index of its message.

        Raises:
            ActionError: A plugin forbade it, or it could not be sent.
        """
        return await self.action_runs.post(side, card, channel_sid)

    # -- beginning and end -----------------------------------------------------------------------

    async def restore(self) -> None:
        """Load the apps of the last run of the program, and go on with what it left open.

        A window does so after its first paint.
        """
        await self.apps.restore()
        await self.action_runs.restore()
        await self.processes.restore()

    async def aclose(self, limit: float = 1.0) -> None:
        """End what runs, the callbacks and every process; what was never used takes no time.

        Args:
            limit: How long that may take, in seconds.
        """
        made = self.__dict__
        share = limit / 4
        if "processes" in made:
            await self.processes.aclose(share)  # first: an attempt without an address would fail
        if "callbacks" in made:
            await self.callbacks.aclose(share)
        if "action_runs" in made:
            await self.action_runs.aclose()
        if "runs" in made:
            await self.runs.aclose()
        if "connections" in made:
            await self.connections.aclose(share)
        if "hosts" in made:
            await self.hosts.aclose(share)
        if "apps" in made:
            await self.apps.aclose()  # then no process works in a folder that it removes
        await self.tasks.aclose(share)

    async def _let_go_of(self, name: str) -> None:
        """Let the process of an app that has changed, or is gone, end."""
        if "hosts" in self.__dict__:
            await self.hosts.let_go(name)
