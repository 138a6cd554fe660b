"""One process of one app, from its start to its end.

It is kept warm until nothing was called for a while. A process in which a call does not stop when
it should is *retired*: it takes no new calls, and ends when the others in it are over.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from webchat.errors import HostError
from webchat.functions.app import FunctionApp
from webchat.functions.contract.records import FunctionName
from webchat.functions.hosts.calls import Calls, NotTakenError
from webchat.functions.hosts.channel import Channel
from webchat.functions.hosts.failures import how_it_ended, last_lines, not_started, too_late
from webchat.functions.hosts.languages import ChildLanguage, command, room
from webchat.functions.hosts.limits import limit, memory_of
from webchat.functions.hosts.node import too_old
from webchat.functions.hosts.output import Output
from webchat.functions.hosts.process import Process
from webchat.functions.log import FunctionLog, Stream

_START_LIMIT = 20.0
_GRACE = 0.4  # for a process to end by itself


class Host:
    """A process and the calls in it.

    Attributes:
        app: Whose functions run in it.
        language: Theirs.
        is_retired: Whether it takes no new calls.
        over: Set when nothing is left of it.
    """

    def __init__(
        self,
        app: FunctionApp,
        language: ChildLanguage,
        log: FunctionLog,
        *,
        idle: float,
        on_change: Callable[[], object],
    ) -> None:
        """Make one; :meth:`live` does the work.

        Args:
            app: See above.
            language: See above.
            log: Takes what the process prints.
            idle: After so many seconds without a call it ends.
            on_change: Called after it has started, retired or ended, and around each call.
        """
        self.app = app
        self.language = language
        self.is_retired = False
        self.over = asyncio.Event()
        self._log = log
        self._idle = idle
        self._on_change = on_change
        self._channel = Channel(self._on_message, self._on_end)
        stdout, stderr = self._output("stdout"), self._output("stderr")
        self._process = Process(self._channel, stdout, stderr, self._on_end)
        self._calls = Calls(app, self._channel, log.masked, self._on_stuck)
        self._version = ""
        self._has_spoken = asyncio.Event()
        self._is_up = asyncio.Event()  # or will never be
        self._why_not = ""
        self._leaving = asyncio.Event()
        self._left_by_itself = False
        self._patience = _GRACE
        self._rest: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int:
        """The process's id; 0 before it is started."""
        return self._process.pid

    @property
    def calls(self) -> int:
        """How many calls run in it."""
        return len(self._calls)

    @property
    def memory(self) -> float:
        """How much memory it uses, in megabytes."""
        return memory_of(self.pid) if self.pid else 0.0

    # -- its life --------------------------------------------------------------------------------

    async def live(self) -> None:
        """Run the process until it ends, has to, or is no longer needed."""
        try:
            await self._start()
            self._is_up.set()
            self._on_change()
            self._rest_or_leave()
            await self._leaving.wait()
        except asyncio.CancelledError:  # the loop ends: there is no time to be patient
            self._patience = 0.0
            raise
        except Exception as error:
            self._why_not = not_started(self.app, error)
        finally:
            await self._end()

    async def _start(self) -> None:
        folder = self._folder()
        program = command(self.language, self.app.settings.memory)
        await self._process.start(program, folder, self.app.settings.env)
        async with asyncio.timeout(_START_LIMIT):
            await self._has_spoken.wait()
        if not self._version:
            raise HostError("it ended before it was ready")
        if problem := too_old(self._version):
            raise HostError(problem)
        limit(self.pid, room(self.language, self.app.settings.memory))
        self._say(f"{self._version} runs as process {self.pid}.")

    def _folder(self) -> Path:
        paths = (one.path for one in self.app.sources.values() if one.path is not None)
        folder = self.app.folder or next(paths).parent
        if not folder.is_dir():
            raise HostError(f"its folder {folder} is not there any more")
        return folder

    async def _end(self) -> None:
        self._stop_resting()
        self._retire()
        try:
            await self._process.end(self._patience)
        finally:
            self._conclude()

    def _conclude(self) -> None:
        code, words = self._process.exit_code, self._log.masked(self._process.last_words)
        if self._why_not and self._left_by_itself:
            self._why_not += last_lines(words)
        self._calls.fail(code, words)
        self._is_up.set()
        if self.pid:
            how = f" by itself: {how_it_ended(code)}" if self._left_by_itself else ""
            self._say(f"Process {self.pid} ended{how}.")
        self.over.set()
        self._on_change()

    def retire(self) -> None:
        """Take no new calls, and end when those in it are over."""
        self._retire()
        self._rest_or_leave()

    def kill(self) -> None:
        """End at once, whatever runs in it."""
        self._patience = 0.0
        self._leaving.set()

    def _retire(self) -> None:
        if not self.is_retired:
            self.is_retired = True
            self._on_change()

    def _rest_or_leave(self) -> None:
        """When nothing is called: wait for the next call, but not for ever."""
        if self.calls or not self._is_up.is_set():
            return
        self._stop_resting()
        if not self.is_retired:
            self._rest = asyncio.get_running_loop().call_later(self._idle, self.retire)
        elif self._calls.may_go_on:
            self.kill()
        else:
            self._leaving.set()

    def _stop_resting(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    # -- calls -----------------------------------------------------------------------------------

    async def call(
        self, function: FunctionName, path: Path, parameters: Mapping[str, Any], seconds: float
    ) -> Any:
        """Make a call.

        Args:
            function: What is called.
            path: Its file.
            parameters: What it is given: JSON.
            seconds: How long it may take.

        Raises:
            NotTakenError: It was not begun; another process may take it.
            FunctionError: It failed.
        """
        await self._is_up.wait()
        await self._calls.settled.wait()
        if self._why_not:
            raise HostError(self._why_not)
        if self.is_retired or self._leaving.is_set():
            raise NotTakenError
        key, answer = self._calls.begin(function, path, parameters)
        self._stop_resting()
        self._on_change()
        try:
            async with asyncio.timeout(seconds):
                return await answer
        except TimeoutError:
            raise too_late(self.app, function, seconds) from None
        finally:
            self._calls.end(key)
            self._rest_or_leave()
            self._on_change()

    # -- what is heard of it ---------------------------------------------------------------------

    def _on_message(self, message: Mapping[str, Any]) -> None:
        if "ready" in message:
            self._version = str(message["ready"])
            self._has_spoken.set()
        else:
            self._calls.take(message)

    def _on_end(self) -> None:
        """Notice that the process or its channel has ended."""
        self._left_by_itself = self._left_by_itself or not self._leaving.is_set()
        self._has_spoken.set()
        self._leaving.set()

    def _on_stuck(self, sentence: str) -> None:
        self._say(sentence)
        self.retire()

    def _output(self, stream: Stream) -> Output:
        return Output(partial(self._log.add, self.app.name, stream), self._say)

    def _say(self, text: str) -> None:
        self._log.add(self.app.name, "host", text)
