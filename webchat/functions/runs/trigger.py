"""Triggers: polled again and again, with the state that the last poll returned.

Each group of variables starts a flow. A poll that fails ends nothing: it is noted, and the next
one comes when it is due (reference: action-functions, section 4).
"""

from typing import TYPE_CHECKING

from webchat.errors import FunctionError
from webchat.functions.contract.parameters import trigger_context
from webchat.functions.runs import variables
from webchat.functions.runs.records import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from webchat.functions.contract.records import ActionResult
    from webchat.functions.runs.attempts import Attempts, Fields
    from webchat.functions.runs.starts import Starts

_SHORTEST = 1.0
"""How many seconds there are between two polls at least, whatever is asked for."""


class Trigger:
    """How runs of kind ``trigger`` go on."""

    def __init__(
        self, attempts: "Attempts", starts: "Starts", begin: "Callable[[Sequence[Run]], object]"
    ) -> None:
        """Poll nothing yet.

        Args:
            attempts: Calls the action functions.
            starts: Makes the runs of flows.
            begin: Called with the runs of new flows; enters them and lets them go on.
        """
        self._attempts = attempts
        self._starts = starts
        self._begin = begin

    async def attempt(self, run: Run) -> None:
        """Poll once, and do what came of it."""
        number = run.attempts + 1
        run = self._attempts.change(run.token, status="running", attempts=number, next_at=None)
        activated = round(run.started * 1000)
        try:
            context = trigger_context(state=run.state, trigger_activation_time=activated)
            result = await self._attempts.call(run, context)
        except FunctionError as error:
            why = str(error)
            self._attempts.change(run.token, why, message=why, **self._again(run, None))
        else:
            await self.apply(run.token, result)

    async def apply(self, token: str, result: "ActionResult", *, by_callback: bool = False) -> Run:
        """Start the flows of a poll, or of a webhook, and keep the state that it returned.

        All of that is entered in one turn of the loop, and so is kept together or not at all: no
        crash loses a flow, and none is started twice.
        """
        run = self._attempts.run(token)
        groups, delay = result.variable_groups, result.retry_delay
        starts = self._attempts.settings(run).starts
        flows = [await self._starts.by_trigger(run, starts, group) for group in groups]
        run = self._attempts.run(token)  # as it is after the flows were built
        if not run.is_over:
            self._begin(flows)
        given = (one for group in groups for one in variables.of_group(group))
        return self._attempts.change(
            token,
            message="",
            state=run.state if result.state is None else result.state,
            variables=variables.merged(run.variables, given),
            **({} if by_callback and delay is None else self._again(run, delay)),
        )

    def _again(self, run: Run, delay: float | None) -> "Fields":
        wanted = self._attempts.settings(run).poll_interval if delay is None else delay
        next_at = self._attempts.now + max(wanted, _SHORTEST)
        return {"status": "retrying", "next_at": next_at}
