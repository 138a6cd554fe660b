"""Files on their way from an outside service into a conversation (``upload_attachment``).

A file is fetched into a folder of its own and goes out from there. It is gone once it was sent.
If its message could not be sent, it stands in the chat as failed and is sent again from the same
place: so the file stays until that message was sent or discarded, or the program ends.
"""

import logging
import mimetypes
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from webchat.chat.media_checks import extension, policy_fault
from webchat.functions.contract.records import RemoteFile
from webchat.functions.downloads.download import Limits, download
from webchat.side.side import Side
from webchat.state import State
from webchat.tasks import TaskBag, in_thread

DOWNLOAD_SECONDS = 120.0
"""How long a file may take."""

_FOLDER = "attachments"
_log = logging.getLogger(__name__)


class Attachments:
    """The files that are on their way now."""

    def __init__(self, folder: Path | None, *, tasks: TaskBag) -> None:
        """Fetch nothing yet.

        Args:
            folder: Where everything about functions is kept; None is a program that keeps nothing,
                whose files lie in a temporary folder.
            tasks: Owns the removal of files.
        """
        self._kept = None if folder is None else folder / _FOLDER
        self._tasks = tasks
        self._base: Path | None = None

    @asynccontextmanager
    async def fetched(
        self,
        file: RemoteFile,
        side: Side,
        channel_sid: str,
        *,
        progress: Callable[[int, int | None], object],
    ) -> AsyncIterator[Path]:
        """Fetch a file for as long as a message with it is being sent.

        Args:
            file: Where it is, and how it is asked for.
            side: Who sends it.
            channel_sid: The conversation.
            progress: Called with the bytes fetched so far, and of how many, if that is known.

        Raises:
            MediaError: No file may be sent here.
            DownloadError: It cannot be fetched, is too large, or of a kind that may not be sent.
        """
        rules = side.store.state.config.file_attachment
        fault = policy_fault(rules, sending=True)
        if fault is not None:
            raise fault.error(side.strings.render)
        limits = Limits(
            max_size=rules.max_file_size,
            extensions=rules.accepted_extensions,
            timeout=DOWNLOAD_SECONDS,
        )
        folder = await in_thread(self._new_folder)
        try:
            yield await download(_named(file), folder, limits=limits, progress=progress)
        finally:
            self._let_go(folder, side, channel_sid)

    async def aclose(self) -> None:
        """Remove every file; whatever could not be sent is not shown after the end either."""
        if self._base is not None:
            await in_thread(_remove, self._base)

    def _new_folder(self) -> Path:
        if self._base is None:
            self._base = self._new_base()
        return Path(tempfile.mkdtemp(dir=self._base))

    def _new_base(self) -> Path:
        if self._kept is None:
            return Path(tempfile.mkdtemp(prefix="webchat-attachments-"))
        _remove(self._kept)  # left behind by a program that was killed
        self._kept.mkdir(parents=True, mode=0o700)
        return self._kept

    def _let_go(self, folder: Path, side: Side, channel_sid: str) -> None:
        """Remove a file once no message needs it."""

        def is_needed(state: State) -> bool:
            channel = state.chat.channels.get(channel_sid)
            messages = () if channel is None else channel.messages
            paths = (media.path for one in messages for media in one.media)
            return any(path is not None and folder in path.parents for path in paths)

        def changed(is_needed: bool) -> None:
            if not is_needed:
                forget()
                self._remove_soon(folder)

        if is_needed(side.store.state):
            forget = side.store.subscribe(is_needed, changed)
        else:
            self._remove_soon(folder)

    def _remove_soon(self, folder: Path) -> None:
        self._tasks.spawn(in_thread(_remove, folder), name="remove a file that was sent")


def _named(file: RemoteFile) -> RemoteFile:
    """Return *file* with an ending in its name: of its media type, when it has none."""
    if extension(file.file_name):
        return file
    ending = mimetypes.guess_extension(file.mime_type) or ""
    return replace(file, file_name=file.file_name + ending)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        _log.warning("%s could not be removed.", folder)
