"""Exchanges over HTTP: how much of an answer is read, and what a person is told of a failure.

Addresses are shown without what may be secret in them, and of what the other end sent only its
status is repeated.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import ClientConnectorCertificateError, ClientResponse

_LONGEST_REASON = 60
_CHUNK = 65536


def shown_url(url: str) -> str:
    """Return *url* without what may be secret: user, password, query."""
    bare = url.partition("?")[0].partition("#")[0]
    scheme, slashes, rest = bare.partition("://")
    if not slashes:
        return bare
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def status_text(status: int, reason: str | None) -> str:
    """Return a status as a sentence names it, such as ``404 Not Found``."""
    return f"{status} {(reason or '')[:_LONGEST_REASON]}".strip()


async def body_of(response: "ClientResponse", limit: int) -> bytes | None:
    """Return an answer's body, or None as soon as it is larger than *limit* bytes."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > limit:
            return None
    return bytes(body)


def failure(error: Exception, where: str) -> str:
    """Return a sentence on why an exchange came to nothing.

    Args:
        error: A ``ClientError`` of aiohttp, or an ``OSError``.
        where: With whom it was, as :func:`shown_url` writes it.
    """
    import aiohttp  # noqa: PLC0415  slow to import; whoever has such an error has done it

    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"{where} is not trusted: {_why_not_trusted(error)}."
    if isinstance(error, aiohttp.ClientSSLError):
        return f"{where} cannot be reached: no secure connection came about. Is it http?"
    if isinstance(error, aiohttp.ClientConnectorError):
        reason = _in_the_words_of_the_system(error)
        return f"{where} cannot be reached: {reason}. Is the server running?"
    return f"The exchange with {where} broke off: {_why_broken_off(error)}."


def _why_not_trusted(error: "ClientConnectorCertificateError") -> str:
    reason = getattr(error.certificate_error, "verify_message", "")
    return reason or "its certificate is not valid"


def _why_broken_off(error: Exception) -> str:
    import aiohttp  # noqa: PLC0415  see above

    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "the server closed the connection"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "the answer ended too early, or is damaged"
    if isinstance(error, aiohttp.ClientResponseError):
        return "the answer is no valid HTTP"  # the error's own text has the whole address in it
    if isinstance(error, TimeoutError):
        return "nothing came in time"
    if isinstance(error, OSError):
        return _in_the_words_of_the_system(error)
    return str(error) or type(error).__name__


def _in_the_words_of_the_system(error: OSError) -> str:
    """Return why a connection failed, without asyncio's words around it."""
    number = error.errno
    if number is not None and number > 0:
        return os.strerror(number).lower()
    return error.strerror or str(error) or type(error).__name__
