"""The system's own keyring, asked with a time limit.

A keyring is reached over D-Bus, where whoever should answer may hang, or wait for a password that
nobody types. So it is asked in a thread, and given up after some seconds. Not by ``in_thread``:
its threads are waited for when the program ends, and one that hangs would keep it from ending.
"""

import asyncio
import contextlib
import json
import threading
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar

SERVICE: Final = "webchat-simulator"
LIMIT: Final = 4.0
_LEAST_PRIORITY: Final = 1
_T = TypeVar("_T")


class Keyring(Protocol):
    """What is needed of a backend of ``keyring``."""

    @property
    def priority(self) -> float:
        """How good it is; those with less than 1 keep nothing, or keep it in plain sight."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return an entry; None when there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Make an entry."""

    def delete_password(self, service: str, username: str) -> None:
        """Take an entry away."""


class KeyringUnavailableError(Exception):
    """The keyring cannot be used; the text is why, as the end of a sentence."""


class KeyringSecrets:
    """Secrets in the keyring, one entry each."""

    def __init__(self, backend: Keyring | None = None, *, limit: float = LIMIT) -> None:
        """Ask nothing yet.

        Args:
            backend: Which keyring; None takes the one of the machine.
            limit: How long one answer may take, in seconds.
        """
        self._backend = backend
        self._limit = limit

    async def get(self, key: str) -> dict[str, Any] | None:
        """Return a secret; None when there is none.

        Raises:
            KeyringUnavailableError: The keyring does not work, or does not answer.
        """
        text = await self._ask(lambda keyring: keyring.get_password(SERVICE, key))
        if text is None:
            return None
        with contextlib.suppress(ValueError):
            value = json.loads(text)
            if isinstance(value, dict):
                return value
        return None

    async def set(self, key: str, value: dict[str, Any]) -> None:
        """Keep a secret in place of what there was.

        Raises:
            KeyringUnavailableError: As above.
        """
        text = json.dumps(value)
        await self._ask(lambda keyring: keyring.set_password(SERVICE, key, text))

    async def delete(self, key: str) -> None:
        """Keep a secret no more, if there is one.

        Raises:
            KeyringUnavailableError: As above.
        """

        def delete(keyring: Keyring) -> None:
            if keyring.get_password(SERVICE, key) is not None:
                keyring.delete_password(SERVICE, key)

        await self._ask(delete)

    async def _ask(self, question: Callable[[Keyring], _T]) -> _T:
        try:
            async with asyncio.timeout(self._limit):
                return await _in_thread_of_its_own(lambda: question(self._working()))
        except TimeoutError:
            reason = f"the keyring of this system did not answer within {self._limit:g} s"
            raise KeyringUnavailableError(reason) from None
        except KeyringUnavailableError:
            raise
        except Exception as error:  # each backend has exceptions of its own
            raise KeyringUnavailableError(
                f"the keyring of this system refused: {_first_line(error)}"
            ) from error

    def _working(self) -> Keyring:
        if self._backend is None:
            import keyring  # noqa: PLC0415  takes long, and connects to whatever answers

            self._backend = keyring.get_keyring()
        if self._backend.priority < _LEAST_PRIORITY:
            raise KeyringUnavailableError("there is no keyring on this system")
        return self._backend


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


async def _in_thread_of_its_own(function: Callable[[], _T]) -> _T:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[_T] = loop.create_future()

    def settle(result: _T | None, error: Exception | None) -> None:
        if answer.done():  # nobody waits any more
            return
        if error is None:
            answer.set_result(result)  # type: ignore[arg-type]
        else:
            answer.set_exception(error)

    def run() -> None:
        result, failure = None, None
        try:
            result = function()
        except Exception as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=run, name="webchat: keyring", daemon=True).start()
    return await answer
