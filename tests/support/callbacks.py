"""A real callback server, those who call it, and a look at what it leaves behind."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import aiohttp
import psutil  # type: ignore[import-untyped]  # ships no types

from tests.support.waiting import until
from webchat.clock import SystemClock
from webchat.functions.callbacks.records import Callback, CallbackAnswer, CallbackLimits
from webchat.functions.callbacks.server import CallbackServer
from webchat.tasks import TaskBag

TAKEN = CallbackAnswer(200, "Taken", "That is all.")


class Got(NamedTuple):
    """An answer, read whole."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Desk:
    """A callback server whose callbacks come to a test."""

    def __init__(self, data_dir: Path | None, limits: CallbackLimits | None) -> None:
        self.tasks = TaskBag("test")
        self.server = CallbackServer(data_dir, SystemClock(), self.tasks, limits)
        self.server.receive = self.receive
        self.came: list[Callback] = []
        self.take: Callable[[Callback], Awaitable[CallbackAnswer]] | None = None

    async def receive(self, callback: Callback) -> CallbackAnswer:
        self.came.append(callback)
        return TAKEN if self.take is None else await self.take(callback)

    async def redirect(self, app: str = "orders", account: str = "") -> str:
        return await self.server.address("redirect", app, account)

    async def webhook(self, app: str = "orders", account: str = "") -> str:
        return await self.server.address("webhook", app, account)

    async def get(self, url: str, **how: Any) -> Got:
        return await self.call("GET", url, **how)

    async def post(self, url: str, data: Any = b"{}", **how: Any) -> Got:
        body = io.BytesIO(data) if isinstance(data, bytes) else data
        return await self.call("POST", url, data=body, **how)

    async def call(self, method: str, url: str, **how: Any) -> Got:
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, allow_redirects=False, **how) as response,
        ):
            return Got(response.status, dict(response.headers), await response.text())


@asynccontextmanager
async def desk(
    data_dir: Path | None = None, limits: CallbackLimits | None = None
) -> AsyncIterator[Desk]:
    """Run a callback server; nothing of it may be left when it is closed."""
    before, ports = asyncio.all_tasks(), listening()
    made = Desk(data_dir, limits)
    try:
        yield made
    finally:
        await made.server.aclose()
        await made.tasks.aclose()
    await until(lambda: not ours(before))
    assert not made.server.is_running
    assert set(listening()) <= set(ports)


def ours(before: set[asyncio.Task[Any]]) -> set[asyncio.Task[Any]]:
    """Return the tasks that were not there before."""
    return {one for one in asyncio.all_tasks() - before if one is not asyncio.current_task()}


def listening() -> list[int]:
    """Return the ports that this process listens on."""
    connections = psutil.Process().net_connections("tcp")
    return [one.laddr.port for one in connections if one.status == psutil.CONN_LISTEN]


@asynccontextmanager
async def connection(
    url: str,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter, bytes]]:
    """Connect to a server by hand; gives what to read, what to write, and the address's path."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        yield reader, writer, parts.path.encode()
    finally:
        writer.transport.abort()
        await asyncio.sleep(0)


async def raw(url: str, request: bytes, limit: float = 10.0) -> bytes:
    """Send a request as it stands, with PATH for the address's path; return all that comes."""
    async with connection(url) as (reader, writer, path):
        writer.write(request.replace(b"PATH", path))
        async with asyncio.timeout(limit):
            return await reader.read()


def status_of(answer: bytes) -> int:
    """Return the status of an answer that came as bytes."""
    return int(answer.split(b" ", 2)[1])
