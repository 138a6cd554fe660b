"""The ways of OAuth2 with one server, by the requests that the app describes.

A person agrees in a browser, the code that the browser brings back is exchanged for a token, the
token is tried, and renewed as long as the server will (action-functions, section 7).
"""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit

from webchat.clock import Clock
from webchat.errors import AuthenticationError
from webchat.functions.app import OAuth2, RequestTemplate
from webchat.functions.authentication.masks import Masks
from webchat.functions.authentication.sending import SECONDS, Answer, send
from webchat.functions.authentication.templates import filled, filled_url, variables_of
from webchat.functions.authentication.tokens import Token, TokenRefusedError, read_token


def asked_for(oauth2: OAuth2) -> tuple[str, ...]:
    """Return what the person has to be asked for: ``client_id``, ``client_secret``.

    It is what the app leaves empty, as far as one of its requests needs it.
    """
    requests = (oauth2.authorization, oauth2.access_token, oauth2.refresh_token, oauth2.test)
    needed = variables_of(*requests)
    given = {"client_id": oauth2.client_id, "client_secret": oauth2.client_secret}
    return tuple(name for name, value in given.items() if not value and name in needed)


class OAuth2Client:
    """What an app does with the server that gives it tokens."""

    def __init__(
        self,
        oauth2: OAuth2,
        client: Mapping[str, str],
        redirect_uri: str,
        *,
        clock: Clock,
        masks: Masks,
        seconds: float = SECONDS,
    ) -> None:
        """Learn who the app is to the server; ask nothing yet.

        Args:
            oauth2: The requests.
            client: ``client_id`` and ``client_secret`` that a person gave, where the app has none.
            redirect_uri: Where the browser comes back to.
            clock: Tells when tokens end.
            masks: Learns every secret, and takes them out of each sentence.
            seconds: How long one exchange may take.
        """
        self._oauth2 = oauth2
        self._clock = clock
        self._masks = masks
        self._seconds = seconds
        own = {"client_id": oauth2.client_id, "client_secret": oauth2.client_secret}
        own = {name: value for name, value in own.items() if value}
        self._values = {**client, **own, "redirect_uri": redirect_uri}
        masks.learn(self._values.get("client_secret", ""))

    def authorization_url(self, state: str) -> str:
        """Return where the person agrees.

        Args:
            state: Comes back with the browser, and tells that it was sent from here.

        Raises:
            AuthenticationError: The app's template does not fit.
        """
        public = {key: value for key, value in self._values.items() if key != "client_secret"}
        url = filled_url(self._oauth2.authorization, public, {}, what="The authorization")
        parts = urlsplit(url)
        pairs = [one for one in parts.query.split("&") if one and not one.startswith("state=")]
        return urlunsplit(parts._replace(query="&".join([*pairs, urlencode({"state": state})])))

    async def exchange(self, queries: Mapping[str, str]) -> Token:
        """Return the token for what the browser brought back.

        Args:
            queries: By their names, with ``code`` among them.

        Raises:
            AuthenticationError: The server gave none; the sentence says why.
        """
        before = Token("", queries=dict(queries))
        self._masks.learn(before.credential())
        values = {**self._values, "code": queries["code"]}
        return await self._token(
            self._oauth2.access_token, values, before, "The access-token request"
        )

    async def refresh(self, token: Token) -> Token:
        """Return a fresh token in place of *token*.

        Raises:
            TokenRefusedError: The server will not renew it any more, or it cannot be renewed.
            AuthenticationError: It could not be renewed just now.
        """
        template = self._oauth2.refresh_token
        if template is None or not token.refresh_token:
            lacking = (
                "the app has no refresh-token request"
                if template is None
                else ("the server gave no refresh token")
            )
            raise TokenRefusedError(f"The token cannot be renewed: {lacking}.", is_expired=True)
        values = {**self._values, **_of_token(token)}
        return await self._token(template, values, token, "The refresh-token request")

    async def test(self, token: Token) -> None:
        """Try *token* by the app's test request, if it has one.

        Raises:
            AuthenticationError: It does not work, or the server could not be asked.
        """
        template = self._oauth2.test
        if template is None:
            return
        values = {**self._values, **_of_token(token)}
        answer = await self._send(template, values, token.queries, "The test request")
        if not answer.is_success:
            raise AuthenticationError(
                f"The token does not work: {answer.where} answered {answer.reason}."
            )

    async def _token(
        self, template: RequestTemplate, values: Mapping[str, str], before: Token, what: str
    ) -> Token:
        asked_at = self._clock.timestamp()
        answer = await self._send(template, values, before.queries, what)
        token = read_token(answer, what, self._masks.text, asked_at=asked_at, before=before)
        self._masks.learn(token.credential())
        return token

    async def _send(
        self,
        template: RequestTemplate,
        values: Mapping[str, str],
        queries: Mapping[str, str],
        what: str,
    ) -> Answer:
        request = filled(template, values, queries, what=what)
        return await send(request, self._masks.text, seconds=self._seconds)


def _of_token(token: Token) -> dict[str, str]:
    values = {"access_token": token.access_token, "refresh_token": token.refresh_token}
    return {name: value for name, value in values.items() if value}
