"""The way to an account: one that is connected already, a form, or a page in the browser."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ui.functions.account_page import AccountPage
from ui.functions.form_page import FormPage
from ui.functions.problem import Problem, problem_of
from ui.functions.setup_dialog import SetupDialog, WentBackError
from ui.functions.sign_in_page import SignInPage
from webchat.errors import FunctionCancelledError, FunctionError
from webchat.functions.app import CustomAuthentication, FunctionApp, OAuth2
from webchat.functions.asking import FormRequest

if TYPE_CHECKING:
    from webchat.functions.authentication.connections import Connection
    from webchat.functions.contract.records import IdentityResult
    from webchat.simulator import Simulator


class ConnectWalk:
    """Leads to an account of one app."""

    def __init__(self, sim: "Simulator", dialog: SetupDialog) -> None:
        """Begin with nothing typed.

        Args:
            sim: Keeps the connections, and opens the browser.
            dialog: Shows the pages.
        """
        self._sim, self._dialog = sim, dialog
        self._typed: Mapping[str, Any] = {}
        self._failure: FunctionError | None = None
        self._unknown: FunctionError | None = None

    async def go(self, app: FunctionApp, *, is_new: bool = False) -> "Connection":
        """Return a connection that the person has chosen, or has made.

        Args:
            app: What is connected; it has an authentication.
            is_new: Offer no account that is connected already.

        Raises:
            WentBackError: The person wants to go to what comes before.
        """
        connections = self._sim.functions.connections
        while True:
            known = () if is_new else connections.of(app.name)
            has_page = bool(known) or isinstance(app.authentication, OAuth2)
            if has_page:
                page = AccountPage(app, known, connections.where_secrets_are)
                await self._dialog.decision(page)
                self._failure = None
                if page.connection is not None:
                    return page.connection
            try:
                return await self._connected(app)
            except WentBackError:
                if not has_page:
                    raise
            except FunctionCancelledError:
                pass  # the person stopped it, and is asked again
            except FunctionError as error:
                self._failure = error
                self._dialog.show_problem(self._problem_of(error))

    async def _connected(self, app: FunctionApp) -> "Connection":
        async with self._dialog.busy(f"Connecting {app.title}"):
            return await self._sim.functions.connections.connect(
                app,
                ask=partial(self._ask, app),
                open_url=partial(self._open, app),
                identify=self._identify,
            )

    async def _ask(self, app: FunctionApp, request: FormRequest) -> Mapping[str, Any]:
        page = self._dialog.page
        if not isinstance(page, FormPage) or page.form is not request.form:
            page = self._page(app, request)
        page.say(request)
        self._dialog.show_problem(self._problem_of(request.problem or self._failure))
        self._failure = None
        try:
            await self._dialog.decision(page)
        except WentBackError:
            self._typed = page.values()
            raise
        self._typed = page.values()
        return self._typed

    def _page(self, app: FunctionApp, request: FormRequest) -> FormPage:
        is_custom = isinstance(app.authentication, CustomAuthentication)
        hidden = [one.key for one in request.form] if is_custom else ["client_secret"]
        filled = FormRequest(request.title, request.description, request.form, values=self._typed)
        go_on = "Connect" if is_custom else "Open the browser"
        return FormPage(filled, f"Connect {request.title}", hidden=hidden, go_on=go_on)

    async def _open(self, app: FunctionApp, url: str) -> None:
        page = SignInPage(app.title, url, self._sim.browser)
        self._dialog.wait_on(page)
        await page.open_page()

    async def _identify(
        self, app: FunctionApp, credential: Mapping[str, Any]
    ) -> "IdentityResult | None":
        try:
            return await self._sim.functions.identify(app, credential)
        except FunctionError as error:
            self._unknown = error
            raise

    def _problem_of(self, error: FunctionError | None) -> Problem | None:
        return problem_of(error, "identity" if error is self._unknown else None)
