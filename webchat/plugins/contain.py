"""Runs a plugin's callables so that whatever they raise stays the plugin's own error.

The action layer contains what it calls itself (listeners, bodies, replacements). What remains
is what reaches a plugin by other ways: a subscriber of the state, a component's factory, an
owned task, a callback. ``SystemExit`` in any of them would end the loop, and the program with
it; here it becomes an ordinary failure.
"""

import contextlib
import functools
import inspect
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from webchat.errors import PluginError, WebChatError
from webchat.plugins.faults import fault_of, must_pass, tamed
from webchat.plugins.records import PluginFault
from webchat.plugins.under_way import Call, UnderWay
from webchat.tasks import TaskBag

if TYPE_CHECKING:
    import asyncio

_T = TypeVar("_T")


class Container:
    """Who answers for the callables of one version of a plugin.

    Attributes:
        name: The plugin's name.
        path: Its file or folder.
        log: Its logger.
        tasks: Its tasks.
        under_way: Its bodies and replacements that run now.
        on_fault: Told of every failure.
    """

    def __init__(self, name: str, path: Path, on_fault: Callable[[PluginFault], object]) -> None:
        """Make a container.

        Args:
            name: See above.
            path: See above.
            on_fault: Told of every failure, so that the plugin's entry can show it.
        """
        self.name = name
        self.path = path
        self.log = logging.getLogger(f"webchat.plugin.{name}")
        self.tasks = TaskBag(f"plugin {name}", on_error=self._task_failed)
        self.under_way = UnderWay(name)
        self.on_fault = on_fault

    def report(self, what: str, error: BaseException) -> PluginFault:
        """Log *error*, and hand it on as a fault.

        Args:
            what: What failed, as the log says it.
            error: What was raised.
        """
        fault = fault_of(error, self.path)
        self.log.error("Plugin %s, %s: %s", self.name, what, fault, exc_info=error)
        self.on_fault(fault)
        return fault

    def _task_failed(self, task: "asyncio.Task[Any]", error: BaseException) -> None:
        self.report(task.get_name(), error)

    def aloud(self, function: Callable[..., _T], what: str) -> Callable[..., _T]:
        """Wrap *function* so that what it raises is reported, and raised as a PluginError."""

        @functools.wraps(function)
        def call(*args: Any) -> _T:
            try:
                return function(*args)
            except BaseException as error:
                if must_pass(error):
                    raise
                fault = self.report(what, error)
                raise PluginError(f"Plugin {self.name}, {what}: {fault}") from error

        return call

    def noted(self, function: Callable[..., Any], what: str) -> Callable[..., Any]:
        """Wrap *function*, sync or async, so that what it raises is also reported.

        For bodies and replacements, called with ``(payload[, original[, next]])``: their failure
        goes to whoever invoked the action, but only here is it known which line of the plugin it
        came from. A failure with a sentence of this program's is none of the plugin's: a
        replacement may pass on what ``original`` raised, and a body may refuse.
        """

        @functools.wraps(function)
        def call(*args: Any) -> Any:
            begun = Call(what)
            with self._noting(what):
                result = function(*args[:1], *map(begun.handing_on, args[1:]))
            return follow(begun, result) if inspect.iscoroutine(result) else result

        async def follow(begun: Call, coroutine: Coroutine[Any, Any, Any]) -> Any:
            with self._noting(what):
                return await self.under_way.follow(begun, coroutine)

        return call

    @contextlib.contextmanager
    def _noting(self, what: str) -> Iterator[None]:
        try:
            yield
        except GeneratorExit:  # closes a coroutine: Python's own
            raise
        except BaseException as error:
            if must_pass(error):
                raise
            if not isinstance(error, WebChatError):
                self.report(what, error)
            better = tamed(error, self.name)
            if better is error:
                raise
            raise better from error

    def silently(self, function: Callable[..., object], what: str) -> Callable[..., None]:
        """Wrap *function* so that what it raises is reported and nothing is raised.

        An async one is run as an owned task.
        """

        @functools.wraps(function)
        def call(*args: Any) -> None:
            try:
                result = function(*args)
                if inspect.isawaitable(result):
                    self.own(result, what)
            except BaseException as error:
                if must_pass(error):
                    raise
                self.report(what, error)

        return call

    def selecting(self, selector: Callable[[Any], _T], what: str) -> Callable[[Any], _T | None]:
        """Wrap *selector* so that while it fails it picks None; reported when that begins."""
        is_failing = False

        def select(state: Any) -> _T | None:
            nonlocal is_failing
            try:
                picked = selector(state)
            except BaseException as error:
                if must_pass(error):
                    raise
                if not is_failing:
                    self.report(what, error)
                is_failing = True
                return None
            is_failing = False
            return picked

        return select

    async def run(self, awaitable: Awaitable[_T]) -> _T:
        """Await *awaitable*; what it raises is an Exception, or a request to end."""
        try:
            return await awaitable
        except (Exception, GeneratorExit):  # the latter closes a coroutine: it is Python's own
            raise
        except BaseException as error:
            if must_pass(error):
                raise
            raise tamed(error, self.name) from error

    def spawn(self, coroutine: Coroutine[Any, Any, _T], what: str) -> "asyncio.Task[_T]":
        """Run *coroutine* as an owned task.

        Raises:
            TypeError: It is no coroutine, as when the call's parentheses were forgotten.
        """
        if not inspect.iscoroutine(coroutine):
            came = getattr(coroutine, "__name__", type(coroutine).__name__)
            raise TypeError(
                f"Plugin {self.name}: spawn expects a coroutine, such as work(); {came!r} came."
            )
        return self.own(coroutine, what)

    def own(self, awaitable: Awaitable[_T], what: str) -> "asyncio.Task[_T]":
        """Run *awaitable* as an owned task that is cancelled when the version ends."""
        task = self.tasks.spawn(self.run(awaitable), name=what)
        if inspect.iscoroutine(awaitable):
            # A task that is cancelled before its first step never comes to await it.
            task.add_done_callback(lambda _task: awaitable.close())
        return task
