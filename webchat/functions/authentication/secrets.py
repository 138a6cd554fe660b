"""Where the secrets of connections are kept: in the system's keyring, or else in a closed file.

The first that works is used: the keyring, a file for its owner alone, memory. That the next one
had to be taken is told once, with the reason. A secret in the file is always newer than one in the
keyring, since what is kept in the keyring is taken out of the file.
"""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from webchat.functions.authentication.keyring_secrets import (
    LIMIT,
    Keyring,
    KeyringSecrets,
    KeyringUnavailableError,
)
from webchat.functions.authentication.secret_file import FILE_NAME, FileSecrets, SecretFileError

_log = logging.getLogger(__name__)


class Secrets(Protocol):
    """Keeps secrets, each a JSON object under a key."""

    @property
    def description(self) -> str:
        """A sentence for the person: where secrets are kept."""

    @property
    def notes(self) -> Sequence[str]:
        """Sentences for the person about what went wrong with keeping them."""

    async def get(self, key: str) -> dict[str, Any] | None:
        """Return a secret; None when there is none."""

    async def set(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep a secret in place of what there was."""

    async def delete(self, key: str) -> None:
        """Keep a secret no more, if there is one."""


class MemorySecrets:
    """Secrets that end with the program."""

    description = "Secrets are kept in memory, until the program ends."
    notes: Sequence[str] = ()

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._secrets: dict[str, dict[str, Any]] = {}

    async def get(self, key: str) -> dict[str, Any] | None:
        """Return a secret; None when there is none."""
        return self._secrets.get(key)

    async def set(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep a secret in place of what there was."""
        self._secrets[key] = dict(value)

    async def delete(self, key: str) -> None:
        """Keep a secret no more, if there is one."""
        self._secrets.pop(key, None)


class KeptSecrets:
    """Secrets in the keyring of the system; where that does not work, in a file.

    Attributes:
        notes: Sentences for the person about what went wrong.
    """

    def __init__(self, keyring: KeyringSecrets, file: FileSecrets) -> None:
        """Ask nothing yet.

        Args:
            keyring: Asked until it fails for the first time.
            file: Has what the keyring did not take.
        """
        self._keyring: KeyringSecrets | None = keyring
        self._keyring_works = False
        self._file = file
        self._memory = MemorySecrets()
        self._notes: list[str] = []

    @property
    def description(self) -> str:
        """A sentence for the person: where secrets are kept."""
        if self._keyring is None:
            return f"Secrets are kept in {self._file.path}, which only you can read."
        if self._keyring_works:
            return "Secrets are kept in the keyring of this system."
        return f"Secrets are kept in the keyring of this system, or else in {self._file.path}."

    @property
    def notes(self) -> Sequence[str]:
        """Sentences for the person about what went wrong with keeping them."""
        return (*self._notes, *self._file.notes)

    async def get(self, key: str) -> dict[str, Any] | None:
        """Return a secret; None when there is none."""
        for look in (self._memory.get, self._get_from_file, self._get_from_keyring):
            found = await look(key)
            if found is not None:
                return found
        return None

    async def set(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep a secret in place of what there was."""
        secret = dict(value)
        if await self._set_in_keyring(key, secret):
            await self._delete_from_file(key)
        elif not await self._set_in_file(key, secret):
            await self._memory.set(key, secret)
            return
        await self._memory.delete(key)

    async def delete(self, key: str) -> None:
        """Keep a secret no more, if there is one."""
        await self._memory.delete(key)
        await self._delete_from_file(key)
        if self._keyring is not None:
            try:
                await self._keyring.delete(key)
            except KeyringUnavailableError as error:
                self._give_the_keyring_up(error)

    async def _get_from_keyring(self, key: str) -> dict[str, Any] | None:
        if self._keyring is None:
            return None
        try:
            found = await self._keyring.get(key)
        except KeyringUnavailableError as error:
            self._give_the_keyring_up(error)
            return None
        self._keyring_works = True
        return found

    async def _set_in_keyring(self, key: str, value: dict[str, Any]) -> bool:
        if self._keyring is None:
            return False
        try:
            await self._keyring.set(key, value)
        except KeyringUnavailableError as error:
            self._give_the_keyring_up(error)
            return False
        self._keyring_works = True
        return True

    async def _get_from_file(self, key: str) -> dict[str, Any] | None:
        try:
            return await self._file.get(key)
        except SecretFileError as error:
            self._note(str(error))
            return None

    async def _set_in_file(self, key: str, value: dict[str, Any]) -> bool:
        try:
            await self._file.set(key, value)
        except SecretFileError as error:
            self._note(f"{error} What is new is kept in memory, until the program ends.")
            return False
        return True

    async def _delete_from_file(self, key: str) -> None:
        try:
            await self._file.delete(key)
        except SecretFileError as error:
            self._note(str(error))

    def _give_the_keyring_up(self, error: KeyringUnavailableError) -> None:
        self._keyring = None
        self._note(
            f"Secrets are kept in {self._file.path}, which only you can read, since {error}."
        )

    def _note(self, note: str) -> None:
        if note not in self._notes:
            self._notes.append(note)
            _log.warning(note)


def secrets_in(
    folder: Path | None, *, keyring: Keyring | None = None, limit: float = LIMIT
) -> Secrets:
    """Return what keeps the secrets of a simulation.

    Args:
        folder: Where the simulation keeps what concerns functions; None keeps nothing after the
            program's end.
        keyring: Which keyring; None takes the one of the machine.
        limit: How long one answer of the keyring may take, in seconds.
    """
    if folder is None:
        return MemorySecrets()
    return KeptSecrets(KeyringSecrets(keyring, limit=limit), FileSecrets(folder / FILE_NAME))
