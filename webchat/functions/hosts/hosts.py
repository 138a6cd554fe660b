"""Finds or starts the process for a call: the way to every handler."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from webchat.errors import FunctionAppError, HostError
from webchat.functions.app import FunctionApp, Source
from webchat.functions.contract.records import FunctionName
from webchat.functions.hosts.calls import NotTakenError
from webchat.functions.hosts.host import Host
from webchat.functions.hosts.in_loop import InLoop
from webchat.functions.hosts.languages import ChildLanguage
from webchat.functions.log import FunctionLog
from webchat.tasks import TaskBag
from webchat.undo import Undo, once

_ATTEMPTS = 5
_IDLE = 600.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProcessInfo:
    """What there is to know about an app's process.

    Attributes:
        pid: Its id.
        language: ``python`` or ``node``.
        calls: How many calls run in it now.
        memory_mb: How much memory it uses, in megabytes; 0 where that cannot be told.
    """

    pid: int
    language: ChildLanguage
    calls: int
    memory_mb: float


class Hosts:
    """The processes of all apps."""

    def __init__(self, log: FunctionLog, *, idle: float = _IDLE) -> None:
        """Make it; no process is started before the first call.

        Args:
            log: Takes what handlers print, and what is said about their processes.
            idle: After so many seconds without a call a process ends.
        """
        self._log = log
        self._idle = idle
        self._tasks = TaskBag("function hosts")
        self._taking: dict[tuple[str, ChildLanguage], Host] = {}
        self._all: set[Host] = set()
        self._in_loop = InLoop(log.masked)
        self._listeners: list[Callable[[], object]] = []
        self._is_closed = False

    @property
    def processes(self) -> Mapping[str, ProcessInfo]:
        """The processes that take calls, by the app's name.

        The second process of an app that mixes languages has its language behind the name.
        """
        found: dict[str, ProcessInfo] = {}
        for (name, language), host in self._taking.items():
            if host.pid:
                key = name if name not in found else f"{name} ({language})"
                found[key] = ProcessInfo(host.pid, language, host.calls, host.memory)
        return found

    def subscribe(self, callback: Callable[[], object]) -> Undo:
        """Call *callback* after a process has started or ended, and around each call in one."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    async def call(
        self,
        app: FunctionApp,
        function: FunctionName,
        parameters: Mapping[str, Any],
        *,
        timeout: float | None = None,  # noqa: ASYNC109  it is the function's, and cancelled there
    ) -> Any:
        """Call a function; cancelling this cancels the call.

        Args:
            app: Whose.
            function: Which.
            parameters: What it is given: JSON (reference: action-functions, section 3).
            timeout: How many seconds it may take; None for what the app's settings say.

        Returns:
            What it returned: JSON, unchecked.

        Raises:
            HandlerError: It raised, or returned what is no JSON.
            FunctionTimeoutError: It took too long.
            HostError: Its process ended, or cannot be started.
            FunctionAppError: The app has no such function, or no handler in its file.
        """
        source = _source_of(app, function)
        seconds = app.settings.timeout if timeout is None else timeout
        is_python = source.language == "python"
        if source.language == "handler" or (is_python and app.settings.in_loop):
            return await self._in_loop.call(app, function, parameters, seconds)
        assert source.path is not None  # noqa: S101  what is no callable is a file
        for _ in range(_ATTEMPTS):
            host = self._host(app, "python" if is_python else "node")
            try:
                return await host.call(function, source.path, parameters, seconds)
            except NotTakenError:
                continue
        raise HostError(f"The process of “{app.name}” ended again and again before it was called.")

    def _host(self, app: FunctionApp, language: ChildLanguage) -> Host:
        """Return the process that takes calls; one that is about to start at least."""
        if self._is_closed:
            raise HostError("No function can be called any more: the program ends.")
        host = self._taking.get((app.name, language))
        if host is not None and host.app is not app and host.app != app:
            host.retire()
        if host is None or host.is_retired:
            host = Host(app, language, self._log, idle=self._idle, on_change=self._changed)
            self._taking[app.name, language] = host
            self._all.add(host)
            self._tasks.spawn(host.live(), name=f"{language} of {app.name}")
        return host

    async def let_go(self, name: str) -> None:
        """End an app's processes, once the calls in them are over; cancelled, at once.

        New calls are made in a new process from now on.

        Args:
            name: The app's; one without a process is no error.
        """
        self._in_loop.let_go(name)
        leaving = [host for host in self._all if host.app.name == name]
        for host in leaving:
            host.retire()
        try:
            for host in leaving:
                await host.over.wait()
        except asyncio.CancelledError:
            for host in leaving:
                host.kill()
            raise

    async def aclose(self, limit: float = 1.0) -> None:
        """End every process; calls that run fail.

        Args:
            limit: How long that may take, in seconds.
        """
        self._is_closed = True
        leaving = tuple(self._all)
        for host in leaving:
            if host.calls:
                host.kill()
            host.retire()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit / 2):
                for host in leaving:
                    await host.over.wait()
        if left := await self._tasks.aclose(limit / 2):
            _log.warning("These processes did not end in time: %s", ", ".join(left))

    def _changed(self) -> None:
        for host in tuple(self._all):
            key = (host.app.name, host.language)
            if host.is_retired and self._taking.get(key) is host:
                del self._taking[key]
            if host.over.is_set():
                self._all.discard(host)
        for callback in tuple(self._listeners):
            try:
                callback()
            except Exception:  # one bad listener must not lose the news for the others
                _log.exception("A listener of the functions' processes failed")


def _source_of(app: FunctionApp, function: FunctionName) -> Source:
    if (source := app.sources.get(function)) is not None:
        return source
    there = ", ".join(app.sources) or "none"
    raise FunctionAppError(f"“{app.name}” has no {function} function; its functions: {there}.")
