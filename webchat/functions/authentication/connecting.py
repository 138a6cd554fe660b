"""Leading a person to a credential: by a form, or by a browser in which they agree.

What was typed is never lost: where it does not work, the same form is shown again with the reason,
until it does or the person gives up.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from webchat.clock import Clock, IdSource
from webchat.errors import AuthenticationError, FunctionCancelledError, FunctionError
from webchat.functions.app import CustomAuthentication, FunctionApp, OAuth2
from webchat.functions.asking import FormAsker, FormRequest, ask_until_it_fits
from webchat.functions.authentication.kept_credential import KeptCredential
from webchat.functions.authentication.masks import Masks
from webchat.functions.authentication.oauth2 import OAuth2Client, asked_for
from webchat.functions.authentication.tokens import excerpt
from webchat.functions.contract import forms
from webchat.functions.contract.records import Form, FormInput, IdentityResult

if TYPE_CHECKING:
    import asyncio

PATIENCE: Final = 600.0
"""How long to wait for the browser, in seconds: time to find a password, and a second device."""

OpenUrl: TypeAlias = Callable[[str], Awaitable[object]]
Identify: TypeAlias = Callable[[FunctionApp, Mapping[str, Any]], Awaitable[IdentityResult | None]]

_CLIENT: Final[Mapping[str, FormInput]] = {
    "client_id": FormInput("string", "client_id", "Client id", "Of the app, from the service."),
    "client_secret": FormInput("string", "client_secret", "Client secret", "Likewise."),
}


class SignIns(Protocol):
    """Where browsers come back to: :class:`webchat.functions.callbacks.server.CallbackServer`."""

    async def oauth_address(self, app: str) -> str:
        """Return the ``redirect_uri`` of an app."""

    def oauth_answer(self, state: str, timeout: float) -> "asyncio.Future[dict[str, str]]":
        """Expect the browser to come back from now on; return its query."""


@dataclass(frozen=True, slots=True)
class Connected:
    """What a person was led to.

    Attributes:
        kept: What is kept secret.
        identity: Whose account it is; None for an app that does not say.
    """

    kept: KeptCredential
    identity: IdentityResult | None


@dataclass(frozen=True, slots=True)
class Connecting:
    """Connects apps with accounts.

    Attributes:
        ask: Shows a form.
        open_url: Opens a page in the person's browser.
        identify: Calls an app's identity function with a credential.
        sign_ins: Where the browser comes back to.
        masks: Learns every secret before it is used.
        clock: Tells when tokens end.
        ids: Makes what a sign-in is known by.
        patience: How long to wait for the browser, in seconds.
    """

    ask: FormAsker
    open_url: OpenUrl
    identify: Identify
    sign_ins: SignIns
    masks: Masks
    clock: Clock
    ids: IdSource
    patience: float = PATIENCE

    async def connect(self, app: FunctionApp) -> Connected:
        """Return a credential for *app* that works, as far as that can be tried.

        Raises:
            FunctionCancelledError: The person gave up.
            FunctionError: It came to nothing; the sentence says why, and has no secret in it.
        """
        authentication = app.authentication
        if isinstance(authentication, CustomAuthentication):
            return await self._by_answers(app, authentication)
        if isinstance(authentication, OAuth2):
            return await self._by_browser(app, authentication)
        raise AuthenticationError(f"{app.title} needs no account: it can be used as it is.")

    async def _by_answers(self, app: FunctionApp, wanted: CustomAuthentication) -> Connected:
        inputs = (FormInput("string", one.key, one.label, one.tip) for one in wanted.inputs)

        async def try_them(answers: Mapping[str, str]) -> Connected:
            self.masks.learn({"custom": answers})
            return await self._identified(app, KeptCredential(custom=dict(answers)))

        return await self._asking(app, tuple(inputs), try_them)

    async def _by_browser(self, app: FunctionApp, oauth2: OAuth2) -> Connected:
        async def try_it(client: Mapping[str, str]) -> Connected:
            redirect_uri = await self.sign_ins.oauth_address(app.name)
            flow = self._client(oauth2, client, redirect_uri)
            token = await flow.exchange(await self._agreed(flow))
            await flow.test(token)
            kept = KeptCredential(token=token, client=dict(client), redirect_uri=redirect_uri)
            return await self._identified(app, kept)

        missing = tuple(_CLIENT[name] for name in asked_for(oauth2))
        return await self._asking(app, missing, try_it) if missing else await try_it({})

    def _client(self, oauth2: OAuth2, client: Mapping[str, str], redirect_uri: str) -> OAuth2Client:
        return OAuth2Client(oauth2, client, redirect_uri, clock=self.clock, masks=self.masks)

    async def _agreed(self, flow: OAuth2Client) -> dict[str, str]:
        """Let the person agree in a browser, and return what that brought back."""
        state = self.ids("OA")
        self.masks.learn(state)
        address = flow.authorization_url(state)
        answer = self.sign_ins.oauth_answer(state, self.patience)
        try:
            await self.open_url(address)
            queries = await answer
        finally:
            answer.cancel()
        if not hmac.compare_digest(queries.get("state", "").encode(), state.encode()):
            raise AuthenticationError("The browser came back from a sign-in that is not this one.")
        if error := queries.get("error"):
            said = ": ".join(one for one in (error, queries.get("error_description", "")) if one)
            said = excerpt(self.masks.text(said)).rstrip(".")
            raise AuthenticationError(f"The service did not give access: {said}.")
        if not queries.get("code"):
            names = excerpt(", ".join(f"“{name}”" for name in queries))
            raise AuthenticationError(f"The browser came back without a code; there was {names}.")
        return queries

    async def _identified(self, app: FunctionApp, kept: KeptCredential) -> Connected:
        return Connected(kept, await self.identify(app, kept.credential()))

    async def _asking(
        self,
        app: FunctionApp,
        form: Form,
        try_them: Callable[[Mapping[str, str]], Awaitable[Connected]],
    ) -> Connected:
        """Ask until the answers work, or the person gives up."""
        request = FormRequest(app.title, app.description, form, is_last=True)
        given_up: FunctionError = FunctionCancelledError(f"Connecting {app.title} was given up.")
        while (answered := await ask_until_it_fits(self.ask, request)) is not None:
            try:
                return await try_them(forms.answers(form, answered.values))
            except FunctionCancelledError:
                raise
            except FunctionError as error:
                request, given_up = replace(answered, problem=error), error
        raise given_up
