"""Downloading one file that a function named, within limits, to a folder of ours."""

import asyncio
import importlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from webchat.chat.media_checks import extension, size_text
from webchat.errors import DownloadError
from webchat.exchange import shown_url
from webchat.functions.contract.records import RemoteFile
from webchat.functions.contract.web_address import is_web_address
from webchat.functions.downloads.saving import Saver, saving
from webchat.model import display_name, safe_name
from webchat.tasks import in_thread

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver

    from webchat.functions.downloads.fetching import Fetched

Progress: TypeAlias = Callable[[int, int | None], object]
"""Called with how many bytes have come, and how many there will be where the server says so."""

_BLOCK = 1 << 18  # bytes that are written at a time
_HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_HEADER_VALUE = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]*")
_NOT_GIVEN = {"content-length", "transfer-encoding"}  # they say where a request ends
_SAYS_NOTHING = {"", "application/octet-stream", "binary/octet-stream"}
_UNITS = {"FileSizeKilobytes": "KB", "FileSizeMegabytes": "MB"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken.

    Attributes:
        max_size: The largest file, in bytes, inclusive, after decompression.
        extensions: Endings of names, without the dot, in any case; None takes all.
        content_types: Such as ``application/pdf`` or ``image/*``; None takes all.
        timeout: How long the whole download may take, in seconds.
    """

    max_size: int
    extensions: tuple[str, ...] | None = None
    content_types: tuple[str, ...] | None = None
    timeout: float = 60.0


def _tell_nobody(_done: int, _total: int | None) -> None:
    pass


async def download(
    file: RemoteFile,
    folder: Path,
    *,
    limits: Limits,
    progress: Progress = _tell_nobody,
    resolver: "AbstractResolver | None" = None,
) -> Path:
    """Fetch a file.

    Args:
        file: What to fetch; its headers go to the server that its address names, and no further.
        folder: Where to put it; made when it is not there.
        limits: What is taken.
        progress: Called on the loop.
        resolver: Finds the addresses of names; None asks the system.

    Returns:
        The file, in *folder*; its name is as near to ``file.file_name`` as that goes. What is
        cancelled, or fails, leaves nothing there.

    Raises:
        DownloadError: It cannot be fetched or kept, or is not taken; the sentence says why.
    """
    try:
        _check(file, limits)
        return await _downloaded(file, folder, limits, progress, resolver)
    except DownloadError as error:
        name = display_name(file.file_name)
        raise DownloadError(f"“{name}” was not downloaded. {error}") from error.__cause__


async def _downloaded(
    file: RemoteFile,
    folder: Path,
    limits: Limits,
    progress: Progress,
    resolver: "AbstractResolver | None",
) -> Path:
    # The first import takes a good part of a second, which the screen should not stand still for.
    http = await in_thread(importlib.import_module, "webchat.functions.downloads.fetching")
    try:
        async with (
            saving(folder) as saver,  # the outermost: what fails later takes the file away again
            asyncio.timeout(limits.timeout),
            http.fetching(file, resolver) as fetched,
        ):
            _check_type(file, fetched, limits)
            await _copy(fetched, saver, limits.max_size, progress)
            return await saver.finish(safe_name(file.file_name))
    except TimeoutError as error:
        raise DownloadError(
            f"{shown_url(file.url)} took longer than {limits.timeout:g} s."
        ) from error


async def _copy(fetched: "Fetched", saver: Saver, max_size: int, progress: Progress) -> None:
    done, block = 0, bytearray()
    _check_size(fetched.size or 0, max_size)
    progress(0, fetched.size)
    async for chunk in fetched.chunks:
        block += chunk
        _check_size(done + len(block), max_size)
        if len(block) >= _BLOCK:
            await saver.write(bytes(block))
            done += len(block)
            block.clear()
        progress(done + len(block), fetched.size)  # slow services send little at a time
    await saver.write(bytes(block))


def _check(file: RemoteFile, limits: Limits) -> None:
    if not is_web_address(file.url):
        shown = shown_url(file.url)[:100]
        raise DownloadError(f"Its address should be an http or https address, but {shown!r} came.")
    for name, value in file.headers:
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
            raise DownloadError(f"A header should be one line of text, but {name[:60]!r} is not.")
        if name.lower() in _NOT_GIVEN:
            raise DownloadError(f"The header {name!r} cannot be given: it is set by itself.")
    if limits.extensions is not None:
        taken = {one.lstrip(".").casefold() for one in limits.extensions}
        if extension(safe_name(file.file_name)) not in taken:
            raise DownloadError(f"Its name should end in {_listed(taken, '.')}.")


def _check_type(file: RemoteFile, fetched: "Fetched", limits: Limits) -> None:
    if limits.content_types is None:
        return
    came = fetched.content_type
    if came in _SAYS_NOTHING:
        came = file.mime_type.partition(";")[0].strip().lower()
    if not any(_fits(came, one.lower()) for one in limits.content_types):
        wanted = _listed(limits.content_types)
        raise DownloadError(f"{fetched.where} should send {wanted}, but sent {came[:60]!r}.")


def _fits(content_type: str, wanted: str) -> bool:
    kind, is_any, _none = wanted.partition("/*")
    return content_type.partition("/")[0] == kind if is_any else content_type == wanted


def _check_size(size: int, max_size: int) -> None:
    if size > max_size:
        largest = size_text(max_size, lambda key, *, size: f"{size} {_UNITS[key]}")
        raise DownloadError(f"It is larger than {largest}, which is the most that is taken.")


def _listed(words: Iterable[str], before: str = "") -> str:
    return " or ".join(before + one for one in sorted(words))
