"""A server on this machine that answers OAuth2's requests in whatever way a test wants."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from aiohttp import web

from webchat.functions.app import OAuth2, RequestTemplate

Answer = web.StreamResponse | Callable[[web.Request], Awaitable[web.StreamResponse]]


class Asked(NamedTuple):
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str


class OAuthServer:
    """What was asked, and what is answered by its path: the last answer stays.

    Attributes:
        url: Where it listens.
        asked: What came, the oldest first.
    """

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[Asked] = []
        self._answers: dict[str, list[Answer]] = {}

    def answer(self, path: str, *answers: Answer) -> None:
        """Answer the requests to *path* one after the other."""
        self._answers[path] = list(answers)

    def paths(self) -> list[str]:
        """Return where was asked, in order."""
        return [one.path for one in self.asked]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        came = Asked(
            request.method,
            request.path,
            dict(request.query),
            dict(request.headers),
            await request.text(),
        )
        self.asked.append(came)
        answers = self._answers.get(request.path, [web.Response(status=404)])
        answer = answers[0] if len(answers) == 1 else answers.pop(0)
        if isinstance(answer, web.StreamResponse):
            return _again(answer)
        return await answer(request)


def said(status: int = 200, **data: Any) -> web.Response:
    """Answer JSON."""
    return web.json_response(data, status=status)


def text(body: str, content_type: str = "text/html", status: int = 200) -> web.Response:
    """Answer a text."""
    return web.Response(text=body, content_type=content_type, status=status)


async def never(_request: web.Request) -> web.StreamResponse:
    """Answer nothing."""
    await asyncio.Event().wait()
    raise AssertionError


def templates(url: str, **changed: Any) -> OAuth2:
    """Return requests as most services want them."""
    fields = {"client_id": "{{client_id}}", "client_secret": "{{client_secret}}"}
    requests = {
        "authorization": RequestTemplate(
            f"{url}/authorize",
            query={
                "response_type": "code",
                "client_id": "{{client_id}}",
                "redirect_uri": "{{redirect_uri}}",
            },
        ),
        "access_token": RequestTemplate(
            f"{url}/token",
            method="POST",
            body={**fields, "code": "{{code}}", "redirect_uri": "{{redirect_uri}}"},
        ),
        "refresh_token": RequestTemplate(
            f"{url}/refresh",
            method="POST",
            body={**fields, "refresh_token": "{{refresh_token}}"},
        ),
        "test": RequestTemplate(f"{url}/me", headers={"Authorization": "Bearer {{access_token}}"}),
    }
    client = {"client_id": "the-app", "client_secret": "clients-secret"}
    return OAuth2(**{**requests, **client, **changed})


@asynccontextmanager
async def oauth_server() -> AsyncIterator[OAuthServer]:
    """Listen on a free port of 127.0.0.1."""
    server = OAuthServer()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    server.url = f"http://{host}:{port}"
    try:
        yield server
    finally:
        await runner.cleanup()


def _again(answer: web.StreamResponse) -> web.Response:
    """Return an answer like *answer*, which may have been sent already."""
    assert isinstance(answer, web.Response)
    headers = {key: value for key, value in answer.headers.items() if key != "Content-Length"}
    return web.Response(body=answer.body, status=answer.status, headers=headers)
