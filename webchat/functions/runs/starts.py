"""How a process begins: a person starts what they have built, or a trigger starts a flow.

The runs that are made here are not entered anywhere yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from webchat.errors import FunctionError
from webchat.functions.asking import FormAsker, FormRequest
from webchat.functions.contract.records import GroupedVariable, ProcessKind
from webchat.functions.picked_files import refuse_local_files
from webchat.functions.runs import variables
from webchat.functions.runs.records import Run

if TYPE_CHECKING:
    from webchat.functions.app import FunctionApp
    from webchat.functions.authentication.connections import Connection
    from webchat.functions.builds import Built
    from webchat.functions.functions import Functions

_NOTHING = "Its app.toml names no app in “starts”, so nothing else runs in this flow."


class Starts:
    """Makes the runs of processes."""

    def __init__(self, functions: "Functions") -> None:
        """Make none yet.

        Args:
            functions: Whose apps are started, and whose runs gave variables.
        """
        self._functions = functions

    def by_person(
        self,
        app: "FunctionApp",
        built: "Built",
        connection: "Connection | None",
        context: Mapping[str, Any],
    ) -> Run:
        """Return the run of what a person has built, with what earlier runs gave filled in."""
        known = variables.known(self._functions.runs)
        given, sentences = variables.filled(built.answers, known)
        run = replace(self._of_app(app, built, connection), input=given, context=dict(context))
        return run.noted(run.started, *sentences)

    async def by_trigger(self, trigger: Run, starts: str, group: Sequence[GroupedVariable]) -> Run:
        """Return the run of the flow that a trigger starts for one of its groups.

        Args:
            trigger: The trigger's own run.
            starts: The name of the app to start; empty for a flow that is only recorded.
            group: The variables, which the app gets as ``input``.

        Returns:
            A run that is over when there is nothing to start, or when that did not work.
        """
        given = variables.group_input(group)
        try:
            run = await self._flow(starts, given) if starts else self._recorded(trigger)
        except FunctionError as error:
            run = self._new(starts, "automation")
            run = replace(run, status="failed", message=str(error))
        misfits = variables.group_misfits(trigger.declared, group)
        run = run.noted(run.started, f"{trigger.app} has started this.", *misfits)
        return replace(run, input={**given, **run.input})

    async def _flow(self, starts: str, given: Mapping[str, Any]) -> Run:
        app = self._functions.apps[starts]
        if app.kind not in {"automation", "await"}:
            raise FunctionError(
                f"A trigger can start an automation or an await, and {app.title} is of the kind "
                f"“{app.kind}”. Let “starts” in app.toml name another app."
            )
        refuse_local_files(given)  # no person has picked them
        connection = self._functions.connection(app)
        built = await self._functions.builds.build(app, _answering(given), connection=connection)
        return replace(self._of_app(app, built, connection), input=built.answers)

    def _recorded(self, trigger: Run) -> Run:
        run = self._new(trigger.app, trigger.kind)
        return replace(run, status="completed", message=_NOTHING)

    def _of_app(self, app: "FunctionApp", built: "Built", connection: "Connection | None") -> Run:
        account = "" if connection is None else connection.account
        run = self._new(app.name, app.kind)
        return replace(run, account=account, declared=list(built.variables))

    def _new(self, app: str, kind: ProcessKind) -> Run:
        now = self._functions.clock.timestamp()
        ids = self._functions.ids
        return Run(ids("FR"), app, kind, ids("AK"), started=now, updated=now)


def _answering(values: Mapping[str, Any]) -> FormAsker:
    """Return who answers build's forms with the variables of a group, since no person is there."""

    async def answer(request: FormRequest) -> Mapping[str, Any]:
        if request.problem is not None:
            raise request.problem
        if request.errors:
            asked = ", ".join(f"“{one.label}”" for one in request.errors.values())
            raise FunctionError(
                f"The build function of {request.title} asks for {asked}, and no variable of the "
                "trigger answers that: one of the same key is needed."
            )
        return {**request.values, **values}

    return answer
