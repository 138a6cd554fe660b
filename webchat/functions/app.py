"""One function app, as it was read: its functions, how it is authenticated, its settings."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from webchat.functions.contract.records import FunctionName, ProcessKind

Handler: TypeAlias = Callable[[dict[str, Any]], Awaitable[Any]]
"""A Python handler: gets the parameters as one dict, returns one."""

Language: TypeAlias = Literal["python", "node", "handler"]
_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Source:
    """Where one function's code is.

    Attributes:
        language: ``python`` or ``node`` for a file; ``handler`` for a callable of a plugin, which
            runs in our loop.
        path: The file; None for a callable.
        handler: The callable; None for a file.
    """

    language: Language
    path: Path | None = None
    handler: Handler | None = None


@dataclass(frozen=True, slots=True)
class CustomInput:
    """One question of custom authentication."""

    key: str
    label: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class RequestTemplate:
    """A request of OAuth2, with places such as ``{{code}}`` (action-functions, section 7).

    Attributes:
        url: An http or https address.
        method: ``GET`` or ``POST``, say.
        query: Added to the address.
        headers: Sent along.
        body: A mapping is sent as a form (or as JSON when the Content-Type header says so); a
            text as it is; None sends none.
    """

    url: str
    method: str = "GET"
    query: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    headers: Mapping[str, str] = field(default_factory=lambda: _EMPTY, repr=False)
    body: Mapping[str, str] | str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class OAuth2:
    """How to get and renew a token.

    Attributes:
        authorization: Where the person agrees; only its url and query are used.
        access_token: Exchanges the code for a token.
        refresh_token: Renews it; None when the server has no such request.
        test: Tells whether the token works; None tests nothing.
        client_id: Of the app at the server; empty asks the person.
        client_secret: Likewise; asked for when empty.
    """

    authorization: RequestTemplate
    access_token: RequestTemplate
    refresh_token: RequestTemplate | None = None
    test: RequestTemplate | None = None
    client_id: str = ""
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CustomAuthentication:
    """Answers that become ``credential.custom``."""

    inputs: tuple[CustomInput, ...]


Authentication: TypeAlias = CustomAuthentication | OAuth2 | None


@dataclass(frozen=True, slots=True)
class AppSettings:
    """What ``app.toml`` says beside the kind and the authentication.

    Attributes:
        timeout: How long one call may take, in seconds.
        memory: How much memory the app's process may use, in megabytes.
        in_loop: Run Python handlers in our own loop: for code one trusts and debugs.
        poll_interval: Seconds between two polls of a trigger that asks for no other delay.
        max_attempts: How often an automation may run again, at most.
        starts: The name of the app that a trigger starts for each group; empty for none.
        env: Further environment variables of the app's process.
    """

    timeout: float = 30.0
    memory: int = 512
    in_loop: bool = False
    poll_interval: float = 60.0
    max_attempts: int = 20
    starts: str = ""
    env: Mapping[str, str] = field(default_factory=lambda: _EMPTY, repr=False)


@dataclass(frozen=True, slots=True)
class FunctionApp:
    """One app that is loaded.

    Attributes:
        name: What it is called in cards, logs and commands; no two loaded apps share one.
        title: How people read it.
        kind: When its action function runs.
        sources: Its functions; at least ``action`` is among them.
        folder: Where it was read; None for handlers of a plugin.
        path: What was loaded: the folder, the zip, or the same as *folder*; None likewise.
        description: More about it.
        authentication: How a person connects it with an account; None when none is needed.
        settings: Limits and the like.
        warnings: Sentences about what is odd, such as an unknown key.
        owner: The plugin that registered it; None for the person.
    """

    name: str
    title: str
    kind: ProcessKind
    sources: Mapping[FunctionName, Source]
    folder: Path | None = None
    path: Path | None = None
    description: str = ""
    authentication: Authentication = None
    settings: AppSettings = field(default_factory=AppSettings)
    warnings: tuple[str, ...] = ()
    owner: str | None = None

    def has(self, function: FunctionName) -> bool:
        """Whether it has this function."""
        return function in self.sources
