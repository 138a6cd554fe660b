"""Build's forms as a person goes through them, forth and back.

Build knows only forth. To go back it is begun anew, with what it returned before and what the
person answered up to the form that is wanted; it is called again only for what comes after that.
What was typed is kept, also on a form that was left by going back.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ui.functions.form_page import FormPage
from ui.functions.problem import StoppedError, problem_of
from ui.functions.setup_dialog import SetupDialog, WentBackError
from webchat.errors import FunctionCancelledError
from webchat.functions.asking import FormRequest
from webchat.functions.builds import Builds, Built, FunctionCaller
from webchat.functions.contract.records import BuildResult, Form
from webchat.functions.picked_files import picked_in

if TYPE_CHECKING:
    from webchat.functions.app import FunctionApp
    from webchat.functions.authentication.connections import Connection
    from webchat.functions.contract.records import FunctionName, Result
    from webchat.functions.picked_files import PickedFiles


class _Draft(NamedTuple):
    form: Form
    values: Mapping[str, Any]


class BuildWalk:
    """The way through the forms of one app."""

    def __init__(self, caller: FunctionCaller, dialog: SetupDialog, files: "PickedFiles") -> None:
        """Begin before the first form.

        Args:
            caller: Calls the build function.
            dialog: Shows the forms, and lets a call be stopped.
            files: Give build the files that are picked.
        """
        self._caller, self._dialog, self._files = caller, dialog, files
        self._results: list[BuildResult] = []
        self._drafts: dict[int, _Draft] = {}
        self._app = ""
        self._calls = self._at = 0
        self._until = -1

    @property
    def labels(self) -> Mapping[str, str]:
        """How the questions are worded, by the keys of their answers."""
        return {one.key: one.label for result in self._results for one in result.form}

    async def go(
        self, app: "FunctionApp", connection: "Connection | None", *, is_back: bool
    ) -> Built:
        """Go through the forms until the step exists.

        Args:
            app: The app.
            connection: The account that it is built with; None for none.
            is_back: Begin at the last form, in which the person was before.

        Raises:
            WentBackError: The person wants to go to what comes before the first form.
            FunctionError: There is no form yet on which the failure could be shown.
        """
        self._app = app.name
        self._until = len(self._results) - 1 if is_back else -1
        if is_back and self._until < 0:
            raise WentBackError
        while True:
            self._calls = 0
            try:
                return await Builds(self, self._files).build(app, self._ask, connection=connection)
            except WentBackError:
                self._until = self._at - 1
                if self._until < 0:
                    raise

    async def call(
        self,
        app: "FunctionApp",
        function: "FunctionName",
        *,
        connection: "Connection | None" = None,
        input: Mapping[str, Any] | None = None,  # noqa: A002  the contract's own word
    ) -> "Result":
        """Call build, or return what it has returned when the person was here before."""
        if self._calls <= self._until:
            self._calls += 1
            return self._results[self._calls - 1]
        try:
            async with self._dialog.busy(f"The {function} function of {app.title} runs"):
                result = await self._caller.call(app, function, connection=connection, input=input)
        except FunctionCancelledError as error:
            raise StoppedError(str(error)) from error
        if isinstance(result, BuildResult):
            self._results[self._calls :] = [result] if result.form else []
            self._calls += 1
        return result

    async def _ask(self, request: FormRequest) -> Mapping[str, Any]:
        """Show a form; one before that which the person goes back to answers itself."""
        at = self._calls - 1
        draft = self._drafts.get(at)
        is_new = request.problem is None and not request.errors
        if is_new and at < self._until and draft is not None:
            return draft.values
        page = self._dialog.page
        if is_new or not isinstance(page, FormPage) or page.form is not request.form:
            page = self._page(request, await self._typed(request, draft))
        page.say(request)
        self._dialog.show_problem(problem_of(request.problem, "build"))
        self._at = at
        try:
            await self._dialog.decision(page)
        except WentBackError:
            self._drafts[at] = _Draft(request.form, page.values())
            raise
        self._drafts[at] = _Draft(request.form, page.values())
        return page.values()

    async def _typed(self, request: FormRequest, draft: _Draft | None) -> dict[str, Any]:
        """Return what was typed into the same form before, with files as they were given out."""
        if draft is None or draft.form != request.form:
            return {}
        picked = picked_in(draft.form, draft.values)
        return await self._files.given(draft.values, picked, app=self._app)

    def _page(self, request: FormRequest, typed: Mapping[str, Any]) -> FormPage:
        request = replace(request, values={**request.values, **typed})
        title, go_on = f"Set up {request.title}", "Finish" if request.is_last else "Next"
        return FormPage(request, title, go_on=go_on)
