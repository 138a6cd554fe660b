"""Secrets in a file that only its owner can read: for machines without a keyring.

The file is made for its owner alone, never made first and closed afterwards, and it is replaced
as a whole. A link in its place is not followed, since it may lead to where others read; a
file that others can read is closed to them, and that is noted, as they may have read it.
"""

import contextlib
import logging
import os
import stat
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from webchat import plain_json
from webchat.tasks import in_thread

FILE_NAME: Final = "secrets.json"
_OWNER_ONLY: Final = 0o600
_OTHERS: Final = 0o077
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0)  # as a pipe in its place would have us do
_log = logging.getLogger(__name__)


class SecretFileError(Exception):
    """The file cannot be used; the text is a sentence for the person."""


@dataclass
class _Kept:
    secrets: dict[str, dict[str, Any]] = field(default_factory=dict)


class FileSecrets:
    """Secrets in one file.

    Attributes:
        path: Where it is.
        notes: Sentences for the person about the file itself.
    """

    def __init__(self, path: Path) -> None:
        """Read and write nothing yet."""
        self.path = path
        self.notes: list[str] = []
        self._one_at_a_time = threading.Lock()

    async def get(self, key: str) -> dict[str, Any] | None:
        """Return a secret; None when there is none.

        Raises:
            SecretFileError: The file must not be used, or cannot be read.
        """
        return (await in_thread(self._read)).secrets.get(key)

    async def set(self, key: str, value: dict[str, Any]) -> None:
        """Keep a secret in place of what there was.

        Raises:
            SecretFileError: As above, or the file cannot be written.
        """
        await in_thread(self._change, key, value)

    async def delete(self, key: str) -> None:
        """Keep a secret no more, if there is one.

        Raises:
            SecretFileError: As above.
        """
        await in_thread(self._change, key, None)

    def _change(self, key: str, value: dict[str, Any] | None) -> None:
        with self._one_at_a_time:
            kept = self._read()
            if value is None and key not in kept.secrets:
                return
            if value is None:
                del kept.secrets[key]
            else:
                kept.secrets[key] = value
            try:
                self._write(plain_json.dump(kept).encode())
            except OSError as error:
                raise SecretFileError(
                    f"Secrets cannot be kept in {self.path}: {error.strerror}."
                ) from error

    def _read(self) -> _Kept:
        try:
            text = self._read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return _Kept()
        except OSError as error:
            raise SecretFileError(
                f"The secrets in {self.path} cannot be read: {error.strerror}."
            ) from error
        try:
            return plain_json.parse(_Kept, text)
        except ValueError as error:
            return self._set_aside(error)

    def _read_bytes(self) -> bytes:
        if self.path.is_symlink():
            raise SecretFileError(
                f"{self.path} is a link to somewhere else; secrets are not kept behind links. "
                "Put the file itself in its place, or remove it."
            )
        descriptor = os.open(self.path, os.O_RDONLY | _NO_WAITING | _NO_LINK)
        with open(descriptor, "rb") as file:  # noqa: PTH123  a path has no descriptor
            self._close_to_others(descriptor)
            return file.read()

    def _close_to_others(self, descriptor: int) -> None:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise SecretFileError(f"{self.path} is no file; secrets are kept in a file of ours.")
        if os.name != "posix":
            return
        if found.st_uid != os.geteuid():
            raise SecretFileError(f"{self.path} belongs to somebody else; remove it.")
        if found.st_mode & _OTHERS:
            os.fchmod(descriptor, _OWNER_ONLY)
            self._note(
                f"{self.path} could be read by others; now only you can. If somebody else uses "
                "this computer, connect your accounts again."
            )

    def _write(self, data: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".new")
        beside.unlink(missing_ok=True)  # left by a crash, or put there: never written through
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK
        try:
            with open(os.open(beside, flags, _OWNER_ONLY), "wb") as file:  # noqa: PTH123  as above
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise

    def _set_aside(self, error: Exception) -> _Kept:
        aside = self.path.with_suffix(".damaged.json")
        with contextlib.suppress(OSError):
            self.path.replace(aside)
        self._note(f"The file of secrets was damaged and was set aside as {aside}.")
        _log.info("What was wrong with it: %s", type(error).__name__)
        return _Kept()

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)
            _log.warning(note)
