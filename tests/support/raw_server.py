"""A server on this machine that sends the very bytes a test wants, at the pace it wants."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Talk = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
"""Called with the head of a request and what writes the answer; the connection ends with it."""


@asynccontextmanager
async def raw_server(
    talk: Talk, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[str]:
    """Listen on a free port of *host*; gives ``host:port``. Nothing of it is left at the end."""
    talks: set[asyncio.Task[None] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.current_task())
        try:
            await talk(await reader.readuntil(b"\r\n\r\n"), writer)
            await writer.drain()
            writer.close()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()

    server = await asyncio.start_server(serve, host, 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"{host}:{port}"
    finally:
        server.close()
        for one in talks:
            if one is not None:
                one.cancel()
        await asyncio.gather(*(one for one in talks if one is not None), return_exceptions=True)


def sends(*pieces: bytes) -> Talk:
    """Answer every request with these bytes."""

    async def talk(_head: bytes, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    return talk
