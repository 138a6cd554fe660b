"""Automations and awaits: called until they say how they ended, or until a webhook does.

``retry.delay`` says after how many seconds to call again, with one more in ``attempts``; an answer
with neither status nor retry leaves the run open for a webhook (reference: action-functions,
section 4).
"""

from typing import TYPE_CHECKING

from webchat.errors import FunctionError
from webchat.functions.contract.parameters import automation_context
from webchat.functions.contract.records import ActionResult
from webchat.functions.runs import variables
from webchat.functions.runs.attempts import Attempts, Fields, failed
from webchat.functions.runs.records import ENDED, Run

if TYPE_CHECKING:
    from webchat.functions.runs.variable_files import VariableFiles

_NOBODY_ANSWERS = (
    "It returned neither a status nor a retry, and the app has no webhook function: nothing but a "
    "person can end this run."
)


class Automation:
    """How runs of kind ``automation`` and ``await`` go on."""

    def __init__(self, attempts: Attempts, files: "VariableFiles") -> None:
        """Run nothing yet.

        Args:
            attempts: Calls the action functions.
            files: Fetches the files of variables.
        """
        self._attempts = attempts
        self._files = files

    async def attempt(self, run: Run) -> None:
        """Call a run's action function, and do what it says."""
        number = run.attempts + 1
        run = self._attempts.change(run.token, status="running", attempts=number, next_at=None)
        try:
            result = await self._attempts.call(run, automation_context(attempts=number))
        except FunctionError as error:
            self._attempts.change(run.token, **failed(error))
        else:
            await self.apply(run.token, result)

    async def apply(self, token: str, result: ActionResult, *, by_callback: bool = False) -> Run:
        """Let a run be as its action function says, or its webhook function.

        Returns:
            The run after it: failed when a file that it named could not be fetched.
        """
        run = self._attempts.run(token)
        fitting, sentences = variables.accepted(run.declared, result.variables)
        try:
            received = await self._files.received(run, fitting)
        except FunctionError as error:
            return self._attempts.change(token, *sentences, **failed(error))
        run = self._attempts.run(token)  # as it is after the download
        received = variables.merged(run.variables, received)
        if result.status == "completed":
            sentences += variables.missing(run.declared, received)
        how_on = self._how_on(run, result)
        if how_on.get("status") == "retrying":
            sentences.append(
                f"Attempt {run.attempts} asks for another in {result.retry_delay:g} s."
            )
        if how_on.get("status") == "waiting" and not self._attempts.can_be_called_back(run):
            sentences.append(_NOBODY_ANSWERS)
        was_called_back = by_callback and how_on.get("status") in ENDED
        return self._attempts.change(
            token, *sentences, variables=received, was_called_back=was_called_back, **how_on
        )

    def _how_on(self, run: Run, result: ActionResult) -> Fields:
        if result.status is not None:
            return {"status": result.status, "message": result.message, "next_at": None}
        if result.retry_delay is None:
            # A webhook that says nothing leaves a retry that was planned before as it is.
            return {"status": "waiting"} if run.status == "running" else {}
        most = self._attempts.settings(run).max_attempts
        if run.attempts >= most:
            return failed(
                f"It asked for another attempt after {run.attempts} of them, and it may have "
                f"{most} (“max_attempts” in app.toml)."
            )
        next_at = self._attempts.now + result.retry_delay
        return {"status": "retrying", "message": result.message, "next_at": next_at}
