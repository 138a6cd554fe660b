"""A real HTTP server on this machine that answers StartEngagement as a test wants it to."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class StartServer:
    """What was asked, and what is answered."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.requests: list[Any] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(await request.json())
        return await self.answer(request)


def json_answer(data: Any, status: int = 200) -> Answer:
    """Answer *data* as JSON."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.json_response(data, status=status)

    return answer


def text_answer(text: str, status: int = 200, **headers: str) -> Answer:
    """Answer *text*."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(text=text, status=status, headers=headers)

    return answer


@asynccontextmanager
async def start_server(answer: Answer) -> AsyncIterator[StartServer]:
    """Listen on a free port of 127.0.0.1; ``.url`` is where to post."""
    server = StartServer(answer)
    app = web.Application()
    app.router.add_post("/start", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.url = f"http://{host}:{port}/start"
    try:
        yield server
    finally:
        await runner.cleanup()
