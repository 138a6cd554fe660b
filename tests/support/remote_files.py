"""Files to be downloaded from servers of a test, and what such servers answer."""

import asyncio
import socket
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

import webchat.functions.downloads.fetching  # noqa: F401  so that no test measures its import
from tests.support.raw_server import raw_server, sends
from webchat.errors import DownloadError
from webchat.functions.contract.records import RemoteFile
from webchat.functions.downloads.download import Limits, download

MEGABYTE = 1 << 20
LIMITS = Limits(max_size=10 * MEGABYTE, timeout=10)


def answer(body: bytes = b"contents", *, status: str = "200 OK", **headers: str) -> bytes:
    """Return an answer of HTTP; ``Content_Type`` names a header."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """Return an answer that sends whoever asks elsewhere."""
    return answer(b"", status=status, Location=location)


def file(
    url: str,
    name: str = "invoice.pdf",
    mime_type: str = "application/pdf",
    headers: tuple[tuple[str, str], ...] = (),
) -> RemoteFile:
    """Return a file as a function would name it."""
    return RemoteFile(url, name, mime_type, headers)


class Heads:
    """Answers one request after another, and keeps what was asked."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.asked: list[bytes] = []

    async def __call__(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        self.asked.append(head)
        writer.write(self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])

    def headers(self, index: int) -> list[tuple[str, str]]:
        """Return the headers of a request, in order."""
        lines = self.asked[index].decode().split("\r\n")[1:-2]
        pairs = (line.partition(": ") for line in lines)
        return [(name, value) for name, _colon, value in pairs]


class Names(AbstractResolver):
    """Says where names lead: each time the next of its addresses."""

    def __init__(self, **addresses: list[str]) -> None:
        self.addresses = {name.replace("_", "."): list(them) for name, them in addresses.items()}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        them = self.addresses[host.lower()]
        address = them.pop(0) if len(them) > 1 else them[0]
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        pass


async def refusal(
    wanted: RemoteFile, folder: Path, limits: Limits = LIMITS, resolver: Names | None = None
) -> str:
    """Return the sentence of a download that fails, and leaves nothing."""
    with pytest.raises(DownloadError) as caught:
        await download(wanted, folder, limits=limits, resolver=resolver)
    assert left_in(folder) == []
    return str(caught.value)


def left_in(folder: Path) -> list[str]:
    """Return the names of all that is in a folder."""
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


async def refusal_of(
    folder: Path, reply: bytes, limits: Limits = LIMITS, mime_type: str = "application/pdf"
) -> str:
    """Return the sentence when a server answers *reply*, with URL for its address."""
    async with raw_server(sends(reply)) as at:
        wanted = file(f"http://{at}/a?key=secret", mime_type=mime_type)
        said = await refusal(wanted, folder, limits)
        assert "secret" not in said
        return said.replace(f"http://{at}/a", "URL")
