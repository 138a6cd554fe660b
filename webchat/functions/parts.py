"""The parts that action functions are made of, each made when it is first asked for.

So are their modules: a program in which no card is ever clicked starts as if there were none of
this. Nothing here does any work; it says only which part is made of which.
"""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING

from webchat.clock import Clock, IdSource
from webchat.config import Config
from webchat.tasks import TaskBag

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from webchat.functions.apps.library import AppLibrary
    from webchat.functions.authentication.connections import Connections
    from webchat.functions.authentication.masks import Masks
    from webchat.functions.authentication.secrets import Secrets
    from webchat.functions.builds import Builds
    from webchat.functions.callbacks.records import Callback, CallbackAnswer
    from webchat.functions.callbacks.server import CallbackServer
    from webchat.functions.calls.caller import Caller
    from webchat.functions.calls.history import CallHistory
    from webchat.functions.hosts.hosts import Hosts
    from webchat.functions.log import FunctionLog
    from webchat.functions.picked_files import PickedFiles
    from webchat.functions.runs.runs import Runs
    from webchat.functions.stubs import Stubs
    from webchat.side.dialogs import Dialogs
    from webchat.trust import Trust
    from webchat.virtual_clock import VirtualClock


class Parts(ABC):
    """What calls functions, and what keeps what is known of them.

    Attributes:
        ids: Makes the tokens of runs and the keys of cards.
        tasks: What runs on behalf of all parts.
        folder: Where everything about functions is kept; None keeps nothing.
    """

    def __init__(
        self,
        *,
        config: Config,
        clock: Clock,
        ids: IdSource,
        dialogs: "Callable[[], Dialogs]",
        trust: "Trust",
        secrets: "Secrets | None",
    ) -> None:
        """Make none yet; the arguments are those of :class:`.functions.Functions`."""
        self.ids = ids
        self.tasks = TaskBag("functions")
        folder = config.data_dir
        self.folder: Path | None = None if folder is None else folder / "functions"
        self._config = config
        self._clock = clock
        self._dialogs = dialogs
        self._trust = trust
        self._secrets = secrets

    @abstractmethod
    async def receive(self, callback: "Callback") -> "CallbackAnswer":
        """Do what a browser or a service has called back for."""

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
        callbacks.receive = self.receive
        return callbacks

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
    def picked_files(self) -> "PickedFiles":
        """What a person picks in forms, and functions fetch."""
        from webchat.functions.picked_files import PickedFiles  # noqa: PLC0415  see above

        return PickedFiles(self.callbacks, self.runs)

    @cached_property
    def builds(self) -> "Builds":
        """Sets up a step: build and its forms, until there is a card or a process."""
        from webchat.functions.builds import Builds  # noqa: PLC0415  see above

        return Builds(self.caller, self.picked_files)

    async def _let_go_of(self, name: str) -> None:
        """Let the process of an app that has changed, or is gone, end."""
        if "hosts" in self.__dict__:
            await self.hosts.let_go(name)
