"""What all processes share: a call of the action function, the time until it, what is written down.

A process is a run without a card: an automation, an await or a trigger.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias
from weakref import WeakValueDictionary

from webchat.errors import FunctionAppError, FunctionError
from webchat.functions.app import AppSettings, FunctionApp
from webchat.functions.contract.records import ActionResult, Result, ShownError
from webchat.functions.runs.records import Run
from webchat.functions.runs.variables import file_addresses

if TYPE_CHECKING:
    from webchat.functions.functions import Functions

_AT_ONCE = 8
"""How many action functions of processes are called at the same time, at most: a trigger may
start hundreds."""


Fields: TypeAlias = dict[str, Any]
"""What becomes of a run: fields of :class:`webchat.functions.runs.records.Run`."""


class Attempts:
    """Calls of processes, and the time between them."""

    def __init__(self, functions: "Functions") -> None:
        """Call and write nothing yet.

        Args:
            functions: Whose apps are called, and whose runs are written.
        """
        self._functions = functions
        self._free = asyncio.Semaphore(_AT_ONCE)
        self._pauses: dict[str, _Pause] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def now(self) -> float:
        """The current moment, in seconds since 1970."""
        return self._functions.clock.timestamp()

    def run(self, token: str) -> Run:
        """Return a run as it stands now."""
        return self._functions.runs[token]

    def app(self, run: Run) -> FunctionApp:
        """Return the app of a run as it is loaded now.

        Raises:
            FunctionAppError: It is not loaded.
        """
        return self._functions.apps[run.app]

    def settings(self, run: Run) -> AppSettings:
        """Return the settings of a run's app; the usual ones when it is gone meanwhile."""
        try:
            return self.app(run).settings
        except FunctionAppError:
            return AppSettings()

    def can_be_called_back(self, run: Run) -> bool:
        """Whether a run's app has the function that a webhook calls; none that is gone has."""
        try:
            return self.app(run).has("webhook")
        except FunctionAppError:
            return False

    def change(self, token: str, *sentences: str, **fields: Any) -> Run:
        """Write what has become of a run, and what is to be said about it.

        One that has ended stays as it is: what comes late is noted only.
        """
        run = self.run(token)
        if run.is_over:
            fields, sentences = {}, ("An answer came after the end, and was passed over.",)
        changed = replace(run, updated=self.now, **fields).noted(self.now, *sentences)
        self._functions.runs.put(changed)
        return changed

    def remark(self, token: str, sentence: str) -> None:
        """Write a sentence about what a function returned, once: a trigger returns it often."""
        run = self.run(token)
        if all(note.text != sentence for note in run.notes):
            self._functions.runs.put(run.noted(self.now, sentence))

    async def call(self, run: Run, context: Mapping[str, Any]) -> ActionResult:
        """Call the action function of a run's app, as it is loaded now.

        Raises:
            FunctionError: It cannot be called, or did not return a result.
        """
        functions = self._functions
        webhook = await self.listen(run)
        await functions.runs.saved()  # before the outside world can know its token
        async with self._free:
            app = self.app(run)
            result = await functions.caller.call(
                app,
                "action",
                connection=functions.connection(app, run.account),
                account=run.account,
                context={"action_key": run.action_key, **run.context, **context},
                input=await self._input(run),
                callback={"token": run.token, "webhook": webhook},
                remark=partial(self.remark, run.token),
            )
        return result_of(result)

    async def _input(self, run: Run) -> dict[str, Any]:
        """Return a run's input with addresses from which its function can fetch the files."""
        files, ours = self._functions.picked_files, file_addresses(self._functions.runs)
        return await files.given(run.input, ours, app=run.app, run=run.token)

    async def listen(self, run: Run) -> str:
        """Return the address of a run's webhook, where calls of it are received from now on."""
        return await self._functions.callbacks.address("webhook", run.app, run.account)

    async def go_on(self, token: str, attempt: Callable[[Run], Awaitable[None]]) -> None:
        """Call a run whenever that is due, until it has ended or waits for a webhook.

        Args:
            token: Of the run.
            attempt: Calls its action function, and writes what comes of it.
        """
        while await self._is_due(token):
            async with self.alone(token) as run:
                if _is_callable(run):
                    await attempt(run)

    @asynccontextmanager
    async def alone(self, token: str) -> AsyncIterator[Run]:
        """Do one thing at a time for a run: a webhook may be called while it is called itself.

        Yields:
            The run as it stands when it is its turn.
        """
        lock = self._locks.setdefault(token, asyncio.Lock())
        async with lock:
            yield self.run(token)

    def hurry(self, token: str) -> None:
        """Let a run that waits for its next time be called now."""
        if pause := self._pauses.get(token):
            pause.end(is_due=True)

    def look_again(self, token: str) -> None:
        """Let a run that waits see that it has changed meanwhile."""
        if pause := self._pauses.get(token):
            pause.end(is_due=False)

    async def _is_due(self, token: str) -> bool:
        """Wait until a run is to be called; False when it is not to be called any more."""
        while (run := self.run(token)).status == "retrying":
            pause = self._pauses[token] = _Pause()
            try:
                if await pause.passes(self._sleep(run)):
                    break
            finally:
                del self._pauses[token]
        return _is_callable(self.run(token))

    async def _sleep(self, run: Run) -> None:
        """Sleep until a run's next time.

        Never longer than it was to wait from the beginning: after a restart the clock stands
        where the machine's does, and what had been skipped is to come again.
        """
        until = self.now if run.next_at is None else run.next_at
        what = "the next poll" if run.kind == "trigger" else f"attempt {run.attempts + 1}"
        left = min(until - self.now, until - run.updated)
        await self._functions.clock.sleep(left, f"{run.app}: {what}")


class _Pause:
    """Waiting that may be ended."""

    def __init__(self) -> None:
        self._scope: asyncio.Timeout | None = None
        self._is_due = True

    async def passes(self, sleep: Awaitable[None]) -> bool:
        try:
            async with asyncio.timeout(None) as self._scope:
                await sleep
        except TimeoutError:
            return self._is_due
        return True

    def end(self, *, is_due: bool) -> None:
        self._is_due = is_due
        if self._scope is not None and not self._scope.expired():
            self._scope.reschedule(asyncio.get_running_loop().time())


def _is_callable(run: Run) -> bool:
    return run.status in {"running", "retrying"}


def failed(why: object) -> Fields:
    """Return what becomes of a run that failed, and of what it had planned."""
    return {"status": "failed", "message": str(why), "next_at": None}


def result_of(result: Result) -> ActionResult:
    """Return what action or webhook of a process returned as ``output``.

    Raises:
        FunctionError: It returned something else.
    """
    if isinstance(result, ActionResult):
        return result
    if isinstance(result, ShownError):
        raise FunctionError(result.sentence)
    raise FunctionError("An output was expected of the function, and something else came.")
