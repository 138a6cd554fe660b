"""``sim.functions``: the apps, what runs them, and what becomes of what they return."""

import importlib
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from webchat.clock import Clock, IdSource
from webchat.config import Config
from webchat.errors import FunctionError
from webchat.functions.actions import FunctionActions
from webchat.functions.parts import Parts
from webchat.side.kind import Kind
from webchat.side.side import Side
from webchat.tasks import in_thread

if TYPE_CHECKING:
    from webchat.functions.app import FunctionApp
    from webchat.functions.authentication.connections import Connection
    from webchat.functions.authentication.secrets import Secrets
    from webchat.functions.callbacks.records import Callback, CallbackAnswer
    from webchat.functions.cards import PostedCard
    from webchat.functions.contract.records import Card, IdentityResult
    from webchat.functions.runs.action_runs import ActionRuns
    from webchat.functions.runs.processes import Processes
    from webchat.side.dialogs import Dialogs
    from webchat.trust import Trust

_NEEDED_TO_RESTORE = (
    "webchat.functions.apps.library",
    "webchat.functions.runs.action_runs",
    "webchat.functions.runs.processes",
)


class Functions(Parts):
    """The action functions of one simulation.

    Attributes:
        kinds: The kinds of side, by name, whose sides can click a card.
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
        super().__init__(
            config=config, clock=clock, ids=ids, dialogs=dialogs, trust=trust, secrets=secrets
        )
        self.kinds = kinds
        for kind in kinds.values():
            for side in kind.sides:
                self.attach(side)
            kind.subscribe(self.attach)

    def attach(self, side: Side) -> None:
        """Register RunActionFunction, CancelActionFunction and OpenUrl on a side."""
        FunctionActions(side, self)

    @cached_property
    def action_runs(self) -> "ActionRuns":
        """The runs of cards."""
        from webchat.functions.runs.action_runs import ActionRuns  # noqa: PLC0415  see Parts

        return ActionRuns(self)

    @cached_property
    def processes(self) -> "Processes":
        """The runs without a card: automations, awaits and triggers."""
        from webchat.functions.runs.processes import Processes  # noqa: PLC0415  see Parts

        return Processes(self)

    async def receive(self, callback: "Callback") -> "CallbackAnswer":
        """Call the function that a browser or a service has called back for; see there."""
        from webchat.functions.runs.called_back import CallbackRuns  # noqa: PLC0415  see Parts

        return await CallbackRuns(self).receive(callback)

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
        from webchat.functions.contract.records import (  # noqa: PLC0415  see Parts
            IdentityResult,
            ShownError,
        )

        if not app.has("identity"):
            return None
        result = await self.caller.call(app, "identity", credential=credential)
        if isinstance(result, ShownError):
            why = f"The identity function of {app.title} returned an error. {result.sentence}"
            raise FunctionError(why)
        if not isinstance(result, IdentityResult):
            raise FunctionError(f"The identity function of {app.title} did not say who that is.")
        return result

    def new_card(
        self, app: "FunctionApp", card: "Card", connection: "Connection | None" = None
    ) -> "PostedCard":
        """Return a card that build has made, ready to be posted under a key of its own."""
        from webchat.functions.cards import posted  # noqa: PLC0415  see Parts

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
        for module in _NEEDED_TO_RESTORE:  # in a thread: the window is there and is used
            await in_thread(importlib.import_module, module)
        await self.apps.restore()
        await self.action_runs.restore()
        await self.processes.restore()

    def masked(self, text: str) -> str:
        """Return *text* without the secrets of the apps; free of cost while none is known."""
        return self.masks.text(text) if "masks" in self.__dict__ else text

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
            await self.action_runs.aclose(share)
        if "runs" in made:
            await self.runs.aclose()
        if "connections" in made:
            await self.connections.aclose(share)
        if "hosts" in made:
            await self.hosts.aclose(share)
        if "apps" in made:
            await self.apps.aclose()  # then no process works in a folder that it removes
        await self.tasks.aclose(share)
