"""``sim.functions.processes``: automations, awaits and triggers, from their start to their end.

What is under way lives as one task per run; what waits for a webhook needs none. All that has to
survive is in the runs themselves, so that the next start of the program goes on from there.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from webchat.errors import FunctionError
from webchat.functions.runs.attempts import Attempts, failed, result_of
from webchat.functions.runs.automation import Automation
from webchat.functions.runs.records import Run
from webchat.functions.runs.starts import Starts
from webchat.functions.runs.trigger import Trigger
from webchat.functions.runs.variable_files import VariableFiles
from webchat.tasks import TaskBag

if TYPE_CHECKING:
    from webchat.functions.app import FunctionApp
    from webchat.functions.authentication.connections import Connection
    from webchat.functions.builds import Built
    from webchat.functions.contract.records import Result
    from webchat.functions.functions import Functions

_INTERRUPTED = "The program ended while its function ran, so how that went is not known."
_DEFECT = "The program itself failed with this run; its log says more."
_log = logging.getLogger(__name__)


class Processes:
    """The runs without a card."""

    def __init__(self, functions: "Functions") -> None:
        """Start nothing yet.

        Args:
            functions: Whose apps are run, and whose runs are written.
        """
        self._functions = functions
        self._files = VariableFiles(functions.folder)
        self._attempts = Attempts(functions)
        self._starts = Starts(functions)
        self._automation = Automation(self._attempts, self._files)
        self._trigger = Trigger(self._attempts, self._starts, self._begin)
        self._tasks = TaskBag("processes")
        self._lives: dict[str, asyncio.Task[None]] = {}
        self._is_closed = False

    async def start(
        self,
        app: "FunctionApp",
        built: "Built",
        *,
        connection: "Connection | None" = None,
        context: Mapping[str, Any] | None = None,
    ) -> Run:
        """Start an automation or an await, or activate a trigger.

        Args:
            app: What to start.
            built: What came of setting it up; ``{{variables.key}}`` in its answers is replaced by
                what earlier runs gave.
            connection: The account that it runs for; None for none.
            context: Further keys of ``context``: ``resources``, ``transaction``, ``signature``
                and ``todo``, which are deprecated.

        Returns:
            The run, which is under way now.

        Raises:
            FunctionError: The app is of kind ``action``, which a person runs by its card; or the
                program is about to end.
        """
        self._check_open()
        if app.kind == "action":
            raise FunctionError(
                f"{app.title} is an action: post its card in a conversation and click a button."
            )
        run = self._starts.by_person(app, built, connection, context or {})
        self._begin([run])
        return run

    async def stop(self, token: str) -> Run:
        """End a run, whatever it does or waits for; one that has ended stays as it is.

        Raises:
            FunctionError: There is no run of this token.
        """
        if not self._process(token).is_over and (life := self._lives.get(token)):
            life.cancel()
            await asyncio.wait({life})
        run = self._functions.runs[token]
        if run.is_over:
            return run
        return self._attempts.change(
            token, status="cancelled", message="A person has stopped it.", next_at=None
        )

    def run_now(self, token: str) -> None:
        """Let a run that waits for its next attempt or poll be called now.

        Raises:
            FunctionError: There is no such run, or it does not wait for that.
        """
        run = self._process(token)
        if run.status != "retrying":
            raise FunctionError(f"The run of {run.app} waits for no next time: it is {run.status}.")
        self._attempts.hurry(token)

    async def settle(self, token: str, result: "Result") -> Run:
        """Let a run be as its webhook function says.

        Args:
            token: Of the run.
            result: What the webhook function returned.

        Returns:
            The run after it; one that had ended stays as it was, but for a note.

        Raises:
            FunctionError: There is no run of this token, or the program is about to end.
        """
        self._check_open()
        self._process(token)
        async with self._attempts.alone(token) as before:
            if before.is_over:
                return self._attempts.change(token)
            run = await self._called_back(before, result)
        self._attempts.look_again(token)
        if run.status == "retrying":
            self._go_on(run)
        return run

    async def restore(self) -> None:
        """Go on with what was open when the program ended.

        A trigger is polled again; an automation waits for its next attempt, or for its webhook.
        One whose function ran then has failed, since calling it twice may do something twice.
        """
        open_runs = [one for one in self._functions.runs if not one.is_over]
        for run in open_runs:
            if run.kind != "action":
                await self._restore(run)
        await self._files.forget_strangers(self._functions.runs)

    async def aclose(self, limit: float = 1.0) -> None:
        """Let everything rest as it is, for the next start to go on with."""
        self._is_closed = True
        await self._tasks.aclose(limit)
        self._files.close()

    async def _called_back(self, run: Run, result: "Result") -> Run:
        try:
            output = result_of(result)
        except FunctionError as error:  # which nobody is shown: section 6
            why = f"The webhook function returned an error: {error}"
            return self._attempts.change(run.token, why)
        self._attempts.change(run.token, "The webhook function was called.")
        return await self._kind(run).apply(run.token, output, by_callback=True)

    def _check_open(self) -> None:
        if self._is_closed:
            raise FunctionError("The program is about to end; nothing is started any more.")

    def _process(self, token: str) -> Run:
        run = self._functions.runs[token]
        if run.kind == "action":
            raise FunctionError(f"The run of {run.app} belongs to a card, which also ends it.")
        return run

    async def _restore(self, run: Run) -> None:
        if run.status == "waiting":
            await self._listen(run)
        elif run.kind != "trigger" and run.status == "running" and run.attempts > 0:
            self._attempts.change(run.token, **failed(_INTERRUPTED))
        else:
            self._go_on(run)

    async def _listen(self, run: Run) -> None:
        try:
            await self._attempts.listen(run)
        except FunctionError as error:
            self._attempts.change(run.token, str(error))

    def _begin(self, runs: Iterable[Run]) -> None:
        for run in runs:
            self._functions.runs.put(run)
            if not run.is_over:
                self._go_on(run)

    def _go_on(self, run: Run) -> None:
        """Let a run live, unless it does."""
        if run.token not in self._lives and not self._is_closed:
            life = self._tasks.spawn(self._live(run), name=f"{run.app} {run.token}")
            self._lives[run.token] = life

    async def _live(self, run: Run) -> None:
        try:
            await self._attempts.go_on(run.token, self._kind(run).attempt)
        except Exception:  # of our own making: what functions do wrong is a FunctionError
            _log.exception("The run %s of %s failed", run.token, run.app)
            self._attempts.change(run.token, **failed(_DEFECT))
        finally:
            del self._lives[run.token]

    def _kind(self, run: Run) -> Automation | Trigger:
        return self._trigger if run.kind == "trigger" else self._automation
