"""Which apps are connected with which accounts, and a credential for each call.

What everybody may know of a connection is in a file of its own; what is secret is with
:class:`webchat.functions.authentication.secrets.Secrets`. A token is renewed when it is about to
end, once for everybody who waits for it, and the new one is kept even when nobody waits any more:
many servers let the old one be used no second time.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from webchat.clock import Clock, IdSource, random_id
from webchat.errors import AuthenticationError
from webchat.functions.app import CustomAuthentication, FunctionApp, OAuth2
from webchat.functions.asking import FormAsker
from webchat.functions.authentication.connecting import (
    Connected,
    Connecting,
    Identify,
    OpenUrl,
    SignIns,
)
from webchat.functions.authentication.kept_credential import KeptCredential, from_json, to_json
from webchat.functions.authentication.masks import Masks
from webchat.functions.authentication.oauth2 import OAuth2Client
from webchat.functions.authentication.renewals import Renewals
from webchat.functions.authentication.secrets import Secrets, secrets_in
from webchat.functions.authentication.tokens import Token, TokenRefusedError
from webchat.kept_file import KeptFile
from webchat.undo import Undo, once

ConnectionKind: TypeAlias = Literal["custom", "oauth2"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Connection:
    """An app's connection with an account; there is nothing secret in it.

    Attributes:
        app: The app's name.
        account: The ``unique_id`` that identity gave; empty for an app that does not say.
        display_id: How people read the account; likewise.
        kind: By which authentication it was made.
        made: When, in seconds since 1970, in UTC.
        has_expired: Whether the server takes its token no more, so that the person has to
            connect again.
        key: What its secrets are kept under.
    """

    app: str
    account: str
    display_id: str
    kind: ConnectionKind
    made: float
    has_expired: bool = False
    key: str = ""


@dataclass
class _Kept:
    connections: list[Connection] = field(default_factory=list)


class Connections:
    """The connections, the one that was made last at the end."""

    def __init__(
        self,
        data_dir: Path | None,
        *,
        find_app: Callable[[str], FunctionApp],
        clock: Clock,
        masks: Masks,
        callbacks: SignIns,
        ids: IdSource = random_id,
        secrets: Secrets | None = None,
    ) -> None:
        """Read which connections there are; their secrets are read when they are needed.

        Args:
            data_dir: The simulation's folder; None keeps nothing.
            find_app: Returns a loaded app by its name, or raises a ``FunctionAppError``.
            clock: Tells when tokens end.
            masks: Learns every secret.
            callbacks: Where browsers come back to.
            ids: Makes the keys of secrets and what a sign-in is known by.
            secrets: Keeps the secrets; None chooses by the machine.
        """
        folder = None if data_dir is None else data_dir / "functions"
        path = None if folder is None else folder / "connections.json"
        self._file = KeptFile(path, _Kept, "The list of connected accounts")
        self._secrets = secrets_in(folder) if secrets is None else secrets
        self._find_app = find_app
        self._clock = clock
        self._masks = masks
        self._callbacks = callbacks
        self._ids = ids
        self._renewals = Renewals()
        self._known: dict[str, KeptCredential] = {}
        self._listeners: list[Callable[[], object]] = []

    def __iter__(self) -> Iterator[Connection]:
        return iter(tuple(self._file.contents.connections))

    def __len__(self) -> int:
        return len(self._file.contents.connections)

    def of(self, app: str) -> tuple[Connection, ...]:
        """Return the connections of an app, the latest last."""
        return tuple(one for one in self if one.app == app)

    def find(self, app: str, account: str = "") -> Connection | None:
        """Return an app's connection with an account; the latest when *account* is empty."""
        found = [one for one in self.of(app) if account in ("", one.account)]
        return found[-1] if found else None

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the person about keeping connections and their secrets."""
        return (*self._file.notes, *self._secrets.notes)

    @property
    def where_secrets_are(self) -> str:
        """A sentence for the person: where secrets are kept."""
        return self._secrets.description

    def subscribe(self, callback: Callable[[], object]) -> Undo:
        """Call *callback* after every change of the connections."""
        self._listeners.append(callback)
        return once(lambda: self._listeners.remove(callback))

    async def connect(
        self, app: FunctionApp, *, ask: FormAsker, open_url: OpenUrl, identify: Identify
    ) -> Connection:
        """Connect *app* with an account, in place of an earlier connection with the same one.

        Args:
            app: The app; it need not be loaded.
            ask: Shows a form to the person.
            open_url: Opens a page in the person's browser.
            identify: Calls the app's identity function with a credential; None where it has none.

        Raises:
            FunctionCancelledError: The person gave up.
            FunctionError: It came to nothing; the sentence says why. Nothing was kept.
        """
        connecting = Connecting(
            ask, open_url, identify, self._callbacks, self._masks, self._clock, self._ids
        )
        return await self._made(app, await connecting.connect(app))

    async def credential(self, connection: Connection) -> Mapping[str, Any]:
        """Return the ``credential`` for a call (action-functions, section 3).

        A token that is about to end is renewed first.

        Raises:
            AuthenticationError: There is none: the person has to connect again, or the server
                cannot be reached just now.
            FunctionAppError: The app is not loaded.
        """
        connection = self._still_there(connection)
        app = self._find_app(connection.app)
        if connection.has_expired:
            raise _again(app, connection, "the service takes its token no more")
        kept = await self._read(app, connection)
        now = self._clock.timestamp()
        if kept.token is not None and _is_due(kept.token, app, now):
            try:
                return await self.refresh(connection)
            except AuthenticationError:
                if kept.token.has_ended(now):
                    raise
        return self._learned(kept.credential())

    async def refresh(self, connection: Connection) -> Mapping[str, Any]:
        """Renew a token, whether or not it has ended, and return the ``credential``.

        Raises:
            AuthenticationError: There is no fresh one to be had, as above.
            FunctionAppError: The app is not loaded.
        """
        connection = self._still_there(connection)
        app = self._find_app(connection.app)
        token = await self._renewals.renew(connection.key, lambda: self._renew(app, connection))
        return self._learned(token.credential())

    async def disconnect(self, connection: Connection) -> None:
        """Forget a connection and its secrets; the server is not told."""
        await self._renewals.stop(connection.key)
        self._set([one for one in self if one.key != connection.key])
        self._known.pop(connection.key, None)
        await self._secrets.delete(connection.key)

    async def aclose(self, limit: float = 1.0) -> None:
        """Let renewals under way come to their end, so that no fresh token is lost.

        Args:
            limit: How long that may take, in seconds.
        """
        await self._renewals.aclose(limit)

    async def _made(self, app: FunctionApp, connected: Connected) -> Connection:
        identity, kept = connected.identity, connected.kept
        account = "" if identity is None else identity.unique_id
        earlier = next((one for one in self.of(app.name) if one.account == account), None)
        connection = Connection(
            app=app.name,
            account=account,
            display_id="" if identity is None else identity.display_id,
            kind="custom" if kept.token is None else "oauth2",
            made=self._clock.timestamp(),
            key=self._ids("CN") if earlier is None else earlier.key,
        )
        await self._renewals.stop(connection.key)
        await self._keep(connection.key, kept)
        self._put(connection)
        return connection

    async def _renew(self, app: FunctionApp, connection: Connection) -> Token:
        kept = await self._read(app, connection)
        if kept.token is None or not isinstance(app.authentication, OAuth2):
            raise AuthenticationError(f"{app.title} is not connected by OAuth2: nothing to renew.")
        client = OAuth2Client(
            app.authentication,
            kept.client,
            kept.redirect_uri,
            clock=self._clock,
            masks=self._masks,
        )
        try:
            token = await client.refresh(kept.token)
        except TokenRefusedError as error:
            if not error.is_expired:
                raise
            self._mark_expired(connection.key)
            raise _again(app, connection, f"its token is not renewed any more. {error}") from error
        await self._keep(connection.key, replace(kept, token=token))
        return token

    async def _read(self, app: FunctionApp, connection: Connection) -> KeptCredential:
        key = connection.key
        if key not in self._known:
            kept = from_json(await self._secrets.get(key))
            if kept is None:
                raise _again(app, connection, f"its secrets are gone. {self._secrets.description}")
            self._known.setdefault(key, kept)  # which may have been renewed while this was read
        kept = self._known[key]
        _check(app, connection, kept)
        return kept

    async def _keep(self, key: str, kept: KeptCredential) -> None:
        self._known[key] = kept
        await self._secrets.set(key, to_json(kept))

    def _learned(self, credential: dict[str, Any]) -> dict[str, Any]:
        self._masks.learn(credential)
        return credential

    def _still_there(self, connection: Connection) -> Connection:
        found = next((one for one in self if one.key == connection.key), None)
        if found is None:
            raise AuthenticationError(f"{connection.app} is no longer connected with this account.")
        return found

    def _mark_expired(self, key: str) -> None:
        self._set([replace(one, has_expired=True) if one.key == key else one for one in self])

    def _put(self, connection: Connection) -> None:
        self._set([*(one for one in self if one.key != connection.key), connection])

    def _set(self, connections: list[Connection]) -> None:
        self._file.contents.connections = connections
        self._file.save()
        for listener in tuple(self._listeners):
            try:
                listener()
            except Exception:  # one bad listener must not leave the others with the old list
                _log.exception("A listener of the connections failed")


def _check(app: FunctionApp, connection: Connection, kept: KeptCredential) -> None:
    """Refuse a credential that an app no longer asks for like this, as after an edit of its file.

    Raises:
        AuthenticationError: The person has to connect again; the sentence says why.
    """
    wanted = app.authentication
    if not isinstance(wanted, CustomAuthentication if kept.token is None else OAuth2):
        raise _again(app, connection, "the app is connected in another way now")
    if isinstance(wanted, CustomAuthentication):
        new = [one.label for one in wanted.inputs if one.key not in kept.custom]
        if new:
            raise _again(app, connection, f"the app asks for more now: {', '.join(new)}")


def _is_due(token: Token, app: FunctionApp, now: float) -> bool:
    oauth2 = app.authentication
    can_be_renewed = isinstance(oauth2, OAuth2) and oauth2.refresh_token and token.refresh_token
    return token.is_due(now) if can_be_renewed else token.has_ended(now)


def _again(app: FunctionApp, connection: Connection, why: str) -> AuthenticationError:
    account = f" with {connection.display_id}" if connection.display_id else ""
    return AuthenticationError(f"Connect {app.title}{account} again: {why.rstrip('.')}.")
