"""Setting up a step: build is called, shows a form, and is called again with the answers.

What comes of it is a card for the conversation, or the description of a process that runs by
itself (reference: action-functions, sections 1 and 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from webchat.errors import FunctionCancelledError, FunctionError
from webchat.functions.app import FunctionApp
from webchat.functions.asking import FormAsker, FormRequest, ask_until_it_fits
from webchat.functions.contract import forms
from webchat.functions.contract.records import (
    BuildResult,
    Button,
    Card,
    FunctionName,
    RefreshToken,
    Result,
    ShownError,
    Step,
    Variable,
)
from webchat.functions.picked_files import picked_in

if TYPE_CHECKING:
    from webchat.functions.authentication.connections import Connection
    from webchat.functions.picked_files import PickedFiles


@dataclass(frozen=True, slots=True)
class Built:
    """A step that exists.

    Attributes:
        card: What is posted; None for a process.
        process: What an automation or an await says that it does; None for the others.
        variables: What a process will give values for.
        answers: What the person answered to build's forms, by key.
    """

    card: Card | None = None
    process: str | None = None
    variables: tuple[Variable, ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)


class FunctionCaller(Protocol):
    """Who calls functions: :class:`webchat.functions.calls.caller.Caller`."""

    async def call(
        self,
        app: FunctionApp,
        function: FunctionName,
        *,
        connection: "Connection | None" = None,
        input: Mapping[str, Any] | None = None,  # noqa: A002  the contract's own word
    ) -> Result:
        """Call a function and return its checked result."""


class Builds:
    """Sets up steps."""

    def __init__(self, caller: FunctionCaller, files: "PickedFiles") -> None:
        """Build nothing yet.

        Args:
            caller: Calls the build functions.
            files: Give them what the person picks in their forms.
        """
        self._caller = caller
        self._files = files

    async def build(
        self, app: FunctionApp, ask: FormAsker, *, connection: "Connection | None" = None
    ) -> Built:
        """Call an app's build function until the step exists.

        Args:
            app: An app without a build function gets a step with one button.
            ask: Shows its forms.
            connection: The account that it is built with; None for none.

        Raises:
            FunctionCancelledError: The person gave up.
            FunctionError: Build cannot be called, or does not return what the contract says.
        """
        if not app.has("build"):
            return _default(app)
        asking = _Asking(app, ask, self._files)
        while True:
            try:
                result = await self._call(app, connection, asking.answers)
            except FunctionCancelledError:
                raise
            except FunctionError as error:
                await asking.again(error)
                continue
            if not result.form:
                return Built(result.card, result.process, result.variables, asking.answers)
            await asking.show(result)

    async def _call(
        self, app: FunctionApp, connection: "Connection | None", answers: Mapping[str, Any]
    ) -> BuildResult:
        result = await self._caller.call(app, "build", connection=connection, input=answers)
        if isinstance(result, BuildResult):
            return result
        if isinstance(result, ShownError):
            raise FunctionError(
                f"The build function of {app.title} returned an error. {result.sentence}"
            )
        if isinstance(result, RefreshToken):
            raise FunctionError(
                f"The build function of {app.title} asked for a fresh token again after it had "
                f"got one. That is ignored, and it returned nothing else."
            )
        raise FunctionError(f"The build function of {app.title} returned no form and no step.")


class _Asking:
    """One form after the other, and what has been answered so far."""

    def __init__(self, app: FunctionApp, ask: FormAsker, files: "PickedFiles") -> None:
        self._app = app
        self._ask = ask
        self._files = files
        self._request: FormRequest | None = None
        self._earlier: Mapping[str, Any] = {}
        self.answers: dict[str, Any] = {}

    async def show(self, result: BuildResult) -> None:
        """Ask for the answers to build's next form."""
        self._earlier = self.answers
        values = {**forms.initial_values(result.form), **self.answers}
        request = FormRequest(
            self._app.title, self._app.description, result.form, result.is_last_form, values
        )
        given_up = FunctionCancelledError(f"Setting up {self._app.title} was given up.")
        await self._fill_in(request, given_up)

    async def again(self, error: FunctionError) -> None:
        """Show the last form once more, as it was filled in: what was answered is not lost.

        Raises:
            FunctionError: *error*, when there was no form yet, or the person gives up now.
        """
        if self._request is None:
            raise error
        await self._fill_in(replace(self._request, errors={}, problem=error), error)

    async def _fill_in(self, request: FormRequest, given_up: FunctionError) -> None:
        """Ask until the answers fit the form, and the files among them are there."""
        answered = await ask_until_it_fits(self._ask, request)
        if answered is None:
            raise given_up
        self._request = answered
        try:
            found = await self._with_files(answered)
        except FunctionError as error:
            await self.again(error)
        else:
            self._request = replace(answered, values={**answered.values, **found})
            self.answers = forms.merged(self._earlier, found)

    async def _with_files(self, answered: FormRequest) -> dict[str, Any]:
        """Return the answers of a form, with addresses from which build can fetch the files."""
        found = forms.answers(answered.form, answered.values)
        picked = picked_in(answered.form, found)
        await self._files.check(picked)
        return await self._files.given(found, picked, app=self._app.name)


def _default(app: FunctionApp) -> Built:
    """Return the step of an app that says nothing about it: one button, or none for a process."""
    if app.kind == "action":
        step = Step(1, (Button(app.title, "branding"),))
        return Built(Card(app.title, app.description, (step,)))
    return Built(process=None if app.kind == "trigger" else app.description)
