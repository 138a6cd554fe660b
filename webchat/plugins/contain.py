"""Runs a plugin's callables so that whatever they raise stays the plugin's own error.

The action layer contains what it calls itself (listeners, bodies, replacements). What remains
is what reaches a plugin by other ways: a subscriber of the state, a component's factory, an
owned task, a callback. ``SystemExit`` in any of them would end the loop, and the program with
it; here it becomes an ordinary failure.
"""

import functools
import inspect
import logging
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from webchat.errors import WebChatError
from webchat.plugins.faults import fault_of, must_pass, tamed
from webchat.plugins.records import PluginFault
from webchat.tasks import TaskBag

_T = TypeVar("_T")


class Container:
    """Who answers for the callables of one version of a plugin.

    Attributes:
        name: The plugin's name.
        path: Its file or folder.
        log: Its logger.
        tasks: Its tasks.
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
        self.tasks = TaskBag(
            f"plugin {name}", on_error=lambda task, error: self.report(task.get_name(), error)
        )
        self.on_fault = on_fault

    def report(self, what: str, error: BaseException) -> None:
        """Log *error*, and hand it on as a fault.

        Args:
            what: What failed, as the log says it.
            error: What was raised.
        """
        fault = fault_of(error, self.path)
        self.log.error("Plugin %s, %s: %s", self.name, what, fault, exc_info=error)
        self.on_fault(fault)

    def aloud(self, function: Callable[..., _T], what: str) -> Callable[..., _T]:
        """Wrap *function* so that what it raises is reported, and raised as an Exception."""

        @functools.wraps(function)
        def call(*args: Any) -> _T:
            try:
                return function(*args)
            except BaseException as error:
                if must_pass(error):
                    raise
                self.report(what, error)
                raise tamed(error, self.name) from error

        return call

    def noted(self, function: Callable[..., Any], what: str) -> Callable[..., Any]:
        """Wrap *function*, sync or async, so that what it raises is also reported.

        For bodies and replacements: their failure goes to whoever invoked the action, but only
        here is it known which line of the plugin it came from. A failure with a sentence of
        this program's is none of the plugin's: a replacement may pass on what ``original``
        raised, and a body may refuse.
        """

        @functools.wraps(function)
        def call(*args: Any) -> Any:
            try:
                result = function(*args)
            except BaseException as error:
                self._note(what, error)
                raise
            return follow(result) if inspect.iscoroutine(result) else result

        async def follow(coroutine: Coroutine[Any, Any, Any]) -> Any:
            try:
                return await coroutine
            except BaseException as error:
                self._note(what, error)
                raise

        return call

    def _note(self, what: str, error: BaseException) -> None:
        if not must_pass(error) and not isinstance(error, WebChatError):
            self.report(what, error)

    def silently(self, function: Callable[..., object], what: str) -> Callable[..., None]:
        """Wrap *function* so that what it raises is reported and nothing is raised.

        An async one is run as an owned task.
        """

        @functools.wraps(function)
        def call(*args: Any) -> None:
            try:
                result = function(*args)
                if inspect.isawaitable(result):
                    self.tasks.spawn(self.run(result), name=what)
            except BaseException as error:
                if must_pass(error):
                    raise
                self.report(what, error)

        return call

    async def run(self, awaitable: Awaitable[_T]) -> _T:
        """Await *awaitable*; what it raises is an Exception, or a request to end."""
        try:
            return await awaitable
        except Exception:
            raise
        except BaseException as error:
            if must_pass(error):
                raise
            raise tamed(error, self.name) from error

    def spawn(self, coroutine: Coroutine[Any, Any, _T], what: str) -> "Any":
        """Run *coroutine* as an owned task.

        Raises:
            TypeError: It is no coroutine, as when the call's parentheses were forgotten.
        """
        if not inspect.iscoroutine(coroutine):
            came = getattr(coroutine, "__name__", type(coroutine).__name__)
            raise TypeError(
                f"Plugin {self.name}: spawn expects a coroutine, such as work(); {came!r} came."
            )
        return self.tasks.spawn(self.run(coroutine), name=what)
