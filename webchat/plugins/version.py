"""One version of a plugin, from its source to its last task.

A plugin's entry stays; its versions come and go. A version is first staged: its module runs,
``init`` fills its shares, and nobody sees it. Then its shares take their place. Then, when it
is let go: ``shutdown``, its undos in reverse order, its tasks. What is left after that is a
defect and is named.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from webchat.plugins.api import PluginApp
from webchat.plugins.app_share import AppShare
from webchat.plugins.contain import Container
from webchat.plugins.faults import LoadError, fault_of, must_pass, tamed, waiting_line
from webchat.plugins.guard import Guard
from webchat.plugins.ledger import Ledger
from webchat.plugins.loader import LoadedModule, Source
from webchat.plugins.records import PluginFault, Registration
from webchat.plugins.share import Share, SharedSides
from webchat.plugins.under_way import UnderWay
from webchat.side.dialogs import Dialogs

if TYPE_CHECKING:  # see webchat.plugins.app_share
    from webchat.functions.apps.library import AppLibrary

SLOW_INIT = 5.0
"""After how many seconds an ``init`` that has not finished is warned of."""
LETTING_GO = 2.0
"""How many seconds ``shutdown`` has, and the tasks after it."""


class SupersededError(Exception):
    """This version's ``init`` was ended because a newer request came; not the plugin's fault."""


class Version:
    """One version of a plugin.

    Attributes:
        source: What it was made of.
        shares: What it adds to each kind of side.
        apps: Its function apps.
        changes: What it redefined while it was imported, and that was put back.
    """

    def __init__(
        self,
        name: str,
        source: Source,
        sides: Mapping[str, SharedSides],
        library: "Callable[[], AppLibrary]",
        *,
        dialogs: Callable[[], Dialogs],
        on_fault: Callable[[PluginFault], object],
    ) -> None:
        """Make a version that has not run yet.

        Args:
            name: The plugin's name.
            source: What to run.
            sides: The kinds of side it may register for.
            library: Gives the list of function apps.
            dialogs: Tells who asks the person now.
            on_fault: Told of what its callables raise.
        """
        self.source = source
        self.shares = {kind: Share(name, one) for kind, one in sides.items()}
        self.apps = AppShare(library)
        self.changes: tuple[str, ...] = ()
        self._name = name
        self._container = Container(name, source.path, on_fault)
        self._ledger = Ledger(name)
        self._app = PluginApp(self._container, self.shares, self.apps, self._ledger, dialogs)
        self._module: LoadedModule | None = None
        self._initializing: asyncio.Task[None] | None = None
        self._was_superseded = False

    @property
    def registrations(self) -> tuple[Registration, ...]:
        """What it has registered, as (kind, name)."""
        found: list[Registration] = []
        for share in self.shares.values():
            found += share.scope.registrations
        for kind in ("component", "string", "subscription", "function"):
            found += [(kind, name) for name in self._ledger.names(kind)]
        return tuple(found)

    async def begin(self) -> None:
        """Run the file and its ``init``; the shares are filled, and count nowhere yet.

        Raises:
            LoadError: The file does not load or has no usable ``init``.
            SupersededError: :meth:`interrupt` was called.
            Exception: What ``init`` raised.
        """
        self._module = LoadedModule(self.source)
        self.changes = self._module.changes
        init = self._function("init")
        if init is None:
            fault = PluginFault("It defines no function init(app).", self.source.entry, 1)
            raise LoadError(fault)
        guard = Guard()
        try:
            with guard:
                result = init(self._app)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            raise LoadError(fault_of(error, self.source.path)) from error
        finally:
            self.changes += guard.changes
        if inspect.isgenerator(result) or inspect.isasyncgen(result):
            message = "init must not yield: what it returned is a generator, which runs nothing."
            raise LoadError(PluginFault(message, self.source.entry, _line_of(init)))
        if inspect.isawaitable(result):
            await self._finish_init(result)

    def _function(self, name: str) -> Callable[[PluginApp], object] | None:
        """Return the module's function *name*, or None if it has none.

        Raises:
            LoadError: It cannot be called with ``app``.
        """
        found: Any = getattr(self._module.module, name, None) if self._module else None
        if found is None:
            return None
        line = _line_of(found)
        if not callable(found):
            message = f"{name} must be a function {name}(app), but it is a {type(found).__name__}."
            raise LoadError(PluginFault(message, self.source.entry, line))
        try:
            inspect.signature(found).bind(self._app)
        except (TypeError, ValueError) as error:
            message = f"{name} is called with one argument, as {name}(app): {error}."
            raise LoadError(PluginFault(message, self.source.entry, line)) from error
        usable: Callable[[PluginApp], object] = found
        return usable

    async def _finish_init(self, result: Awaitable[object]) -> None:
        errors: list[BaseException] = []
        task = self._container.own(_collect(result, errors), "init")
        self._initializing = task
        try:
            _done, slow = await asyncio.wait({task}, timeout=SLOW_INIT)
            if slow:
                self._warn_of_slow_init(result)
                await asyncio.wait({task})
        finally:
            self._initializing = None
            task.cancel()
        if self._was_superseded:
            raise SupersededError
        if errors:
            fault = fault_of(tamed(errors[0], self._name), self.source.path)
            raise LoadError(fault) from errors[0]
        if task.cancelled():
            raise LoadError(PluginFault("init was cancelled.", self.source.path))

    def _warn_of_slow_init(self, result: Awaitable[object]) -> None:
        message = f"init has not finished after {SLOW_INIT:g} s; nothing it registered counts yet."
        line = waiting_line(result, self.source.path)
        fault = PluginFault(message, self.source.entry, line)
        self._container.log.warning("Plugin %s: %s", self._name, fault)
        self._container.on_fault(fault)

    def interrupt(self) -> None:
        """End an ``init`` that still runs, because something newer was asked for."""
        if self._initializing is not None:
            self._was_superseded = True
            self._initializing.cancel()

    def enter(self, index: int) -> None:
        """Let the shares count, at *index* of the plugin order."""
        for share in self.shares.values():
            share.sides.insert(index, share)
        self.apps.enter()

    def enter_instead_of(self, old: "Version") -> None:
        """Let the shares count in the place of another version's."""
        for kind, share in self.shares.items():
            share.sides.replace(old.shares[kind], share)
        self.apps.enter_instead_of(old.apps)

    def move(self, index: int) -> None:
        """Move the shares to *index* of the plugin order."""
        for share in self.shares.values():
            share.sides.move(share, index)

    @property
    def under_way(self) -> UnderWay:
        """What it does in an action's place and has not finished."""
        return self._container.under_way

    def take_over(self, old: "Version") -> None:
        """Answer from now on for what another version does in an action's place."""
        self.under_way.calls = old.under_way.calls

    async def abandon(self) -> None:
        """Take back a version that did not come to count."""
        await self._end(LETTING_GO)
        if self._module is not None:
            self._module.put_back()
            self._module = None

    async def let_go(self, limit: float = LETTING_GO) -> tuple[str, ...]:
        """End this version: ``shutdown``, then its undos, then its tasks.

        Args:
            limit: How many seconds each of the two that may take time has.

        Returns:
            What is still there although it should be gone; normally nothing.
        """
        await self._shut_down(limit)
        await self._end(limit)
        if self._module is not None:
            self._module.forget()
        left = self._left_behind()
        for what in left:
            self._container.log.error("Plugin %s left something behind: %s", self._name, what)
        self._module = None
        return left

    async def _shut_down(self, limit: float) -> None:
        try:
            shutdown = self._function("shutdown")
            result = shutdown(self._app) if shutdown is not None else None
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            self._container.report("shutdown", error)
            return
        if inspect.isawaitable(result):
            await self._wait(result, "shutdown", limit)

    async def _end(self, limit: float) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + limit
        try:
            for word in self._ledger.unwind(self._container.report):
                await self._wait(word, "on_unload", max(0.05, deadline - loop.time()))
        finally:
            self._leave()
        for name in await self._container.tasks.aclose(limit):
            self._container.log.error(
                "Plugin %s: task %s did not end within %.2g s.", self._name, name, limit
            )

    def _leave(self) -> None:
        """Let nothing of this version count any more, also when its last words were cut short."""
        for word in self._ledger.unwind(self._container.report):
            self._container.own(word, "on_unload")
        for share in self.shares.values():
            if share.is_in:
                share.sides.remove(share)
        self.apps.leave()

    async def _wait(self, result: Awaitable[object], what: str, limit: float) -> None:
        """Give *result* its time; then cancel it, and report if it failed."""
        errors: list[BaseException] = []
        task = self._container.own(_collect(result, errors), what)
        _done, left = await asyncio.wait({task}, timeout=limit)
        if left:
            errors.append(TimeoutError(f"{what} did not end within {limit:.2g} s."))
            task.cancel()
        for error in errors[:1]:
            self._container.report(what, error)

    def _left_behind(self) -> tuple[str, ...]:
        left = [what for share in self.shares.values() for what in share.left_behind()]
        left += self.apps.left_behind()
        left += [f"task {task.get_name()}" for task in self._container.tasks]
        if len(self._ledger):
            left.append("entries that were not undone")
        if self._module is not None and self._module.is_registered:
            left.append("its module")
        return tuple(left)


def _line_of(function: Any) -> int:
    code = getattr(inspect.unwrap(function), "__code__", None) if callable(function) else None
    return code.co_firstlineno if code else 1


async def _collect(awaitable: Awaitable[Any], errors: list[BaseException]) -> None:
    """Await *awaitable*; what it raises goes into *errors*, so that no task fails with it."""
    try:
        await awaitable
    except GeneratorExit:  # closes this coroutine: Python's own
        raise
    except BaseException as error:
        if must_pass(error):
            raise
        errors.append(error)
