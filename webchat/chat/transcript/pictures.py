"""The pictures that go into a transcript themselves: small ones, and not too many.

Whatever cannot be had (too large, forged, missing, changed) is listed by its name: a transcript
does not fail over a picture.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

from webchat.chat.transcript.record import TranscriptFile
from webchat.errors import CentreError
from webchat.model import Attachment
from webchat.tasks import in_thread

FindFile: TypeAlias = Callable[[Attachment], Awaitable[Path]]

PICTURE_SIZE = 2 * 1024 * 1024
"""The largest picture whose content is read, in bytes."""

PICTURES_SIZE = 16 * 1024 * 1024
"""How many bytes of pictures are read for one transcript in all."""

_SIGNATURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}


class Pictures:
    """Reads the files of one transcript."""

    def __init__(self, find_file: FindFile | None) -> None:
        """Read pictures from where *find_file* says; None reads none."""
        self._find_file = find_file
        self._left = PICTURES_SIZE

    async def file(self, attachment: Attachment) -> TranscriptFile:
        """Return the record of an attachment, with its content if it is a picture to be shown."""
        return TranscriptFile(
            name=attachment.filename,
            content_type=attachment.content_type,
            size=attachment.size,
            digest=attachment.digest,
            content=await self._content(attachment),
        )

    async def _content(self, attachment: Attachment) -> bytes | None:
        signatures = _SIGNATURES.get(attachment.content_type)
        if self._find_file is None or signatures is None:
            return None
        if attachment.size > min(PICTURE_SIZE, self._left):
            return None
        try:
            path = await self._find_file(attachment)
            content = await in_thread(_read, path, attachment.size)
        except (CentreError, OSError):
            return None
        if len(content) != attachment.size or not content.startswith(signatures):
            return None
        self._left -= len(content)
        return content


def _read(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size + 1)  # one more tells whether it has grown
