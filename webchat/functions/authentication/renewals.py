"""One renewal at a time: two calls that find the same token ended wait for the same fresh one.

Many servers let a refresh token be used only once. So a second renewal at the same time would end
the connection, and so would a fresh token that is lost because the call that waited for it was
cancelled: a renewal that has begun goes on by itself.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from webchat.errors import AuthenticationError, WebChatError
from webchat.functions.authentication.tokens import Token
from webchat.tasks import TaskBag

_log = logging.getLogger(__name__)


class Renewals:
    """The renewals under way."""

    def __init__(self) -> None:
        """Renew nothing yet."""
        self._tasks = TaskBag("connections", on_error=_log_defect)
        self._under_way: dict[str, asyncio.Task[Token]] = {}

    async def renew(self, key: str, begin: Callable[[], Coroutine[Any, Any, Token]]) -> Token:
        """Return a fresh token, by the renewal under way for *key* or by a new one.

        Args:
            key: Whose token.
            begin: Makes what renews it, and keeps the fresh one.

        Raises:
            AuthenticationError: What the renewal raised, or it was stopped.
        """
        renewing = self._under_way.get(key)
        if renewing is None:
            renewing = self._tasks.spawn(begin(), name=f"renew the token of {key}")
            self._under_way[key] = renewing
            renewing.add_done_callback(lambda _task: self._under_way.pop(key))
        await asyncio.wait({renewing})  # which leaves it alone when this await is cancelled
        if renewing.cancelled():
            raise AuthenticationError("The account was connected anew or let go of meanwhile.")
        return renewing.result()

    async def stop(self, key: str) -> None:
        """End the renewal for *key*, if there is one; those who wait get an error."""
        if renewing := self._under_way.get(key):
            renewing.cancel()
            await asyncio.wait({renewing})

    async def aclose(self, limit: float) -> None:
        """Let the renewals under way come to their end, so that no fresh token is lost.

        Args:
            limit: How long that may take, in seconds.
        """
        if under_way := set(self._under_way.values()):
            await asyncio.wait(under_way, timeout=limit)
        await self._tasks.aclose()


def _log_defect(task: asyncio.Task[Any], error: BaseException) -> None:
    if not isinstance(error, WebChatError):  # those are told to whoever waits
        _log.error("Task %s failed", task.get_name(), exc_info=error)
