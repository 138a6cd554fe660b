"""The HTTP of the callback server: a socket on 127.0.0.1, and aiohttp's low-level server behind it.

A connection serves one request: callbacks are rare, and so nobody keeps one for nothing. This
module imports aiohttp, which takes 200 ms; so it is itself imported in a thread when a server
starts.
"""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from functools import partial
from http import HTTPStatus

from aiohttp import HttpVersion11, web
from aiohttp.http_exceptions import HttpProcessingError

from webchat.functions.callbacks.files import FileReply
from webchat.functions.callbacks.pages import Reply, page
from webchat.functions.callbacks.records import CallbackAnswer, CallbackLimits, Incoming

HOST = "127.0.0.1"
_DROPPING_SECONDS = 2.0
_DROPPING_BYTES = 64 << 20
"""How long, and how much of, what nobody wants is read and dropped, so that its sender sees our
answer instead of a broken connection."""

_MALFORMED = (web.RequestPayloadError, HttpProcessingError)
_BROKEN = (ConnectionError, *_MALFORMED)
_NO_HTTP = CallbackAnswer(400, "Bad request", "That is no HTTP that this program understands.")
_DEFECT = CallbackAnswer(500, "Failed", "That did not work. The program's log says why.")
_log = logging.getLogger(__name__)


class Listener:
    """A server that answers each request as it is told to."""

    def __init__(
        self, answer: Callable[[Incoming], Awaitable[Reply | FileReply]], limits: CallbackLimits
    ) -> None:
        """Listen to nothing yet; there must be a running loop.

        Args:
            answer: Says what a request is answered.
            limits: How many connections there may be, and how slow they may be.
        """
        self._answer = answer
        self._limits = limits
        self._front = _Front(self._handle, limits)
        self._server: asyncio.Server | None = None

    async def start(self, ports: Iterable[int]) -> int:
        """Listen on the first of *ports* that is free, and return it.

        Raises:
            OSError: None of them is.
        """
        bound, backlog = _bound(ports), self._limits.connections
        self._server = await asyncio.get_running_loop().create_server(
            self._front, sock=bound, backlog=backlog, start_serving=False
        )
        try:
            await self._server.start_serving()
        except BaseException:
            self._server.close()
            raise
        return int(bound.getsockname()[1])

    async def aclose(self, limit: float) -> None:
        """Listen no more, let what is being answered end, and close every connection.

        Args:
            limit: How long to wait for the answers, in seconds.
        """
        if self._server is not None:
            self._server.close()
        await asyncio.sleep(0)  # who was let in a moment ago gets an answer, too
        self._front.pre_shutdown()
        await self._front.shutdown(limit)
        await asyncio.sleep(0)  # a transport closes its socket one turn later

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        reply = await self._answer(_incoming(request))
        if isinstance(reply, FileReply):
            return await self._send_file(request, reply)
        response = _response(reply)
        if not request.content.is_eof():
            await response.prepare(request)
            await response.write_eof()
            await _drop(request)
        return response

    async def _send_file(self, request: web.BaseRequest, reply: FileReply) -> web.StreamResponse:
        """Send a file piece by piece, as fast as the caller takes it.

        Raises:
            ConnectionError: The file is not the same any more, or the caller does not take it.
        """
        response = web.StreamResponse(headers=reply.headers)
        response.force_close()
        await response.prepare(request)
        if request.method != "HEAD":
            async with contextlib.aclosing(reply.pieces()) as pieces:
                async for piece in pieces:
                    await self._write(response, piece)
        await response.write_eof()
        return response

    async def _write(self, response: web.StreamResponse, piece: bytes) -> None:
        try:
            async with asyncio.timeout(self._limits.piece_seconds):
                await response.write(piece)
        except TimeoutError:
            raise ConnectionError("the caller does not take the file") from None


class _Front(web.Server):
    """Makes connections, and hangs up on those that are too many."""

    def __init__(
        self,
        handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]],
        limits: CallbackLimits,
    ) -> None:
        # The time for keeping a connection alive is that for the first head, too.
        super().__init__(
            handler,
            access_log=None,
            keepalive_timeout=limits.head_seconds,
            lingering_time=0,  # it would outlast the connection; see _drop
            tcp_keepalive=False,
        )
        self._most = limits.connections

    def __call__(self) -> web.RequestHandler:
        return _Connection(self, loop=self._loop, **self._kwargs)

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        if len(self._connections) > self._most:
            transport.abort()


class _Connection(web.RequestHandler):
    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002  it repeats what came, which is told to nobody
    ) -> web.StreamResponse:
        """Answer what is no HTTP, or what failed, without a word of what came."""
        if request.writer.output_size > 0:
            raise ConnectionError("a part of the answer was sent already")
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.debug("What came is no HTTP", exc_info=exc)
            return _response(page(_NO_HTTP))
        _log.error("A request could not be answered", exc_info=exc)
        return _response(page(_DEFECT))


def _bound(ports: Iterable[int]) -> socket.socket:
    problem: OSError | None = None
    for port in ports:
        try:
            return socket.create_server((HOST, port))
        except OSError as error:
            problem = error
    raise problem or OSError("there is no port to listen on")


def _response(reply: Reply) -> web.Response:
    response = web.Response(status=reply.status, headers=reply.headers, body=reply.body)
    response.force_close()
    return response


def _incoming(request: web.BaseRequest) -> Incoming:
    return Incoming(
        method=request.method,
        path=request.rel_url.raw_path,
        host=_header(request, "Host"),
        query={key: _text(value) for key, value in request.query.items()},
        content_type=_header(request, "Content-Type"),
        length=request.content_length,
        chunks=partial(_chunks, request),
    )


def _header(request: web.BaseRequest, name: str) -> str:
    return _text(request.headers.get(name, ""))


def _text(text: str) -> str:
    """Return a text that can be written: what is no UTF-8 comes as surrogates."""
    return text.encode(errors="replace").decode()


async def _drop(request: web.BaseRequest) -> None:
    """Read the rest of a body for nothing, within limits."""
    dropped = 0
    with contextlib.suppress(TimeoutError, *_BROKEN):
        async with asyncio.timeout(_DROPPING_SECONDS):
            while dropped < _DROPPING_BYTES and (chunk := await request.content.readany()):
                dropped += len(chunk)


async def _chunks(request: web.BaseRequest) -> AsyncGenerator[bytes, None]:
    """Read a body, and ask for it first where its sender waits to be asked.

    Raises:
        ConnectionError: Its sender is gone.
        ValueError: It is not written as its head says.
    """
    is_polite = _header(request, "Expect").lower() == "100-continue"
    if is_polite and request.version == HttpVersion11:
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # what counts there is the answer
    try:
        while chunk := await request.content.readany():
            yield chunk
    except _MALFORMED as error:
        raise ValueError("the body is not written as its head says") from error
