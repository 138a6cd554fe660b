"""Connecting an app with an account, as a person with a browser does."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp

from tests.support.oauth_server import OAuthServer, said
from webchat.functions.authentication.connections import Connection
from webchat.simulator import Simulator


async def agree(url: str) -> None:
    """Open an authorization page and agree at once: the browser goes back with a code."""
    query = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    back = {"state": query["state"], "code": "the-code"}
    async with aiohttp.ClientSession() as session:
        await (await session.get(query["redirect_uri"], params=back)).read()


async def nobody(_request: Any) -> None:
    """Give up whatever is asked."""


async def signed_in(
    sim: Simulator, app: str, server: OAuthServer, *tokens: str, **token: Any
) -> Connection:
    """Connect a loaded app by OAuth2.

    Args:
        sim: The simulation.
        app: The app's name.
        server: Gives the tokens.
        tokens: The first access token, then those that it is renewed by.
        token: More of what is said of each token, such as ``expires_in``.
    """
    first, *others = ({"access_token": one, "refresh_token": "r1", **token} for one in tokens)
    server.answer("/token", said(**first))
    server.answer("/refresh", *(said(**one) for one in others or [first]))
    server.answer("/me", said())
    functions = sim.functions
    return await functions.connections.connect(
        functions.apps[app], ask=nobody, open_url=agree, identify=functions.identify
    )
