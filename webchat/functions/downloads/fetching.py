"""The HTTP of downloads: one GET, the redirects that it leads to, and the bytes at the end.

This module imports aiohttp, which takes 200 ms; so it is itself imported in a thread when a
download begins.
"""

import contextlib
import socket
from base64 import b64encode
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from multidict import CIMultiDict
from yarl import URL

from webchat.errors import DownloadError
from webchat.exchange import failure, shown_url, status_text
from webchat.functions.contract.records import RemoteFile
from webchat.functions.contract.web_address import SCHEMES
from webchat.functions.downloads.reach import OutOfReachError, Reach, literal

MAX_REDIRECTS = 5
CHUNK = 1 << 18
"""How many bytes are handed on at a time, at most."""

_REDIRECTS = {301, 302, 303, 307, 308}
_GOOD = {200, 203}
_OURS = {"User-Agent": "webchat", "Accept-Encoding": "identity"}
_LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer that holds the file.

    Attributes:
        where: Who gave it, for sentences.
        content_type: As the server says, in small letters without parameters; empty for none.
        size: Of the file in bytes, as the server says; None when it does not.
        chunks: The file's bytes.
    """

    where: str
    content_type: str
    size: int | None
    chunks: AsyncIterator[bytes]


class _Guard(AbstractResolver):
    """Finds the addresses of names, and looks whether they may be connected to."""

    def __init__(self, reach: Reach, inner: AbstractResolver) -> None:
        self._reach = reach
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        self._reach.check(host, [one["host"] for one in found])
        return found

    async def close(self) -> None:
        await self._inner.close()


class _Trail:
    """The way from a file's address to the file.

    Attributes:
        url: Where it has led so far.
    """

    def __init__(self, session: ClientSession, reach: Reach, file: RemoteFile) -> None:
        self.url = _url(file.url).with_user(None)
        self._session = session
        self._reach = reach
        self._headers = _headers(file)

    @property
    def where(self) -> str:
        """Whom it is asked at the moment, for sentences."""
        return shown_url(str(self.url))

    async def end(self) -> ClientResponse:
        """Return the answer that is no redirect, and is good."""
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._asked()
            if response.status in _GOOD:
                return response
            response.close()
            if response.status not in _REDIRECTS:
                status = status_text(response.status, response.reason)
                raise DownloadError(f"{self.where} answered {status}.")
            self._turn(response.headers.get("Location", ""))
        raise DownloadError(f"It was redirected more than {MAX_REDIRECTS} times.")

    async def _asked(self) -> ClientResponse:
        host = self.url.raw_host or ""
        try:
            if (address := literal(host)) is not None:
                self._reach.check(host, [address])
            return await self._session.get(self.url, headers=self._headers, allow_redirects=False)
        except OutOfReachError as error:
            raise DownloadError(
                f"It was redirected to {self.where}, which is on this machine or in its network. "
                "Only the function itself may name such an address."
            ) from error
        except ValueError as error:
            raise DownloadError(f"{self.where} is no address to ask at.") from error

    def _turn(self, location: str) -> None:
        try:
            target = _target(self.url, location)
            has_left = target.origin() != self.url.origin()
        except ValueError as error:
            shown = shown_url(location)[:_LONGEST_SHOWN]
            raise DownloadError(
                f"{self.where} redirects to {shown!r}, which is no http or https address."
            ) from error
        if has_left:
            self._headers = CIMultiDict(_OURS)  # what was for the one is no business of the other
        self.url = target


@contextlib.asynccontextmanager
async def fetching(
    file: RemoteFile, resolver: AbstractResolver | None = None
) -> AsyncGenerator[Fetched, None]:
    """Ask for a file and follow where that leads.

    Args:
        file: Its address and headers were looked at already.
        resolver: Finds the addresses of names; None asks the system.

    Raises:
        DownloadError: There is no file, or no way to it.
    """
    reach = Reach()
    guard = _Guard(reach, resolver or ThreadedResolver())
    connector = TCPConnector(resolver=guard, use_dns_cache=False, force_close=True)
    async with ClientSession(connector=connector, timeout=ClientTimeout(total=None)) as session:
        try:
            trail = _Trail(session, reach, file)
        except ValueError as error:
            raise DownloadError(f"{shown_url(file.url)} is no address to ask at.") from error
        try:
            async with await trail.end() as response:
                yield _fetched(response, trail.where)
        except (ClientError, OSError) as error:
            raise DownloadError(failure(error, trail.where)) from error


def _fetched(response: ClientResponse, where: str) -> Fetched:
    is_plain = response.headers.get("Content-Encoding", "identity").lower() == "identity"
    return Fetched(
        where=where,
        content_type=response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        size=response.content_length if is_plain else None,
        chunks=response.content.iter_chunked(CHUNK),
    )


def _url(address: str) -> URL:
    """Return an address as it was written, where that can be sent: a signature may depend on it."""
    return URL(address, encoded=address.isascii() and " " not in address)


def _target(url: URL, location: str) -> URL:
    """Return where a redirect leads; what it says of a user is not heard.

    Raises:
        ValueError: It does not lead to an http or https address.
    """
    target = url.join(_url(location)).with_user(None)
    if not location or target.scheme not in SCHEMES:
        raise ValueError(location)
    return target


def _headers(file: RemoteFile) -> CIMultiDict[str]:
    url = _url(file.url)
    headers: CIMultiDict[str] = CIMultiDict()
    written: dict[str, str] = {}  # aiohttp keeps one of two names that differ in case alone
    for name, value in file.headers:
        headers.add(written.setdefault(name.lower(), name), value)
    if url.user is not None:
        pair = f"{url.user}:{url.password or ''}".encode()
        headers.setdefault("Authorization", f"Basic {b64encode(pair).decode()}")
    for name, value in _OURS.items():
        headers.setdefault(name, value)
    return headers
